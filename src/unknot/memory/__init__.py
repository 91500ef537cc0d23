"""Memory models, one file each: what loads, stores and fences mean."""
