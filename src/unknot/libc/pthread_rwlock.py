"""Reader-writer locks of pthread.h. One idea: a bit for each reader, so that reports can say who keeps whom waiting.

As in glibc, a reader does not wait behind waiting writers, unless the lock was made so with
PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP; such a writer registers first, in a step of its own.
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    array,
    cstr,
    event,
    here,
    i32,
    i64,
    indivisible,
    pause,
    require,
    store,
    struct,
    thread_id,
    u32,
    u64,
    wait_until,
)
from unknot.libc.asleep import lowest, my_bit
from unknot.libc.errno import EBUSY, EDEADLK, EINVAL, ETIMEDOUT
from unknot.libc.held import CLASS_SHIFT, EXCLUSIVE, RWLOCK, TRIES, current, gave, holder, how_held, took, wants

__all__ = [
    "pthread_rwlock_clockrdlock",
    "pthread_rwlock_clockwrlock",
    "pthread_rwlock_destroy",
    "pthread_rwlock_init",
    "pthread_rwlock_rdlock",
    "pthread_rwlock_timedrdlock",
    "pthread_rwlock_timedwrlock",
    "pthread_rwlock_tryrdlock",
    "pthread_rwlock_trywrlock",
    "pthread_rwlock_unlock",
    "pthread_rwlock_wrlock",
    "pthread_rwlockattr_destroy",
    "pthread_rwlockattr_getkind_np",
    "pthread_rwlockattr_getpshared",
    "pthread_rwlockattr_init",
    "pthread_rwlockattr_setkind_np",
    "pthread_rwlockattr_setpshared",
]

WRITERS: Final = 2
"""Waiting writers come before new readers."""
READS: Final = RWLOCK << CLASS_SHIFT
WRITES: Final = READS | EXCLUSIVE


@struct
class pthread_rwlock_t:
    """A lock, with glibc's size, and what it prefers where glibc has it. `owner` is 0, or 1 and the writer's number;
    `shares` counts readers, `sharers` has a bit for each; `waiting` one for each registered writer; `origin` is 1 and
    the place where it was initialised, or 0."""

    owner: u32
    shares: u32
    sharers: u64
    waiting: u64
    origin: u32
    destroyed: u32
    unused: array[u64] = array(2)
    prefers: u32
    unused_too: u32


@struct
class pthread_rwlockattr_t:
    """Attributes."""

    bits: u32
    prefers: u32


def pthread_rwlock_init(rw: Ptr[pthread_rwlock_t], attr: Ptr[pthread_rwlockattr_t], site: u32 = here()) -> i32:
    """Makes it a free lock."""
    prefers: u32 = 0
    if attr is not None:
        prefers = attr.prefers
    with indivisible():
        rw.owner = 0
        rw.shares = 0
        rw.sharers = 0
        rw.waiting = 0
        rw.origin = site + 1
        rw.destroyed = 0
        rw.prefers = prefers
        event("did", "initialises", rw)
    return 0


def pthread_rwlock_destroy(rw: Ptr[pthread_rwlock_t], site: u32 = here()) -> i32:
    """Ends its life. Nobody may hold it or wait for it."""
    with indivisible():
        _check(rw, "pthread_rwlock_destroy", site)
        unused = is_free(rw) and rw.waiting == 0
        require(unused, "lock_destroyed", "pthread_rwlock_destroy: lock {0} is held @ {1:site}", rw, site)
        rw.destroyed = 1
        event("did", "destroys", rw)
    return 0


# -- readers -----------------------------------------------------------------------------------------------------------


def pthread_rwlock_rdlock(rw: Ptr[pthread_rwlock_t], site: u32 = here()) -> i32:
    """Reads; waits while another thread writes. EDEADLK if this thread does."""
    with indivisible():
        _check(rw, "pthread_rwlock_rdlock", site)
        if rw.owner == current():
            return _refuse(rw)
        wants(rw, READS, rw.origin, site)
        wait_until(may_read(rw), blocked_by=keeps_from_reading(rw))
        _read(rw, READS, site)
    return 0


def pthread_rwlock_tryrdlock(rw: Ptr[pthread_rwlock_t], site: u32 = here()) -> i32:
    """Reads if that needs no waiting; EBUSY."""
    with indivisible():
        _check(rw, "pthread_rwlock_tryrdlock", site)
        if not may_read(rw):
            event("did", "finds busy:", rw)
            return EBUSY
        _read(rw, READS | TRIES, site)
    return 0


def pthread_rwlock_timedrdlock(rw: Ptr[pthread_rwlock_t], until: voidp, site: u32 = here()) -> i32:
    """Reads; while it cannot, this may give up at any moment: ETIMEDOUT."""
    with indivisible():
        _check(rw, "pthread_rwlock_timedrdlock", site)
        if rw.owner == current():
            return _refuse(rw)
        if not may_read(rw):
            return _give_up(rw)
        _read(rw, READS | TRIES, site)
    return 0


def pthread_rwlock_clockrdlock(rw: Ptr[pthread_rwlock_t], clock: i32, until: voidp, site: u32 = here()) -> i32:
    """pthread_rwlock_timedrdlock by another clock, which is all the same here."""
    return pthread_rwlock_timedrdlock(rw, until, site)


# -- the writer --------------------------------------------------------------------------------------------------------


def pthread_rwlock_wrlock(rw: Ptr[pthread_rwlock_t], site: u32 = here()) -> i32:
    """Writes; waits while any thread reads, or another writes. EDEADLK if this thread does."""
    with indivisible():
        _check(rw, "pthread_rwlock_wrlock", site)
        if rw.owner == current():
            return _refuse(rw)
        wants(rw, WRITES, rw.origin, site)
        if rw.prefers != WRITERS or is_free(rw):
            wait_until(is_free(rw), blocked_by=keeps_from_writing(rw))
            _write(rw, WRITES, site)
            return 0
        rw.waiting |= my_bit()
        event("did", "waits for", rw)
    with indivisible():
        wait_until(is_free(rw), blocked_by=keeps_from_writing(rw))
        rw.waiting &= ~my_bit()
        _write(rw, WRITES, site)
    return 0


def pthread_rwlock_trywrlock(rw: Ptr[pthread_rwlock_t], site: u32 = here()) -> i32:
    """Writes if that needs no waiting; EBUSY."""
    with indivisible():
        _check(rw, "pthread_rwlock_trywrlock", site)
        if not is_free(rw):
            event("did", "finds busy:", rw)
            return EBUSY
        _write(rw, WRITES | TRIES, site)
    return 0


def pthread_rwlock_timedwrlock(rw: Ptr[pthread_rwlock_t], until: voidp, site: u32 = here()) -> i32:
    """Writes; while it cannot, this may give up at any moment: ETIMEDOUT."""
    with indivisible():
        _check(rw, "pthread_rwlock_timedwrlock", site)
        if rw.owner == current():
            return _refuse(rw)
        if not is_free(rw):
            return _give_up(rw)
        _write(rw, WRITES | TRIES, site)
    return 0


def pthread_rwlock_clockwrlock(rw: Ptr[pthread_rwlock_t], clock: i32, until: voidp, site: u32 = here()) -> i32:
    """pthread_rwlock_timedwrlock by another clock, which is all the same here."""
    return pthread_rwlock_timedwrlock(rw, until, site)


# -- both --------------------------------------------------------------------------------------------------------------


def pthread_rwlock_unlock(rw: Ptr[pthread_rwlock_t], site: u32 = here()) -> i32:
    """Writes no longer, or reads once less."""
    with indivisible():
        _check(rw, "pthread_rwlock_unlock", site)
        if rw.owner == current():
            rw.owner = 0
            gave(rw, WRITES, site)
            return 0
        mine = rw.sharers & my_bit() != 0
        require(mine, "not_owner", "pthread_rwlock_unlock: lock {0} is not locked @ {1:site}", rw, site)
        rw.shares -= 1
        gave(rw, READS, site)
        if how_held(rw) == 0:
            rw.sharers &= ~my_bit()
    return 0


def is_free(rw: Ptr[pthread_rwlock_t]) -> bool:
    """True if nobody reads or writes."""
    return rw.owner == 0 and rw.shares == 0


def may_read(rw: Ptr[pthread_rwlock_t]) -> bool:
    """True if one more can read."""
    return rw.owner == 0 and (rw.waiting == 0 or rw.prefers != WRITERS)


def keeps_from_reading(rw: Ptr[pthread_rwlock_t]) -> i64:
    """The thread that a reader waits for: the writer, or one that comes before him."""
    return holder(rw.owner) if rw.owner else lowest(rw.waiting)


def keeps_from_writing(rw: Ptr[pthread_rwlock_t]) -> i64:
    """The thread that a writer waits for: the other writer, or a reader; himself, if he is one."""
    if rw.owner:
        return holder(rw.owner)
    return i64(thread_id()) if rw.sharers & my_bit() else lowest(rw.sharers)


def _read(rw: Ptr[pthread_rwlock_t], how: u32, site: u32) -> None:
    rw.shares += 1
    rw.sharers |= my_bit()
    took(rw, how, rw.origin, site)


def _write(rw: Ptr[pthread_rwlock_t], how: u32, site: u32) -> None:
    rw.owner = current()
    took(rw, how, rw.origin, site)


def _refuse(rw: Ptr[pthread_rwlock_t]) -> i32:
    """The thread that writes asks once more."""
    event("did", "is refused, having locked", rw)
    return EDEADLK


def _give_up(rw: Ptr[pthread_rwlock_t]) -> i32:
    """The time is over."""
    pause()
    event("did", "waits too long for", rw)
    return ETIMEDOUT


def _check(rw: Ptr[pthread_rwlock_t], what: cstr, site: u32) -> None:
    alive = rw.destroyed == 0
    require(alive, "lock_destroyed", "{0:text}() of destroyed lock {1} @ {2:site}", what, rw, site)


# -- attributes --------------------------------------------------------------------------------------------------------


def pthread_rwlockattr_init(attr: Ptr[pthread_rwlockattr_t]) -> i32:
    """Readers do not wait behind writers."""
    attr.bits = 0
    attr.prefers = 0
    return 0


def pthread_rwlockattr_destroy(attr: Ptr[pthread_rwlockattr_t]) -> i32:
    """Nothing to do."""
    return 0


def pthread_rwlockattr_setkind_np(attr: Ptr[pthread_rwlockattr_t], prefers: i32) -> i32:
    """Who comes first: writers do with PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP alone, as in glibc."""
    if prefers < 0 or prefers > WRITERS:
        return EINVAL
    attr.prefers = u32(prefers)
    return 0


def pthread_rwlockattr_getkind_np(attr: Ptr[pthread_rwlockattr_t], prefers: Ptr[i32]) -> i32:
    """As it was set."""
    store(prefers, i32(attr.prefers))
    return 0


def pthread_rwlockattr_setpshared(attr: Ptr[pthread_rwlockattr_t], shared: i32) -> i32:
    """Without effect: there is one process."""
    if shared < 0 or shared > 1:
        return EINVAL
    attr.bits = u32(shared)
    return 0


def pthread_rwlockattr_getpshared(attr: Ptr[pthread_rwlockattr_t], shared: Ptr[i32]) -> i32:
    """As it was set."""
    store(shared, i32(attr.bits))
    return 0
