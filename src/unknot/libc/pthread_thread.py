"""Threads of pthread.h. One idea: a thread's number and 1 is its pthread_t, so who I am and whether two are one needs
no memory; a number is given out again when its thread was joined.

A result that is not null is kept where the thread that joins finds it. `pthread_create` stores the new thread's name in
the same step in which the thread begins, as glibc does; POSIX promises that only to the thread that called it.

Events: "thread_name" function, for traces: a thread is called by what it runs. "joined" the thread's number.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    alloc,
    cstr,
    end_thread,
    event,
    free,
    here,
    i32,
    indivisible,
    join,
    null,
    pause,
    require,
    spawn,
    store,
    struct,
    thread_id,
    u16,
    u32,
    u64,
)
from unknot.libc.errno import EDEADLK
from unknot.libc.held import begins_after, books
from unknot.libc.pthread_attr import DETACHED, pthread_attr_t, sched_param
from unknot.libc.pthread_cleanup import run_cleanups
from unknot.libc.pthread_key import run_destructors

__all__ = [
    "pthread_create",
    "pthread_detach",
    "pthread_equal",
    "pthread_exit",
    "pthread_getconcurrency",
    "pthread_join",
    "pthread_self",
    "pthread_setconcurrency",
    "pthread_setname_np",
    "pthread_setschedparam",
    "pthread_setschedprio",
    "pthread_yield",
    "sched_get_priority_max",
    "sched_get_priority_min",
    "sched_yield",
]

THREADS_MOST = 64

joinable: u64 = 1
"""A bit for each thread that can be joined: those that pthread_create or thrd_create made, and the first, until they
are joined or detached."""
departed: u16 = 0
"""How many threads have ended with locks held."""


@struct
class result_kept:
    """What a thread ended with that can be joined, if it was not null: until then."""

    next: Ptr[result_kept]
    thread: u64
    value: voidp


results: Ptr[result_kept] = null
"""The last one first."""


def pthread_create(
    thread: Ptr[u64], attr: Ptr[pthread_attr_t], start: Callable[[voidp], voidp], arg: voidp, site: u32 = here()
) -> i32:
    """Starts a thread that runs start(arg). Always 0."""
    detached = attr is not None and attr.detachstate == DETACHED
    with indivisible():
        number = spawn(_pthread, start, arg, departed)
        if not detached:
            joinable_add(number)
        store(thread, number + 1)
    return 0


def _pthread(start: Callable[[voidp], voidp], arg: voidp, before: u16) -> None:
    event("thread_name", start)
    begins_after(before)
    finish(start(arg))


def finish(result: voidp) -> None:
    """What a thread does last: destructors of its values; its result is kept."""
    global departed
    run_destructors()
    if books.count != 0:
        with indivisible():
            departed += 1
            event("did", "ends with locks held")
    if result is not None:
        with indivisible():
            _keep(result)


def _keep(result: voidp) -> None:
    """For who joins this thread, if anybody can."""
    global results
    if joinable >> thread_id() & 1 != 0:
        kept = alloc(result_kept)
        kept.next = results
        kept.thread = thread_id()
        kept.value = result
        results = kept


def _taken(thread: u64) -> voidp:
    """The result of a thread that has ended, which is forgotten."""
    global results
    before: Ptr[result_kept] = null
    kept = results
    while kept is not None and kept.thread != thread:
        before = kept
        kept = kept.next
    if kept is None:
        return null
    value = kept.value
    if before is None:
        results = kept.next
    else:
        before.next = kept.next
    free(kept)
    return value


def pthread_exit(result: voidp) -> None:
    """Ends the calling thread with that result. If it is the first, the others go on."""
    run_cleanups()
    finish(result)
    end_thread()


def pthread_join(thread: u64, result: Ptr[voidp], site: u32 = here()) -> i32:
    """Waits for the thread's end and gives its result, unless `result` is null. Nobody may join it twice."""
    if thread == thread_id() + 1:
        return EDEADLK
    ended = thread_join(thread, "pthread_join", site)
    if result is not None:
        store(result, ended)
    return 0


def pthread_detach(thread: u64, site: u32 = here()) -> i32:
    """Nobody will join the thread."""
    with indivisible():
        drop(thread, "pthread_detach", site)
    return 0


# -- books of threads --------------------------------------------------------------------------------------------------


def joinable_add(number: u64) -> None:
    """A thread that somebody must join or detach."""
    global joinable
    joinable |= u64(1) << number


def joinable_remove(thread: u64, what: cstr, site: u32) -> u64:
    """It is joined or detached now; its number."""
    global joinable
    number = thread - 1
    known = number < THREADS_MOST and joinable >> number & 1 != 0
    require(known, "misuse", "{0:text} of a thread that was joined or detached, or of none @ {1:site}", what, site)
    joinable &= ~(u64(1) << number)
    return number


def drop(thread: u64, what: cstr, site: u32) -> None:
    """Nobody will join it."""
    _taken(joinable_remove(thread, what, site))


def thread_join(thread: u64, what: cstr, site: u32) -> voidp:
    """Waits for the thread's end; its result."""
    with indivisible():
        number = joinable_remove(thread, what, site)
        join(number)
        ended = _taken(number)
        event("joined", number)
    return ended


# -- about threads -----------------------------------------------------------------------------------------------------


def pthread_self() -> u64:
    """The calling thread."""
    return thread_id() + 1


def pthread_equal(one: u64, other: u64) -> i32:
    """1 if both are one thread."""
    return i32(one == other)


def pthread_yield() -> i32:
    """Lets others run."""
    pause()
    return 0


def sched_yield() -> i32:
    """Lets others run."""
    pause()
    return 0


# -- without effect ----------------------------------------------------------------------------------------------------


def pthread_setconcurrency(level: i32) -> i32:
    """Without effect."""
    return 0


def pthread_getconcurrency() -> i32:
    """The system decides."""
    return 0


def pthread_setname_np(thread: u64, name: cstr) -> i32:
    """Without effect: traces call a thread by its function."""
    return 0


def pthread_setschedparam(thread: u64, policy: i32, param: Ptr[sched_param]) -> i32:
    """Without effect: threads have no priorities."""
    return 0


def pthread_setschedprio(thread: u64, priority: i32) -> i32:
    """Without effect: threads have no priorities."""
    return 0


def sched_get_priority_max(policy: i32) -> i32:
    """As on Linux: 99 of SCHED_FIFO and SCHED_RR."""
    return 99 if policy == 1 or policy == 2 else 0


def sched_get_priority_min(policy: i32) -> i32:
    """As on Linux: 1 of SCHED_FIFO and SCHED_RR."""
    return 1 if policy == 1 or policy == 2 else 0
