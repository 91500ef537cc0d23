"""How a lock is used.

lock_recursion: What it checks
    A thread takes a lock that it holds already, and the lock was not made for that.
Why it is a bug
    It waits for itself; the kernel panics.
Example
    mtx_lock(addr(sc.mtx)); mtx_lock(addr(sc.mtx))   # mtx_init(..., MTX_DEF)
What to do
    Split the function in one that locks and one that is called with the lock held; MTX_RECURSE hides the question.

not_owner: What it checks
    A thread gives back a lock that it does not hold: nobody does, or another thread.
Why it is a bug
    Whoever holds it is no longer protected by it.
Example
    if error: mtx_unlock(addr(sc.mtx))   # and once more at the end of the function
What to do
    Give a lock back once on every path, in the thread that took it.

lock_mode: What it checks
    A lock is taken or given back in another mode than it is held in: exclusive over shared, shared over exclusive,
    an upgrade or a downgrade of a lock that is not held so.
Why it is a bug
    A lock held shared cannot be taken exclusively by its own holder: the thread waits for itself.
Example
    sx_slock(addr(a)); sx_xlock(addr(a))
What to do
    Take it exclusively from the start, or try an upgrade and be ready for its failure.

lock_leak: What it checks
    A thread ends, or returns to user mode, with a lock held.
Why it is a bug
    Nobody can give it back any more: all who want it wait for ever.
Example
    if error: return EINVAL   # the lock is held here
What to do
    Give it back on every path out of the function, the one of an interrupted sleep included.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (
    Check(Fault.RULE, "lock_recursion"),
    Check(Fault.RULE, "not_owner"),
    Check(Fault.RULE, "lock_mode"),
    Check(Fault.RULE, "lock_leak"),
)
