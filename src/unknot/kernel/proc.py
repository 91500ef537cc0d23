"""Threads and processes as C has them: `curthread`, `struct thread`, `struct proc`. One idea: each thread has its place
in a table by its number, so asking who runs is no step and a thread is known before it begins.

The first process is `kernel`, of all threads that kproc_create did not start. Who waits for the end of a thread or
process sleeps on it, as in FreeBSD.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel import sleepers
from unknot.kernel.kthread import kthread_channel, start
from unknot.kernel.mutex import MTX_DEF, MTX_DUPOK, mtx, mtx_init
from unknot.kernel.signals import postsig, tdsignal
from unknot.kernel.sx import sx, sx_xholder
from unknot.kernel.taskqueue import taskqueue, taskqueue_member
from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    addr,
    array,
    aside,
    cast,
    cstr,
    end_thread,
    here,
    i32,
    i64,
    indivisible,
    load,
    null,
    require,
    store,
    struct,
    thread_id,
    u32,
    u64,
)

THREADS_MOST: Final = 16
"""Threads that can have a `struct thread`. More is reported as misuse."""
FIRST_TID: Final = 100000


@struct
class proc:
    """A process. `p_mtx` is the lock of PROC_LOCK."""

    p_mtx: mtx
    p_singlethread: Ptr[thread]
    p_pid: i32
    p_flag: u32
    p_comm: cstr


@struct
class thread:
    """A thread. Its library's own books are elsewhere: thread.py."""

    td_proc: Ptr[proc]
    td_ucred: voidp
    td_name: cstr
    td_retval: array[i64] = array(2)
    td_tid: i32
    td_flags: u32
    td_pflags: u32
    td_errno: i32


procs: array[proc] = array(THREADS_MOST)
"""By the number of their first thread; the first one is the kernel's."""
threads: array[thread] = array(THREADS_MOST)


def proc_begins(site: u32 = here()) -> None:
    """Before the program, and no step of it: all threads are the kernel's."""
    with aside():
        if procs[0].p_comm is None:
            _init_proc(addr(procs[0]), 0, "kernel", site)
            for i in range(THREADS_MOST):
                threads[i].td_proc = addr(procs[0])
                threads[i].td_tid = i32(i) + FIRST_TID


def _init_proc(p: Ptr[proc], pid: i32, name: cstr, site: u32) -> None:
    mtx_init(addr(p.p_mtx), "process lock", null, MTX_DEF | MTX_DUPOK, site)
    p.p_pid = pid
    p.p_comm = name


def running_thread() -> Ptr[thread]:
    """curthread."""
    return addr(threads[_place(thread_id())])


def first_proc() -> Ptr[proc]:
    """The kernel's process."""
    return addr(procs[0])


def _place(number: u64) -> u64:
    require(number < THREADS_MOST, "misuse", "more than {0:d} threads have a struct thread", THREADS_MOST)
    return number


# -- starting and ending -----------------------------------------------------------------------------------------------


def kthread_add_named(
    func: Callable[[voidp], None],
    arg: voidp,
    p: Ptr[proc] | None,
    newtdp: Ptr[Ptr[thread]] | None,
    flags: u32,
    pages: i32,
    name: cstr,
    names: Ptr[u64],
    site: u32 = here(),
) -> i32:
    """kthread_add as C calls it: the name is a format, and shown as it is."""
    with indivisible():
        td = _start(func, arg, name)
        td.td_proc = addr(procs[0]) if p is None else p
        if newtdp is not None:
            store(newtdp, td)
    return 0


def kproc_create_named(
    func: Callable[[voidp], None],
    arg: voidp,
    newpp: Ptr[Ptr[proc]] | None,
    flags: u32,
    pages: i32,
    name: cstr,
    names: Ptr[u64],
    site: u32 = here(),
) -> i32:
    """kproc_create as C calls it: a process of one thread."""
    with indivisible():
        p = _start_proc(func, arg, name, site)
        if newpp is not None:
            store(newpp, p)
    return 0


