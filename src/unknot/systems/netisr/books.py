"""What the scenarios write down beside netisr: who was handled, in which order, by how many at once.

One idea: an entry is made in one indivisible step, so it adds no race of its own; packets are told apart by a source
and a number, which stand in fields of the packet that netisr does not look at.
"""

from unknot.kernel.malloc import M_WAITOK
from unknot.kernel.mbuf import m_gethdr, mbuf
from unknot.lang import Ptr, array, i32, indivisible, u16, u32
from unknot.systems.netisr.tags import m_freem

SOURCES = 2

accepted: u32 = 0
"""Packets that netisr took, by its answer."""
refused: u32 = 0
"""Packets that it did not."""
handled: u32 = 0
"""Packets whose handler has returned."""
handling: u32 = 0
"""Handlers that run now."""
latest: array[u32] = array(SOURCES)
"""By source, the number of the packet handled last."""


def packet(source: u32, number: u32) -> Ptr[mbuf]:
    """A packet with these marks. Numbers of a source begin with 1."""
    m = m_gethdr(M_WAITOK, 1)
    m.m_pkthdr.fibnum = u16(source)
    m.m_pkthdr.ether_vtag = u16(number)
    return m


def note_answer(error: i32) -> None:
    """What netisr_queue or netisr_dispatch said."""
    global accepted, refused
    with indivisible():
        if error == 0:
            accepted += 1
        else:
            refused += 1


def note_handled() -> None:
    """A packet was handled."""
    global handled
    with indivisible():
        handled += 1


def count_input(m: Ptr[mbuf]) -> None:
    """A handler that counts."""
    note_handled()
    m_freem(m)


def ordered_input(m: Ptr[mbuf]) -> None:
    """A handler to which the packets of a source come in their order."""
    source, number = u32(m.m_pkthdr.fibnum), u32(m.m_pkthdr.ether_vtag)
    with indivisible():
        assert latest[source] < number, "a packet has overtaken another of its source"
        latest[source] = number
    count_input(m)


def lonely_input(m: Ptr[mbuf]) -> None:
    """A handler that runs once at a time."""
    global handling
    with indivisible():
        assert handling == 0, "two threads process one workstream"
        handling += 1
    with indivisible():
        handling -= 1
    count_input(m)


def seen() -> u32:
    """How many packets were handled."""
    with indivisible():
        return handled
