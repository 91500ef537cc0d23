"""kqueue_scan: what kevent(2) waits in. One idea: a marker at the end of the queue says where a round ends; each knote
before it is taken out, put in flux, and its filter asked under the lock of its list. What holds still is reported, and
queued again behind the marker unless it is done with.

A knote in flux, or the marker of another scan, at the head of the queue: wait, and look again.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from unknot import param
from unknot.kernel.errno import EINTR, ERESTART, EWOULDBLOCK
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.queue import TAILQ_FIRST, TAILQ_INSERT_TAIL, TAILQ_REMOVE
from unknot.kernel.sleepqueue import PCATCH, PSOCK, msleep
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import Ptr, addr, array, container, here, i32, i64, null, offset, u32
from unknot.systems.kqueue.drop import Drop
from unknot.systems.kqueue.event import EV_CLEAR, EV_DISPATCH, EV_DROP, EV_ONESHOT, copy_kevent, kevent
from unknot.systems.kqueue.knlist import kn_list_lock, kn_list_unlock
from unknot.systems.kqueue.knote import (
    EVENT_PROCESS,
    KN_ACTIVE,
    KN_DISABLED,
    KN_KQUEUE,
    KN_MARKER,
    KN_QUEUED,
    KN_SCAN,
    KQ_FLUXWAIT,
    KQ_SLEEP,
    knote,
    kqueue,
)
from unknot.systems.kqueue.queue import flux_wakeup, knote_free, kq_global, make_marker, unlock_flux
from unknot.systems.kqueue.variant import Features, Queue

KQ_NEVENTS = param("kevents", 2, "V2 and later: events copied to the user at a time")


class Took(IntEnum):
    """What became of a knote that a scan took."""

    NOTHING = 0  # there was nothing to report
    REPORTED = 1
    GONE = 2  # reported, and freed


class Scan(NamedTuple):
    """`scan` gives the number of events, or an error number with a minus sign."""

    scan: Callable[[kqueue, i32, kevent, i64], i32]


def copy_events(to: Ptr[kevent], source: Ptr[kevent], count: i32, site: u32 = here()) -> None:
    """copyin and copyout, which may sleep."""
    witness_warn_sleep(null, site, "copyout")
    for i in range(count):
        copy_kevent(offset(to, i), offset(source, i))


def scanning(f: Features, q: Queue, drop: Drop) -> Scan:
    """The scan of this variant."""
    nested = "kqueue" in f.filters
    touches = "user" in f.filters or "timer" in f.filters

    def wait(kq: Ptr[kqueue], timeout: i64) -> i32:
        """Nothing is queued: 0 if it is worth looking again."""
        if timeout == 0:
            return EWOULDBLOCK
        kq.kq_state |= KQ_SLEEP
        return msleep(kq, addr(kq.kq_lock), PSOCK | PCATCH, "kqread", 0 if timeout < 0 else timeout)

    def free_one(kq: Ptr[kqueue], kn: Ptr[knote], kevp: Ptr[kevent], report: bool) -> None:
        """Nobody else will touch it while it is in flux, so the list's lock is not needed."""
        kn.kn_status &= ~KN_QUEUED
        q.enter_flux(kn)
        kq.kq_count -= 1
        mtx_unlock(addr(kq.kq_lock))
        if report:
            copy_kevent(kevp, addr(kn.kn_kevent))
        drop.knote(kn)
        mtx_lock(addr(kq.kq_lock))

    def take(kq: Ptr[kqueue], kn: Ptr[knote], kevp: Ptr[kevent]) -> Took:
        """Asks the filter of a knote that was taken from the queue, and copies the event."""
        watches = kn.kn_status & KN_KQUEUE != 0
        if f.scan_flag:
            kn.kn_status |= KN_SCAN
        if f.sees_hints:
            kn.kn_status &= ~KN_ACTIVE
        q.enter_flux(kn)
        mtx_unlock(addr(kq.kq_lock))
        if nested and watches:
            mtx_lock(addr(kq_global))
        knl = kn_list_lock(kn)
        if not kn.kn_fop.f_event(kn, 0):
            mtx_lock(addr(kq.kq_lock))
            if nested and watches:
                mtx_unlock(addr(kq_global))
            if f.sees_hints and kn.kn_status & KN_ACTIVE:
                kn.kn_status &= ~KN_SCAN
                TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
            else:
                kn.kn_status &= ~(KN_QUEUED | KN_ACTIVE | KN_SCAN)
                kq.kq_count -= 1
            q.leave_flux(kn)
            kn_list_unlock(knl if f.remembers_list else kn.kn_knlist)
            return Took.NOTHING
        touched = report(kn, kevp)
        mtx_lock(addr(kq.kq_lock))
        if nested and watches:
            mtx_unlock(addr(kq_global))
        settle(kq, kn, touched)
        if f.scan_flag:
            kn.kn_status &= ~KN_SCAN
        q.leave_flux(kn)
        kn_list_unlock(knl if f.remembers_list else kn.kn_knlist)
        return Took.REPORTED

    def report(kn: Ptr[knote], kevp: Ptr[kevent]) -> bool:
        """Copies the event; true if the filter itself did, and cleared what there was to clear."""
        if touches and f.later and not kn.kn_fop.f_isfd and kn.kn_fop.f_touch is not None:
            kn.kn_fop.f_touch(kn, kevp, EVENT_PROCESS)
            return True
        copy_kevent(kevp, addr(kn.kn_kevent))
        return False

    def settle(kq: Ptr[kqueue], kn: Ptr[knote], touched: bool) -> None:
        """What was reported is queued again, or not until it is activated again."""
        flags = kn.kn_kevent.flags
        if flags & EV_CLEAR or (f.later and flags & EV_DISPATCH):
            if flags & EV_CLEAR and not touched:
                kn.kn_kevent.data = 0
                kn.kn_kevent.fflags = 0
            if f.later and flags & EV_DISPATCH:
                kn.kn_status |= KN_DISABLED
            if f.timer_locked and touched and kn.kn_kevent.data != 0:
                TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
                return
            kn.kn_status &= ~(KN_QUEUED | KN_ACTIVE)
            kq.kq_count -= 1
        else:
            TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))

    def first(kq: Ptr[kqueue], marker: Ptr[knote], influx: bool) -> Ptr[knote]:
        """The first of the queue, once that is neither in flux nor another's marker; it is taken out. `influx`: a knote
        has left flux, and nobody was told."""
        kn = container(TAILQ_FIRST(addr(kq.kq_head)), knote, "kn_tqe")
        while q.in_flux(kn) or (kn.kn_status == KN_MARKER and kn != marker):
            if f.pending_wakeup and influx:
                influx = False
                flux_wakeup(kq)
            kq.kq_state |= KQ_FLUXWAIT
            msleep(kq, addr(kq.kq_lock), PSOCK, "kqflxwt", 0)
            kn = container(TAILQ_FIRST(addr(kq.kq_head)), knote, "kn_tqe")
        TAILQ_REMOVE(addr(kq.kq_head), addr(kn.kn_tqe))
        return kn

    def one(kq: Ptr[kqueue], kn: Ptr[knote], kevp: Ptr[kevent]) -> Took:
        """Deals with one knote that was taken from the queue."""
        flags = kn.kn_kevent.flags
        if kn.kn_status & KN_DISABLED:
            kn.kn_status &= ~KN_QUEUED
            kq.kq_count -= 1
            return Took.NOTHING
        if f.later and flags & EV_DROP:
            free_one(kq, kn, kevp, False)
            return Took.NOTHING
        if flags & EV_ONESHOT:
            free_one(kq, kn, kevp, True)
            return Took.GONE
        return take(kq, kn, kevp)

    def scan(kq: Ptr[kqueue], nevents: i32, events: Ptr[kevent], timeout: i64) -> i32:
        """Waits for events, and reports at most `nevents` of them."""
        if nevents == 0:
            return 0
        keva: array[kevent] = array(KQ_NEVENTS)
        marker = make_marker()
        mtx_lock(addr(kq.kq_lock))
        count: i32 = 0
        error: i32 = 0
        while count == 0 and error == 0:
            if kq.kq_count == 0:
                error = wait(kq, timeout)
            else:
                count = round(kq, marker, nevents, addr(keva[0]), events)
        unlock_flux(kq)
        knote_free(marker)
        left = count % KQ_NEVENTS
        copy_events(offset(events, count - left), addr(keva[0]), left)
        if error == 0 or error == EWOULDBLOCK:
            return count
        return -EINTR if error == ERESTART else -error

    def round(kq: Ptr[kqueue], marker: Ptr[knote], nevents: i32, keva: Ptr[kevent], events: Ptr[kevent]) -> i32:
        """Goes through the queue once; how many events there were. The last few are still in `keva`."""
        count: i32 = 0
        influx = False
        TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(marker.kn_tqe))
        while count < nevents:
            kn = first(kq, marker, influx)
            if kn == marker:
                flux_wakeup(kq)
                break
            took = one(kq, kn, offset(keva, count % KQ_NEVENTS))
            influx = took != Took.GONE
            if took == Took.NOTHING:
                continue
            count += 1
            if count % KQ_NEVENTS == 0:
                influx = False
                unlock_flux(kq)
                copy_events(offset(events, count - KQ_NEVENTS), keva, KQ_NEVENTS)
                mtx_lock(addr(kq.kq_lock))
        else:
            TAILQ_REMOVE(addr(kq.kq_head), addr(marker.kn_tqe))
        return count

    return Scan(scan)
