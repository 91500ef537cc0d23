"""Double free.

What it checks
    `free` of an object that has been freed already.
Why it is a bug
    It frees whatever has taken its place.
Example
    two threads that both believe to be the last
What to do
    Let one owner free it: an atomic decrement decides who.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.DOUBLE_FREE, "double free"),)
