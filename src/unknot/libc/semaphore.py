"""Semaphores of semaphore.h, those without names. One idea: to wait is one step that waits until the value is not 0.

Event: "wants" semaphore, for what a blocked thread waits for.
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
    indivisible,
    pause,
    require,
    store,
    struct,
    u32,
    u64,
    wait_until,
)
from unknot.libc.errno import EAGAIN, EINVAL, EOVERFLOW, ETIMEDOUT, fail

__all__ = [
    "sem_clockwait",
    "sem_destroy",
    "sem_getvalue",
    "sem_init",
    "sem_post",
    "sem_timedwait",
    "sem_trywait",
    "sem_wait",
]

VALUE_MOST: Final = 0x7FFF_FFFF
ALIVE: Final = 1
DESTROYED: Final = 2


@struct
class sem_t:
    """A semaphore, with glibc's size. `life` is 0 if it was not initialised: it has no static initialiser."""

    value: u32
    life: u32
    unused: array[u64] = array(3)


def sem_init(s: Ptr[sem_t], shared: i32, value: u32) -> i32:
    """Makes it a semaphore; EINVAL if the value is too large."""
    if value > VALUE_MOST:
        return fail(EINVAL)
    with indivisible():
        s.value = value
        s.life = ALIVE
        event("did", "initialises", s)
    return 0


def sem_destroy(s: Ptr[sem_t], site: u32 = here()) -> i32:
    """Ends its life. Nobody may wait for it."""
    with indivisible():
        _check(s, "sem_destroy", site)
        s.life = DESTROYED
        event("did", "destroys", s)
    return 0


def sem_wait(s: Ptr[sem_t], site: u32 = here()) -> i32:
    """Takes one; waits until there is one."""
    with indivisible():
        _check(s, "sem_wait", site)
        event("wants", s)
        wait_until(s.value != 0)
        _take(s)
    return 0


def sem_trywait(s: Ptr[sem_t], site: u32 = here()) -> i32:
    """Takes one; EAGAIN if there is none."""
    with indivisible():
        _check(s, "sem_trywait", site)
        if s.value == 0:
            event("did", "finds nothing at", s)
            return fail(EAGAIN)
        _take(s)
    return 0


def sem_timedwait(s: Ptr[sem_t], until: voidp, site: u32 = here()) -> i32:
    """Takes one; while there is none, this may give up at any moment: ETIMEDOUT."""
    with indivisible():
        _check(s, "sem_timedwait", site)
        if s.value == 0:
            pause()
            event("did", "waits too long for", s)
            return fail(ETIMEDOUT)
        _take(s)
    return 0


def sem_clockwait(s: Ptr[sem_t], clock: i32, until: voidp, site: u32 = here()) -> i32:
    """sem_timedwait by another clock, which is all the same here."""
    return sem_timedwait(s, until, site)


def sem_post(s: Ptr[sem_t], site: u32 = here()) -> i32:
    """Adds one; EOVERFLOW if there are too many."""
    with indivisible():
        _check(s, "sem_post", site)
        if s.value == VALUE_MOST:
            return fail(EOVERFLOW)
        s.value += 1
        event("did", "posts", s)
    return 0


def sem_getvalue(s: Ptr[sem_t], value: Ptr[i32], site: u32 = here()) -> i32:
    """How many there are. Never negative, as in glibc."""
    with indivisible():
        _check(s, "sem_getvalue", site)
        there = i32(s.value)
    store(value, there)
    return 0


def _take(s: Ptr[sem_t]) -> None:
    s.value -= 1
    event("did", "takes one of", s)


def _check(s: Ptr[sem_t], what: cstr, site: u32) -> None:
    alive, known = s.life != DESTROYED, s.life == ALIVE
    require(alive, "lock_destroyed", "{0:text}() of destroyed semaphore {1} @ {2:site}", what, s, site)
    require(known, "lock_uninitialised", "{0:text}() of uninitialized semaphore {1} @ {2:site}", what, s, site)
