"""The Python front end: `language` (names users write), `semantics` (what they mean), `syntax` (the walker of
Python's ast)."""
