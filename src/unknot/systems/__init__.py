"""The shipped subsystems: programs in unknot's Python subset, correct models beside their bugs."""
