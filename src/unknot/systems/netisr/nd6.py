"""IPv6 neighbours: resolution, and the timer with its states INCOMPLETE, REACHABLE, STALE, DELAY, PROBE.

One idea: the timer must ask a question on the link (a neighbour solicitation), and that is output, which may come back
to the entries; so it cannot ask with the entry's lock held, and what it knows without the lock may be gone. The
variants are the ways out that were taken or proposed: when the question is built, when it is sent, and what is held
meanwhile.

The timer has a reference to its entry while it is pending or running. No time passes: a timer that is set may fire.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.callout import callout_pending, callout_reset, callout_stop
from unknot.kernel.epoch import NET_EPOCH_ENTER, NET_EPOCH_EXIT, epoch_tracker
from unknot.kernel.mbuf import mbuf
from unknot.kernel.rwlock import rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, assume, atomic, cast, load, null, u32
from unknot.systems.netisr.frame import EVERYBODY, NS, frame_get, frame_of
from unknot.systems.netisr.ifnet import if_lladdr, if_ref, if_rele, ifnet
from unknot.systems.netisr.lle import (
    LLE_ADDREF,
    LLE_DELETED,
    LLE_LINKED,
    LLE_REMREF,
    LLE_STATIC,
    LLE_TIMER,
    ND6_DELAY,
    ND6_INCOMPLETE,
    ND6_PROBE,
    ND6_REACHABLE,
    ND6_STALE,
    Entries,
    entries,
    hold_take,
    llentry,
)
from unknot.systems.netisr.tags import m_freem

tries = param("tries", 1, "solicitations before a neighbour counts as unreachable")

UNLOCKED = 0
DEFERRED = 1
COPIED = 2

KEEP = 0
GONE = 1
ASK_ALL = 2
ASK_ONE = 3


class Timer(NamedTuple):
    """What the variants of the timer differ in.

    `send`: UNLOCKED, with the entry referenced and unlocked (10.x); DEFERRED, put on a queue with the entry locked
    (P1); COPIED, after the entry was given up, with a copy of the source address (P3).
    `nd6_lock`: the lock of the router and prefix lists is held meanwhile. `epoch`: in a section of the network epoch,
    and entries are freed when such sections are over. `timer_lock`: callout_init_rw. `linked_test`: an entry that the
    table has no more is given up, before anything is done with its interface. `one_reference`: the timer has one
    while it is set, whatever callout_reset says, and nobody stops it. `if_reference`: the interface has one more while
    the timer runs.
    """

    send: int
    nd6_lock: bool = False
    epoch: bool = False
    timer_lock: bool = False
    linked_test: bool = False
    one_reference: bool = False
    if_reference: bool = False


nd6_lock: rwlock = rwlock()
icmp6_unreachable: atomic[u32] = atomic(0)
"""Packets that were given up because nobody answered."""


def holdsrc(ln: Ptr[llentry]) -> u32:
    """The source address of the packet that waits, 0 if none does. With the entry's lock."""
    m = ln.la_hold
    return frame_of(m).f_src if m is not None else 0


class Timers(NamedTuple):
    """The entries, the timer and the solicitations of a variant. `solicit_first` asks for an entry that somebody has
    locked, and unlocks it."""

    entries: Entries
    nd6_llinfo_settimer_locked: Callable[[llentry], None]
    nd6_llinfo_timer: Callable[[voidp], None]
    solicit_first: Callable[[llentry, ifnet], None]


def timers(features: Timer, ns_output: Callable[[ifnet, mbuf], None], manual: bool) -> Timers:
    """`ns_output` sends a solicitation, or has it sent. `manual`: timers do not fire by themselves."""
    table = entries(features.epoch, features.timer_lock, not features.one_reference)
    first, again = _solicit(features, table, ns_output)

    def unfired(arg: voidp) -> None:
        assume(False)

    def nd6_llinfo_settimer_locked(ln: Ptr[llentry]) -> None:
        """Sets the timer, or sets it anew."""
        if features.one_reference:
            if ln.la_flags & LLE_TIMER == 0:
                ln.la_flags |= LLE_TIMER
                LLE_ADDREF(ln)
            callout_reset(addr(ln.lle_timer), 1, unfired if manual else nd6_llinfo_timer, ln)
        else:
            LLE_ADDREF(ln)
            if callout_reset(addr(ln.lle_timer), 1, unfired if manual else nd6_llinfo_timer, ln) > 0:
                LLE_REMREF(ln)

    run = _states(features, table, nd6_llinfo_settimer_locked, again)

    def fire(arg: voidp) -> None:
        ln = cast(Ptr[llentry], arg)
        ifp = cast(Ptr[ifnet], null)
        if not features.linked_test:
            ifp = ln.lle_tbl.llt_ifp
        if features.nd6_lock:
            rw_rlock(addr(nd6_lock))
        if not features.timer_lock:
            rw_wlock(addr(ln.lle_lock))
        if callout_pending(addr(ln.lle_timer)):
            # It was set anew before this call had the lock. FreeBSD holds that callout_reset has said so.
            rw_wunlock(addr(ln.lle_lock))
            if features.nd6_lock:
                rw_runlock(addr(nd6_lock))
        else:
            if features.one_reference:
                ln.la_flags &= ~LLE_TIMER
            if features.linked_test and ln.la_flags & LLE_LINKED == 0:
                table.LLE_FREE_LOCKED(ln)
                return
            if features.linked_test:
                ifp = ln.lle_tbl.llt_ifp
            if features.if_reference:
                if_ref(ifp)
            run(ln, ifp)
            if features.if_reference:
                if_rele(ifp)

    def fire_in_epoch(arg: voidp) -> None:
        et = epoch_tracker()
        NET_EPOCH_ENTER(addr(et))
        fire(arg)
        NET_EPOCH_EXIT(addr(et))

    nd6_llinfo_timer = fire_in_epoch if features.epoch else fire
    return Timers(table, nd6_llinfo_settimer_locked, nd6_llinfo_timer, first)


