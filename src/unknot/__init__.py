"""unknot: finds the interleaving that ties concurrent kernel code in a knot. The public names, imported when first
used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unknot.core.options import Options
    from unknot.diagnose.finding import Finding, Result
    from unknot.frontend.c.inputs import CInput
    from unknot.frontend.python.parameters import param
    from unknot.frontend.python.scenario import at_end, initial, invariant, operation, scenario, thread
    from unknot.pipeline import check, replay

__all__ = [
    "CInput",
    "Finding",
    "Options",
    "Result",
    "at_end",
    "check",
    "initial",
    "invariant",
    "operation",
    "param",
    "replay",
    "scenario",
    "thread",
]

_SCENARIO = "unknot.frontend.python.scenario"
_HOME = {
    "CInput": "unknot.frontend.c.inputs",
    "Finding": "unknot.diagnose.finding",
    "Options": "unknot.core.options",
    "Result": "unknot.diagnose.finding",
    "check": "unknot.pipeline",
    "replay": "unknot.pipeline",
    "at_end": _SCENARIO,
    "initial": _SCENARIO,
    "invariant": _SCENARIO,
    "operation": _SCENARIO,
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
