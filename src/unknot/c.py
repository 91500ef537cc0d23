"""The C files of `unknot check FILE.c --harness scenario.py`, as a module: `from unknot.c import ring, enqueue`.

Functions, types, global variables and enum constants have their C names; `struct_ring` is the tag where something
else is called `ring`.
"""

from __future__ import annotations

from typing import Any

from unknot.frontend.python import foreign


def __getattr__(name: str) -> Any:
    return foreign.find(name)
