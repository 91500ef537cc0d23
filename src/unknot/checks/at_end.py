"""At end.

What it checks
    A method marked @at_end fails when all threads have ended.
Why it is a bug
    The schedule broke something without any thread noticing.
Example
    @at_end
        def nothing_lost(self) -> None:
            assert self.sent == self.received
What to do
    Look for the last step that made the final values impossible.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.FINAL, "check at the end failed"),)
