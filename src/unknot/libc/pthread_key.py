"""Thread-specific data. One idea: each thread has its own table of values, so to get and set one is no step. A key is
never given out again: a value under a deleted key is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, array, here, i32, indivisible, null, require, store, struct, thread_local, u32
from unknot.libc.errno import EAGAIN, EINVAL

__all__ = ["pthread_getspecific", "pthread_key_create", "pthread_key_delete", "pthread_setspecific"]

KEYS_MOST: Final = 16
"""How many keys a program may make; then EAGAIN."""
ROUNDS: Final = 4
"""How often destructors are called for a thread whose destructors set values again, as in glibc."""


@struct
class key:
    """What was said of a key. `used` until it is deleted."""

    destructor: Callable[[voidp], None]
    used: u32


keys: array[key] = array(KEYS_MOST)
keys_made: u32 = 0
values: thread_local[array[voidp]] = array(KEYS_MOST)


def pthread_key_create(made: Ptr[u32], destructor: Callable[[voidp], None]) -> i32:
    """A new key, without a value in any thread; EAGAIN if there are too many."""
    global keys_made
    with indivisible():
        if keys_made == KEYS_MOST:
            return EAGAIN
        number = keys_made
        keys_made += 1
        keys[number].destructor = destructor
        keys[number].used = 1
        store(made, number)
    return 0


def pthread_key_delete(number: u32, site: u32 = here()) -> i32:
    """No destructor is called for it any more; EINVAL if it is none."""
    with indivisible():
        if number >= KEYS_MOST or keys[number].used == 0:
            return EINVAL
        keys[number].destructor = null
        keys[number].used = 0
    return 0


def pthread_getspecific(number: u32, site: u32 = here()) -> voidp:
    """The calling thread's value, null at first."""
    require(number < KEYS_MOST, "misuse", "pthread_getspecific of {0:d}, which is no key @ {1:site}", number, site)
    return values[number]


def pthread_setspecific(number: u32, value: voidp) -> i32:
    """Gives the calling thread a value; EINVAL if the number is no key's."""
    if number >= KEYS_MOST:
        return EINVAL
    values[number] = value
    return 0


def run_destructors() -> None:
    """At the end of a thread: for each value that is not null, its destructor, until there are none."""
    for _ in range(ROUNDS):
        if not _round():
            return


def _round() -> bool:
    """True if a destructor was called."""
    called = False
    for number in range(KEYS_MOST):
        value = values[number]
        if value is not None:
            values[number] = null
            with indivisible():
                destructor = keys[number].destructor
            if destructor is not None:
                destructor(value)
                called = True
    return called
