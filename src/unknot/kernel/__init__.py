"""The kernel's locks and lists, as programs in unknot's own language: they import the language and each other only."""
