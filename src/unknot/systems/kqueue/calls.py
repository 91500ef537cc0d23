"""The system calls: kqueue(2), kevent(2), close(2). One idea: kevent holds a reference to the file while it is at it,
so a kqueue that is closed meanwhile goes away when its last caller returns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import EBADF
from unknot.kernel.malloc import M_WAITOK, M_ZERO
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_INSERT_HEAD, TAILQ_INIT
from unknot.kernel.sleepqueue import wakeup
from unknot.kernel.sx import sx_xlock, sx_xunlock
from unknot.kernel.systm import KASSERT
from unknot.kernel.taskqueue import TASK_INIT
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, i32, i64, null, offset, u64
from unknot.systems.kqueue import event
from unknot.systems.kqueue import knote as structs
from unknot.systems.kqueue.drop import Drop
from unknot.systems.kqueue.event import EV_ERROR, EV_RECEIPT, EV_SYSFLAGS
from unknot.systems.kqueue.file import DTYPE_KQUEUE, falloc, fd_store, fdrop, fget
from unknot.systems.kqueue.knlist import knlist_init_mtx
from unknot.systems.kqueue.knote import KQ_CLOSING, M_KQUEUE, file, filedesc, kqueue_alloc
from unknot.systems.kqueue.nested import kqueueops
from unknot.systems.kqueue.queue import lock_init
from unknot.systems.kqueue.register import Register
from unknot.systems.kqueue.scan import Scan, copy_events
from unknot.systems.kqueue.variant import Features


class Calls(NamedTuple):
    """The system calls."""

    kqueue: Callable[[filedesc], i32]
    kevent: Callable[[filedesc, i32, event.kevent, i32, event.kevent, i32, i64], i32]
    close: Callable[[filedesc, i32], i32]


def kqueue_of(fdp: Ptr[filedesc], fd: i32) -> Ptr[structs.kqueue]:
    """The kqueue behind a descriptor, for scenarios; it is one, and nobody closes it."""
    return cast(Ptr[structs.kqueue], fdp.fd_ofiles[fd].f_data)


def kqueue_acquire(fp: Ptr[file]) -> Ptr[structs.kqueue]:
    """The kqueue with a reference; null if the file is none, or the kqueue is being closed."""
    kq: Ptr[structs.kqueue] = null
    if fp.f_type == DTYPE_KQUEUE:
        kq = cast(Ptr[structs.kqueue], fp.f_data)
        mtx_lock(addr(kq.kq_lock))
        closing = kq.kq_state & KQ_CLOSING != 0
        if not closing:
            kq.kq_refcnt += 1
        mtx_unlock(addr(kq.kq_lock))
        if closing:
            kq = null
    return kq


def kqueue_release(kq: Ptr[structs.kqueue]) -> None:
    """Gives up the reference."""
    mtx_lock(addr(kq.kq_lock))
    KASSERT(kq.kq_refcnt > 0, "kq_refcnt is 0")
    kq.kq_refcnt -= 1
    if kq.kq_refcnt == 1:
        wakeup(addr(kq.kq_refcnt))
    mtx_unlock(addr(kq.kq_lock))


def calls(f: Features, register: Register, scan: Scan, drop: Drop, task: Callable[[voidp, i32], None]) -> Calls:
    """The system calls of this variant."""
    nested = "kqueue" in f.filters

    def make(fdp: Ptr[filedesc]) -> i32:
        kq = kqueue_alloc(M_KQUEUE, M_WAITOK | M_ZERO)
        lock_init(kq)
        TAILQ_INIT(addr(kq.kq_head))
        kq.kq_fdp = fdp
        knlist_init_mtx(addr(kq.kq_note), addr(kq.kq_lock))
        if nested:
            TASK_INIT(addr(kq.kq_task), 0, task, kq)
        sx_xlock(addr(fdp.fd_sx))
        SLIST_INSERT_HEAD(addr(fdp.fd_kqlist), addr(kq.kq_list))
        sx_xunlock(addr(fdp.fd_sx))
        return falloc(fdp, DTYPE_KQUEUE, addr(kqueueops), kq)

    def kevent(
        fdp: Ptr[filedesc],
        fd: i32,
        changes: Ptr[event.kevent],
        nchanges: i32,
        events: Ptr[event.kevent],
        nevents: i32,
        timeout: i64,
    ) -> i32:
        fp = fget(fdp, u64(fd))
        if fp is None:
            return -EBADF
        kq = kqueue_acquire(fp)
        result: i32 = -EBADF
        if kq is not None:
            result = change_all(fdp, kq, changes, nchanges, events, nevents)
            if result == 0:
                result = scan.scan(kq, nevents, events, timeout)
            kqueue_release(kq)
        fdrop(fp)
        return result

    def change_all(
        fdp: Ptr[filedesc],
        kq: Ptr[structs.kqueue],
        changes: Ptr[event.kevent],
        nchanges: i32,
        events: Ptr[event.kevent],
        nevents: i32,
    ) -> i32:
        """Makes the changes; how many were answered in the event list, or an error for which there was no room."""
        answers: i32 = 0
        for i in range(nchanges):
            kev = event.kevent()
            copy_events(addr(kev), offset(changes, i), 1)
            if kev.filter == 0:
                continue
            kev.flags &= ~EV_SYSFLAGS
            error = register(kq, addr(kev), fdp, True)
            if error == 0 and not (f.later and kev.flags & EV_RECEIPT):
                continue
            if answers == nevents:
                return -error
            kev.flags = EV_ERROR
            kev.data = i64(error)
            copy_events(offset(events, answers), addr(kev), 1)
            answers += 1
        return answers

    def close(fdp: Ptr[filedesc], fd: i32) -> i32:
        if fd < 0:
            return -EBADF
        sx_xlock(addr(fdp.fd_sx))
        fp = fget(fdp, u64(fd))
        if fp is None:
            sx_xunlock(addr(fdp.fd_sx))
            return -EBADF
        fd_store(fdp, fd, null)
        drop.fdclose(fdp, u64(fd))
        sx_xunlock(addr(fdp.fd_sx))
        fdrop(fp)
        fdrop(fp)
        return 0

    return Calls(make, kevent, close)
