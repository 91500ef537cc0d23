"""Scenarios that break the caller's side of the contract, and what comes of it."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init
from unknot.lang import addr, array, atomic, indivisible, null, u32, u64
from unknot.systems.buf_ring.drbr import clear
from unknot.systems.buf_ring.ring import BufRing, Variant


def two_single_consumers(v: Variant) -> type:
    """dequeue_sc wants its caller to hold a lock."""

    @scenario
    class TwoSingleConsumers:
        """Two threads use dequeue_sc at the same time, and neither holds the driver's lock. debug=1 says so."""

        ring: BufRing
        tx_mtx: mtx
        got: array[u64] = array(2)

        @initial
        def fill(self) -> None:
            mtx_init(addr(self.tx_mtx), "tx_mtx", None, MTX_DEF)
            v.init(addr(self.ring), addr(self.tx_mtx))
            v.enqueue(addr(self.ring), 1)

        @thread(count=2)
        def consumer(self, me: u32) -> None:
            self.got[me] = v.dequeue_sc(addr(self.ring))

        @at_end
        def once(self) -> None:
            assert self.got[0] != self.got[1], "an entry came twice"

    return TwoSingleConsumers


def peek_reuse(v: Variant) -> type:
    """A pointer that was peeked at stays in its slot until advance_sc."""

    @scenario
    class PeekReuse:
        """The driver sends what it peeked at and frees it; another thread gets the memory and enqueues it. Only with
        debug=1
        does anybody look: the kernel stops although nothing is wrong."""

        ring: BufRing
        free: atomic[u64]

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            v.enqueue(addr(self.ring), 1)

        @thread
        def driver(self) -> None:
            item = v.peek_clear_sc(addr(self.ring)) if clear else v.peek(addr(self.ring))
            self.free.store(item)
            v.advance_sc(addr(self.ring))

        @thread
        def sender(self) -> None:
            with indivisible(self.free.load() != 0):
                item = self.free.exchange(0)
            v.enqueue(addr(self.ring), item)

    return PeekReuse
