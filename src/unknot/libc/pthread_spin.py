"""Spin locks of pthread.h. One idea: to spin is to wait, for every schedule is tried; the word has the number of its
owner in its lowest byte, and above it the place where the lock was initialised."""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, cstr, event, here, i32, indivisible, require, struct, u32, wait_until
from unknot.libc.errno import EBUSY
from unknot.libc.held import CLASS_SHIFT, EXCLUSIVE, SPINLOCK, TRIES, current, gave, holder, took, wants

__all__ = [
    "pthread_spin_destroy",
    "pthread_spin_init",
    "pthread_spin_lock",
    "pthread_spin_trylock",
    "pthread_spin_unlock",
]

OWNER: Final = 0xFF
DESTROYED: Final = 0xFF
"""Instead of an owner."""
ORIGIN_SHIFT: Final = 8
HOW: Final = EXCLUSIVE | SPINLOCK << CLASS_SHIFT


@struct
class pthread_spinlock_t:
    """A spin lock, with glibc's size. 0 if it was not initialised: it has no static initialiser."""

    word: u32


def pthread_spin_init(lock: Ptr[pthread_spinlock_t], shared: i32, site: u32 = here()) -> i32:
    """Makes it a free lock."""
    with indivisible():
        lock.word = (site + 1) << ORIGIN_SHIFT
        event("did", "initialises", lock)
    return 0


def pthread_spin_destroy(lock: Ptr[pthread_spinlock_t], site: u32 = here()) -> i32:
    """Ends its life. Nobody may hold it."""
    with indivisible():
        _check(lock, "pthread_spin_destroy", site)
        free = lock.word & OWNER == 0
        require(free, "lock_destroyed", "pthread_spin_destroy: spin lock {0} is held @ {1:site}", lock, site)
        lock.word |= DESTROYED
        event("did", "destroys", lock)
    return 0


def pthread_spin_lock(lock: Ptr[pthread_spinlock_t], site: u32 = here()) -> i32:
    """Takes it; waits while another thread has it."""
    with indivisible():
        _check(lock, "pthread_spin_lock", site)
        wants(lock, HOW, lock.word >> ORIGIN_SHIFT, site)
        wait_until(lock.word & OWNER == 0, blocked_by=holder(lock.word & OWNER))
        _take(lock, HOW, site)
    return 0


def pthread_spin_trylock(lock: Ptr[pthread_spinlock_t], site: u32 = here()) -> i32:
    """Takes it if it is free; EBUSY."""
    with indivisible():
        _check(lock, "pthread_spin_trylock", site)
        if lock.word & OWNER != 0:
            event("did", "finds busy:", lock)
            return EBUSY
        _take(lock, HOW | TRIES, site)
    return 0


def pthread_spin_unlock(lock: Ptr[pthread_spinlock_t], site: u32 = here()) -> i32:
    """Gives it up."""
    with indivisible():
        _check(lock, "pthread_spin_unlock", site)
        mine = lock.word & OWNER == current()
        require(mine, "not_owner", "pthread_spin_unlock: spin lock {0} is not locked @ {1:site}", lock, site)
        lock.word &= ~OWNER
        gave(lock, HOW, site)
    return 0


def _take(lock: Ptr[pthread_spinlock_t], how: u32, site: u32) -> None:
    origin = lock.word >> ORIGIN_SHIFT
    lock.word |= current()
    took(lock, how, origin, site)


def _check(lock: Ptr[pthread_spinlock_t], what: cstr, site: u32) -> None:
    alive, known = lock.word & OWNER != DESTROYED, lock.word != 0
    require(alive, "lock_destroyed", "{0:text}() of destroyed spin lock {1} @ {2:site}", what, lock, site)
    require(known, "lock_uninitialised", "{0:text}() of uninitialized spin lock {1} @ {2:site}", what, lock, site)
