"""What a program says of itself.

abort: What it checks
    A program in C calls abort(), or runs into __builtin_trap().
Why it is a bug
    It found itself in a state that it cannot go on from.
Example
    if (count < 0)
        abort();
What to do
    Read the trace as that of a failed assertion.

reach_error: What it checks
    A program in C calls reach_error() or __VERIFIER_error().
Why it is a bug
    That is how programs of the competition on software verification say that control must not come there.
Example
    if (x != 2)
        reach_error();
What to do
    Read the trace as that of a failed assertion.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.RULE, "abort"), Check(Fault.RULE, "reach_error"))
