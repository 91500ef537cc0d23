"""Puts functions and state of unknot's own into the user's program. One idea: they are marked, not special.

Their names get a prefix, their globals `model=True`, their accesses order `raw`: seen by nobody, no scheduling points.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from unknot.core.errors import InternalError
from unknot.ir.ops import Op
from unknot.ir.program import Program


def adopt(program: Program, model: Program, prefix: str) -> None:
    """Adds the functions and globals of `model` to `program`, marked as ours."""
    for function in model.functions.values():
        name = prefix + function.name
        if name in program.functions:
            raise InternalError(f"the program has a function {name} of its own")
        blocks = {label: [_mark(op, prefix) for op in ops] for label, ops in function.blocks.items()}
        program.add(replace(function, name=name, blocks=blocks))
    for item in model.globals.values():
        name = prefix + item.name
        if name in program.globals:
            raise InternalError(f"the program has a variable {name} of its own")
        program.globals[name] = replace(item, name=name, model=True)


def _mark(op: Op, prefix: str) -> Op:
    changes: dict[str, Any] = {}
    if "symbol" in op.attrs:
        changes["symbol"] = prefix + op.attrs["symbol"]
    if op.code in ("load", "store"):
        changes["order"] = "raw"
    return replace(op, attrs=MappingProxyType(dict(op.attrs) | changes)) if changes else op
