"""A queue with a specification: every schedule must look as if its operations happened one after the other."""

from unknot import operation, scenario, thread
from unknot.lang import acquire, array, atomic, indivisible, relaxed, release, u32, u64

SLOTS = 4


class Fifo:
    """What the queue should do, in plain Python."""

    def __init__(self):
        self.items = []

    def push(self, item):
        if len(self.items) == SLOTS:
            return False
        self.items.append(item)
        return True

    def pop(self):
        return self.items.pop(0) if self.items else 0


class Ring:
    """A ring for one producer and one consumer: each owns one index, and no lock is needed."""

    specification = Fifo
    slots: array[u64] = array(SLOTS)
    head: atomic[u32]  # the next slot to take
    tail: atomic[u32]  # the next slot to fill

    @operation
    def push(self, item: u64) -> bool:
        tail = self.tail.load(relaxed)
        if tail - self.head.load(acquire) == SLOTS:
            return False
        self.slots[tail % SLOTS] = item
        self.tail.store(tail + 1, release)
        return True

    @operation
    def pop(self) -> u64:
        head = self.head.load(relaxed)
        if head == self.tail.load(acquire):
            return 0
        item = self.slots[head % SLOTS]
        self.head.store(head + 1, release)
        return item

    @thread
    def producer(self):
        self.push(1)
        self.push(2)


# unknot check fifo.py::OneConsumer: verified
# unknot check fifo.py::OneConsumer --memory tso: violated, not linearizable
@scenario
class OneConsumer(Ring):
    """On x86 push may return while its stores still wait: a pop that begins later need not see them."""

    @thread
    def consumer(self):
        self.pop()
        self.pop()


# unknot check fifo.py::TwoConsumers: violated, not linearizable
@scenario
class TwoConsumers(Ring):
    """One too many."""

    @thread(count=2)
    def consumer(self):
        self.pop()


# unknot check fifo.py::LockedConsumers: verified
@scenario
class LockedConsumers(TwoConsumers):
    """The consumers take turns."""

    busy: bool

    @operation
    def pop(self) -> u64:
        with indivisible(not self.busy):
            self.busy = True
        item = Ring.pop(self)
        with indivisible():
            self.busy = False
        return item
