"""Knlists: the knotes that watch one object. One idea: a list has the lock of its object, and so has a scan that asks
the object's filter: an answer of f_event holds until that lock is given back.

`knote` tells all knotes of a list that something happened. It takes kq_lock of each under the lock of the list: that is
the order of the two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.malloc import free
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_EMPTY, SLIST_FIRST, SLIST_INIT, SLIST_INSERT_HEAD, SLIST_NEXT, SLIST_REMOVE
from unknot.kernel.sleepqueue import PDROP, PSOCK, msleep
from unknot.kernel.systm import KASSERT
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, container, null, u32
from unknot.systems.kqueue.event import EV_EOF, EV_ONESHOT
from unknot.systems.kqueue.knote import (
    KN_DETACHED,
    KN_SCAN,
    KNF_LISTLOCKED,
    KNF_NOKQLOCK,
    KQ_FLUXWAIT,
    M_KQUEUE,
    knlist,
    knote,
)
from unknot.systems.kqueue.queue import unlock_flux
from unknot.systems.kqueue.variant import Features, Queue

knlist_lock: mtx = mtx()
"""Of objects that have no lock."""


class Knlists(NamedTuple):
    """The operations on lists of knotes."""

    add: Callable[[knlist, knote, bool], None]
    remove: Callable[[knlist, knote, bool], None]
    remove_kq: Callable[[knlist, knote, bool, bool], None]
    cleardel: Callable[[knlist, bool, bool], None]
    knote: Callable[[knlist, u32, u32], None]


def knlist_setup() -> None:
    """Makes the lock of objects without one."""
    mtx_init(addr(knlist_lock), "knlist lock for lockless objects", null, MTX_DEF)


def knlist_mtx_lock(arg: voidp) -> None:
    """kl_lock, if that is a mutex."""
    mtx_lock(cast(Ptr[mtx], arg))


def knlist_mtx_unlock(arg: voidp) -> None:
    """kl_unlock, if that is a mutex."""
    mtx_unlock(cast(Ptr[mtx], arg))


def knlist_init(
    knl: Ptr[knlist], lock: voidp, kl_lock: Callable[[voidp], None], kl_unlock: Callable[[voidp], None]
) -> None:
    """Makes it an empty list with this lock."""
    SLIST_INIT(addr(knl.kl_list))
    knl.kl_lock = kl_lock
    knl.kl_unlock = kl_unlock
    knl.kl_lockarg = lock
    knl.kl_autodestroy = False


def knlist_init_mtx(knl: Ptr[knlist], lock: Ptr[mtx] | None) -> None:
    """With a mutex; null means the one of objects that have none."""
    knlist_init(knl, addr(knlist_lock) if lock is None else lock, knlist_mtx_lock, knlist_mtx_unlock)


def knlist_destroy(knl: Ptr[knlist]) -> None:
    """Ends its life; it must be empty."""
    KASSERT(SLIST_EMPTY(addr(knl.kl_list)), "destroying knlist w/ knotes on it")
    knl.kl_lockarg = null


def kn_list_lock(kn: Ptr[knote]) -> Ptr[knlist]:
    """Locks the knote's list, if it is in one, and gives it: the knote may be in none when it is to be unlocked."""
    knl = kn.kn_knlist
    if knl is not None:
        knl.kl_lock(knl.kl_lockarg)
    return knl


def kn_list_unlock(knl: Ptr[knlist]) -> None:
    """Unlocks it; the last one frees a list whose object is gone."""
    if knl is not None:
        last = knl.kl_autodestroy and SLIST_EMPTY(addr(knl.kl_list))
        knl.kl_unlock(knl.kl_lockarg)
        if last:
            knlist_destroy(knl)
            free(knl, M_KQUEUE)


def knlist_detach(knl: Ptr[knlist]) -> None:
    """The object is gone, its lock stays: the list is freed, now or by the last knote that leaves it."""
    knl.kl_lock(knl.kl_lockarg)
    knl.kl_autodestroy = True
    kn_list_unlock(knl)


def first_knote(knl: Ptr[knlist]) -> Ptr[knote]:
    """The first knote of a list, or null."""
    entry = SLIST_FIRST(addr(knl.kl_list))
    return null if entry is None else container(entry, knote, "kn_selnext")


def next_knote(kn: Ptr[knote]) -> Ptr[knote]:
    """The knote behind another, or null."""
    entry = SLIST_NEXT(addr(kn.kn_selnext))
    return null if entry is None else container(entry, knote, "kn_selnext")


