"""Misuse.

What it checks
    A function of the kernel, or of the C library, is called in a way that its manual page forbids, and that no other
    check names.
Why it is a bug
    What it does then is not defined; with INVARIANTS the kernel panics.
Example
    msleep_spin with a lock that is no spin lock
What to do
    Read the message: it tells the rule.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.RULE, "misuse"),)