Solicit = tuple[Callable[[llentry, ifnet], None], Callable[[llentry, ifnet, bool], None]]


def _solicit(features: Timer, table: Entries, ns_output: Callable[[ifnet, mbuf], None]) -> Solicit:
    """How the first question is asked, and how the timer asks."""

    def ns_build(ifp: Ptr[ifnet], src: u32, target: Ptr[u32], unicast: bool, ln: Ptr[llentry]) -> None:
        """nd6_ns_output: `src` 0 means the source address of the packet that waits at `ln`, or any of the interface.
        `target` may point into an entry."""
        m = frame_get(NS, 0, load(target) if unicast else EVERYBODY)
        if m is not None:
            if ln is not None:
                if features.send == UNLOCKED:
                    rw_rlock(addr(ln.lle_lock))
                src = holdsrc(ln)
                if features.send == UNLOCKED:
                    rw_runlock(addr(ln.lle_lock))
            f = frame_of(m)
            f.f_src = src if src == ifp.if_index else ifp.if_index
            f.f_target = load(target)
            f.f_smac = if_lladdr(ifp)
            f.f_dmac = EVERYBODY
            ns_output(ifp, m)

    def solicit_first(ln: Ptr[llentry], ifp: Ptr[ifnet]) -> None:
        target = ln.l3_addr
        if features.send == DEFERRED:
            ns_build(ifp, 0, addr(target), False, ln)
            rw_wunlock(addr(ln.lle_lock))
        elif features.send == UNLOCKED:
            rw_wunlock(addr(ln.lle_lock))
            ns_build(ifp, 0, addr(target), False, ln)
        else:
            src = holdsrc(ln)
            rw_wunlock(addr(ln.lle_lock))
            ns_build(ifp, src, addr(target), False, null)

    def solicit_again(ln: Ptr[llentry], ifp: Ptr[ifnet], unicast: bool) -> None:
        """Asks, and gives up the timer's reference and the lock."""
        if features.send == COPIED:
            src, target = holdsrc(ln), addr(ln.l3_addr)
            table.LLE_FREE_LOCKED(ln)
            ns_build(ifp, src, target, unicast, null)
        else:
            if features.send == UNLOCKED:
                rw_wunlock(addr(ln.lle_lock))
            ns_build(ifp, 0, addr(ln.l3_addr), unicast, ln)
            if features.send == UNLOCKED:
                rw_wlock(addr(ln.lle_lock))
            table.LLE_FREE_LOCKED(ln)

    return solicit_first, solicit_again


def _states(
    features: Timer,
    table: Entries,
    settimer: Callable[[llentry], None],
    solicit_again: Callable[[llentry, ifnet, bool], None],
) -> Callable[[llentry, ifnet], None]:
    """What the timer does with an entry whose lock it has."""

    def nd6_free(ln: Ptr[llentry], ifp: Ptr[ifnet]) -> None:
        """Removes an entry and gives up the reference of the timer that has fired. The order of locks forbids to take
        if_afdata_lock here, so the entry is unlocked for a moment, and somebody else may remove it."""
        if features.nd6_lock:
            rw_runlock(addr(nd6_lock))
        if not features.one_reference and callout_stop(addr(ln.lle_timer)) > 0:
            LLE_REMREF(ln)
        rw_wunlock(addr(ln.lle_lock))
        rw_wlock(addr(ifp.if_afdata_lock))
        rw_wlock(addr(ln.lle_lock))
        if ln.la_flags & LLE_LINKED:
            LLE_REMREF(ln)
            table.llentry_free(ifp, ln)
        else:
            table.LLE_FREE_LOCKED(ln)
        rw_wunlock(addr(ifp.if_afdata_lock))

    def give_up(ln: Ptr[llentry], ifp: Ptr[ifnet]) -> None:
        """Nobody answers: who waits is told, and the entry goes."""
        m = hold_take(ln)
        nd6_free(ln, ifp)
        while m is not None:
            following = m.m_nextpkt
            icmp6_unreachable.fetch_add(1)
            m_freem(m)
            m = following

    def expire(ln: Ptr[llentry], ifp: Ptr[ifnet]) -> u32:
        """The next state. Says what is to be done."""
        if ln.la_flags & LLE_STATIC:
            return KEEP
        state = ln.ln_state
        incomplete, probed = state == ND6_INCOMPLETE, state == ND6_PROBE
        if ln.la_flags & LLE_DELETED == 0:
            if (incomplete or probed) and ln.la_asked < tries:
                ln.la_asked += 1
                return ASK_ALL if incomplete else ASK_ONE
            if state == ND6_REACHABLE:
                ln.ln_state = ND6_STALE
                settimer(ln)
                return KEEP
            if state == ND6_DELAY:
                ln.la_asked = 1
                ln.ln_state = ND6_PROBE
                return ASK_ONE
        give_up(ln, ifp)
        return GONE

    def run(ln: Ptr[llentry], ifp: Ptr[ifnet]) -> None:
        what = expire(ln, ifp)
        if what == GONE:
            return
        if what == KEEP:
            table.LLE_FREE_LOCKED(ln)
        else:
            settimer(ln)
            solicit_again(ln, ifp, what == ASK_ONE)
        if features.nd6_lock:
            rw_runlock(addr(nd6_lock))

    return run
