"""Barriers of pthread.h. One idea: the thread that comes last lets the others go on and is the one that is told so
(PTHREAD_BARRIER_SERIAL_THREAD); POSIX would allow any of them."""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, array, cstr, event, here, i32, indivisible, require, store, struct, u32, u64, wait_until
from unknot.libc.asleep import fall_asleep, is_awake, my_bit, wake
from unknot.libc.errno import EINVAL

__all__ = [
    "pthread_barrier_destroy",
    "pthread_barrier_init",
    "pthread_barrier_wait",
    "pthread_barrierattr_destroy",
    "pthread_barrierattr_getpshared",
    "pthread_barrierattr_init",
    "pthread_barrierattr_setpshared",
]

SERIAL_THREAD: Final = -1
DESTROYED: Final = 0xFFFF_FFFF
"""Instead of a count."""


@struct
class pthread_barrier_t:
    """A barrier, with glibc's size: a bit for each thread that waits there, how many must come, how many have. The
    count is 0 if it was not initialised: it has no static initialiser."""

    arrived: u64
    count: u32
    there: u32
    unused: array[u64] = array(2)


@struct
class pthread_barrierattr_t:
    """Attributes, none of which matters."""

    bits: u32


def pthread_barrier_init(b: Ptr[pthread_barrier_t], attr: Ptr[pthread_barrierattr_t], count: u32) -> i32:
    """Makes it a barrier for so many threads; EINVAL for none."""
    if count == 0:
        return EINVAL
    with indivisible():
        b.arrived = 0
        b.count = count
        b.there = 0
        event("did", "initialises", b)
    return 0


def pthread_barrier_destroy(b: Ptr[pthread_barrier_t], site: u32 = here()) -> i32:
    """Ends its life. Nobody may wait there; those that may go on need not have gone."""
    with indivisible():
        _check(b, "pthread_barrier_destroy", site)
        empty = b.there == 0
        require(empty, "lock_destroyed", "pthread_barrier_destroy: threads wait at {0} @ {1:site}", b, site)
        b.count = DESTROYED
        event("did", "destroys", b)
    return 0


def pthread_barrier_wait(b: Ptr[pthread_barrier_t], site: u32 = here()) -> i32:
    """Waits until as many threads have come as it is for: 0, of the last one PTHREAD_BARRIER_SERIAL_THREAD."""
    with indivisible():
        _check(b, "pthread_barrier_wait", site)
        b.there += 1
        if b.there >= b.count:
            event("did", "opens", b)
            wake(b.arrived)
            b.arrived = 0
            b.there = 0
            return SERIAL_THREAD
        b.arrived |= my_bit()
        fall_asleep()
        event("did", "waits for others at", b)
    with indivisible():
        wait_until(is_awake())
        event("did", "goes on from", b)
    return 0


def _check(b: Ptr[pthread_barrier_t], what: cstr, site: u32) -> None:
    alive, known = b.count != DESTROYED, b.count != 0
    require(alive, "lock_destroyed", "{0:text}() of destroyed barrier {1} @ {2:site}", what, b, site)
    require(known, "lock_uninitialised", "{0:text}() of uninitialized barrier {1} @ {2:site}", what, b, site)


# -- attributes --------------------------------------------------------------------------------------------------------


def pthread_barrierattr_init(attr: Ptr[pthread_barrierattr_t]) -> i32:
    """Of one process."""
    attr.bits = 0
    return 0


def pthread_barrierattr_destroy(attr: Ptr[pthread_barrierattr_t]) -> i32:
    """Nothing to do."""
    return 0


def pthread_barrierattr_setpshared(attr: Ptr[pthread_barrierattr_t], shared: i32) -> i32:
    """Without effect: there is one process."""
    if shared < 0 or shared > 1:
        return EINVAL
    attr.bits = u32(shared)
    return 0


def pthread_barrierattr_getpshared(attr: Ptr[pthread_barrierattr_t], shared: Ptr[i32]) -> i32:
    """As it was set."""
    store(shared, i32(attr.bits))
    return 0
