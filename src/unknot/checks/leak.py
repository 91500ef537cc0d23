"""Leak.

What it checks
    Memory is still allocated when all threads have ended (looked for with --leaks).
Why it is a bug
    Nobody can free it any more.
Example
    an error path that returns without free
What to do
    Free on every path, or drop the last reference.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.LEAK, "leak"),)
