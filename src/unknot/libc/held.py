"""The locks of pthread.h that a thread holds. One idea: the books are the thread's own, so keeping them costs no steps;
they are for the order of locks and the words of reports.

A thread may hold any number of mutexes and spin locks. The books have room for some; the order of those beyond is not
known. Unlike a kernel's, a thread may end with locks held: who waits for them then waits for ever.

Events: those of kernel/witness.py. A lock has neither name nor type of the user's, so the word for its name is its
address, and that for its type 1 and the place where it was initialised, or 0 if its initialiser was static.
"""

from __future__ import annotations

from unknot.kernel.voidp import voidp
from unknot.lang import array, event, i64, more, null, require, struct, thread_id, thread_local, u16, u32

EXCLUSIVE = 1
TRIES = 2
SEEN = 0x0002_0000
RECURSION = 1 << 16
RECURSIONS = 0xFF << 16
CLASS_SHIFT = 24

MUTEX = 8
RWLOCK = 9
SPINLOCK = 10
"""The classes of locks, which checks/lock_order/facts.py has names for."""

HELD_MOST = 8
"""How many locks of a thread the books have room for."""


@struct
class held_lock:
    """A lock this thread has. `how`: EXCLUSIVE | recursions << 16 | class << 24. `origin`: 1 and where it was
    initialised, or 0. `site`: where it was first taken."""

    lock: voidp
    how: u32
    origin: u32
    site: u32


@struct
class pthread_books:
    """What a thread holds, the newest last; empty places are zero."""

    count: u16
    locks: array[held_lock] = array(HELD_MOST)


books: thread_local[pthread_books] = pthread_books()
"""This thread's. Use its fields directly; never take its address."""
forerunners: thread_local[u16] = 0
"""How many threads had ended with locks held when this one began: it may have the number of one of them, but has not
its locks."""


def begins_after(departed: u16) -> None:
    """This thread begins when so many have ended with locks held."""
    global forerunners
    forerunners = departed


def current() -> u32:
    """This thread as it stands in the word of a lock it owns: its number plus 1 in the lowest byte."""
    return u32(thread_id()) + 1 | u32(forerunners) << 8


def holder(owner: u32) -> i64:
    """The thread that such a word names, for `blocked_by`; -1 if it is 0."""
    return i64(owner & 0xFF) - 1


def find(lock: voidp) -> i64:
    """Where the lock stands in the books, -1 if it does not."""
    for i in range(books.count):
        if books.locks[i].lock == lock:
            return i64(i)
    return -1


def how_held(lock: voidp) -> u32:
    """How this thread has it, 0 if it does not, or if the books had no room for it."""
    at = find(lock)
    return books.locks[at].how if at >= 0 else 0


def wants(lock: voidp, how: u32, origin: u32, site: u32) -> None:
    """This thread tries to take it now. `how` has its class."""
    event("lock", lock, how | SEEN, lock, origin, site)
    for i in range(books.count):
        more(books.locks[i].lock, books.locks[i].how, books.locks[i].origin, books.locks[i].site)


def took(lock: voidp, how: u32, origin: u32, site: u32) -> None:
    """This thread has it now, or once more."""
    at = find(lock)
    if at >= 0:
        books.locks[at].how += RECURSION
    else:
        if how & TRIES:
            wants(lock, how, origin, site)
        _add(lock, how & ~TRIES, origin, site)
    event("locked", lock, how, site)


def _add(lock: voidp, how: u32, origin: u32, site: u32) -> None:
    at = books.count
    if at == HELD_MOST:
        counted = how >> CLASS_SHIFT == RWLOCK
        require(not counted, "misuse", "a thread holds more than {0:d} locks @ {1:site}", HELD_MOST, site)
        return
    books.locks[at].lock = lock
    books.locks[at].how = how
    books.locks[at].origin = origin
    books.locks[at].site = site
    books.count = at + 1


def gave(lock: voidp, how: u32, site: u32) -> None:
    """This thread gives it up, once."""
    at = find(lock)
    if at >= 0:
        if books.locks[at].how & RECURSIONS:
            books.locks[at].how -= RECURSION
        else:
            _remove(at)
    event("unlock", lock, how, site)


def _remove(at: i64) -> None:
    """Takes that one out; those behind it move up."""
    last = i64(books.count) - 1
    for i in range(at, last):
        books.locks[i].lock = books.locks[i + 1].lock
        books.locks[i].how = books.locks[i + 1].how
        books.locks[i].origin = books.locks[i + 1].origin
        books.locks[i].site = books.locks[i + 1].site
    books.locks[last].lock = null
    books.locks[last].how = 0
    books.locks[last].origin = 0
    books.locks[last].site = 0
    books.count = u16(last)
