"""poll(2)'s side of a wakeup: selrecord, selwakeup, and the wait of a polling thread. One idea: a poller leaves its
record and *then* looks again, so an event comes either before that look or finds the record.

`nm_selinfo` is netmap's selinfo: with a mutex for the list of knotes, and since D18956 with a task queue. A thread
that polls has a `seltd`; one mutex stands for the pool of mutexes from which each selinfo has one.

Left out: the second scan that FreeBSD does without records before it scans with records again.
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.condvar import cv, cv_broadcast, cv_init, cv_wait
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.taskqueue import task, taskqueue
from unknot.lang import Ptr, addr, array, null, racy, struct, u32
from unknot.systems.kqueue.knote import knlist

RECORDS: Final = 2
"""Records of a polling thread: for space to send, and for packets."""


@struct
class selfd:
    """A thread's record at a selinfo; `sf_si` is null when it is at none."""

    sf_next: Ptr[selfd]
    sf_si: Ptr[selinfo]
    sf_td: Ptr[seltd]


@struct
class selinfo:
    """Who polls for an event. `si_polled`: a record was ever left here."""

    si_note: knlist
    si_tdlist: Ptr[selfd]  # mtxpool_select
    si_polled: racy[bool]  # written under mtxpool_select, read without


@struct
class nm_selinfo:
    """`si`, `si_note` and who looks after them. `kqueue_users` (V5): written under NMG_LOCK, read without."""

    si: selinfo
    m: mtx
    ntfytq: Ptr[taskqueue]
    ntfytask: task
    kqueue_users: racy[u32]


@struct
class seltd:
    """A thread that polls."""

    st_mtx: mtx
    st_wait: cv
    st_pending: bool  # st_mtx
    st_selfds: array[selfd] = array(RECORDS)


mtxpool_select: mtx = mtx()


def select_init() -> None:
    """Once, before anybody polls."""
    mtx_init(addr(mtxpool_select), "select mtxpool", None, MTX_DEF)


def seltd_init(stp: Ptr[seltd]) -> None:
    """A thread begins to poll for the first time."""
    mtx_init(addr(stp.st_mtx), "sellck", None, MTX_DEF)
    cv_init(addr(stp.st_wait), "select")


def selrecord(stp: Ptr[seltd], sip: Ptr[selinfo], which: u32) -> None:
    """Leaves record number `which` of a thread."""
    record = addr(stp.st_selfds[which])
    record.sf_td = stp
    mtx_lock(addr(mtxpool_select))
    record.sf_si = sip
    record.sf_next = sip.si_tdlist
    sip.si_tdlist = record
    sip.si_polled = True
    mtx_unlock(addr(mtxpool_select))


def selwakeup(sip: Ptr[selinfo]) -> None:
    """Wakes who polls, and takes their records away."""
    if not sip.si_polled:
        return
    mtx_lock(addr(mtxpool_select))
    record = sip.si_tdlist
    while record is not None:
        following = record.sf_next
        record.sf_next = null
        record.sf_si = null
        stp = record.sf_td
        mtx_lock(addr(stp.st_mtx))
        stp.st_pending = True
        cv_broadcast(addr(stp.st_wait))
        mtx_unlock(addr(stp.st_mtx))
        record = following
    sip.si_tdlist = null
    mtx_unlock(addr(mtxpool_select))


def seltdwait(stp: Ptr[seltd]) -> None:
    """Sleeps until an event at one of the records, also one that was before."""
    mtx_lock(addr(stp.st_mtx))
    if not stp.st_pending:
        cv_wait(addr(stp.st_wait), addr(stp.st_mtx))
    mtx_unlock(addr(stp.st_mtx))


def seltdclear(stp: Ptr[seltd]) -> None:
    """Takes back all records; what was pending is forgotten with them."""
    for i in range(RECORDS):
        record = addr(stp.st_selfds[i])
        mtx_lock(addr(mtxpool_select))
        if record.sf_si is not None:
            _unlink(record)
        mtx_unlock(addr(mtxpool_select))
    mtx_lock(addr(stp.st_mtx))
    stp.st_pending = False
    mtx_unlock(addr(stp.st_mtx))


def _unlink(record: Ptr[selfd]) -> None:
    place = record.sf_si.si_tdlist
    if place == record:
        record.sf_si.si_tdlist = record.sf_next
    else:
        while place.sf_next != record:
            place = place.sf_next
        place.sf_next = record.sf_next
    record.sf_si = null
    record.sf_next = null
