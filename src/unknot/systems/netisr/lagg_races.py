"""Scenarios of lagg: its ports change while packets are sent, addresses are told, interfaces go."""

from collections.abc import Callable
from typing import NamedTuple

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, assume, i32, null, u32
from unknot.systems.netisr import vlan
from unknot.systems.netisr.frame import DATA, frame_get
from unknot.systems.netisr.ifnet import if_alloc, if_attach, if_depart, if_lladdr, if_output, if_ref, if_rele, ifnet
from unknot.systems.netisr.lagg import Lagg
from unknot.systems.netisr.lagg_softc import lagg_softc
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.vlan import sleepy_drivers, vlan_create

EM0 = 3
EM1 = 4


def card_transmit(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
    """The packet goes out. Whether the interface may still send is not asked here, but it must exist."""
    ifp.if_opackets.fetch_add(1)
    m_freem(m)
    return 0


def card(lladdr: u32) -> Ptr[ifnet]:
    """An interface that can be a port."""
    ifp = if_alloc("em", card_transmit, null)
    if_attach(ifp, lladdr)
    return ifp


def first_port(v: Lagg) -> type:
    """The recursion, and what became of it."""

    @scenario
    class FirstPort:
        """The first port gives the lagg its address, and a vlan on top tells the neighbours."""

        sc: Ptr[lagg_softc]
        em0: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.sc = v.lagg_clone_create()
            self.em0 = card(EM0)
            vlan_create(self.sc.sc_ifp)

        @thread
        def admin(self) -> None:
            assume(v.addport(self.sc, self.em0) == 0)

        @at_end
        def told(self) -> None:
            assert if_lladdr(self.sc.sc_ifp) == EM0, "the lagg has not the address of its first port"
            assert if_lladdr(vlan.vlan.ifv_ifp) == EM0, "the vlan was not told"

    return FirstPort


class Ported(NamedTuple):
    """`lagg_of`: a lagg with these ports; a null one is left out."""

    lagg_of: Callable[[ifnet, ifnet], lagg_softc]


def ported(v: Lagg) -> Ported:
    """Where the scenarios begin."""

    def lagg_of(em0: Ptr[ifnet], em1: Ptr[ifnet]) -> Ptr[lagg_softc]:
        sc = v.lagg_clone_create()
        if em0 is not None:
            assume(v.addport(sc, em0) == 0)
        if em1 is not None:
            assume(v.addport(sc, em1) == 0)
        return sc

    return Ported(lagg_of)


def second_port(v: Lagg) -> type:
    """A port gets the address of the lagg."""
    begin = ported(v)

    @scenario
    class SecondPort:
        """A second port is added."""

        sc: Ptr[lagg_softc]
        em1: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.sc = begin.lagg_of(card(EM0), null)
            self.em1 = card(EM1)

        @thread
        def admin(self) -> None:
            assume(v.addport(self.sc, self.em1) == 0)

        @at_end
        def same(self) -> None:
            assert if_lladdr(self.em1) == if_lladdr(self.sc.sc_ifp), "a port has not the address of its lagg"

    return SecondPort


def port_departs(v: Lagg) -> type:
    """A port goes while its address is to be changed."""
    begin = ported(v)

    @scenario
    class PortDeparts:
        """An interface has just become a port when its driver goes. That its addresses go first is left out here."""

        em1: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.em1 = card(EM1)
            begin.lagg_of(card(EM0), self.em1)

        @thread
        def detacher(self) -> None:
            if_depart(self.em1)
            if_rele(self.em1)

    return PortDeparts


def port_detached(v: Lagg) -> type:
    """The same with all that if_detach does."""
    begin = ported(v)

    @scenario
    class PortDetached:
        """An interface has just become a port when it is detached, and freed."""

        em1: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.em1 = card(EM1)
            begin.lagg_of(card(EM0), self.em1)

        @thread
        def detacher(self) -> None:
            v.if_detach(self.em1)

    return PortDetached


def removed_then_detached(v: Lagg) -> type:
    """The same in two moves."""
    begin = ported(v)

    @scenario
    class RemovedThenDetached:
        """A port is removed from the lagg; then the interface is detached, and freed."""

        sc: Ptr[lagg_softc]
        em1: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.em1 = card(EM1)
            self.sc = begin.lagg_of(card(EM0), self.em1)

        @thread
        def admin(self) -> None:
            v.delport(self.sc, self.em1)
            v.if_detach(self.em1)

    return RemovedThenDetached


def removed_twice(v: Lagg) -> type:
    """Two ways to lose a port."""
    begin = ported(v)

    @scenario
    class RemovedTwice:
        """A port is removed by an administrator, who has a reference to it, while the interface departs."""

        sc: Ptr[lagg_softc]
        em1: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.em1 = card(EM1)
            self.sc = begin.lagg_of(card(EM0), self.em1)
            if_ref(self.em1)

        @thread
        def admin(self) -> None:
            v.delport(self.sc, self.em1)
            if_rele(self.em1)

        @thread
        def detacher(self) -> None:
            v.if_detach(self.em1)

    return RemovedTwice


def send_while_removed(v: Lagg) -> type:
    """Why senders have a lock."""
    begin = ported(v)

    @scenario
    class SendWhileRemoved:
        """A packet is sent through the lagg while its only port departs."""

        sc: Ptr[lagg_softc]
        em0: Ptr[ifnet]
        m: Ptr[mbuf]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.em0 = card(EM0)
            self.sc = begin.lagg_of(self.em0, null)
            self.m = frame_get(DATA, 1, 2)
            assume(self.m is not None)

        @thread
        def sender(self) -> None:
            if_output(self.sc.sc_ifp, self.m)

        @thread
        def detacher(self) -> None:
            v.if_detach(self.em0)

    return SendWhileRemoved


def lagg_goes(v: Lagg) -> type:
    """What the task may still do with a lagg."""
    begin = ported(v)

    @scenario
    class LaggGoes:
        """A lagg with a port is destroyed."""

        sc: Ptr[lagg_softc]
        em0: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.em0 = card(EM0)
            self.sc = begin.lagg_of(self.em0, null)

        @thread
        def admin(self) -> None:
            v.lagg_clone_destroy(self.sc)

        @at_end
        def own_address(self) -> None:
            assert if_lladdr(self.em0) == EM0, "what was a port has not its own address again"
            assert self.em0.if_lagg is None, "what was a port still is one"

    return LaggGoes


def driver_waits(v: Lagg) -> type:
    """What drivers may do under which lock."""
    begin = ported(v)

    @scenario
    class DriverWaits:
        """A second port is added, and drivers sleep when they are told something."""

        sc: Ptr[lagg_softc]
        em1: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            v.lagg_init()
            self.sc = begin.lagg_of(card(EM0), null)
            self.em1 = card(EM1)
            sleepy_drivers()

        @thread
        def admin(self) -> None:
            v.addport(self.sc, self.em1)

    return DriverWaits
