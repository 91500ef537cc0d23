"""kthread(9), kproc(9). One idea: a kernel thread is a spawned one, and its number stands where FreeBSD has a pointer
to it: `join` and the signals take it, and a thread or process that ends wakes those who sleep on it
(`kthread_channel`). Event: "thread_name" name, for traces.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel import sleepers
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, cast, cstr, event, here, i32, indivisible, spawn, store, thread_id, u32, u64


def kthread_add(
    func: Callable[[voidp], None],
    arg: voidp,
    p: voidp,
    newtdp: Ptr[u64],
    flags: u32,
    pages: i32,
    fmt: cstr,
    site: u32 = here(),
) -> i32:
    """Starts a thread that runs func(arg). `newtdp` receives its number, unless it is null. Always 0."""
    with indivisible():
        thread = start(func, arg, fmt)
        if newtdp is not None:
            store(newtdp, thread)
    return 0


def start(func: Callable[[voidp], None], arg: voidp, name: cstr) -> u64:
    """Its number. Call it in an indivisible block."""
    thread = spawn(_kthread, func, arg, name)
    sleepers.signals_pending &= ~(u64(1) << thread)
    return thread


def kproc_create(
    func: Callable[[voidp], None],
    arg: voidp,
    newpp: Ptr[u64],
    flags: u32,
    pages: i32,
    fmt: cstr,
    site: u32 = here(),
) -> i32:
    """kthread_add: a process has one thread here."""
    return kthread_add(func, arg, None, newpp, flags, pages, fmt, site)


def kthread_exit(site: u32 = here()) -> None:
    """The last thing a thread does: it wakes those who wait for its end."""
    with indivisible():
        sleepers.sleepq_broadcast(kthread_channel(thread_id()), site)


def kproc_exit(ecode: i32, site: u32 = here()) -> None:
    """kthread_exit."""
    kthread_exit(site)


def kthread_channel(thread: u64) -> voidp:
    """What to sleep on until that thread calls kthread_exit."""
    return cast(voidp, thread + 1)


def _kthread(func: Callable[[voidp], None], arg: voidp, name: cstr) -> None:
    event("thread_name", name)
    func(arg)
