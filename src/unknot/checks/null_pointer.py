"""Null pointer.

What it checks
    An access through null, or through null plus an offset.
Why it is a bug
    In a kernel it is a panic.
Example
    node = null; node.value = 1
What to do
    Check the pointer where it comes from; look who cleared it in between.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.NULL, "null pointer"),)
