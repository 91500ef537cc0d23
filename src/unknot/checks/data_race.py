"""Data race.

What it checks
    Two threads are about to access the same bytes, one writes, and not both accesses are atomic.
Why it is a bug
    Compiler and processor may tear, delay or repeat plain accesses; what the program then does is undefined.
Example
    count: u32   # written by two threads without a lock
What to do
    Make the field atomic, lock it, or declare the race intended: `racy[u32]`.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.RACE, "data race"),)
