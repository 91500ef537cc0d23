"""The search: every schedule, in a chosen order, over native successor functions."""
