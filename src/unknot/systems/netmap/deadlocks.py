"""Scenarios of kevent callers who wait for each other's locks. One idea: kevent asks netmap under the lock of a list of
knotes, netmap sends, and tells the receiver under the lock of another list."""

from unknot import initial, scenario, thread
from unknot.lang import addr, u32
from unknot.systems.kqueue.event import FOREVER
from unknot.systems.netmap.features import WATCH_RX
from unknot.systems.netmap.lab import is_packet, learn, mac, queue_packet, take_packet
from unknot.systems.netmap.netmap import Variant
from unknot.systems.netmap.objects import netmap_priv_d
from unknot.systems.netmap.vale import bdg_attach
from unknot.systems.netmap.watching import Process, ask, make_open


def own_packet(v: Variant) -> type:
    """The list that kevent has locked is the one to be told."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class OwnPacket:
        """One thread: a packet is there, and kevent finds it."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            queue_packet(addr(self.p.lab), 1, mac(0), 5)
            nm.txsync(addr(self.p.lab.priv[1]))

        @thread
        def only(self) -> None:
            assert ask(addr(self.p), 0, FOREVER) == 1, "the packet is not reported"
            assert is_packet(take_packet(addr(self.p.lab), 0), 1, 5), "reported, but not there"

    return OwnPacket


def cross_send(v: Variant) -> type:
    """Two ports, two kqueues, a packet from each to the other."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 2)

    @scenario
    class CrossSend:
        """Each asks for packets, and so sends the one that it has queued, and sleeps until the other's comes."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            for i in range(u32(2)):
                learn(addr(self.p.lab), i)
                queue_packet(addr(self.p.lab), i, mac(1 - i), 5)

        @thread(count=2)
        def owner(self, me: u32) -> None:
            assert ask(addr(self.p), me, FOREVER) == 1, "the packet is not reported"
            assert is_packet(take_packet(addr(self.p.lab), me), 1 - me, 5), "reported, but not there"

    return CrossSend


def three_parties(v: Variant) -> type:
    """A writer makes a reader wait for another reader."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class ThreeParties:
        """Port 0 asks for packets and sends one to port 1; port 1 sends one to port 0, by ioctl; meanwhile a port is
        attached to the switch, for which the switch's lock is wanted alone."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            for i in range(u32(2)):
                learn(addr(self.p.lab), i)
                queue_packet(addr(self.p.lab), i, mac(1 - i), 5)

        @thread
        def asker(self) -> None:
            ask(addr(self.p), 0, 0)

        @thread
        def sender(self) -> None:
            nm.txsync(addr(self.p.lab.priv[1]))

        @thread
        def writer(self) -> None:
            bdg_attach(addr(self.p.lab.bridge), addr(self.p.lab.na[1]))

    return ThreeParties


def second_descriptor(v: Variant) -> type:
    """A ring that stands still for a moment."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class SecondDescriptor:
        """A packet is in the ring, and kevent asks for it while a second descriptor is bound to the port, for which its
        rings are locked (by FreeBSD: if it is a monitor)."""

        p: Process
        second: netmap_priv_d

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            queue_packet(addr(self.p.lab), 1, mac(0), 5)
            nm.txsync(addr(self.p.lab.priv[1]))

        @thread
        def asker(self) -> None:
            assert ask(addr(self.p), 0, FOREVER) == 1, "the packet is not reported"

        @thread
        def other(self) -> None:
            nm.regif(addr(self.second), addr(self.p.lab.na[0]), 0)

    return SecondDescriptor
