"""Invariant.

What it checks
    A method marked @invariant returned False, or an assert in it failed, in some reachable state.
Why it is a bug
    It was to hold in every state, between any two steps.
Example
    @invariant
        def bounded(self) -> bool:
            return self.count <= 2
What to do
    If it may be false for a moment, make that moment an indivisible block, or check it at the end.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.INVARIANT, "invariant broken"),)
