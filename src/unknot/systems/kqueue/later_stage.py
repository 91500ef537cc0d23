"""The kqueue of 2004 and later on the stage of scenarios.py: process 1 with a kqueue and a pipe. One idea: a `Set` is
the variant with just the filters that a scenario takes, and short forms of the calls; nothing else is compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import EBADF
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_FIRST, SLIST_NEXT, slist_head
from unknot.lang import Ptr, addr, cast, container, i32, i64, null, u32, u64
from unknot.systems.kqueue import event
from unknot.systems.kqueue.calls import kqueue_of
from unknot.systems.kqueue.event import EV_SET
from unknot.systems.kqueue.file import fdinit, fdrop, fget
from unknot.systems.kqueue.knote import KN_QUEUED, filedesc, knote
from unknot.systems.kqueue.pipe import pipe, pipes
from unknot.systems.kqueue.process import proc_of
from unknot.systems.kqueue.stage import KQ, Stage
from unknot.systems.kqueue.variant import Make, Variant


class Set(NamedTuple):
    """What a scenario acts with. `start`: process 1 with a kqueue, and a pipe if there are files. `change`: one change,
    with no room for events; `poll`, `wait`: at most one event."""

    v: Variant
    start: Callable[[filedesc], None]
    change: Callable[[filedesc, u64, i32, u32, u32], i32]
    poll: Callable[[filedesc, event.kevent], i32]
    wait: Callable[[filedesc, event.kevent], i32]
    write: Callable[[filedesc, i32, u32], i32]
    read: Callable[[filedesc, i32, u32], i32]
    matches: Callable[[filedesc], bool]


def queued(list: Ptr[slist_head]) -> u32:
    """Knotes of a table that say they are queued."""
    count: u32 = 0
    entry = SLIST_FIRST(list)
    while entry is not None:
        kn = container(entry, knote, "kn_link")
        if kn.kn_status & KN_QUEUED:
            count += 1
        entry = SLIST_NEXT(entry)
    return count


def matches(fdp: Ptr[filedesc]) -> bool:
    """G4: kq_count is the number of knotes that say they are queued."""
    kq = kqueue_of(fdp, KQ)
    mtx_lock(addr(kq.kq_lock))
    right = kq.kq_count == queued(addr(kq.kq_knlist)) + queued(addr(kq.kq_knhash))
    mtx_unlock(addr(kq.kq_lock))
    return right


def acting(make: Make, *filters: str) -> Set:
    """The variant with these filters."""
    v = make(*filters)
    io = pipes(v)
    files = "file" in filters
    alive = "proc" in filters or "signal" in filters

    def start(fdp: Ptr[filedesc]) -> None:
        v.setup()
        if alive:
            v.procs.start(1)
            fdinit(fdp, proc_of(1))
        else:
            fdinit(fdp, null)
        v.kqueue(fdp)
        if files:
            io.setup()
            io.make(fdp)

    def change(fdp: Ptr[filedesc], ident: u64, filter: i32, flags: u32, fflags: u32) -> i32:
        kev = event.kevent()
        EV_SET(addr(kev), ident, filter, flags, fflags)
        return v.kevent(fdp, KQ, addr(kev), 1, null, 0, 0)

    def poll(fdp: Ptr[filedesc], found: Ptr[event.kevent]) -> i32:
        return v.kevent(fdp, KQ, null, 0, found, 1, 0)

    def wait(fdp: Ptr[filedesc], found: Ptr[event.kevent]) -> i32:
        return v.kevent(fdp, KQ, null, 0, found, 1, event.FOREVER)

    def write(fdp: Ptr[filedesc], fd: i32, n: u32) -> i32:
        fp = fget(fdp, u64(fd))
        if fp is None:
            return -EBADF
        done = io.write(cast(Ptr[pipe], fp.f_data), i64(n))
        fdrop(fp)
        return i32(done)

    def read(fdp: Ptr[filedesc], fd: i32, n: u32) -> i32:
        fp = fget(fdp, u64(fd))
        if fp is None:
            return -EBADF
        done = io.read(cast(Ptr[pipe], fp.f_data), i64(n))
        fdrop(fp)
        return i32(done)

    return Set(v, start, change, poll, wait, write, read, matches)


def stage(make: Make) -> Stage:
    """The variant on the stage of all years, with files and signals."""
    s = acting(make, "file", "signal")

    def psignal(fdp: Ptr[filedesc], sig: u32) -> None:
        s.v.procs.signal(1, sig)

    return Stage(filedesc, s.start, s.v.kevent, s.write, s.read, psignal, s.v.close, s.matches)
