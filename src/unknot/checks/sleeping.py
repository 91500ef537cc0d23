"""Sleeping.

sleep_with_lock: What it checks
    A thread sleeps, or calls what may (M_WAITOK, a drain, epoch_wait), with a lock held that forbids it: a mutex, rw
    or rm lock other than the interlock, a spin lock, an epoch section.
Why it is a bug
    Whoever wants the lock waits without being able to sleep, as long as the sleep lasts; if it is he who should wake
    the sleeper, for ever.
Example
    mtx_lock(addr(sc.mtx)); p = malloc(64, M_DEVBUF, M_WAITOK)
What to do
    Allocate before the lock is taken, or with M_NOWAIT; of two locks give one back before msleep gives back the other.

sleep_not_allowed: What it checks
    A sleep where there is no thread that could: in a callout, a software interrupt, an event filter, a critical
    section.
Why it is a bug
    All that run in the same context wait too, and the one who should wake the sleeper may be among them.
Example
    a handler of callout_reset calls tsleep
What to do
    Leave the work to a taskqueue.

bad_sleep: What it checks
    A sleep that nothing protects: neither lock nor timeout, or PDROP without a lock.
Why it is a bug
    Without an interlock a wakeup between the check and the sleep is lost, and there is no second one.
Example
    while not self.ready.load(): tsleep(addr(self.ready), 0, "wait", 0)
What to do
    Check the condition under a lock, sleep with that lock, and wake with it held.

drain_with_lock: What it checks
    A callout, a task or an epoch is waited for with a lock held that the handler takes.
Why it is a bug
    The handler waits for the lock, its caller for the handler.
Example
    mtx_lock(addr(sc.mtx)); callout_drain(addr(sc.timer))   # the handler locks sc.mtx
What to do
    Give the lock back first; with callout_init_mtx, callout_stop under the lock is enough.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (
    Check(Fault.RULE, "sleep_with_lock"),
    Check(Fault.RULE, "sleep_not_allowed"),
    Check(Fault.RULE, "bad_sleep"),
    Check(Fault.RULE, "drain_with_lock"),
)