def knlists(f: Features, q: Queue, drop: Callable[[knote], None]) -> Knlists:
    """The operations of this variant; `drop` frees a knote that is in no list."""

    def add(knl: Ptr[knlist], kn: Ptr[knote], locked: bool) -> None:
        """Puts a knote that is in flux into the list."""
        KASSERT(kn.kn_status & KN_DETACHED != 0, "knote was not detached")
        if not locked:
            knl.kl_lock(knl.kl_lockarg)
        SLIST_INSERT_HEAD(addr(knl.kl_list), addr(kn.kn_selnext))
        if not locked:
            knl.kl_unlock(knl.kl_lockarg)
        mtx_lock(addr(kn.kn_kq.kq_lock))
        kn.kn_knlist = knl
        kn.kn_status &= ~KN_DETACHED
        mtx_unlock(addr(kn.kn_kq.kq_lock))

    def remove_kq(knl: Ptr[knlist], kn: Ptr[knote], locked: bool, kq_locked: bool) -> None:
        """Takes it out. Without kq_lock it must be in flux."""
        if not locked:
            knl.kl_lock(knl.kl_lockarg)
        SLIST_REMOVE(addr(knl.kl_list), addr(kn.kn_selnext))
        kn.kn_knlist = null
        if not locked:
            kn_list_unlock(knl)
        if not kq_locked:
            mtx_lock(addr(kn.kn_kq.kq_lock))
        kn.kn_status |= KN_DETACHED
        if not kq_locked:
            mtx_unlock(addr(kn.kn_kq.kq_lock))

    def remove(knl: Ptr[knlist], kn: Ptr[knote], locked: bool) -> None:
        remove_kq(knl, kn, locked, False)

    def clear(knl: Ptr[knlist], kills: bool) -> None:
        """Takes out all knotes that are not in flux."""
        kn = first_knote(knl)
        while kn is not None:
            kq, following = kn.kn_kq, next_knote(kn)
            mtx_lock(addr(kq.kq_lock))
            if q.in_flux(kn):
                mtx_unlock(addr(kq.kq_lock))
            else:
                remove_kq(knl, kn, True, True)
                if kills:
                    q.enter_flux(kn)
                    mtx_unlock(addr(kq.kq_lock))
                    drop(kn)
                else:
                    kn.kn_kevent.flags |= EV_EOF | EV_ONESHOT
                    mtx_unlock(addr(kq.kq_lock))
            kn = following

    def cleardel(knl: Ptr[knlist], locked: bool, kills: bool) -> None:
        """Empties the list: knotes are freed, or disappear when they are reported. Sleeps until none is in flux."""
        if not locked:
            knl.kl_lock(knl.kl_lockarg)
        while True:
            clear(knl, kills)
            kn = first_knote(knl)
            if kn is None:
                break
            kq = kn.kn_kq
            mtx_lock(addr(kq.kq_lock))
            KASSERT(q.in_flux(kn), "knote removed w/o list lock")
            knl.kl_unlock(knl.kl_lockarg)
            kq.kq_state |= KQ_FLUXWAIT
            msleep(kq, addr(kq.kq_lock), PSOCK | PDROP, "kqkclr", 0)
            knl.kl_lock(knl.kl_lockarg)
        if not locked:
            knl.kl_unlock(knl.kl_lockarg)

    def tell(kn: Ptr[knote], hint: u32, flags: u32) -> None:
        """Asks one knote's filter. A knote in flux has an owner who will ask it, under the list's lock; but a hint is
        gone by then, which is what KN_SCAN is for."""
        kq = kn.kn_kq
        if f.looks_first and q.in_flux(kn):
            return
        mtx_lock(addr(kq.kq_lock))
        if q.in_flux(kn) and (not f.scan_flag or kn.kn_status & KN_SCAN == 0):
            mtx_unlock(addr(kq.kq_lock))
            return
        if f.later and flags & KNF_NOKQLOCK:
            q.enter_flux(kn)
            mtx_unlock(addr(kq.kq_lock))
            happened = kn.kn_fop.f_event(kn, hint)
            mtx_lock(addr(kq.kq_lock))
            q.leave_flux(kn)
            if happened:
                q.activate(kn, True)
            unlock_flux(kq)
            return
        if kn.kn_fop.f_event(kn, hint):
            q.activate(kn, True)
        mtx_unlock(addr(kq.kq_lock))

    def tell_all(knl: Ptr[knlist], hint: u32, flags: u32) -> None:
        """knote(): something happened to the object."""
        if flags & KNF_LISTLOCKED == 0:
            knl.kl_lock(knl.kl_lockarg)
        kn = first_knote(knl)
        while kn is not None:
            following = next_knote(kn)
            tell(kn, hint, flags)
            kn = following
        if flags & KNF_LISTLOCKED == 0:
            kn_list_unlock(knl)

    return Knlists(add, remove, remove_kq, cleardel, tell_all)
