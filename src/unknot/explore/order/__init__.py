"""Search orders, one per file."""
