"""Neighbours at work: packets to unknown neighbours, answers, timers, all at once.

One idea: a packet that was accepted is sent, or its sender is told that nobody answers, or it made room for a newer
one; and when all timers have run out, no entry is left.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import at_end, initial, scenario, thread
from unknot.kernel.epoch import NET_EPOCH_ENTER, NET_EPOCH_EXIT, epoch_tracker
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, addr, assume, atomic, i32, idle, indivisible, null, u32
from unknot.systems.netisr.frame import DATA, NA, NA_SOLICITED, NS, frame_get, frame_of
from unknot.systems.netisr.ifnet import if_alloc, if_attach, ifnet
from unknot.systems.netisr.lle import lle_count
from unknot.systems.netisr.nd6 import icmp6_unreachable
from unknot.systems.netisr.neighbour_races import OTHER, setups
from unknot.systems.netisr.neighbours import Neighbours
from unknot.systems.netisr.tags import m_freem

OTHER_MAC = 77

asked: atomic[u32] = atomic(0)
"""Questions that are on the link."""
sent: atomic[u32] = atomic(0)
"""Packets that were sent to the neighbour."""


def ask_transmit(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
    """Counts what goes out."""
    f = frame_of(m)
    if f.f_kind == NS:
        asked.fetch_add(1)
    else:
        assert f.f_dmac == OTHER_MAC, "a packet goes to a wrong address"
        sent.fetch_add(1)
    m_freem(m)
    return 0


def answer() -> Ptr[mbuf]:
    """What the neighbour says when it is asked."""
    m = frame_get(NA, OTHER, 1)
    assume(m is not None)
    f = frame_of(m)
    f.f_flags = NA_SOLICITED
    f.f_target = OTHER
    f.f_smac = OTHER_MAC
    return m


class Host(NamedTuple):
    """`begin`: an interface on a link with a neighbour. `send` sends it a packet: 0 or an error. `hear`: an answer."""

    begin: Callable[[], ifnet]
    send: Callable[[ifnet], i32]
    hear: Callable[[ifnet], None]


def host(v: Neighbours) -> Host:
    """What the scenarios are made of. In variants with the epoch output and input are in a section of it."""
    epoch = v.features.epoch

    def begin() -> Ptr[ifnet]:
        v.nd6_init()
        ifp = if_alloc("em0", ask_transmit, null)
        if_attach(ifp, 1)
        v.nd6_ifattach(ifp)
        return ifp

    def send(ifp: Ptr[ifnet]) -> i32:
        et = epoch_tracker()
        m = frame_get(DATA, 1, OTHER)
        assume(m is not None)
        if epoch:
            NET_EPOCH_ENTER(addr(et))
        error = v.nd6_output(ifp, m)
        if epoch:
            NET_EPOCH_EXIT(addr(et))
        return error

    def hear(ifp: Ptr[ifnet]) -> None:
        et = epoch_tracker()
        m = answer()
        if epoch:
            NET_EPOCH_ENTER(addr(et))
        v.nd6_input(ifp, m)
        if epoch:
            NET_EPOCH_EXIT(addr(et))

    return Host(begin, send, hear)


def resolves(v: Neighbours) -> type:
    """What it is all for."""
    h = host(v)

    @scenario
    class Resolves:
        """A packet to an unknown neighbour, who answers, maybe too late."""

        ifp: Ptr[ifnet]
        accepted: atomic[u32]

        @initial
        def setup(self) -> None:
            self.ifp = h.begin()

        @thread
        def sender(self) -> None:
            if h.send(self.ifp) == 0:
                self.accepted.fetch_add(1)

        @thread
        def neighbour(self) -> None:
            with indivisible(asked.load() > 0, blocked_by=idle):
                pass
            h.hear(self.ifp)

        @at_end
        def accounted(self) -> None:
            assert sent.load() + icmp6_unreachable.load() == self.accepted.load(), "a packet was lost, or sent twice"
            assert lle_count.load() == 0, "an entry is left when all timers have run out"

    return Resolves


def answer_against_timer(v: Neighbours) -> type:
    """Two who set the same timer."""
    h, begin = host(v), setups(v)

    @scenario
    class AnswerAgainstTimer:
        """The answer comes when the timer fires: it sets anew a timer whose handler waits for the lock."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = h.begin()
            begin.asked(self.ifp)

        @thread
        def neighbour(self) -> None:
            h.hear(self.ifp)

        @at_end
        def forgotten(self) -> None:
            assert lle_count.load() == 0, "an entry is left when all timers have run out"
            assert sent.load() + icmp6_unreachable.load() == 1, "the packet was lost, or sent twice"

    return AnswerAgainstTimer


def send_against_detach(v: Neighbours) -> type:
    """The first question, which a sender asks."""
    h = host(v)

    @scenario
    class SendAgainstDetach:
        """A packet is sent to an unknown neighbour, by somebody who keeps the interface; it loses its addresses."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = h.begin()

        @thread
        def sender(self) -> None:
            h.send(self.ifp)

        @thread
        def detacher(self) -> None:
            v.if_purgeaddrs(self.ifp)

    return SendAgainstDetach
