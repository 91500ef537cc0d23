"""Neighbour entries (LLE): who of the link has which link-level address, with what waits for that to be known.

One idea: the table has one reference to an entry and its timer another; whoever has the entry's lock may take one more.
An entry is found and linked under the interface's if_afdata_lock, and that lock comes before the entry's. Who unlinks
an entry gives up the table's reference, once: that is what LLE_LINKED is for.

Locking key of the fields: (c) constant; (a) if_afdata_lock; (l) lle_lock; (a,l) written under both.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.callout import CALLOUT_RETURNUNLOCKED, callout, callout_init, callout_init_rw, callout_stop
from unknot.kernel.epoch import NET_EPOCH_CALL, epoch_context
from unknot.kernel.malloc import M_DEVBUF, M_NOWAIT, M_ZERO, malloc_of
from unknot.kernel.mbuf import mbuf
from unknot.kernel.queue import LIST_FIRST, LIST_INSERT_HEAD, LIST_NEXT, LIST_REMOVE, list_entry, list_head
from unknot.kernel.rwlock import (
    RA_WLOCKED,
    RW_DUPOK,
    rw_assert,
    rw_destroy,
    rw_init_flags,
    rw_wlock,
    rw_wunlock,
    rwlock,
)
from unknot.lang import Ptr, addr, atomic, cast, container, free, null, struct, u32
from unknot.systems.netisr.frame import missing
from unknot.systems.netisr.ifnet import ifnet
from unknot.systems.netisr.tags import m_freem

LLE_VALID = 0x01  # ll_addr is known
LLE_LINKED = 0x02  # the table has it, and a reference to it
LLE_DELETED = 0x04  # to be removed
LLE_STATIC = 0x08  # set by hand: no timer
LLE_TIMER = 0x10  # not FreeBSD's: the timer has its reference

ND6_NOSTATE = 0
ND6_INCOMPLETE = 1
ND6_REACHABLE = 2
ND6_STALE = 3
ND6_DELAY = 4
ND6_PROBE = 5

LLE_HOLD_MOST = 1
"""Packets that wait for an address (net.inet6.icmp6.nd6_maxqueuelen)."""


@struct
class llentry:
    """What is known about one neighbour."""

    lle_ctx: epoch_context
    lle_next: list_entry  # (a)
    lle_tbl: Ptr["lltable"]  # (c)
    lle_lock: rwlock
    lle_timer: callout
    lle_refcnt: u32  # (l)
    la_flags: u32  # (l), LLE_LINKED (a,l)
    ln_state: u32  # (l)
    la_asked: u32  # (l) solicitations without an answer
    la_hold: Ptr[mbuf]  # (l) packets that wait, linked by m_nextpkt
    la_numheld: u32  # (l)
    l3_addr: u32  # (c)
    ll_addr: u32  # (l)


@struct
class lltable:
    """The neighbours of an interface."""

    llt_ctx: epoch_context
    llt_ifp: Ptr[ifnet]  # (c)
    llt_entries: list_head  # (a)


lle_malloc = malloc_of(llentry)
llt_malloc = malloc_of(lltable)
lle_count: atomic[u32] = atomic(0)
"""Entries that exist."""


# -- references, with the entry's lock ---------------------------------------------------------------------------------


def LLE_ADDREF(lle: Ptr[llentry]) -> None:
    """One reference more."""
    rw_assert(addr(lle.lle_lock), RA_WLOCKED)
    lle.lle_refcnt += 1


def LLE_REMREF(lle: Ptr[llentry]) -> None:
    """One less, which is not the last."""
    rw_assert(addr(lle.lle_lock), RA_WLOCKED)
    assert lle.lle_refcnt > 1, "LLE_REMREF of the last reference"
    lle.lle_refcnt -= 1


def lle_link(ifp: Ptr[ifnet], llt: Ptr[lltable], lle: Ptr[llentry]) -> None:
    """The table has it, and the reference with which it was made."""
    rw_assert(addr(ifp.if_afdata_lock), RA_WLOCKED)
    LIST_INSERT_HEAD(addr(llt.llt_entries), addr(lle.lle_next))
    lle.la_flags |= LLE_LINKED


def lle_unlink(ifp: Ptr[ifnet], lle: Ptr[llentry]) -> None:
    """The table has it no more; what waits is dropped. With both locks."""
    rw_assert(addr(ifp.if_afdata_lock), RA_WLOCKED)
    rw_assert(addr(lle.lle_lock), RA_WLOCKED)
    LIST_REMOVE(addr(lle.lle_next))
    lle.la_flags &= ~(LLE_VALID | LLE_LINKED)
    hold_drop(lle)


# -- packets that wait, with the entry's lock --------------------------------------------------------------------------


def hold_add(lle: Ptr[llentry], m: Ptr[mbuf]) -> None:
    """Has a packet wait, the oldest making room for it."""
    m.m_nextpkt = null
    if lle.la_numheld == LLE_HOLD_MOST:
        oldest = lle.la_hold
        lle.la_hold = oldest.m_nextpkt
        lle.la_numheld -= 1
        m_freem(oldest)
    last = lle.la_hold
    if last is None:
        lle.la_hold = m
    else:
        while last.m_nextpkt is not None:
            last = last.m_nextpkt
        last.m_nextpkt = m
    lle.la_numheld += 1


def hold_take(lle: Ptr[llentry]) -> Ptr[mbuf]:
    """Takes all that waits, linked by m_nextpkt; null if nothing does."""
    chain = lle.la_hold
    lle.la_hold = null
    lle.la_numheld = 0
    return chain


def hold_drop(lle: Ptr[llentry]) -> None:
    """Frees what waits."""
    m = hold_take(lle)
    while m is not None:
        following = m.m_nextpkt
        m_freem(m)
        m = following


# -- what differs: how an entry begins and ends ------------------------------------------------------------------------


class Entries(NamedTuple):
    """`LLE_FREE_LOCKED` gives up a reference and the lock; `llentry_free` does so after it has unlinked the entry.
    `lltable_purge` frees all entries of an interface, `lltable_free` the table too."""

    lle_alloc: Callable[[lltable, u32], llentry]
    LLE_FREE_LOCKED: Callable[[llentry], None]
    llentry_free: Callable[[ifnet, llentry], None]
    lltable_purge: Callable[[ifnet, lltable], None]
    lltable_free: Callable[[ifnet, lltable], None]


def lle_lookup(llt: Ptr[lltable], l3_addr: u32) -> Ptr[llentry]:
    """The entry of an address, with its lock, or null. With if_afdata_lock, shared at least."""
    entry = LIST_FIRST(addr(llt.llt_entries))
    while entry is not None:
        lle = container(entry, llentry, "lle_next")
        if lle.l3_addr == l3_addr:
            rw_wlock(addr(lle.lle_lock))
            return lle
        entry = LIST_NEXT(entry)
    return cast(Ptr[llentry], null)


def lltable_init(ifp: Ptr[ifnet], llt: Ptr[lltable]) -> None:
    """Makes zeroed memory the interface's table."""
    llt.llt_ifp = ifp
    ifp.if_afdata = llt


