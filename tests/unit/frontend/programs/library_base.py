"""The bottom of a small library of locks: names of objects, what each thread holds, rules."""

from __future__ import annotations

from unknot.lang import (
    Ptr,
    array,
    constant,
    cstr,
    event,
    here,
    more,
    require,
    struct,
    thread_exit,
    thread_local,
    u16,
    u32,
)

invariants: constant[u32] = 1
CLASS_SHIFT = 24
CLASS_MUTEX = 2 << CLASS_SHIFT
NOBODY = -1


@struct
class lock_object:
    lo_name: cstr
    lo_type: cstr
    lo_flags: u32


@struct
class held_lock:
    lock: Ptr[lock_object]
    site: u32


@struct
class thread_state:
    held: u16
    locks: array[held_lock] = array(2)


td: thread_local[thread_state] = thread_state()


def attempt(lo: Ptr[lock_object], site: u32) -> None:
    event("lock", lo, lo.lo_flags, lo.lo_name, site)
    for i in range(td.held):
        more(td.locks[i].lock, td.locks[i].site)


def acquired(lo: Ptr[lock_object], site: u32) -> None:
    td.locks[td.held].lock = lo
    td.locks[td.held].site = site
    td.held += 1


def released(lo: Ptr[lock_object], site: u32) -> None:
    require(td.held != 0, "not_owner", "{0} is given back at {1:site} by who holds {2:d} locks", lo, site, td.held)
    td.held -= 1
    td.locks[td.held].lock = None
    td.locks[td.held].site = 0


@thread_exit
def ends() -> None:
    require(td.held == 0, "lock_leak", "the thread ends with {0:text}", td.locks[0].lock.lo_name)


def KASSERT(condition: bool, message: cstr, site: u32 = here()) -> None:
    if invariants:
        require(condition, "assertion", "{0:text} at {1:site}", message, site)
