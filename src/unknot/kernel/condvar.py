"""condvar(9). One idea: a condition variable is a channel of its own; whether its interlock is a mutex, a rw or an sx
lock is found out when it is given back."""

from __future__ import annotations

from unknot.kernel.interlock import lc_held, lc_lock, lc_unlock
from unknot.kernel.lock import lock_object
from unknot.kernel.sleepers import (
    CATCHES,
    TIMED,
    sleepq_add,
    sleepq_broadcast,
    sleepq_count,
    sleepq_signal,
    sleepq_wait,
)
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import Ptr, cast, cstr, event, here, i32, i64, indivisible, require, struct, u32


@struct
class cv:
    """A condition variable."""

    cv_description: cstr | None


def cv_init(cvp: Ptr[cv], desc: cstr) -> None:
    """Makes it a condition variable."""
    with indivisible():
        cvp.cv_description = desc
        event("did", "initialises", cvp)


def cv_destroy(cvp: Ptr[cv], site: u32 = here()) -> None:
    """Ends its life. Nobody may wait for it."""
    with indivisible():
        alone = sleepq_count(cvp) == 0
        name = cvp.cv_description
        require(alone, "assertion", "cv_destroy: associated sleep queue of {0:text} non-empty @ {1:site}", name, site)
        cvp.cv_description = None


# -- waiting -----------------------------------------------------------------------------------------------------------


def cv_wait(cvp: Ptr[cv], lock: voidp, site: u32 = here()) -> None:
    """Gives back the lock, waits for a signal, takes the lock again. What the wait was for may not hold: look again."""
    _wait(cvp, lock, 0, True, site)


def cv_wait_unlock(cvp: Ptr[cv], lock: voidp, site: u32 = here()) -> None:
    """cv_wait without taking the lock again."""
    _wait(cvp, lock, 0, False, site)


def cv_wait_sig(cvp: Ptr[cv], lock: voidp, site: u32 = here()) -> i32:
    """cv_wait that a signal ends: 0, EINTR or ERESTART."""
    return _wait(cvp, lock, CATCHES, True, site)


def cv_timedwait(cvp: Ptr[cv], lock: voidp, timo: i64, site: u32 = here()) -> i32:
    """cv_wait that ends when the time is over: 0 or EWOULDBLOCK."""
    return _wait(cvp, lock, TIMED, True, site)


def cv_timedwait_sig(cvp: Ptr[cv], lock: voidp, timo: i64, site: u32 = here()) -> i32:
    """cv_wait that a signal ends, or the time: 0, EWOULDBLOCK, EINTR or ERESTART."""
    return _wait(cvp, lock, TIMED | CATCHES, True, site)


def _wait(cvp: Ptr[cv], lock: voidp, how: u32, relock: bool, site: u32) -> i32:
    head = cast(Ptr[lock_object], lock)
    held = lc_held(head, site)
    with indivisible():
        named = cvp.cv_description is not None
        require(named, "lock_uninitialised", "cv_wait on a condition variable without cv_init @ {0:site}", site)
        _may_wait(head, cvp.cv_description, site)
        lc_unlock(head, held, site)
        sleepq_add(cvp, lock, 0, how, site)
    error = sleepq_wait()
    if relock:
        lc_lock(head, held, site)
    return error


def _may_wait(lock: Ptr[lock_object], wmesg: cstr | None, site: u32) -> None:
    """The lock is the only one held with which one must not sleep."""
    witness_warn_sleep(lock, site, "Waiting")


# -- signalling --------------------------------------------------------------------------------------------------------


def cv_signal(cvp: Ptr[cv], site: u32 = here()) -> None:
    """Wakes the one that has waited longest."""
    sleepq_signal(cvp, site)


def cv_broadcast(cvp: Ptr[cv], site: u32 = here()) -> None:
    """Wakes all."""
    sleepq_broadcast(cvp, site)