def entries(deferred: bool, timer_lock: bool, stops: bool) -> Entries:
    """`deferred`: memory is freed when all sections of the network epoch are over that may know it. `timer_lock`: the
    timer's handler begins with the entry's lock. `stops`: who frees an entry stops its timer; else the timer finds
    out."""

    def lle_destroy(ctx: Ptr[epoch_context]) -> None:
        lle = cast(Ptr[llentry], ctx)
        rw_destroy(addr(lle.lle_lock))
        free(lle)
        lle_count.fetch_sub(1)

    def lle_alloc(llt: Ptr[lltable], l3_addr: u32) -> Ptr[llentry]:
        """An entry that nobody knows yet, with one reference; null if there is no memory."""
        lle = lle_malloc(M_DEVBUF, M_NOWAIT | M_ZERO)
        if lle is None:
            missing.fetch_add(1)
        else:
            rw_init_flags(addr(lle.lle_lock), "lle", RW_DUPOK)
            if timer_lock:
                callout_init_rw(addr(lle.lle_timer), addr(lle.lle_lock), CALLOUT_RETURNUNLOCKED)
            else:
                callout_init(addr(lle.lle_timer), 1)
            lle.lle_tbl = llt
            lle.l3_addr = l3_addr
            lle.lle_refcnt = 1
            lle_count.fetch_add(1)
        return lle

    def LLE_FREE_LOCKED(lle: Ptr[llentry]) -> None:
        rw_assert(addr(lle.lle_lock), RA_WLOCKED)
        last = lle.lle_refcnt == 1
        lle.lle_refcnt -= 1
        rw_wunlock(addr(lle.lle_lock))
        if last:
            if deferred:
                NET_EPOCH_CALL(lle_destroy, addr(lle.lle_ctx))
            else:
                lle_destroy(addr(lle.lle_ctx))

    def llentry_free(ifp: Ptr[ifnet], lle: Ptr[llentry]) -> None:
        lle_unlink(ifp, lle)
        LLE_FREE_LOCKED(lle)

    return Entries(lle_alloc, LLE_FREE_LOCKED, llentry_free, *_tables(deferred, stops, llentry_free))


class _Tables(NamedTuple):
    lltable_purge: Callable[[ifnet, lltable], None]
    lltable_free: Callable[[ifnet, lltable], None]


def _tables(deferred: bool, stops: bool, llentry_free: Callable[[ifnet, llentry], None]) -> _Tables:
    def lltable_destroy(ctx: Ptr[epoch_context]) -> None:
        free(cast(Ptr[lltable], ctx))

    def lltable_purge(ifp: Ptr[ifnet], llt: Ptr[lltable]) -> None:
        """Frees all entries; one whose timer is firing stays until the timer has seen it."""
        rw_wlock(addr(ifp.if_afdata_lock))
        entry = LIST_FIRST(addr(llt.llt_entries))
        while entry is not None:
            following = LIST_NEXT(entry)
            lle = container(entry, llentry, "lle_next")
            rw_wlock(addr(lle.lle_lock))
            if stops and callout_stop(addr(lle.lle_timer)) > 0:
                LLE_REMREF(lle)
            llentry_free(ifp, lle)
            entry = following
        rw_wunlock(addr(ifp.if_afdata_lock))

    def lltable_free(ifp: Ptr[ifnet], llt: Ptr[lltable]) -> None:
        """Frees all entries and the table."""
        lltable_purge(ifp, llt)
        ifp.if_afdata = null
        if deferred:
            NET_EPOCH_CALL(lltable_destroy, addr(llt.llt_ctx))
        else:
            lltable_destroy(addr(llt.llt_ctx))

    return _Tables(lltable_purge, lltable_free)
