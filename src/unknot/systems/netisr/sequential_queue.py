"""Behaviours of netisr's queues: order, limits, drops, counters, registration."""

from collections.abc import Callable

from unknot.kernel.errno import EINVAL, ENOBUFS
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, addr, u32
from unknot.systems.netisr import notebook
from unknot.systems.netisr.books import packet
from unknot.systems.netisr.notebook import keep_spare, note, note_input, noted, protocol
from unknot.systems.netisr.protocol import (
    netisr_getqdrops,
    netisr_getqlimit,
    netisr_register,
    netisr_setqlimit,
    netisr_unregister,
)
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.workstream import (
    NETISR_DEFERRED,
    NETISR_DISPATCH_DEFERRED,
    NETISR_IP,
    NETISR_POLICY_SOURCE,
    NWS_BUSY,
    netisr_handler,
    nws,
)


def behaviours(v: Stack) -> tuple[Callable[[], None], ...]:
    """Those of a variant."""
    return (*_queues(v), *_limits(v), *_runs(v), *_registration(v))


def _queues(v: Stack) -> tuple[Callable[[], None], ...]:
    def queue_puts_off() -> None:
        """netisr_queue handles nothing itself; the software interrupt does, once it runs, in the packets' order."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 3)
        for i in range(u32(3)):
            assert v.netisr.netisr_queue(NETISR_IP, packet(0, i + 1)) == 0, "there was room"
        assert notebook.count == 0, "netisr_queue has called a handler"
        assert v.netisr.swi_run(0), "the software interrupt was not asked for"
        assert notebook.count == 3, "not all packets were handled"
        assert noted[0] == 1 and noted[1] == 2 and noted[2] == 3, "the packets are out of order"

    def one_signal_is_enough() -> None:
        """The software interrupt is asked for once, and when it is done the workstream is idle."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 2)
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        v.netisr.netisr_queue(NETISR_IP, packet(0, 2))
        assert v.netisr.swi_run(0) and not v.netisr.swi_run(0), "it was not asked for exactly once"
        assert nws[0].nws_flags & NWS_BUSY == 0 and nws[0].nws_pendingbits == 0, "the workstream is not idle"

    def counters() -> None:
        """What was queued, handled, and the most that waited at once is counted."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 3)
        for i in range(u32(3)):
            v.netisr.netisr_queue(NETISR_IP, packet(0, i))
            if i != 0:
                v.netisr.swi_run(0)
        work = addr(nws[0].nws_work[NETISR_IP])
        assert work.nw_queued == 3 and work.nw_handled == 3, "packets are counted wrong"
        assert work.nw_watermark == 2 and work.nw_dispatched == 0, "the watermark is wrong"

    return queue_puts_off, one_signal_is_enough, counters


def _limits(v: Stack) -> tuple[Callable[[], None], ...]:
    def full_is_refused() -> None:
        """A packet that finds the queue full is gone: ENOBUFS, and a drop is counted."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 1)
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        assert v.netisr.netisr_queue(NETISR_IP, packet(0, 2)) == ENOBUFS, "a full queue takes a packet"
        assert netisr_getqdrops(NETISR_IP) == 1, "the drop is not counted"
        v.netisr.swi_run(0)
        assert notebook.count == 1 and noted[0] == 1, "the wrong packet was dropped"
        assert v.netisr.netisr_queue(NETISR_IP, packet(0, 3)) == 0, "an empty queue takes none"
        v.netisr.swi_run(0)

    def limits_are_per_protocol() -> None:
        """One protocol's full queue is not another's."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 1)
        other(note_input)
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        assert v.netisr.netisr_queue(NETISR_DEFERRED, packet(0, 2)) == 0, "the other queue is not full"
        assert netisr_getqdrops(NETISR_DEFERRED) == 0, "a drop that was none"
        v.netisr.swi_run(0)
        assert notebook.count == 2, "one run does not handle all protocols"

    def other(handler: Callable[[Ptr[mbuf]], None]) -> None:
        """Registers a second protocol."""
        nh = netisr_handler()
        nh.nh_proto = NETISR_DEFERRED
        nh.nh_qlimit = 1
        nh.nh_policy = NETISR_POLICY_SOURCE
        nh.nh_dispatch = NETISR_DISPATCH_DEFERRED
        nh.nh_handler = handler
        netisr_register(addr(nh))

    def limit_can_be_changed() -> None:
        """netisr_setqlimit takes effect at once, but for packets that wait already; none is EINVAL."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 2)
        assert netisr_setqlimit(NETISR_IP, 0) == EINVAL and netisr_getqlimit(NETISR_IP) == 2, "a limit of 0"
        for i in range(u32(2)):
            v.netisr.netisr_queue(NETISR_IP, packet(0, i))
        assert netisr_setqlimit(NETISR_IP, 1) == 0 and netisr_getqlimit(NETISR_IP) == 1, "the limit is not set"
        assert v.netisr.netisr_queue(NETISR_IP, packet(0, 2)) == ENOBUFS, "the limit has no effect"
        v.netisr.swi_run(0)
        assert notebook.count == 2, "packets that waited are gone"

    def no_limit_is_the_default() -> None:
        """A protocol that names no limit gets 256."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 0)
        assert netisr_getqlimit(NETISR_IP) == 256, "the default limit is not 256"

    return full_is_refused, limits_are_per_protocol, limit_can_be_changed, no_limit_is_the_default


def _runs(v: Stack) -> tuple[Callable[[], None], ...]:
    def handler_may_queue() -> None:
        """What a handler queues is handled by the same run."""
        protocol(queues_again, NETISR_DISPATCH_DEFERRED, 1)
        keep_spare(packet(0, 2))
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        assert v.netisr.swi_run(0) and notebook.count == 2, "what the handler queued was not handled"
        assert not v.netisr.swi_run(0), "the software interrupt was asked for while it ran"

    def queues_again(m: Ptr[mbuf]) -> None:
        if m.m_pkthdr.ether_vtag == 1:
            v.netisr.netisr_queue(NETISR_IP, notebook.spare)
        note_input(m)

    def drained_is_told() -> None:
        """A protocol that wants to know is told, after its packets, on which processor its queue is empty."""
        nh = netisr_handler()
        nh.nh_qlimit = 2
        nh.nh_policy = NETISR_POLICY_SOURCE
        nh.nh_dispatch = NETISR_DISPATCH_DEFERRED
        nh.nh_handler = note_input
        nh.nh_drainedcpu = note_drained
        netisr_register(addr(nh))
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        v.netisr.netisr_queue(NETISR_IP, packet(0, 2))
        v.netisr.swi_run(0)
        assert notebook.count == 3 and noted[2] == 100, "nobody was told, or too early"

    def note_drained(cpu: u32) -> None:
        note(100 + cpu)

    return handler_may_queue, drained_is_told


def _registration(v: Stack) -> tuple[Callable[[], None], ...]:
    def unregister_drops() -> None:
        """Packets of a protocol that is unregistered are not handled, and it can be registered anew."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 1)
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        netisr_unregister(NETISR_IP)
        v.netisr.swi_run(0)
        assert notebook.count == 0, "a packet of a protocol that is gone was handled"
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 1)
        assert v.netisr.netisr_queue(NETISR_IP, packet(0, 2)) == 0, "the queue is not empty"
        v.netisr.swi_run(0)
        assert notebook.count == 1 and noted[0] == 2, "not the packet of the second protocol"

    return (unregister_drops,)
