"""Deadlock.

What it checks
    Threads wait and nothing can wake them: all that are left are blocked or spin without anything that could change
    what they read, or some wait for each other in a cycle while others run on. The cycle is known from `blocked_by`
    of indivisible blocks and from joins.
Why it is a bug
    They never go on.
Example
    with indivisible(a == 0, blocked_by=a_owner): ...   # in one order here, in the other elsewhere
What to do
    Take locks in one order everywhere; do not wait for a thread that needs what you hold.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.DEADLOCK, "deadlock"),)
