"""Scenarios about interfaces that go while packets that came from them wait: D33266 and D34076."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, null
from unknot.systems.netisr import books
from unknot.systems.netisr.books import packet
from unknot.systems.netisr.ifnet import if_rele, ifnet, ifunit_ref
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.traffic import open_protocol
from unknot.systems.netisr.wire import attached, network, receive
from unknot.systems.netisr.workstream import NETISR_IP

newcomer: Ptr[ifnet] = null
"""An interface that came after the packet."""


def drop_if_new(m: Ptr[mbuf]) -> None:
    """A protocol that knows which interface cannot have sent the packet."""
    assert m.m_pkthdr.rcvif != newcomer, "a packet comes from an interface that never had it"
    m_freem(m)


def receives(v: Stack) -> type:
    """Nobody goes: the least that must work."""

    @scenario
    class Receives:
        """A packet that waits in the queue comes from the interface that it came from."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            open_protocol(receive, 1)

        @thread
        def driver(self) -> None:
            m = packet(0, 1)
            m.m_pkthdr.rcvif = self.ifp
            v.netisr.netisr_queue(NETISR_IP, m)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

        @at_end
        def handled(self) -> None:
            assert books.handled == 1, "the packet was not handled"

    return Receives


def input_while_detach(v: Stack) -> type:
    """A packet waits when its interface goes."""

    @scenario
    class InputWhileDetach:
        """The protocol gets the packet while it can look at the interface, or not at all."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            open_protocol(receive, 1)
            m = packet(0, 1)
            m.m_pkthdr.rcvif = self.ifp
            v.netisr.netisr_queue(NETISR_IP, m)

        @thread
        def detacher(self) -> None:
            v.interfaces.if_detach(self.ifp)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return InputWhileDetach


def index_reuse(v: Stack) -> type:
    """A packet waits, its interface goes, and another comes, to the same memory and index."""

    @scenario
    class IndexReuse:
        """The packet is not taken for one of the other interface."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            open_protocol(drop_if_new, 1)
            m = packet(0, 1)
            m.m_pkthdr.rcvif = self.ifp
            v.netisr.netisr_queue(NETISR_IP, m)

        @thread
        def detacher(self) -> None:
            global newcomer
            v.interfaces.if_detach(self.ifp)
            newcomer = attached("em1", 8)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return IndexReuse


def detach_with_reference(v: Stack) -> type:
    """Somebody has looked the interface up by name."""

    @scenario
    class DetachWithReference:
        """A reference keeps the interface's memory, and whoever gives up the last one frees it."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()

        @thread
        def user(self) -> None:
            ifp = ifunit_ref("em0")
            if ifp is not None:
                assert ifp.if_index == 1, "what was found is not what was looked for"
                if_rele(ifp)

        @thread
        def detacher(self) -> None:
            v.interfaces.if_detach(self.ifp)

        @at_end
        def gone(self) -> None:
            assert ifunit_ref("em0") is None, "the interface is still known"

    return DetachWithReference
