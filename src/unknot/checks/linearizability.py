"""Linearizability.

What it checks
    The results of an object's operations on some schedule fit no order of the operations, one after the other, that
    keeps the order of those that did not overlap. What the operations should give is told by a plain Python class.
Why it is a bug
    A caller sees what no use of the object by one thread at a time could show him.
Example
    specification = Queue   # and dequeue gives 2 before 1, which was enqueued earlier
What to do
    Look for the one step at which each operation should take effect.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.HISTORY, "not linearizable"),)
