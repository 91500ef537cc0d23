"""Mutexes of pthread.h. One idea: a mutex is a word with its owner's number, as in kernel/mutex.py; zeros are a free
mutex, for that is what the static initialisers of glibc are.

Who waits has no place in a queue: whoever comes first when the mutex becomes free has it, and every order is tried.
Where POSIX names an error it is returned; where it leaves the result undefined, that is a violation. A normal mutex
that its owner locks again waits for itself: a deadlock. A timed lock that finds the mutex taken may be given up at any
moment: no time is measured.
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, array, cstr, event, here, i32, indivisible, pause, require, struct, u32, u64, wait_until
from unknot.libc.errno import EBUSY, EDEADLK, EPERM, ETIMEDOUT
from unknot.libc.held import CLASS_SHIFT, EXCLUSIVE, MUTEX, TRIES, current, gave, holder, took, wants
from unknot.libc.pthread_mutexattr import KIND_BITS, RECURSIVE, pthread_mutexattr_t

__all__ = [
    "pthread_mutex_clocklock",
    "pthread_mutex_destroy",
    "pthread_mutex_init",
    "pthread_mutex_lock",
    "pthread_mutex_timedlock",
    "pthread_mutex_trylock",
    "pthread_mutex_unlock",
]

DESTROYED: Final = 0xFFFF_FFFF
"""Instead of a kind, as in glibc."""
HOW: Final = EXCLUSIVE | MUTEX << CLASS_SHIFT


@struct
class pthread_mutex_t:
    """A mutex, with glibc's size, and the kind where glibc has it. `owner` is 0, or 1 and the number of the thread that
    has it; `again` how often it has it beyond once; `origin` 1 and the place where it was initialised, or 0."""

    owner: u32
    again: u32
    origin: u32
    unused: u32
    kind: u32
    spins: u32
    links: array[u64] = array(2)


def pthread_mutex_init(m: Ptr[pthread_mutex_t], attr: Ptr[pthread_mutexattr_t], site: u32 = here()) -> i32:
    """Makes `m` a mutex, of the kind that the attributes name, or a normal one."""
    kind: u32 = 0
    if attr is not None:
        kind = attr.bits & KIND_BITS
    mutex_init(m, kind, site)
    return 0


def pthread_mutex_destroy(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Ends its life. Nobody may hold it."""
    mutex_destroy(m, "pthread_mutex_destroy", site)
    return 0


def pthread_mutex_lock(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Takes it; waits while another thread has it."""
    with indivisible():
        mutex_check(m, "pthread_mutex_lock", site)
        return mutex_lock(m, site)


def pthread_mutex_trylock(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Takes it if that needs no waiting; EBUSY."""
    with indivisible():
        mutex_check(m, "pthread_mutex_trylock", site)
        return mutex_try(m, EBUSY, site)


def pthread_mutex_timedlock(m: Ptr[pthread_mutex_t], until: voidp, site: u32 = here()) -> i32:
    """Takes it; if it is taken, this may give up at any moment: ETIMEDOUT."""
    with indivisible():
        mutex_check(m, "pthread_mutex_timedlock", site)
        return mutex_timed(m, ETIMEDOUT, site)


def pthread_mutex_clocklock(m: Ptr[pthread_mutex_t], clock: i32, until: voidp, site: u32 = here()) -> i32:
    """pthread_mutex_timedlock by another clock, which is all the same here."""
    return pthread_mutex_timedlock(m, until, site)


def pthread_mutex_unlock(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Gives it up, once. EPERM if another thread has it, of the kinds that look; else that is a violation."""
    with indivisible():
        mutex_check(m, "pthread_mutex_unlock", site)
        return mutex_unlock(m, "pthread_mutex_unlock", site)


# -- the word, in an indivisible block ---------------------------------------------------------------------------------


def mutex_init(m: Ptr[pthread_mutex_t], kind: u32, site: u32) -> None:
    """A free mutex, whatever was there."""
    with indivisible():
        m.owner = 0
        m.again = 0
        m.origin = site + 1
        m.kind = kind
        event("did", "initialises", m)


def mutex_destroy(m: Ptr[pthread_mutex_t], what: cstr, site: u32) -> None:
    """No mutex any more."""
    with indivisible():
        mutex_check(m, what, site)
        require(m.owner == 0, "lock_destroyed", "{0:text}: mutex {1} is held @ {2:site}", what, m, site)
        m.kind = DESTROYED
        event("did", "destroys", m)


def mutex_check(m: Ptr[pthread_mutex_t], what: cstr, site: u32) -> None:
    """It is a mutex. `what` is the function that is called on it."""
    kind = m.kind
    require(kind != DESTROYED, "lock_destroyed", "{0:text}() of destroyed mutex {1} @ {2:site}", what, m, site)
    known = kind <= KIND_BITS
    require(known, "lock_uninitialised", "{0:text}() of uninitialized mutex {1} @ {2:site}", what, m, site)


def mutex_lock(m: Ptr[pthread_mutex_t], site: u32) -> i32:
    """Waits for it and takes it: 0, or EDEADLK if its owner asks and it looks."""
    if m.owner == current() and m.kind % KIND_BITS != 0:
        return _again(m, site)
    with indivisible():
        wants(m, HOW, m.origin, site)
        wait_until(m.owner == 0, blocked_by=holder(m.owner))
        m.owner = current()
        took(m, HOW, m.origin, site)
    return 0


def _again(m: Ptr[pthread_mutex_t], site: u32) -> i32:
    """Its owner asks for one that is recursive or looks."""
    if m.kind != RECURSIVE:
        event("did", "is refused, having locked", m)
        return EDEADLK
    m.again += 1
    event("locked", m, HOW, site)
    return 0


def mutex_try(m: Ptr[pthread_mutex_t], busy: i32, site: u32) -> i32:
    """Takes it if it is free, or recursive and this thread's; else `busy`."""
    if m.owner == current() and m.kind == RECURSIVE:
        return _again(m, site)
    if m.owner != 0:
        event("did", "finds busy:", m)
        return busy
    m.owner = current()
    took(m, HOW | TRIES, m.origin, site)
    return 0


def mutex_timed(m: Ptr[pthread_mutex_t], late: i32, site: u32) -> i32:
    """Takes it; `late` if it is not free: to wait is to come later, to wait for too long is to give up now."""
    if m.owner == current() and m.kind % KIND_BITS != 0:
        return _again(m, site)
    if m.owner != 0:
        pause()
        event("did", "waits too long for", m)
        return late
    m.owner = current()
    took(m, HOW | TRIES, m.origin, site)
    return 0


def mutex_unlock(m: Ptr[pthread_mutex_t], what: cstr, site: u32) -> i32:
    """Gives it up, once."""
    if m.owner != current():
        require(m.kind % KIND_BITS != 0, "not_owner", "{0:text}: mutex {1} is not locked @ {2:site}", what, m, site)
        return EPERM
    if m.again != 0:
        m.again -= 1
        event("unlock", m, HOW, site)
        return 0
    m.owner = 0
    gave(m, HOW, site)
    return 0
