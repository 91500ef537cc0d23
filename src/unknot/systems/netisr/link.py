"""A link with two hosts, for sequential behaviours: what one sends waits on the link until somebody delivers it.

One idea: the driver's part of each interface is the other interface.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mbuf import mbuf, mbufq, mbufq_dequeue, mbufq_enqueue, mbufq_init
from unknot.kernel.rwlock import rw_wunlock
from unknot.lang import Ptr, addr, assume, cast, i32, null, u32
from unknot.systems.netisr.frame import DATA, frame_get, missing
from unknot.systems.netisr.ifnet import if_alloc, if_attach, ifnet
from unknot.systems.netisr.neighbours import Neighbours

MAC_A = 17
MAC_B = 18
A = 1
B = 2
"""The addresses of the two: their indices."""

link: mbufq = mbufq()
em: Ptr[ifnet] = null
peer: Ptr[ifnet] = null


def link_transmit(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
    """The packet is on the link, for the other one."""
    m.m_pkthdr.rcvif = ifp.if_softc
    assert mbufq_enqueue(addr(link), m) == 0, "the link is full"
    return 0


def on_link() -> i32:
    """How many packets are on the link. Schedules in which one could not be made are left."""
    assume(missing.load() == 0)
    return link.mq_len


def first() -> Ptr[mbuf]:
    """The packet that is delivered next."""
    assert on_link() > 0, "nothing was sent"
    return link.mq_first


class Link(NamedTuple):
    """`begin` makes the hosts. `send` sends a packet from A to B. `deliver` has the first packet arrive. `state` and
    `lladdr` are those of A's entry of B, `known` whether there is one; `expire` has its timer run out."""

    begin: Callable[[], None]
    send: Callable[[], None]
    deliver: Callable[[], None]
    known: Callable[[], bool]
    state: Callable[[], u32]
    lladdr: Callable[[], u32]
    expire: Callable[[], None]


def link_of(v: Neighbours) -> Link:
    """The link, for a variant."""

    def begin() -> None:
        global em, peer
        v.nd6_init()
        mbufq_init(addr(link), 4)
        em = if_alloc("em0", link_transmit, null)
        peer = if_alloc("em1", link_transmit, em)
        em.if_softc = peer
        if_attach(em, MAC_A)
        if_attach(peer, MAC_B)
        v.nd6_ifattach(em)
        v.nd6_ifattach(peer)

    def send() -> None:
        m = frame_get(DATA, A, B)
        assume(m is not None)
        assume(v.nd6_output(em, m) == 0)

    def deliver() -> None:
        m = first()
        mbufq_dequeue(addr(link))
        v.nd6_input(cast(Ptr[ifnet], m.m_pkthdr.rcvif), m)

    def known() -> bool:
        ln = v.nd6_lookup(em, B)
        if ln is None:
            return False
        rw_wunlock(addr(ln.lle_lock))
        return True

    def state() -> u32:
        ln = v.nd6_lookup(em, B)
        assert ln is not None, "there is no entry"
        now = ln.ln_state
        rw_wunlock(addr(ln.lle_lock))
        return now

    def lladdr() -> u32:
        ln = v.nd6_lookup(em, B)
        assert ln is not None, "there is no entry"
        now = ln.ll_addr
        rw_wunlock(addr(ln.lle_lock))
        return now

    def expire() -> None:
        v.advance(em, B)

    return Link(begin, send, deliver, known, state, lladdr, expire)
