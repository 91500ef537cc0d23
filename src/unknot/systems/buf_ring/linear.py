"""Scenarios that compare the ring with a bounded queue in plain Python: is there an order of the calls that gives these
answers? Nobody has to think of what can go wrong."""

from unknot import initial, operation, param, scenario, thread
from unknot.lang import addr, null, u64
from unknot.systems.buf_ring.ring import BufRing, Variant, capacity

rounds = param("rounds", 3, "LinearizableTurns: how often b enqueues and dequeues")


class Queue:
    """What the ring should do."""

    def __init__(self) -> None:
        self.entries: list[int] = []

    def enqueue(self, item: int) -> bool:
        """Adds an entry if there is room."""
        if len(self.entries) == capacity:
            return False
        self.entries.append(item)
        return True

    def dequeue(self) -> int:
        """Takes the oldest entry; 0 is NULL."""
        return self.entries.pop(0) if self.entries else 0


def linearizable(v: Variant) -> type:
    """Everybody enqueues and dequeues."""

    @scenario
    class Linearizable:
        """Two threads, each with one entry."""

        specification = Queue
        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @operation
        def enqueue(self, item: u64) -> bool:
            return v.enqueue(addr(self.ring), item)

        @operation
        def dequeue(self) -> u64:
            return v.dequeue_mc(addr(self.ring))

        @thread(count=2)
        def user(self, me: u64) -> None:
            self.enqueue(me + 1)
            self.dequeue()

    return Linearizable


def linearizable_turns(v: Variant) -> type:
    """As AlwaysEntry, without saying what must not happen."""

    @scenario
    class LinearizableTurns:
        """One entry is there from the start; b goes round while a dequeues once."""

        specification = Queue
        ring: BufRing

        @operation
        def enqueue(self, item: u64) -> bool:
            return v.enqueue(addr(self.ring), item)

        @operation
        def dequeue(self) -> u64:
            return v.dequeue_mc(addr(self.ring))

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            self.enqueue(1)

        @thread
        def a(self) -> None:
            self.dequeue()

        @thread
        def b(self) -> None:
            for i in range(rounds):
                self.enqueue(i + 2)
                self.dequeue()

    return LinearizableTurns
