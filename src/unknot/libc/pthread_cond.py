"""Condition variables of pthread.h. One idea: giving back the mutex and joining the waiters is one step, so a signal by
whoever takes the mutex next finds the waiter.

A wait is two steps: joining the waiters, and going on with the mutex taken again. `pthread_cond_signal` wakes any one
of the waiters: all are tried. A timed wait may end at any moment; it then takes the mutex in one more step. No wait
ends without a reason, as POSIX would allow it.

Events: those of kernel/sleepers.py.
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    array,
    choose,
    cstr,
    event,
    here,
    i32,
    indivisible,
    null,
    pause,
    require,
    store,
    struct,
    u32,
    u64,
    wait_until,
)
from unknot.libc.asleep import count_of, fall_asleep, give_up, is_awake, my_bit, one_of, wake
from unknot.libc.errno import EINVAL, EPERM, ETIMEDOUT
from unknot.libc.held import current
from unknot.libc.pthread_mutex import mutex_check, mutex_lock, mutex_unlock, pthread_mutex_t
from unknot.libc.pthread_mutexattr import ERRORCHECK

__all__ = [
    "pthread_cond_broadcast",
    "pthread_cond_clockwait",
    "pthread_cond_destroy",
    "pthread_cond_init",
    "pthread_cond_signal",
    "pthread_cond_timedwait",
    "pthread_cond_wait",
    "pthread_condattr_destroy",
    "pthread_condattr_getclock",
    "pthread_condattr_getpshared",
    "pthread_condattr_init",
    "pthread_condattr_setclock",
    "pthread_condattr_setpshared",
]

TIMES_OUT: Final = 35
"""What an "awake" event says when the time was over: the kernel library's EWOULDBLOCK."""


@struct
class pthread_cond_t:
    """A condition variable, with glibc's size: a bit for each thread that waits, and the mutex that they gave back."""

    waiters: u64
    mutex: Ptr[pthread_mutex_t]
    destroyed: u32
    unused: u32
    unused_too: array[u64] = array(3)


@struct
class pthread_condattr_t:
    """Attributes, none of which matters."""

    bits: u32


def pthread_cond_init(c: Ptr[pthread_cond_t], attr: Ptr[pthread_condattr_t]) -> i32:
    """Makes it a condition variable."""
    with indivisible():
        c.waiters = 0
        c.mutex = null
        c.destroyed = 0
        event("did", "initialises", c)
    return 0


def pthread_cond_destroy(c: Ptr[pthread_cond_t], site: u32 = here()) -> i32:
    """Ends its life. Nobody may wait for it; those that were woken may still be on their way."""
    cond_destroy(c, "pthread_cond_destroy", site)
    return 0


# -- waiting -----------------------------------------------------------------------------------------------------------


def pthread_cond_wait(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Gives back the mutex, waits for a signal, takes the mutex again."""
    return cond_wait(c, m, "pthread_cond_wait", site)


def pthread_cond_timedwait(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], until: voidp, site: u32 = here()) -> i32:
    """pthread_cond_wait that may end at any moment: ETIMEDOUT."""
    return cond_timedwait(c, m, "pthread_cond_timedwait", ETIMEDOUT, site)


def pthread_cond_clockwait(
    c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], clock: i32, until: voidp, site: u32 = here()
) -> i32:
    """pthread_cond_timedwait by another clock, which is all the same here."""
    return cond_timedwait(c, m, "pthread_cond_clockwait", ETIMEDOUT, site)


def cond_wait(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], what: cstr, site: u32) -> i32:
    """0, or EPERM if a mutex that looks is another thread's."""
    if not _join(c, m, 0, what, site):
        return EPERM
    with indivisible():
        wait_until(is_awake())
        return _go_on(c, m, what, site)


def cond_timedwait(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], what: cstr, late: i32, site: u32) -> i32:
    """0, `late`, or EPERM if a mutex that looks is another thread's."""
    if not _join(c, m, 1, what, site):
        return EPERM
    with indivisible():
        if is_awake():
            return _go_on(c, m, what, site)
        pause()
        give_up()
        _remove(c, my_bit())
        event("awake", c, TIMES_OUT)
    with indivisible():
        mutex_check(m, what, site)
        mutex_lock(m, site)
    return late


