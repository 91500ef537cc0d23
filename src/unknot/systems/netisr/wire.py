"""What scenarios about interfaces share: they come and go, and somebody sends through them.

One idea: who handles a packet for an interface needs its link-level address and then its output, as the sender of a
neighbour solicitation does. The address is the first thing that a departing interface loses.
"""

from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, atomic, cast, cstr, null, u32, u64
from unknot.systems.netisr.books import note_handled
from unknot.systems.netisr.ifnet import if_alloc, if_attach, if_lladdr, if_output, if_transmit_wire, ifnet, ifnet_init
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.workstream import netisr_init

LLADDR = 7

departed: atomic[bool] = atomic(False)
"""if_detach has returned."""


def network() -> Ptr[ifnet]:
    """Everything that there is before a scenario begins: netisr, and em0, attached."""
    ifnet_init()
    netisr_init()
    return attached("em0", LLADDR)


def attached(name: cstr, lladdr: u32) -> Ptr[ifnet]:
    """A plain interface."""
    ifp = if_alloc(name, if_transmit_wire, null)
    if_attach(ifp, lladdr)
    return ifp


def send(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """A handler that sends the packet."""
    m.m_pkthdr.csum_flags = if_lladdr(ifp)
    if_output(ifp, m)
    note_handled()


def receive(m: Ptr[mbuf]) -> None:
    """A protocol that looks at the interface from which a packet came."""
    ifp = cast(Ptr[ifnet], m.m_pkthdr.rcvif)
    assert if_lladdr(ifp) == LLADDR, "a packet comes from an interface that never had it"
    note_handled()
    m_freem(m)
