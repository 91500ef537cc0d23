"""The end of a knote. One idea: who drops a knote has put it in flux, so nobody else is at it; it leaves table and
queue under kq_lock, and those who waited for it find it gone when they look it up anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_FIRST, SLIST_NEXT, SLIST_REMOVE, slist_head
from unknot.kernel.sleepqueue import PSOCK, msleep, wakeup
from unknot.kernel.sx import SA_XLOCKED, sx_assert
from unknot.kernel.systm import KASSERT
from unknot.lang import Ptr, addr, container, null, u64
from unknot.systems.kqueue.file import fdrop
from unknot.systems.kqueue.knote import KN_DETACHED, KN_QUEUED, KQ_FLUXWAIT, filedesc, knote, kqueue
from unknot.systems.kqueue.queue import dequeue, knote_free, unlock_flux
from unknot.systems.kqueue.variant import Features, Queue


class Drop(NamedTuple):
    """The ways to end a knote: of which the filter is done already; any; all of a descriptor; all of a table."""

    detached: Callable[[knote], None]
    knote: Callable[[knote], None]
    fdclose: Callable[[filedesc, u64], None]
    all: Callable[[kqueue, slist_head], None]


def table(kq: Ptr[kqueue], isfd: bool) -> Ptr[slist_head]:
    """Where such knotes are."""
    return addr(kq.kq_knlist) if isfd else addr(kq.kq_knhash)


def first_in(list: Ptr[slist_head]) -> Ptr[knote]:
    """The first knote of a table, or null."""
    entry = SLIST_FIRST(list)
    return null if entry is None else container(entry, knote, "kn_link")


def of_descriptor(kq: Ptr[kqueue], fd: u64) -> Ptr[knote]:
    """A knote for this descriptor, or null."""
    entry = SLIST_FIRST(addr(kq.kq_knlist))
    while entry is not None:
        kn = container(entry, knote, "kn_link")
        if kn.kn_kevent.ident == fd:
            return kn
        entry = SLIST_NEXT(entry)
    return null


def dropping(f: Features, q: Queue) -> Drop:
    """The operations of this variant."""

    def drop_detached(kn: Ptr[knote]) -> None:
        """Frees a knote that is in flux and in no knlist."""
        kq, isfd = kn.kn_kq, kn.kn_fop.f_isfd
        KASSERT(q.in_flux(kn), "knote_drop of a knote that is not in flux")
        mtx_lock(addr(kq.kq_lock))
        if f.counted:
            KASSERT(kn.kn_influx == 1, "knote_drop: somebody else has it in flux")
        SLIST_REMOVE(table(kq, isfd), addr(kn.kn_link))
        if kn.kn_status & KN_QUEUED:
            dequeue(kn)
        unlock_flux(kq)
        if isfd:
            fdrop(kn.kn_fp)
        knote_free(kn)

    def drop(kn: Ptr[knote]) -> None:
        """Frees a knote that is in flux. KN_DETACHED does not change meanwhile, but a timer may change other bits."""
        if f.timer_locked:
            mtx_lock(addr(kn.kn_kq.kq_lock))
        attached = kn.kn_status & KN_DETACHED == 0
        if f.timer_locked:
            mtx_unlock(addr(kn.kn_kq.kq_lock))
        if attached:
            kn.kn_fop.f_detach(kn)
        drop_detached(kn)

    def fdclose(fdp: Ptr[filedesc], fd: u64) -> None:
        """The descriptor is closed: so are its knotes, in all kqueues of the process."""
        sx_assert(addr(fdp.fd_sx), SA_XLOCKED)
        entry = SLIST_FIRST(addr(fdp.fd_kqlist))
        while entry is not None:
            fdclose_in(container(entry, kqueue, "kq_list"), fd)
            entry = SLIST_NEXT(entry)

    def fdclose_in(kq: Ptr[kqueue], fd: u64) -> None:
        influx = False
        mtx_lock(addr(kq.kq_lock))
        kn = of_descriptor(kq, fd)
        while kn is not None:
            if q.in_flux(kn):
                if influx:
                    wakeup(kq)
                influx = False
                kq.kq_state |= KQ_FLUXWAIT
                msleep(kq, addr(kq.kq_lock), PSOCK, "kqflxwt", 0)
            else:
                q.enter_flux(kn)
                mtx_unlock(addr(kq.kq_lock))
                drop(kn)
                influx = True
                mtx_lock(addr(kq.kq_lock))
            kn = of_descriptor(kq, fd)
        unlock_flux(kq)

    def drop_all(kq: Ptr[kqueue], list: Ptr[slist_head]) -> None:
        """The kqueue, which is locked, is closed."""
        kn = first_in(list)
        while kn is not None:
            if f.close_waits and q.in_flux(kn):
                kq.kq_state |= KQ_FLUXWAIT
                msleep(kq, addr(kq.kq_lock), PSOCK, "kqclo1", 0)
            else:
                KASSERT(not q.in_flux(kn), "knote in flux in a kqueue that is closed")
                q.enter_flux(kn)
                mtx_unlock(addr(kq.kq_lock))
                drop(kn)
                mtx_lock(addr(kq.kq_lock))
            kn = first_in(list)

    return Drop(drop_detached, drop, fdclose, drop_all)
