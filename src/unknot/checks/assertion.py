"""Assertion.

What it checks
    An `assert` of the program is false.
Why it is a bug
    The program says itself that this must not be.
Example
    assert enqueue(ring, 1), "dropped from a ring with room"
What to do
    Read the trace from the first preemption on: which value had grown old when it was used?
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.ASSERT, "assertion failed"),)
