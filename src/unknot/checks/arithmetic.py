"""Arithmetic.

division: What it checks
    A division by zero, or one whose quotient does not fit.
Why it is a bug
    It traps.
Example
    total // count
What to do
    Check the divisor.

overflow: What it checks
    In C, an addition, subtraction, multiplication or negation of signed integers whose result does not fit.
Why it is a bug
    C leaves its result undefined, and compilers count on its absence.
Example
    int next = INT_MAX + 1
What to do
    Compute with unsigned or wider integers; if the program is built with -fwrapv, say --no-overflow.

shift too wide: What it checks
    A shift by the width of the value or more.
Why it is a bug
    C leaves its result undefined.
Example
    u32(1) << 32
What to do
    Check or mask the count.

misaligned access: What it checks
    An access at an address that is no multiple of its size.
Why it is a bug
    Such accesses are not atomic, and trap on some machines.
Example
    store(cast(Ptr[u32], p), 1)
What to do
    Keep the alignment of casts.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (
    Check(Fault.DIVISION, "division"),
    Check(Fault.OVERFLOW, "overflow"),
    Check(Fault.SHIFT, "shift too wide"),
    Check(Fault.MISALIGNED, "misaligned access"),
)
