"""The life of a lock.

lock_uninitialised: What it checks
    A lock, a barrier or a semaphore is used before it was initialised, or a lock initialised twice.
Why it is a bug
    Zeros look like a free lock only by luck.
Example
    mtx_lock(addr(sc.mtx))   # nobody called mtx_init
What to do
    Initialise the lock before the first thread can see what it is in.

lock_destroyed: What it checks
    A lock, a condition variable, a barrier or a semaphore is destroyed while somebody holds it or waits for it, or
    used after that.
Why it is a bug
    Its memory goes away under its holder.
Example
    mtx_unlock(addr(sc.mtx)) in one thread, mtx_destroy(addr(sc.mtx)) in another that was sure to be the last
What to do
    Let the last user destroy it, after it has given it back: a count of references says who that is.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.RULE, "lock_uninitialised"), Check(Fault.RULE, "lock_destroyed"))
