"""Use after free.

What it checks
    An access to an object that has been freed. If its place has been given to a new object in the meantime, the
    access is not seen as one (freed places are used again, lowest first, so that ABA problems show).
Why it is a bug
    The memory belongs to somebody else, or soon will.
Example
    free(node) in one thread, node.next in another
What to do
    Hold a reference, or free when nobody can hold the pointer any more.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.USE_AFTER_FREE, "use after free"),)
