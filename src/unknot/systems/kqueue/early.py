"""kqueue of 2003 as a whole: the system calls. One idea: a `Locking` in, a kqueue out."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EBADF
from unknot.kernel.malloc import M_WAITOK, M_ZERO
from unknot.lang import Ptr, addr, cast, i32, i64, offset, u32
from unknot.systems.kqueue.early_knote import KQ_NEVENTS, M_KQUEUE, Locking, kqueue, kqueue_init, kqueue_malloc, queue
from unknot.systems.kqueue.early_objects import objects, pipe_open
from unknot.systems.kqueue.early_register import Register, registers
from unknot.systems.kqueue.early_scan import Scan, scanning, taking, taking_unlocked
from unknot.systems.kqueue.early_table import DTYPE_KQUEUE, falloc, fdinit, fget, filedesc, queued
from unknot.systems.kqueue.event import EV_ERROR, copy_kevent, kevent
from unknot.systems.kqueue.stage import KQ, Stage

Kevent = Callable[[filedesc, i32, kevent, i32, kevent, i32, i64], i32]


def variant(locking: Locking, unlocked: bool = False) -> Stage:
    """The kqueue with this locking. `unlocked`: a scan works on the knotes it takes without the lock."""
    q = queue(locking)
    objs = objects(q)
    regs = registers(q, objs)
    take = taking_unlocked(q, regs) if unlocked else taking(locking, q, regs)
    kevent_call = kevents(regs, scanning(locking, q, take))

    def write(fdp: Ptr[filedesc], fd: i32, n: u32) -> i32:
        fp = fget(fdp, fd)
        if fp is None:
            return -EBADF
        done = objs.write(fp, n)
        regs.fdrop(fdp, fp)
        return done

    def read(fdp: Ptr[filedesc], fd: i32, n: u32) -> i32:
        fp = fget(fdp, fd)
        if fp is None:
            return -EBADF
        done = objs.read(fp, n)
        regs.fdrop(fdp, fp)
        return done

    def matches(fdp: Ptr[filedesc]) -> bool:
        fp = fget(fdp, KQ)
        kq = cast(Ptr[kqueue], fp.f_data)
        q.lock(kq)
        right = kq.kq_count == queued(fdp, kq)
        q.unlock(kq)
        regs.fdrop(fdp, fp)
        return right

    return Stage(filedesc, setup, kevent_call, write, read, objs.psignal, regs.close, matches)


def setup(fdp: Ptr[filedesc]) -> None:
    """A process with a kqueue and a pipe."""
    fdinit(fdp)
    kqueue_open(fdp)
    pipe_open(fdp)


def kqueue_open(fdp: Ptr[filedesc]) -> i32:
    """kqueue(2)."""
    kq = kqueue_malloc(M_KQUEUE, M_WAITOK | M_ZERO)
    kqueue_init(kq)
    return falloc(fdp, DTYPE_KQUEUE, kq)


def kevents(registers: Register, scan: Scan) -> Kevent:
    """kevent(2)."""

    def apply(fdp: Ptr[filedesc], kq: Ptr[kqueue], changes: Ptr[kevent], n: i32, events: Ptr[kevent], room: i32) -> i32:
        """The changes, in portions that fit into `kq_kev`: how many errors stand in `events`, or -errno."""
        errors: i32 = 0
        for i in range(n):
            place = u32(i) % KQ_NEVENTS
            if place == 0:
                for k in range(min(n - i, KQ_NEVENTS)):
                    copy_kevent(addr(kq.kq_kev[k]), offset(changes, i + k))
            kevp = addr(kq.kq_kev[place])
            error = registers.register(fdp, kq, kevp)
            if error != 0:
                if errors == room:
                    return -error
                kevp.flags = EV_ERROR
                kevp.data = error
                copy_kevent(offset(events, errors), kevp)
                errors += 1
        return errors

    def kevent_call(
        fdp: Ptr[filedesc],
        fd: i32,
        changes: Ptr[kevent],
        nchanges: i32,
        events: Ptr[kevent],
        nevents: i32,
        timeout: i64,
    ) -> i32:
        fp = fget(fdp, fd)
        if fp is None:
            return -EBADF
        if fp.f_type != DTYPE_KQUEUE:
            registers.fdrop(fdp, fp)
            return -EBADF
        kq = cast(Ptr[kqueue], fp.f_data)
        result = apply(fdp, kq, changes, nchanges, events, nevents)
        if result == 0:
            result = scan(fdp, kq, events, u32(nevents), timeout)
        registers.fdrop(fdp, fp)
        return result

    return kevent_call