def _join(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], timed: u32, what: cstr, site: u32) -> bool:
    """Gives back the mutex and joins the waiters; False if the mutex is one that looks, and not this thread's."""
    with indivisible():
        _check(c, what, site)
        mutex_check(m, what, site)
        if m.owner != current():
            looks = m.kind == ERRORCHECK
            require(looks, "not_owner", "{0:text}: mutex {1} is not locked @ {2:site}", what, m, site)
            return False
        alike = c.waiters == 0 or c.mutex == m
        require(alike, "misuse", "{0:text}: others wait for {1} with another mutex @ {2:site}", what, c, site)
        mutex_unlock(m, what, site)
        c.waiters |= my_bit()
        c.mutex = m
        fall_asleep()
        event("sleep", c, m, site, timed)
    return True


def _go_on(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], what: cstr, site: u32) -> i32:
    """Somebody has woken this thread, which takes the mutex again."""
    event("awake", c, 0)
    mutex_check(m, what, site)
    mutex_lock(m, site)
    return 0


# -- signalling --------------------------------------------------------------------------------------------------------


def pthread_cond_signal(c: Ptr[pthread_cond_t], site: u32 = here()) -> i32:
    """Wakes one of the waiters, any."""
    cond_signal(c, "pthread_cond_signal", site)
    return 0


def pthread_cond_broadcast(c: Ptr[pthread_cond_t], site: u32 = here()) -> i32:
    """Wakes all waiters."""
    cond_broadcast(c, "pthread_cond_broadcast", site)
    return 0


def cond_signal(c: Ptr[pthread_cond_t], what: cstr, site: u32) -> None:
    """Wakes one of the waiters, any."""
    with indivisible():
        _check(c, what, site)
        count = count_of(c.waiters)
        event("wakeup", c, min(count, 1), 1, site)
        if count != 0:
            woken = one_of(c.waiters, choose(count))
            wake(woken)
            _remove(c, woken)


def cond_broadcast(c: Ptr[pthread_cond_t], what: cstr, site: u32) -> None:
    """Wakes all waiters."""
    with indivisible():
        _check(c, what, site)
        event("wakeup", c, count_of(c.waiters), 0, site)
        wake(c.waiters)
        _remove(c, c.waiters)


def cond_destroy(c: Ptr[pthread_cond_t], what: cstr, site: u32) -> None:
    """No condition variable any more."""
    with indivisible():
        _check(c, what, site)
        require(c.waiters == 0, "lock_destroyed", "{0:text}: threads wait for {1} @ {2:site}", what, c, site)
        c.destroyed = 1
        event("did", "destroys", c)


def _check(c: Ptr[pthread_cond_t], what: cstr, site: u32) -> None:
    alive = c.destroyed == 0
    require(alive, "lock_destroyed", "{0:text}() of destroyed condition variable {1} @ {2:site}", what, c, site)


def _remove(c: Ptr[pthread_cond_t], mask: u64) -> None:
    """These threads wait no longer."""
    c.waiters &= ~mask
    if c.waiters == 0:
        c.mutex = null


# -- attributes --------------------------------------------------------------------------------------------------------


def pthread_condattr_init(attr: Ptr[pthread_condattr_t]) -> i32:
    """CLOCK_REALTIME, of one process."""
    attr.bits = 0
    return 0


def pthread_condattr_destroy(attr: Ptr[pthread_condattr_t]) -> i32:
    """Nothing to do."""
    return 0


def pthread_condattr_setclock(attr: Ptr[pthread_condattr_t], clock: i32) -> i32:
    """Without effect: no time is measured."""
    if clock < 0 or clock > 1:
        return EINVAL
    attr.bits = attr.bits & 1 | u32(clock) << 1
    return 0


def pthread_condattr_getclock(attr: Ptr[pthread_condattr_t], clock: Ptr[i32]) -> i32:
    """As it was set."""
    store(clock, i32(attr.bits >> 1))
    return 0


def pthread_condattr_setpshared(attr: Ptr[pthread_condattr_t], shared: i32) -> i32:
    """Without effect: there is one process."""
    if shared < 0 or shared > 1:
        return EINVAL
    attr.bits = attr.bits & ~1 | u32(shared)
    return 0


def pthread_condattr_getpshared(attr: Ptr[pthread_condattr_t], shared: Ptr[i32]) -> i32:
    """As it was set."""
    store(shared, i32(attr.bits & 1))
    return 0
