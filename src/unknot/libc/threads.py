"""Threads of C11. One idea: they are those of pthread.h with other names and results. Mutexes, which have names that a
kernel has too, have a prefix here.

What C11 leaves undefined is a violation: giving back a mutex that is not the caller's, also if it is recursive.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    cast,
    end_thread,
    event,
    here,
    i32,
    indivisible,
    null,
    pause,
    require,
    spawn,
    store,
    thread_id,
    u16,
    u32,
    u64,
)
from unknot.libc import pthread_thread
from unknot.libc.held import begins_after, current
from unknot.libc.pthread_cond import (
    cond_broadcast,
    cond_destroy,
    cond_signal,
    cond_timedwait,
    cond_wait,
    pthread_cond_init,
    pthread_cond_t,
)
from unknot.libc.pthread_key import pthread_getspecific, pthread_key_create, pthread_key_delete, pthread_setspecific
from unknot.libc.pthread_mutex import (
    mutex_check,
    mutex_destroy,
    mutex_init,
    mutex_lock,
    mutex_timed,
    mutex_try,
    mutex_unlock,
    pthread_mutex_t,
)
from unknot.libc.pthread_once import once
from unknot.libc.pthread_thread import drop, finish, joinable_add, thread_join

__all__ = [
    "call_once",
    "cnd_broadcast",
    "cnd_destroy",
    "cnd_init",
    "cnd_signal",
    "cnd_timedwait",
    "cnd_wait",
    "thrd_create",
    "thrd_current",
    "thrd_detach",
    "thrd_equal",
    "thrd_exit",
    "thrd_join",
    "thrd_sleep",
    "thrd_yield",
    "tss_create",
    "tss_delete",
    "tss_get",
    "tss_set",
]

SUCCESS: Final = 0
BUSY: Final = 1
ERROR: Final = 2
TIMED_OUT: Final = 4
RECURSIVE: Final = 1
"""The bit of a mutex's type that says so."""


# -- threads -----------------------------------------------------------------------------------------------------------


def thrd_create(thread: Ptr[u64], start: Callable[[voidp], i32], arg: voidp) -> i32:
    """Starts a thread that runs start(arg)."""
    with indivisible():
        number = spawn(_thrd, start, arg, pthread_thread.departed)
        joinable_add(number)
        store(thread, number + 1)
    return SUCCESS


def _thrd(start: Callable[[voidp], i32], arg: voidp, before: u16) -> None:
    event("thread_name", start)
    begins_after(before)
    finish(_kept(start(arg)))


def _kept(result: i32) -> voidp:
    """A number in the place of a pointer."""
    return cast(voidp, u64(u32(result)))


def thrd_exit(result: i32) -> None:
    """Ends the calling thread with that result."""
    finish(_kept(result))
    end_thread()


def thrd_join(thread: u64, result: Ptr[i32], site: u32 = here()) -> i32:
    """Waits for the thread's end and gives its result, unless `result` is null. Nobody may join it twice."""
    ended = thread_join(thread, "thrd_join", site)
    if result is not None:
        store(result, i32(cast(u64, ended)))
    return SUCCESS


def thrd_detach(thread: u64, site: u32 = here()) -> i32:
    """Nobody will join the thread."""
    with indivisible():
        drop(thread, "thrd_detach", site)
    return SUCCESS


def thrd_current() -> u64:
    """The calling thread."""
    return thread_id() + 1


def thrd_equal(one: u64, other: u64) -> i32:
    """1 if both are one thread."""
    return i32(one == other)


def thrd_yield() -> None:
    """Lets others run."""
    pause()


def thrd_sleep(duration: voidp, left: voidp) -> i32:
    """Lets others run; no time is measured."""
    pause()
    return 0


def call_once(flag: Ptr[i32], routine: Callable[[], None]) -> None:
    """Runs the routine if nobody has yet; returns when it was run."""
    once(flag, routine)


# -- mutexes -----------------------------------------------------------------------------------------------------------


def c11_mtx_init(m: Ptr[pthread_mutex_t], kind: i32, site: u32 = here()) -> i32:
    """Makes it a mutex; mtx_timed makes no difference."""
    if kind < 0 or kind > 3:
        return ERROR
    mutex_init(m, u32(kind) & RECURSIVE, site)
    return SUCCESS


def c11_mtx_destroy(m: Ptr[pthread_mutex_t], site: u32 = here()) -> None:
    """Ends its life. Nobody may hold it."""
    mutex_destroy(m, "mtx_destroy", site)


def c11_mtx_lock(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Takes it; waits while another thread has it."""
    with indivisible():
        mutex_check(m, "mtx_lock", site)
        return mutex_lock(m, site)


def c11_mtx_trylock(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Takes it if that needs no waiting; thrd_busy."""
    with indivisible():
        mutex_check(m, "mtx_trylock", site)
        return mutex_try(m, BUSY, site)


def c11_mtx_timedlock(m: Ptr[pthread_mutex_t], until: voidp, site: u32 = here()) -> i32:
    """Takes it; if it is taken, this may give up at any moment: thrd_timedout."""
    with indivisible():
        mutex_check(m, "mtx_timedlock", site)
        return mutex_timed(m, TIMED_OUT, site)


def c11_mtx_unlock(m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Gives it up, once."""
    with indivisible():
        mutex_check(m, "mtx_unlock", site)
        mine = m.owner == current()
        require(mine, "not_owner", "mtx_unlock: mutex {0} is not locked @ {1:site}", m, site)
        return mutex_unlock(m, "mtx_unlock", site)


# -- condition variables -----------------------------------------------------------------------------------------------


def cnd_init(c: Ptr[pthread_cond_t]) -> i32:
    """Makes it a condition variable."""
    return pthread_cond_init(c, null)


def cnd_destroy(c: Ptr[pthread_cond_t], site: u32 = here()) -> None:
    """Ends its life. Nobody may wait for it."""
    cond_destroy(c, "cnd_destroy", site)


def cnd_wait(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], site: u32 = here()) -> i32:
    """Gives back the mutex, waits for a signal, takes the mutex again."""
    return cond_wait(c, m, "cnd_wait", site)


def cnd_timedwait(c: Ptr[pthread_cond_t], m: Ptr[pthread_mutex_t], until: voidp, site: u32 = here()) -> i32:
    """cnd_wait that may end at any moment: thrd_timedout."""
    return cond_timedwait(c, m, "cnd_timedwait", TIMED_OUT, site)


def cnd_signal(c: Ptr[pthread_cond_t], site: u32 = here()) -> i32:
    """Wakes one of the waiters, any."""
    cond_signal(c, "cnd_signal", site)
    return SUCCESS


def cnd_broadcast(c: Ptr[pthread_cond_t], site: u32 = here()) -> i32:
    """Wakes all waiters."""
    cond_broadcast(c, "cnd_broadcast", site)
    return SUCCESS


# -- values of each thread's own ---------------------------------------------------------------------------------------


def tss_create(made: Ptr[u32], destructor: Callable[[voidp], None]) -> i32:
    """A new key; thrd_error if there are too many."""
    return SUCCESS if pthread_key_create(made, destructor) == 0 else ERROR


def tss_delete(number: u32, site: u32 = here()) -> None:
    """No destructor is called for it any more."""
    pthread_key_delete(number, site)


def tss_get(number: u32, site: u32 = here()) -> voidp:
    """The calling thread's value, null at first."""
    return pthread_getspecific(number, site)


def tss_set(number: u32, value: voidp) -> i32:
    """Gives the calling thread a value."""
    return SUCCESS if pthread_setspecific(number, value) == 0 else ERROR
