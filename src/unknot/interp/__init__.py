"""The slow, obvious interpreter of the IR: the oracle of the native road."""
