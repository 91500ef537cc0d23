"""Bad free.

What it checks
    `free` of something that `alloc` did not give: a global, a local, the middle of an object.
Why it is a bug
    The allocator's data are broken.
Example
    free(offset(p, 1))
What to do
    Free the pointer that `alloc` returned.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.BAD_FREE, "bad free"),)