def kproc_kthread_add_named(
    func: Callable[[voidp], None],
    arg: voidp,
    procptr: Ptr[Ptr[proc]],
    newtdp: Ptr[Ptr[thread]] | None,
    flags: u32,
    pages: i32,
    procname: cstr,
    name: cstr,
    names: Ptr[u64],
    site: u32 = here(),
) -> i32:
    """kproc_kthread_add as C calls it: a thread of that process, which it makes if it is null."""
    with indivisible():
        p = load(procptr)
        if p is None:
            p = _start_proc(func, arg, procname, site)
            store(procptr, p)
            td = p.p_singlethread
        else:
            td = _start(func, arg, name)
            td.td_proc = p
        if newtdp is not None:
            store(newtdp, td)
    return 0


def _start(func: Callable[[voidp], None], arg: voidp, name: cstr) -> Ptr[thread]:
    td = addr(threads[_place(start(func, arg, name))])
    td.td_name = name
    return td


def _start_proc(func: Callable[[voidp], None], arg: voidp, name: cstr, site: u32) -> Ptr[proc]:
    number = start(func, arg, name)
    td, p = addr(threads[_place(number)]), addr(procs[_place(number)])
    _init_proc(p, i32(number), name, site)
    p.p_singlethread = td
    td.td_name = name
    td.td_proc = p
    return p


def end_kthread(site: u32 = here()) -> None:
    """kthread_exit: wakes who sleeps on the thread, and ends it."""
    with indivisible():
        sleepers.sleepq_broadcast(running_thread(), site)
        sleepers.sleepq_broadcast(kthread_channel(thread_id()), site)
    end_thread()


def end_kproc(code: i32, site: u32 = here()) -> None:
    """kproc_exit: wakes who sleeps on the process, too."""
    with indivisible():
        sleepers.sleepq_broadcast(running_thread().td_proc, site)
    end_kthread(site)


# -- what is started by SYSINIT ----------------------------------------------------------------------------------------


@struct
class kproc_desc:
    """A name, a function, and where to store the process; of a thread likewise."""

    arg0: cstr
    func: Callable[[voidp], None]
    place: Ptr[u64]


def kproc_start(desc: Ptr[kproc_desc], site: u32 = here()) -> None:
    """Starts it."""
    kproc_create_named(desc.func, null, cast(Ptr[Ptr[proc]], desc.place), 0, 0, desc.arg0, null, site)


def kthread_start(desc: Ptr[kproc_desc], site: u32 = here()) -> None:
    """Starts it."""
    kthread_add_named(desc.func, null, null, cast(Ptr[Ptr[thread]], desc.place), 0, 0, desc.arg0, null, site)


# -- who takes a thread ------------------------------------------------------------------------------------------------


def _number(td: Ptr[thread]) -> u64:
    for i in range(THREADS_MOST):
        if addr(threads[i]) == td:
            return u64(i)
    return THREADS_MOST


def signal_thread(td: Ptr[thread], sig: i32, site: u32 = here()) -> None:
    """tdsignal."""
    tdsignal(_number(td), u32(sig), site)


def signal_proc(p: Ptr[proc], sig: i32, site: u32 = here()) -> None:
    """kern_psignal, of a process that kproc_create started."""
    tdsignal(_number(p.p_singlethread), u32(sig), site)


def take_signal(sig: i32, site: u32 = here()) -> None:
    """postsig."""
    postsig(site)


def taskqueue_has(queue: Ptr[taskqueue], td: Ptr[thread], site: u32 = here()) -> bool:
    """taskqueue_member."""
    return taskqueue_member(queue, _number(td))


def sx_holder(s: Ptr[sx]) -> Ptr[thread]:
    """sx_xholder: who has it alone, or null."""
    number = sx_xholder(s)
    return addr(threads[_place(u64(number))]) if number >= 0 else null
