"""What goes through the neighbour table: packets to neighbours, solicitations, advertisements.

One idea: what is sent is sent without locks. A packet to a neighbour whose address is not known waits at the entry;
the advertisement takes what waits, under the entry's lock, and sends it afterwards.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.callout import callout_stop
from unknot.kernel.errno import ENOBUFS
from unknot.kernel.malloc import M_DEVBUF, M_WAITOK, M_ZERO
from unknot.kernel.mbuf import mbuf
from unknot.kernel.rwlock import rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wunlock
from unknot.lang import Ptr, addr, atomic, cast, i32, null, spawn, u32, u64
from unknot.systems.netisr.deferred import deferred_register
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.frame import DATA, NA, NA_OVERRIDE, NA_SOLICITED, NS, frame_get, frame_of
from unknot.systems.netisr.ifnet import (
    departure_event,
    event_register,
    if_lladdr,
    if_output,
    ifnet,
    ifnet_init,
    purge_event,
)
from unknot.systems.netisr.lle import (
    LLE_STATIC,
    LLE_VALID,
    ND6_DELAY,
    ND6_INCOMPLETE,
    ND6_REACHABLE,
    ND6_STALE,
    hold_add,
    hold_take,
    lle_link,
    lle_lookup,
    llentry,
    llt_malloc,
    lltable,
    lltable_init,
)
from unknot.systems.netisr.nd6 import DEFERRED, Timer, Timers, nd6_lock, timers
from unknot.systems.netisr.stack import stack
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.workstream import netisr_init

delivered: atomic[u32] = atomic(0)
"""Packets that came to the protocols above."""


class Neighbours(NamedTuple):
    """A variant. `nd6_init` and `nd6_ifattach` come first. `nd6_output` sends a packet to its `f_dst` and consumes it;
    `nd6_input` takes what comes from the link; `nd6_lookup` gives an entry, locked, or null;
    `advance` has the timer of an entry run out, in the calling thread."""

    features: Timer
    timers: Timers
    if_purgeaddrs: Callable[[ifnet], None]
    if_detach: Callable[[ifnet], None]
    nd6_init: Callable[[], None]
    nd6_ifattach: Callable[[ifnet], None]
    nd6_lookup: Callable[[ifnet, u32], llentry]
    nd6_create: Callable[[ifnet, u32], llentry]
    nd6_output: Callable[[ifnet, mbuf], i32]
    nd6_input: Callable[[ifnet, mbuf], None]
    advance: Callable[[ifnet, u32], None]


def plain_output(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> None:
    """A solicitation goes out at once."""
    if_output(ifp, m)


def queued_output(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """A solicitation goes out of the deferred queue."""
    if_output(ifp, m)


def send_chain(ifp: Ptr[ifnet], m: Ptr[mbuf], lladdr: u32) -> None:
    """Sends packets that have waited."""
    while m is not None:
        following = m.m_nextpkt
        m.m_nextpkt = null
        frame_of(m).f_dmac = lladdr
        if_output(ifp, m)
        m = following


def neighbours(features: Timer, queue: Features | None = None, manual: bool = False) -> Neighbours:
    """The variant with these features. `queue` is that of solicitations; with `manual` timers do not fire."""
    under = stack(queue or Features(epoch=features.epoch))

    def deferred_output(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> None:
        under.deferred.deferred_dispatch(0, ifp, m, 0)

    clock = timers(features, deferred_output if features.send == DEFERRED else plain_output, manual)
    in6_ifdetach, in6_domifdetach, nd6_ifattach = _attach(features, clock)
    nd6_lookup, nd6_create = _find(clock)

    def nd6_init() -> None:
        ifnet_init()
        event_register(addr(purge_event), in6_ifdetach)
        event_register(addr(departure_event), in6_domifdetach)
        if features.nd6_lock:
            rw_init(addr(nd6_lock), "nd6")
        if features.send == DEFERRED:
            netisr_init()
            under.deferred.deferred_init(1)
            deferred_register(queued_output)
            spawn(under.netisr.swi_worker, u32(0))

    def advance(ifp: Ptr[ifnet], l3_addr: u32) -> None:
        ln = nd6_lookup(ifp, l3_addr)
        assert callout_stop(addr(ln.lle_timer)) == 1, "the timer is not set"
        if not features.timer_lock:
            rw_wunlock(addr(ln.lle_lock))
        clock.nd6_llinfo_timer(ln)

    return Neighbours(
        features,
        clock,
        *under.interfaces,
        nd6_init,
        nd6_ifattach,
        nd6_lookup,
        nd6_create,
        _output(clock, nd6_create),
        _input(clock, nd6_lookup, nd6_create),
        advance,
    )


Attach = tuple[Callable[[ifnet], None], Callable[[ifnet], None], Callable[[ifnet], None]]


def _attach(features: Timer, clock: Timers) -> Attach:
    def in6_ifdetach(ifp: Ptr[ifnet]) -> None:
        """Of an interface whose addresses go: its neighbours, and its routers, which are not modelled."""
        llt = cast(Ptr[lltable], ifp.if_afdata)
        if llt is not None:
            clock.entries.lltable_purge(ifp, llt)
        if features.nd6_lock:
            rw_wlock(addr(nd6_lock))
            rw_wunlock(addr(nd6_lock))

    def in6_domifdetach(ifp: Ptr[ifnet]) -> None:
        """The table goes, with what has come into it meanwhile."""
        llt = cast(Ptr[lltable], ifp.if_afdata)
        if llt is not None:
            clock.entries.lltable_free(ifp, llt)

    def nd6_ifattach(ifp: Ptr[ifnet]) -> None:
        lltable_init(ifp, llt_malloc(M_DEVBUF, M_WAITOK | M_ZERO))

    return in6_ifdetach, in6_domifdetach, nd6_ifattach


Find = tuple[Callable[[ifnet, u32], llentry], Callable[[ifnet, u32], llentry]]


def _find(clock: Timers) -> Find:
    def nd6_lookup(ifp: Ptr[ifnet], l3_addr: u32) -> Ptr[llentry]:
        """The entry of a neighbour, with its lock, or null."""
        rw_rlock(addr(ifp.if_afdata_lock))
        llt = cast(Ptr[lltable], ifp.if_afdata)
        ln = cast(Ptr[llentry], null)
        if llt is not None:
            ln = lle_lookup(llt, l3_addr)
        rw_runlock(addr(ifp.if_afdata_lock))
        return ln

    def nd6_create(ifp: Ptr[ifnet], l3_addr: u32) -> Ptr[llentry]:
        """The same; one is made if there was none, but for want of memory, or of a table."""
        ln = nd6_lookup(ifp, l3_addr)
        if ln is None:
            rw_wlock(addr(ifp.if_afdata_lock))
            llt = cast(Ptr[lltable], ifp.if_afdata)
            if llt is not None:
                ln = lle_lookup(llt, l3_addr)
                if ln is None:
                    ln = clock.entries.lle_alloc(llt, l3_addr)
                    if ln is not None:
                        rw_wlock(addr(ln.lle_lock))
                        lle_link(ifp, llt, ln)
            rw_wunlock(addr(ifp.if_afdata_lock))
        return ln

    return nd6_lookup, nd6_create


def _output(clock: Timers, nd6_create: Callable[[ifnet, u32], llentry]) -> Callable[[ifnet, mbuf], i32]:
    def nd6_output(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
        """Sends a packet to a neighbour, now or when the neighbour is known. The packet is consumed."""
        ln = nd6_create(ifp, frame_of(m).f_dst)
        if ln is None:
            m_freem(m)
            return ENOBUFS
        if ln.ln_state == ND6_STALE:
            ln.la_asked = 0
            ln.ln_state = ND6_DELAY
            clock.nd6_llinfo_settimer_locked(ln)
        if ln.ln_state > ND6_INCOMPLETE:
            frame_of(m).f_dmac = ln.ll_addr
            rw_wunlock(addr(ln.lle_lock))
            return if_output(ifp, m)
        ln.ln_state = ND6_INCOMPLETE
        hold_add(ln, m)
        if ln.la_asked == 0:
            ln.la_asked = 1
            clock.nd6_llinfo_settimer_locked(ln)
            clock.solicit_first(ln, ifp)
        else:
            rw_wunlock(addr(ln.lle_lock))
        return 0

    return nd6_output


def _input(
    clock: Timers, nd6_lookup: Callable[[ifnet, u32], llentry], nd6_create: Callable[[ifnet, u32], llentry]
) -> Callable[[ifnet, mbuf], None]:
    def confirm(ln: Ptr[llentry], lladdr: u32, flags: u32) -> bool:
        """What an advertisement says about an entry. False if it is ignored."""
        known = ln.ln_state > ND6_INCOMPLETE
        changed = not known or lladdr != ln.ll_addr
        if known and changed and flags & NA_OVERRIDE == 0:
            if ln.ln_state == ND6_REACHABLE:
                ln.ln_state = ND6_STALE
                clock.nd6_llinfo_settimer_locked(ln)
            return False
        ln.ll_addr = lladdr
        ln.la_flags |= LLE_VALID
        if flags & NA_SOLICITED:
            ln.ln_state = ND6_REACHABLE
        elif changed:
            ln.ln_state = ND6_STALE
        else:
            return True
        ln.la_asked = 0
        clock.nd6_llinfo_settimer_locked(ln)
        return True

    def nd6_na_input(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> None:
        """An advertisement: who has asked for it may send now."""
        f = frame_of(m)
        ln = nd6_lookup(ifp, f.f_target)
        if ln is not None:
            chain = cast(Ptr[mbuf], null)
            if ln.la_flags & LLE_STATIC == 0 and confirm(ln, f.f_smac, f.f_flags):
                chain = hold_take(ln)
            rw_wunlock(addr(ln.lle_lock))
            send_chain(ifp, chain, f.f_smac)

    def nd6_cache_lladdr(ifp: Ptr[ifnet], l3_addr: u32, lladdr: u32) -> None:
        """Who asks has told its address: noted, and not believed for long."""
        ln = nd6_create(ifp, l3_addr)
        if ln is not None:
            chain = cast(Ptr[mbuf], null)
            if ln.la_flags & LLE_STATIC == 0 and (ln.la_flags & LLE_VALID == 0 or ln.ll_addr != lladdr):
                ln.ll_addr = lladdr
                ln.la_flags |= LLE_VALID
                ln.ln_state = ND6_STALE
                clock.nd6_llinfo_settimer_locked(ln)
                chain = hold_take(ln)
            rw_wunlock(addr(ln.lle_lock))
            send_chain(ifp, chain, lladdr)

    def nd6_ns_input(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> None:
        """A solicitation: answered if it asks for this interface."""
        f = frame_of(m)
        if f.f_target == ifp.if_index:
            nd6_cache_lladdr(ifp, f.f_src, f.f_smac)
            answer = frame_get(NA, ifp.if_index, f.f_src)
            if answer is not None:
                a = frame_of(answer)
                a.f_flags = NA_SOLICITED | NA_OVERRIDE
                a.f_target = ifp.if_index
                a.f_smac = if_lladdr(ifp)
                a.f_dmac = f.f_smac
                if_output(ifp, answer)

    def nd6_input(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> None:
        kind = frame_of(m).f_kind
        if kind == NS:
            nd6_ns_input(ifp, m)
        elif kind == NA:
            nd6_na_input(ifp, m)
        elif kind == DATA:
            delivered.fetch_add(1)
        m_freem(m)

    return nd6_input
