"""Behaviours of interfaces, of packets that come from them, and of the deferred queue."""

from collections.abc import Callable

from unknot.kernel.errno import ENETDOWN, ENOBUFS, ENOENT, ENOMEM, ENXIO
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, addr, assume, i32, u32, u64
from unknot.systems.netisr import books, notebook
from unknot.systems.netisr.books import packet
from unknot.systems.netisr.ifnet import (
    IFF_UP,
    departure_event,
    event_register,
    if_lladdr,
    if_output,
    if_ref,
    if_rele,
    ifnet,
    ifunit_ref,
    purge_event,
)
from unknot.systems.netisr.notebook import note, noted, protocol, software_interrupts
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.wire import LLADDR, attached, receive
from unknot.systems.netisr.workstream import NETISR_DISPATCH_DEFERRED, NETISR_IP


def behaviours(v: Stack) -> tuple[Callable[[], None], ...]:
    """Those of a variant."""
    found = (*_interfaces(v), *_departure(v), *_sources(v))
    return (*found, *_deferred(v), *_refusals(v), *_withdrawals(v)) if v.features.deferred else found


def _interfaces(v: Stack) -> tuple[Callable[[], None], ...]:
    def attach_makes_known() -> None:
        """An attached interface is up, has its address, and is found by its name, with a reference."""
        ifp = attached("em0", 5)
        assert ifp.if_flags == IFF_UP and if_lladdr(ifp) == 5 and ifp.if_index == 1, "not what was attached"
        assert ifunit_ref("em0") == ifp and ifunit_ref("em1") is None, "not found, or something else is"
        assert ifp.if_refcount.load() == 2, "no reference"
        if_rele(ifp)
        v.interfaces.if_detach(ifp)

    def output_counts() -> None:
        """if_output sends the packet, which is gone then, and counts it."""
        ifp = attached("em0", 5)
        assert if_output(ifp, packet(0, 1)) == 0 and if_output(ifp, packet(0, 2)) == 0, "not sent"
        assert ifp.if_opackets.load() == 2, "not counted"
        v.interfaces.if_detach(ifp)

    def indices_are_lowest_free() -> None:
        """An index goes to the next interface when its own has gone, with another generation."""
        first, second = attached("em0", 5), attached("em1", 6)
        assert first.if_index == 1 and second.if_index == 2, "not the lowest index that is free"
        gen = first.if_idxgen
        v.interfaces.if_detach(first)
        third = attached("em2", 7)
        assert third.if_index == 1 and third.if_idxgen != gen, "the index is as good as new"
        v.interfaces.if_detach(second)
        v.interfaces.if_detach(third)

    return attach_makes_known, output_counts, indices_are_lowest_free


def _departure(v: Stack) -> tuple[Callable[[], None], ...]:
    def detach_order() -> None:
        """The protocols forget an interface before its departure is told, and by then it is not found any more."""
        event_register(addr(departure_event), note_departure)
        event_register(addr(purge_event), note_purge)
        v.interfaces.if_detach(attached("em0", 5))
        assert notebook.count == 2 and noted[0] == 1 and noted[1] == 2, "not in this order"

    def note_purge(ifp: Ptr[ifnet]) -> None:
        assert if_lladdr(ifp) == 5, "the address is gone already"
        note(1)

    def note_departure(ifp: Ptr[ifnet]) -> None:
        assert ifunit_ref("em0") is None and ifp.if_index == 1, "it is still known"
        note(2)

    def reference_keeps() -> None:
        """Who has a reference may look at an interface that was detached, and cannot send through it."""
        ifp = attached("em0", 5)
        if_ref(ifp)
        v.interfaces.if_detach(ifp)
        assert ifp.if_refcount.load() == 1, "the driver's reference is still there"
        assert if_output(ifp, packet(0, 1)) == ENETDOWN and ifp.if_opackets.load() == 0, "it still sends"
        if_rele(ifp)

    return detach_order, reference_keeps


def _sources(v: Stack) -> tuple[Callable[[], None], ...]:
    run_all = software_interrupts(v.netisr)

    def source_survives_queue() -> None:
        """The handler sees the interface from which a packet came."""
        ifp = from_interface()
        run_all()
        assert books.handled == 1, "the packet was not handled"
        v.interfaces.if_detach(ifp)

    def packet_of_gone_interface() -> None:
        """A packet whose interface has gone meanwhile is dropped, also if another has its index now."""
        v.interfaces.if_detach(from_interface())
        other = attached("em1", 8)
        run_all()
        assert books.handled == 0, "a packet from nowhere was handled"
        v.interfaces.if_detach(other)

    def from_interface() -> Ptr[ifnet]:
        """A packet from an interface waits."""
        ifp = attached("em0", LLADDR)
        protocol(receive, NETISR_DISPATCH_DEFERRED, 1)
        m = packet(0, 1)
        m.m_pkthdr.rcvif = ifp
        v.netisr.netisr_queue(NETISR_IP, m)
        return ifp

    return (source_survives_queue, packet_of_gone_interface) if v.features.serialize else (source_survives_queue,)


