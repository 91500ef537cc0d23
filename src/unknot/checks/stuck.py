"""Stuck.

What it checks
    A state from which no schedule reaches the end, though threads still run: they go round in a cycle of timeouts,
    spins or tries that fail, and nothing on the cycle changes what they wait for.
Why it is a bug
    To the user it is a hang; that the processor is busy does not help.
Example
    while not self.done: msleep(addr(self.done), addr(self.mtx), 0, "wait", hz)   # nobody sets done any more
What to do
    See what the threads on the cycle wait for, and who should have changed it before the cycle began.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.STUCK, "stuck"),)
