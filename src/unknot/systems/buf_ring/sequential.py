"""A ring is a queue first: one thread does any operations in any order, beside the plainest queue there is."""

from unknot import initial, param, scenario, thread
from unknot.lang import Ptr, addr, array, choose, null, struct, u64
from unknot.systems.buf_ring.ring import BufRing, Variant, capacity

operations = param("operations", 6, "Sequential: operations in a row, each any of nine")


@struct
class Queue:
    """Entries in order; the first `length` count."""

    length: u64
    entries: array[u64] = array(capacity)

    def first(self) -> u64:
        """The oldest entry, or 0."""
        return self.entries[0] if self.length != 0 else 0

    def add(self, item: u64) -> bool:
        """Adds an entry if there is room."""
        if self.length == capacity:
            return False
        self.entries[self.length] = item
        self.length += 1
        return True

    def remove(self) -> u64:
        """Removes and gives the oldest entry; 0 if there is none."""
        item = self.first()
        if item != 0:
            self.length -= 1
            for i in range(capacity - 1):
                self.entries[i] = self.entries[i + 1]
        return item


def sequential(v: Variant) -> type:
    """Every sequence of `operations` operations."""

    def act(ring: Ptr[BufRing], queue: Ptr[Queue], item: u64) -> None:
        way = choose(9)
        if way == 0:
            assert v.enqueue(ring, item) == queue.add(item), "enqueue is wrong about the room"
        elif way == 1:
            assert v.dequeue_mc(ring) == queue.remove(), "dequeue_mc does not give the oldest entry"
        elif way == 2:
            assert v.dequeue_sc(ring) == queue.remove(), "dequeue_sc does not give the oldest entry"
        elif way == 3:
            assert v.peek(ring) == queue.first(), "peek does not show the oldest entry"
        elif way == 4:
            assert v.peek_clear_sc(ring) == queue.first(), "peek_clear_sc does not show the oldest entry"
            v.advance_sc(ring)
            queue.remove()
        elif way == 5:
            v.advance_sc(ring)
            queue.remove()
        elif way == 6:
            if v.peek(ring) != 0:
                v.putback_sc(ring, item)
                queue.entries[0] = item
        elif way == 7:
            assert v.full(ring) == (queue.length == capacity), "full is wrong"
            assert v.empty(ring) == (queue.length == 0), "empty is wrong"
        else:
            assert v.count(ring) == queue.length, "count is wrong"

    @scenario
    class Sequential:
        """One thread: nobody disturbs it, and every answer must be that of a plain queue."""

        ring: BufRing

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread
        def only(self) -> None:
            queue = Queue()
            for i in range(operations):
                act(addr(self.ring), addr(queue), i + 1)

    return Sequential
