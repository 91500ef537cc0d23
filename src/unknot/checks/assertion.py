"""Assertion.

assertion failed: What it checks
    An `assert` of the program is false.
Why it is a bug
    The program says itself that this must not be.
Example
    assert enqueue(ring, 1), "dropped from a ring with room"
What to do
    Read the trace from the first preemption on: which value had grown old when it was used?

assertion: What it checks
    A KASSERT, MPASS, mtx_assert or the like of the kernel's is false.
Why it is a bug
    A kernel with INVARIANTS panics there; one without goes on, and fails later.
Example
    mtx_assert(addr(sc.mtx), MA_OWNED)
What to do
    See who called the function in a way that it does not expect; `--no-invariants` shows what happens without it.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.ASSERT, "assertion failed"), Check(Fault.RULE, "assertion"))
