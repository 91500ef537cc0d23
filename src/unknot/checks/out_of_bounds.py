"""Out of bounds.

What it checks
    An access outside its object, or an array index not below the array's length.
Why it is a bug
    It reads or breaks something else.
Example
    ring.slots[size] = item
What to do
    Mask or check the index. Every object stands alone, so an access never reaches a neighbour by luck.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.BOUNDS, "out of bounds"),)
