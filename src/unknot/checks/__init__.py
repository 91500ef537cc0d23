"""Properties, one per file: what is wrong, why it is a bug, what to do."""
