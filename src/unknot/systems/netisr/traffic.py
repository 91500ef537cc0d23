"""Scenarios about netisr itself: no packet is forgotten, none overtakes another of its source, one thread at a time
processes a workstream, what is refused is counted.
"""

from collections.abc import Callable

from unknot import at_end, initial, param, scenario, thread
from unknot.kernel.mbuf import mbuf
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, array, u32, u64
from unknot.systems.netisr import books
from unknot.systems.netisr.books import count_input, lonely_input, note_answer, ordered_input, packet
from unknot.systems.netisr.protocol import netisr_getqdrops, netisr_register, netisr_unregister
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.workstream import (
    NETISR_IP,
    NETISR_POLICY_SOURCE,
    cpus,
    netisr_handler,
    netisr_init,
    nws,
    nws_check,
)

dispatch = param("dispatch", 2, "netisr_dispatch is 1: deferred, 2: hybrid, 3: direct")
qlimit = param("qlimit", 1, "DropsCounted, InFlight: packets that may wait")
factor = param("factor", 2, "InFlight: so many times as many packets as may wait are on their way at most")


def started(handler: Callable[[Ptr[mbuf]], None], limit: u32) -> None:
    """netisr, with one protocol."""
    netisr_init()
    open_protocol(handler, limit)


def open_protocol(handler: Callable[[Ptr[mbuf]], None], limit: u32) -> None:
    """Registers NETISR_IP."""
    nh = netisr_handler()
    nh.nh_handler = handler
    nh.nh_proto = NETISR_IP
    nh.nh_qlimit = limit
    nh.nh_policy = NETISR_POLICY_SOURCE
    nh.nh_dispatch = dispatch
    netisr_register(addr(nh))


def look(cpu: u32) -> None:
    """What holds whenever nobody has the lock."""
    mtx_lock(addr(nws[cpu].nws_mtx))
    nws_check(addr(nws[cpu]))
    mtx_unlock(addr(nws[cpu].nws_mtx))


def no_lost_signal(v: Stack) -> type:
    """One thread queues, one dispatches."""

    @scenario
    class NoLostSignal:
        """All packets that were taken are handled at last, and whenever the lock is free somebody is bound to look."""

        m: array[Ptr[mbuf]] = array(2)

        @initial
        def setup(self) -> None:
            started(count_input, 2)
            for i in range(u32(2)):
                self.m[i] = packet(i, 1)

        @thread
        def queuer(self) -> None:
            note_answer(v.netisr.netisr_queue(NETISR_IP, self.m[0]))

        @thread
        def dispatcher(self) -> None:
            note_answer(v.netisr.netisr_dispatch(NETISR_IP, self.m[1]))

        @thread(count=cpus)
        def swi(self, me: u32) -> None:
            v.netisr.swi_worker(me)

        @thread
        def observer(self) -> None:
            look(0)

        @at_end
        def all_handled(self) -> None:
            assert books.accepted == 2 and books.handled == 2, "a packet was forgotten"

    return NoLostSignal


def source_order(v: Stack) -> type:
    """Packets of one source, by two ways in, beside another source."""

    @scenario
    class SourceOrder:
        """The packets of a source are handled in the order in which they were given to netisr."""

        m: array[Ptr[mbuf]] = array(3)

        @initial
        def setup(self) -> None:
            started(ordered_input, 3)
            self.m[0] = packet(0, 1)
            self.m[1] = packet(0, 2)
            self.m[2] = packet(1, 1)

        @thread
        def source0(self) -> None:
            v.netisr.netisr_queue_src(NETISR_IP, 0, self.m[0])
            v.netisr.netisr_dispatch_src(NETISR_IP, 0, self.m[1])

        @thread
        def source1(self) -> None:
            v.netisr.netisr_dispatch_src(NETISR_IP, 1, self.m[2])

        @thread(count=cpus)
        def swi(self, me: u32) -> None:
            v.netisr.swi_worker(me)

        @at_end
        def all_handled(self) -> None:
            assert books.handled == 3, "a packet was forgotten"

    return SourceOrder


def one_at_a_time(v: Stack) -> type:
    """Two threads dispatch, the worker works."""

    @scenario
    class OneAtATime:
        """No two threads run handlers of one workstream at once."""

        m: array[Ptr[mbuf]] = array(3)

        @initial
        def setup(self) -> None:
            started(lonely_input, 3)
            for i in range(u32(3)):
                self.m[i] = packet(0, i)
            v.netisr.netisr_queue(NETISR_IP, self.m[2])

        @thread(count=2)
        def dispatcher(self, me: u32) -> None:
            v.netisr.netisr_dispatch(NETISR_IP, self.m[me])

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

        @at_end
        def all_handled(self) -> None:
            assert books.handled == 3, "a packet was forgotten"

    return OneAtATime


def drops_counted(v: Stack) -> type:
    """Two threads queue more than fits."""

    @scenario
    class DropsCounted:
        """A packet is handled, or was refused and is counted: nothing else becomes of it."""

        m: array[Ptr[mbuf]] = array(3)

        @initial
        def setup(self) -> None:
            started(count_input, qlimit)
            for i in range(u32(3)):
                self.m[i] = packet(0, i)

        @thread
        def one(self) -> None:
            note_answer(v.netisr.netisr_queue(NETISR_IP, self.m[0]))

        @thread
        def two(self) -> None:
            note_answer(v.netisr.netisr_queue(NETISR_IP, self.m[1]))
            note_answer(v.netisr.netisr_queue(NETISR_IP, self.m[2]))

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

        @at_end
        def accounts(self) -> None:
            assert books.accepted + books.refused == 3 and books.handled == books.accepted, "a packet was forgotten"
            assert netisr_getqdrops(NETISR_IP) == u64(books.refused), "a drop was not counted"

    return DropsCounted


def in_flight(v: Stack) -> type:
    """More packets than may wait, and a look at how many are on their way."""

    @scenario
    class InFlight:
        """The worker's own list counts for nothing: as many packets again may wait meanwhile, and no more."""

        m: array[Ptr[mbuf]] = array(3)

        @initial
        def setup(self) -> None:
            started(count_input, qlimit)
            for i in range(u32(3)):
                self.m[i] = packet(0, i)

        @thread
        def queuer(self) -> None:
            taken: u32 = 0
            for i in range(u32(3)):
                if v.netisr.netisr_queue(NETISR_IP, self.m[i]) == 0:
                    taken += 1
                assert taken <= books.seen() + factor * qlimit, "more packets are on their way"

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return InFlight


def unregister_runs(v: Stack) -> type:
    """A protocol is unregistered while a packet of it waits, or is on the worker's list."""

    @scenario
    class UnregisterRuns:
        """The packet is handled or dropped; its handler is not called when there is none."""

        m: Ptr[mbuf]

        @initial
        def setup(self) -> None:
            started(count_input, 1)
            v.netisr.netisr_queue(NETISR_IP, packet(0, 1))

        @thread
        def unloader(self) -> None:
            netisr_unregister(NETISR_IP)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return UnregisterRuns
