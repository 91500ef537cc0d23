"""Reference counts.

What it checks
    A count falls below zero, rises from zero, or overflows.
Why it is a bug
    The object is freed while it is used, or never.
Example
    refcount_release(addr(node.refs)) twice on an error path
What to do
    One release for each acquire; a reference is taken only by who holds one, or with refcount_acquire_if_not_zero.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.RULE, "refcount"),)
