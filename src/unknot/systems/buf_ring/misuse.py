"""Scenarios that break the caller's side of the contract, and what comes of it."""

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, array, u32, u64
from unknot.systems.buf_ring.ring import BufRing, Variant


def two_single_consumers(v: Variant) -> type:
    """dequeue_sc wants its caller to hold a lock."""

    @scenario
    class TwoSingleConsumers:
        """Two threads use dequeue_sc at the same time."""

        ring: BufRing
        got: array[u64] = array(2)

        @initial
        def fill(self) -> None:
            v.enqueue(addr(self.ring), 1)

        @thread(count=2)
        def consumer(self, me: u32) -> None:
            self.got[me] = v.dequeue_sc(addr(self.ring))

        @at_end
        def once(self) -> None:
            assert self.got[0] != self.got[1], "an entry came twice"

    return TwoSingleConsumers
