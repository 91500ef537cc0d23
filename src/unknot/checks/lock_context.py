"""Which lock may be taken where.

lock_in_critical: What it checks
    A lock that may block is taken with a spin lock held or in a critical section.
Why it is a bug
    The thread must not be switched away there, and to block is to be switched away.
Example
    mtx_lock_spin(addr(hw)); mtx_lock(addr(sc.mtx))
What to do
    Take the blocking lock first, or leave the work to a thread that holds no spin lock.

sleepable_after_nonsleepable: What it checks
    A lock whose holder may sleep (sx, lockmgr, sleepable rm) is taken with a mutex, rw or rm lock held.
Why it is a bug
    Whoever wants the mutex waits as long as the holder of the other lock sleeps: for ever, if the sleep ends only by
    the one who waits.
Example
    mtx_lock(addr(sc.mtx)); sx_xlock(addr(sc.config))
What to do
    Sleepable locks come first; give the mutex back before.

critical: What it checks
    A critical section is left that was not entered.
Why it is a bug
    The count is wrong from there on: the next section protects nothing.
Example
    critical_exit() on an error path that came before critical_enter()
What to do
    Pair them in one function.

epoch: What it checks
    An epoch section is left that was not entered, or is waited for from within one.
Why it is a bug
    epoch_wait waits until all have left their sections, the caller included.
Example
    epoch_enter(e); epoch_wait(e)
What to do
    Leave the section first, or give the object to epoch_call.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (
    Check(Fault.RULE, "lock_in_critical"),
    Check(Fault.RULE, "sleepable_after_nonsleepable"),
    Check(Fault.RULE, "critical"),
    Check(Fault.RULE, "epoch"),
)