def note_number(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """A handler that notes the packet's number and sends it."""
    assert state == 9, "the caller's word did not arrive"
    note(u32(m.m_pkthdr.ether_vtag))
    if_output(ifp, m)


def note_other(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """Another handler."""
    note(100 + u32(m.m_pkthdr.ether_vtag))
    m_freem(m)


def without_tag_or(expected: i32, error: i32) -> bool:
    """A packet was refused for this reason, or because there was no memory for a tag."""
    return expected == error or error == ENOMEM


def _deferred(v: Stack) -> tuple[Callable[[], None], ...]:
    run_all = software_interrupts(v.netisr)

    def deferred_is_later() -> None:
        """A packet is handled later, in order, with its interface and the caller's word."""
        ifp = attached("em0", 5)
        v.deferred.deferred_init(2)
        id = v.deferred.deferred_register(note_number)
        for i in range(u32(2)):
            assume(v.deferred.deferred_dispatch(id, ifp, packet(0, i + 1), 9) == 0)
        assert notebook.count == 0 and ifp.if_opackets.load() == 0, "not later"
        run_all()
        assert notebook.count == 2 and noted[0] == 1 and noted[1] == 2, "not in order"
        assert ifp.if_opackets.load() == 2, "the handler got another interface"
        v.interfaces.if_detach(ifp)

    def handlers_have_their_own() -> None:
        """Each handler gets its own packets; there is room for two."""
        ifp = attached("em0", 5)
        v.deferred.deferred_init(2)
        first, second = v.deferred.deferred_register(note_number), v.deferred.deferred_register(note_other)
        assert first != second and v.deferred.deferred_register(note_other) == -1, "room for more or fewer"
        assume(v.deferred.deferred_dispatch(second, ifp, packet(0, 1), 9) == 0)
        assume(v.deferred.deferred_dispatch(first, ifp, packet(0, 2), 9) == 0)
        run_all()
        assert noted[0] == 101 and noted[1] == 2, "the wrong handler"
        v.interfaces.if_detach(ifp)

    return deferred_is_later, handlers_have_their_own


def _refusals(v: Stack) -> tuple[Callable[[], None], ...]:
    run_all = software_interrupts(v.netisr)

    def no_memory_for_tag() -> None:
        """Without memory for a tag the packet is gone, and the caller knows."""
        ifp = attached("em0", 5)
        v.deferred.deferred_init(1)
        id = v.deferred.deferred_register(note_number)
        error = v.deferred.deferred_dispatch(id, ifp, packet(0, 1), 9)
        assert error == 0 or error == ENOMEM, "another reason"
        run_all()
        assert notebook.count == (1 if error == 0 else 0), "handled all the same, or not at all"
        v.interfaces.if_detach(ifp)

    def full_queue() -> None:
        """A packet for which there is no room is gone: ENOBUFS."""
        ifp = attached("em0", 5)
        v.deferred.deferred_init(1)
        id = v.deferred.deferred_register(note_number)
        assume(v.deferred.deferred_dispatch(id, ifp, packet(0, 1), 9) == 0)
        error = v.deferred.deferred_dispatch(id, ifp, packet(0, 2), 9)
        assert without_tag_or(ENOBUFS, error), "a full queue takes a packet"
        run_all()
        assert notebook.count == 1, "the wrong number of packets"
        v.interfaces.if_detach(ifp)

    def unknown_handler() -> None:
        """Without a handler nothing is queued: ENOENT."""
        ifp = attached("em0", 5)
        v.deferred.deferred_init(1)
        id = v.deferred.deferred_register(note_number)
        v.deferred.deferred_unregister(id)
        error = v.deferred.deferred_dispatch(id, ifp, packet(0, 1), 9)
        assert without_tag_or(ENOENT, error), "a handler that there is not"
        assert v.deferred.deferred_register(note_other) == id, "its place is not free"
        v.interfaces.if_detach(ifp)

    return no_memory_for_tag, full_queue, unknown_handler


def _withdrawals(v: Stack) -> tuple[Callable[[], None], ...]:
    run_all = software_interrupts(v.netisr)

    def unregister_drops_its_own() -> None:
        """Packets of a handler that is withdrawn are dropped, and no others."""
        ifp = two_wait(attached("em0", 5))
        v.deferred.deferred_unregister(0)
        run_all()
        assert notebook.count == 1 and noted[0] == 102, "the wrong packets were dropped"
        v.interfaces.if_detach(ifp)

    def two_wait(ifp: Ptr[ifnet]) -> Ptr[ifnet]:
        """A packet of each of two handlers waits."""
        v.deferred.deferred_init(2)
        v.deferred.deferred_register(note_number)
        v.deferred.deferred_register(note_other)
        assume(v.deferred.deferred_dispatch(0, ifp, packet(0, 1), 9) == 0)
        assume(v.deferred.deferred_dispatch(1, ifp, packet(0, 2), 9) == 0)
        return ifp

    def departure_drops_its_own() -> None:
        """Packets for an interface that departs are dropped, and no others."""
        first, second = attached("em0", 5), attached("em1", 6)
        v.deferred.deferred_init(2)
        id = v.deferred.deferred_register(note_number)
        assume(v.deferred.deferred_dispatch(id, first, packet(0, 1), 9) == 0)
        assume(v.deferred.deferred_dispatch(id, second, packet(0, 2), 9) == 0)
        v.interfaces.if_detach(first)
        run_all()
        assert notebook.count == 1 and noted[0] == 2, "the wrong packets were dropped"
        assert second.if_opackets.load() == 1, "the other interface has not sent"
        v.interfaces.if_detach(second)

    def departed_is_refused() -> None:
        """Nothing is sent for an interface that has departed, to which somebody has a reference."""
        ifp = attached("em0", 5)
        v.deferred.deferred_init(1)
        id = v.deferred.deferred_register(note_number)
        if_ref(ifp)
        v.interfaces.if_detach(ifp)
        error = v.deferred.deferred_dispatch(id, ifp, packet(0, 1), 9)
        assert without_tag_or(ENXIO, error) or v.features.serialize, "a packet is taken"
        run_all()
        assert notebook.count == 0, "a handler was called for an interface that is gone"
        if_rele(ifp)

    late = (departed_is_refused,) if v.features.drain or v.features.serialize else ()
    return unregister_drops_its_own, departure_drops_its_own, *late
