"""Lost wakeup.

What it checks
    A deadlock in which a thread sleeps on a channel, and a wakeup on that channel missed it: it came before the sleep,
    or woke another thread alone.
Why it is a bug
    The sleeper waits for something that has happened already.
Example
    if not self.ready.load(): tsleep(addr(self.ready), 0, "wait", 0)
What to do
    Change the condition and wake with the lock held under which the sleeper checks it; where sleepers wait for
    different things, wake all of them.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.DEADLOCK, "lost wakeup"),)
