"""Uninitialised.

What it checks
    A read of allocated bytes that nobody has written.
Why it is a bug
    The value is whatever was there before.
Example
    node = alloc(Node); use(node.next)
What to do
    Initialise the object before others can see it.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.UNINITIALISED, "uninitialised read"),)
