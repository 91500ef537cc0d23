"""unknot: finds the interleaving that ties concurrent kernel code in a knot. The public names, imported when first
used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unknot.frontend.python.parameters import param
    from unknot.frontend.python.scenario import at_end, initial, invariant, scenario, thread

__all__ = ["at_end", "initial", "invariant", "param", "scenario", "thread"]

_SCENARIO = "unknot.frontend.python.scenario"
_HOME = {
    "at_end": _SCENARIO,
    "initial": _SCENARIO,
    "invariant": _SCENARIO,
    "param": "unknot.frontend.python.parameters",
    "scenario": _SCENARIO,
    "thread": _SCENARIO,
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'unknot' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value
