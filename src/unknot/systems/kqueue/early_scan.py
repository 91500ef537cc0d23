"""The scan of 2003: who waits for events goes round the queue once, up to a marker. One idea: the marker is a knote on
the scanner's stack that it puts last and knows by its address; another scanner knows it by nothing.

`kq_count` and KN_QUEUED go together in V0 and in the corrected patch. The patch of 2003 counts down and unlocks first,
and looks at KN_DISABLED, asks the filter and copies the event without the lock.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EINTR, ERESTART, EWOULDBLOCK
from unknot.kernel.queue import TAILQ_FIRST, TAILQ_INSERT_TAIL, TAILQ_REMOVE
from unknot.kernel.sleepqueue import PCATCH, PDROP, PNOLOCK, PSOCK, msleep, tsleep
from unknot.lang import Ptr, addr, container, i32, i64, offset, u32
from unknot.systems.kqueue.early_knote import (
    KN_ACTIVE,
    KN_DISABLED,
    KN_QUEUED,
    KQ_NEVENTS,
    KQ_SLEEP,
    Locking,
    Queue,
    knote,
    kqueue,
)
from unknot.systems.kqueue.early_register import Register
from unknot.systems.kqueue.early_table import filedesc
from unknot.systems.kqueue.event import EV_CLEAR, EV_ONESHOT, FOREVER, copy_kevent, kevent

Take = Callable[[filedesc, kqueue, knote, kevent], bool]
Scan = Callable[[filedesc, kqueue, kevent, u32, i64], i32]


def reset(kn: Ptr[knote]) -> None:
    """EV_CLEAR: what was reported is over."""
    kn.kn_kevent.data = 0
    kn.kn_kevent.fflags = 0
    kn.kn_hookid = 0


def copyout_all(kq: Ptr[kqueue], ulist: Ptr[kevent], n: u32) -> None:
    """The first n events of the array go to the caller."""
    for i in range(n):
        copy_kevent(offset(ulist, i), addr(kq.kq_kev[i]))


def taking(locking: Locking, queue: Queue, registers: Register) -> Take:
    """What V0 and the corrected patch do with a knote that they took: the lock is kept, but for the filter."""

    def ready(kq: Ptr[kqueue], kn: Ptr[knote]) -> bool:
        if locking.event:
            return kn.kn_event(kn, 0)
        queue.unlock(kq)
        something = kn.kn_event(kn, 0)
        queue.lock(kq)
        return something

    def take(fdp: Ptr[filedesc], kq: Ptr[kqueue], kn: Ptr[knote], kevp: Ptr[kevent]) -> bool:
        if kn.kn_status & KN_DISABLED:
            kn.kn_status &= ~KN_QUEUED
            kq.kq_count -= 1
            return False
        if kn.kn_kevent.flags & EV_ONESHOT == 0 and not ready(kq, kn):
            kn.kn_status &= ~(KN_QUEUED | KN_ACTIVE)
            kq.kq_count -= 1
            return False
        copy_kevent(kevp, addr(kn.kn_kevent))
        if kn.kn_kevent.flags & EV_ONESHOT:
            kn.kn_status &= ~KN_QUEUED
            kq.kq_count -= 1
            queue.unlock(kq)
            kn.kn_detach(kn)
            registers.drop(fdp, kn)
            queue.lock(kq)
        elif kn.kn_kevent.flags & EV_CLEAR:
            reset(kn)
            kn.kn_status &= ~(KN_QUEUED | KN_ACTIVE)
            kq.kq_count -= 1
        else:
            TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
        return True

    return take


def taking_unlocked(queue: Queue, registers: Register) -> Take:
    """What the patch of 2003 does: it unlocks at once, and locks again before it goes on with the queue."""

    def take(fdp: Ptr[filedesc], kq: Ptr[kqueue], kn: Ptr[knote], kevp: Ptr[kevent]) -> bool:
        kq.kq_count -= 1
        queue.unlock(kq)
        if kn.kn_status & KN_DISABLED:
            kn.kn_status &= ~KN_QUEUED
            queue.lock(kq)
            return False
        if kn.kn_kevent.flags & EV_ONESHOT == 0 and not kn.kn_event(kn, 0):
            kn.kn_status &= ~(KN_QUEUED | KN_ACTIVE)
            queue.lock(kq)
            return False
        copy_kevent(kevp, addr(kn.kn_kevent))
        if kn.kn_kevent.flags & EV_ONESHOT:
            kn.kn_status &= ~KN_QUEUED
            kn.kn_detach(kn)
            registers.drop(fdp, kn)
            queue.lock(kq)
        elif kn.kn_kevent.flags & EV_CLEAR:
            reset(kn)
            kn.kn_status &= ~(KN_QUEUED | KN_ACTIVE)
            queue.lock(kq)
        else:
            queue.lock(kq)
            TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
            kq.kq_count += 1
        return True

    return take


def scanning(locking: Locking, queue: Queue, take: Take) -> Scan:
    """The scan, which does `take` with each knote."""

    def wait(kq: Ptr[kqueue], timeout: i64) -> i32:
        """Nothing is queued. 0 if somebody says there is now, else errno. Called with the lock, returns without it."""
        if timeout == 0:
            queue.unlock(kq)
            return EWOULDBLOCK
        kq.kq_state |= KQ_SLEEP
        ticks: i64 = 0 if timeout == FOREVER else timeout
        if locking.queue:
            return msleep(kq, addr(kq.kq_mtx), PSOCK | PCATCH | PDROP, "kqread", ticks)
        return tsleep(kq, PSOCK | PCATCH | PNOLOCK, "kqread", ticks)

    def once(fdp: Ptr[filedesc], kq: Ptr[kqueue], marker: Ptr[knote], ulist: Ptr[kevent], most: u32) -> u32:
        """One round: how many events. Called with the lock, returns without it."""
        found: u32 = 0
        kept: u32 = 0
        TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(marker.kn_tqe))
        while True:
            if found == most:
                TAILQ_REMOVE(addr(kq.kq_head), addr(marker.kn_tqe))
                break
            entry = TAILQ_FIRST(addr(kq.kq_head))
            TAILQ_REMOVE(addr(kq.kq_head), entry)
            kn = container(entry, knote, "kn_tqe")
            if kn == marker:
                break
            if take(fdp, kq, kn, addr(kq.kq_kev[kept])):
                found += 1
                kept += 1
                if kept == KQ_NEVENTS:
                    queue.unlock(kq)
                    copyout_all(kq, offset(ulist, found - kept), kept)
                    queue.lock(kq)
                    kept = 0
        queue.unlock(kq)
        copyout_all(kq, offset(ulist, found - kept), kept)
        return found

    def scan(fdp: Ptr[filedesc], kq: Ptr[kqueue], ulist: Ptr[kevent], most: u32, timeout: i64) -> i32:
        """Events for the caller: how many, or -errno."""
        marker = knote()
        while most != 0:
            queue.lock(kq)
            if kq.kq_count == 0:
                error = wait(kq, timeout)
                if error == EWOULDBLOCK:
                    return 0
                if error != 0:
                    return -EINTR if error == ERESTART else -error
                continue
            found = once(fdp, kq, addr(marker), ulist, most)
            if found != 0:
                return i32(found)
        return 0

    return scan
