"""Scenarios about the ring's answers: ENOBUFS only from a full ring, NULL only from an empty one, and how good the
hints are."""

from unknot import at_end, initial, param, scenario, thread
from unknot.lang import addr, array, choose, null, u32, u64
from unknot.systems.buf_ring.books import begin_dequeue, begin_enqueue, bit, saw_empty, saw_full
from unknot.systems.buf_ring.ring import BufRing, Variant, capacity

pairs = param("pairs", 1, "AlwaysRoom: how often b enqueues and dequeues")
turns = param("turns", 6, "SpuriousRefusal and AlwaysEntry: how often b enqueues and dequeues")
threads = param("threads", 2, "DropOnlyIfFull, NullOnlyIfEmpty, DropsCounted: threads of each kind")
calls = param("calls", 2, "DropOnlyIfFull, NullOnlyIfEmpty, DropsCounted: calls of each thread")


def always_room(v: Variant) -> type:
    """The bug of the mail."""

    @scenario
    class AlwaysRoom:
        """There are never more than two entries, so with at least 4 slots there is room at all times."""

        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread
        def a(self) -> None:
            assert v.enqueue(addr(self.ring), 1), "refused although there was room all the time"

        @thread
        def b(self) -> None:
            for _ in range(pairs):
                assert v.enqueue(addr(self.ring), 2), "refused although there was room all the time"
                v.dequeue_mc(addr(self.ring))

    return AlwaysRoom


def spurious_refusal(v: Variant) -> type:
    """The second look at indices that went round the ring."""

    @scenario
    class SpuriousRefusal:
        """As AlwaysRoom, with more turns of b: enough for the indices to go round the ring."""

        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread
        def a(self) -> None:
            assert v.enqueue(addr(self.ring), 1), "refused although there was room all the time"

        @thread
        def b(self) -> None:
            for _ in range(turns):
                v.enqueue(addr(self.ring), 2)
                v.dequeue_mc(addr(self.ring))

    return SpuriousRefusal


def always_entry(v: Variant) -> type:
    """The same mistake on the consumer's side."""

    @scenario
    class AlwaysEntry:
        """One entry is there from the start and b always adds one before it takes one, so a must find one."""

        ring: BufRing

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            v.enqueue(addr(self.ring), 1)

        @thread
        def a(self) -> None:
            assert v.dequeue_mc(addr(self.ring)) != 0, "NULL although there was an entry all the time"

        @thread
        def b(self) -> None:
            for _ in range(turns):
                v.enqueue(addr(self.ring), 2)
                v.dequeue_mc(addr(self.ring))

    return AlwaysEntry


def drop_only_if_full(v: Variant) -> type:
    """`v` keeps books."""

    @scenario
    class DropOnlyIfFull:
        """Whoever is refused must have called while all slots were claimed, for an instant at least."""

        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread(count=threads)
        def producer(self) -> None:
            for _ in range(calls):
                begin_enqueue()
                if not v.enqueue(addr(self.ring), 1):
                    assert saw_full & bit() != 0, "refused although the ring was not full at any instant of the call"

        @thread(count=threads)
        def consumer(self) -> None:
            for _ in range(calls):
                v.dequeue_mc(addr(self.ring))

    return DropOnlyIfFull


def null_only_if_empty(v: Variant) -> type:
    """`v` keeps books."""

    @scenario
    class NullOnlyIfEmpty:
        """Whoever gets NULL must have called while nothing was published, for an instant at least."""

        ring: BufRing

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            v.enqueue(addr(self.ring), 1)

        @thread(count=threads)
        def producer(self) -> None:
            for _ in range(calls):
                v.enqueue(addr(self.ring), 2)

        @thread(count=threads)
        def consumer(self) -> None:
            for _ in range(calls):
                begin_dequeue()
                if v.dequeue_mc(addr(self.ring)) == 0:
                    assert saw_empty & bit() != 0, "NULL although the ring was not empty at any instant of the call"

    return NullOnlyIfEmpty


def hints(v: Variant) -> type:
    """full and count read two words at two times."""

    @scenario
    class Hints:
        """There is never more than one entry. Were full and count more than hints, they would never say otherwise."""

        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread
        def a(self) -> None:
            if choose(2) == 0:
                assert v.count(addr(self.ring)) <= 1, "count says more than there ever were"
            else:
                assert not v.full(addr(self.ring)), "full says yes, and there was room all the time"

        @thread
        def b(self) -> None:
            for _ in range(pairs):
                v.enqueue(addr(self.ring), 1)
                v.dequeue_mc(addr(self.ring))

    return Hints


def drops_counted(v: Variant) -> type:
    """br_drops++ is a load and a store."""

    @scenario
    class DropsCounted:
        """The ring is full and stays so: every call is refused, and br_drops must count each."""

        ring: BufRing
        refused: array[u32] = array(threads)

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            for i in range(capacity):
                v.enqueue(addr(self.ring), i + 1)

        @thread(count=threads)
        def producer(self, me: u32) -> None:
            refused: u32 = 0
            for _ in range(calls):
                if not v.enqueue(addr(self.ring), 1):
                    refused += 1
            self.refused[me] = refused

        @at_end
        def counted(self) -> None:
            refusals: u64 = 0
            for i in range(threads):
                refusals += self.refused[i]
            assert refusals == threads * calls, "an entry was added to a full ring"
            assert self.ring.br_drops == refusals, "br_drops is not the number of refusals"

    return DropsCounted
