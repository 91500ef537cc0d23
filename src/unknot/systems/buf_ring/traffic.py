"""Scenarios about the entries themselves: none is lost, none comes twice, each producer's come in its order.

Entries are numbered from 1, so that a set of them is a word with a bit for each. A thread keeps its set in a local
and puts it down at its end: that is one step, and no other thread can disturb it.
"""

from collections.abc import Callable

from unknot import at_end, initial, param, scenario, thread
from unknot.lang import Ptr, addr, array, choose, null, u32, u64
from unknot.systems.buf_ring.ring import BufRing, Variant, capacity, size

producers = param("producers", 2, "threads that enqueue")
consumers = param("consumers", 2, "threads that dequeue")
items = param("items", 2, "entries of each producer, and attempts of each consumer")
strict = param("strict", 1, "0: a ring that ends with more entries than it may hold, but all of them, is right")
MOST = 64
"""No set has more entries."""
if producers > 8 or producers * items >= MOST:
    raise ValueError(f"{producers} producers with {items} entries each: at most 8, fewer than {MOST} entries in all")
CHANGED = 64
"""What a consumer adds to an entry that it puts back, so that it can be told apart."""


def entry(producer: u32, number: u32) -> u64:
    """The number-th entry of a producer, from 0."""
    return u64(producer * items + number + 1)


def in_order(last: u64, item: u64) -> bool:
    """True unless an earlier entry of the same producer comes after a later one. `last`: the latest of each, 8 bits
    each."""
    producer = (item - 1) // items
    return (last >> (8 * producer)) & 0xFF < item


def noted(last: u64, item: u64) -> u64:
    """`last` with this entry in it."""
    place = 8 * ((item - 1) // items)
    return last & ~(u64(0xFF) << place) | item << place


def rest_of(v: Variant) -> Callable[[BufRing], u64]:
    """Makes the function that takes out what is left in a ring at the end, and gives it as a set."""

    def rest(ring: Ptr[BufRing]) -> u64:
        found: u64 = 0
        for number in range(MOST):
            item = v.dequeue_sc(ring)
            if item == 0:
                return found
            assert number < capacity or not strict, "more entries than the ring may hold"
            assert found >> item & 1 == 0, "an entry is twice in the ring"
            found |= u64(1) << item
        return found

    return rest


def nothing_lost_nothing_twice(v: Variant) -> type:
    """What every queue must do."""
    rest = rest_of(v)

    @scenario
    class NothingLostNothingTwice:
        """At the end each accepted entry was dequeued once or is still there, and nothing else was or is."""

        ring: BufRing
        accepted: array[u64] = array(producers)
        taken: array[u64] = array(consumers)

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread(count=producers)
        def producer(self, me: u32) -> None:
            accepted: u64 = 0
            for i in range(items):
                item = entry(me, u32(i))
                if v.enqueue(addr(self.ring), item):
                    accepted |= u64(1) << item
            self.accepted[me] = accepted

        @thread(count=consumers)
        def consumer(self, me: u32) -> None:
            taken: u64 = 0
            for _ in range(items):
                item = v.dequeue_mc(addr(self.ring))
                if item != 0:
                    assert taken >> item & 1 == 0, "an entry came twice"
                    taken |= u64(1) << item
            self.taken[me] = taken

        @at_end
        def all_there(self) -> None:
            accepted: u64 = 0
            for i in range(producers):
                accepted |= self.accepted[i]
            found = rest(addr(self.ring))
            for i in range(consumers):
                assert found & self.taken[i] == 0, "an entry came twice"
                found |= self.taken[i]
            assert found == accepted, "an entry was lost, or came from nowhere"

    return NothingLostNothingTwice


def order_per_producer(v: Variant) -> type:
    """First in, first out, as far as one consumer can tell."""

    @scenario
    class OrderPerProducer:
        """No consumer gets two entries of one producer the wrong way round."""

        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread(count=producers)
        def producer(self, me: u32) -> None:
            for i in range(items):
                v.enqueue(addr(self.ring), entry(me, u32(i)))

        @thread(count=consumers)
        def consumer(self) -> None:
            last: u64 = 0
            for _ in range(items):
                item = v.dequeue_mc(addr(self.ring))
                if item != 0:
                    assert in_order(last, item), "two entries of one producer came the wrong way round"
                    last = noted(last, item)

    return OrderPerProducer


def single_consumer(v: Variant) -> type:
    """The operations that want one consumer."""
    rest = rest_of(v)

    @scenario
    class SingleConsumer:
        """One consumer, which dequeues, peeks and advances, or peeks, puts back and advances, against producers."""

        ring: BufRing
        accepted: array[u64] = array(producers)
        taken: u64

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread(count=producers)
        def producer(self, me: u32) -> None:
            accepted: u64 = 0
            for i in range(items):
                item = entry(me, u32(i))
                if v.enqueue(addr(self.ring), item):
                    accepted |= u64(1) << item
            self.accepted[me] = accepted

        @thread
        def consumer(self) -> None:
            taken: u64 = 0
            last: u64 = 0
            for _ in range(items):
                item = self.take_one()
                if item != 0:
                    assert taken >> item & 1 == 0, "an entry came twice"
                    assert in_order(last, item), "two entries of one producer came the wrong way round"
                    taken |= u64(1) << item
                    last = noted(last, item)
            self.taken = taken

        def take_one(self) -> u64:
            way = choose(3)
            if way == 0:
                return v.dequeue_sc(addr(self.ring))
            if way == 1:
                item = v.peek_clear_sc(addr(self.ring))
            else:
                item = v.peek(addr(self.ring))
                if item != 0:
                    v.putback_sc(addr(self.ring), item + CHANGED)
                    assert v.peek(addr(self.ring)) == item + CHANGED, "what was put back is not what is there"
            if item != 0:
                v.advance_sc(addr(self.ring))
            return item

        @at_end
        def all_there(self) -> None:
            accepted: u64 = 0
            for i in range(producers):
                accepted |= self.accepted[i]
            found = rest(addr(self.ring))
            assert found & self.taken == 0, "an entry came twice"
            assert found | self.taken == accepted, "an entry was lost, or came from nowhere"

    return SingleConsumer


def refilled(v: Variant) -> type:
    """Who is slow to read must not be overtaken by who fills."""

    @scenario
    class Refilled:
        """The ring is full; two consumers take an entry each, and a producer fills what they gave back. (At least 4
        slots.)"""

        ring: BufRing
        got: array[u64] = array(2)

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            for i in range(capacity):
                v.enqueue(addr(self.ring), i + 1)

        @thread(count=2)
        def consumer(self, me: u32) -> None:
            self.got[me] = v.dequeue_mc(addr(self.ring))

        @thread
        def producer(self) -> None:
            for i in range(2):
                v.enqueue(addr(self.ring), size + i)

        @at_end
        def the_oldest(self) -> None:
            assert self.got[0] + self.got[1] == 1 + 2, "not the two oldest entries"

    return Refilled
