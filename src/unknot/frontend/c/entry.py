"""The function a C program begins with. One idea: who names one that is not there is told which there are."""

from __future__ import annotations

from collections.abc import Sequence

from unknot.core.errors import TargetError
from unknot.frontend.c.inputs import CInput
from unknot.frontend.c.llvm import Module

MOST = 12
"""Functions that are named where the wanted one is missing."""


def check_entry(modules: Sequence[Module], program: CInput) -> None:
    """Raises TargetError if the program does not define its entry."""
    bodies = [body for module in modules for body in module.functions.values() if body.blocks]
    if any(body.name == program.entry for body in bodies):
        return
    known = sorted({body.name for body in bodies if body.linkage == "external"})
    shown = ", ".join(known[:MOST]) + (f" and {len(known) - MOST} more" if len(known) > MOST else "")
    remedy = f"its functions are: {shown}; --entry NAME runs one of them" if known else "it defines no function at all"
    raise TargetError(f"the program {program.name} has no function {program.entry}", remedy=remedy)
