"""Read only.

What it checks
    A write to a constant: a string literal, a switch of the library.
Why it is a bug
    It lies in read-only memory: a panic.
Example
    name: Ptr[u8] = "em0"; store(name, 0)
What to do
    Copy it into memory of your own.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.READ_ONLY, "write to a constant"),)
