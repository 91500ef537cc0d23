"""Scenarios in which a producer that stood still between its loads and its compare-and-set overruns the ring.

b goes round the ring meanwhile. E is an enqueue and D a dequeue: with 4 slots b does E D E E E, or E E E D E.
"""

from unknot import at_end, initial, param, scenario, thread
from unknot.lang import addr, array, null, u32, u64
from unknot.systems.buf_ring.ring import BufRing, Variant, capacity, size
from unknot.systems.buf_ring.traffic import rest_of

late = param("late", 1, "Overrun, EarlyTail: producers that may stand still, one enqueue each")


def overrun(v: Variant) -> type:
    """b enqueues one entry, takes it out, and fills the ring: an index that went round looks as if it had stood
    still."""
    return _going_round(v, "Overrun", 1)


def early_tail(v: Variant) -> type:
    """b fills the ring, takes one entry out, and adds one: an old tail does not go with the new head."""
    return _going_round(v, "EarlyTail", capacity)


def _going_round(v: Variant, name: str, before: int) -> type:
    """b enqueues `size` entries in all, and takes one out after the first `before`."""
    rest = rest_of(v)

    class GoingRound:
        """At the end all accepted entries must be there, once each, and no more than the ring may hold."""

        ring: BufRing
        accepted: array[u64] = array(late + 1)
        taken: u64

        @initial
        def setup(self) -> None:
            v.init(addr(self.ring), null)

        @thread(count=late)
        def a(self, me: u32) -> None:
            if v.enqueue(addr(self.ring), u64(me + 1)):
                self.accepted[me] = u64(1) << (me + 1)

        @thread
        def b(self) -> None:
            accepted: u64 = 0
            for i in range(size):
                if i == before:
                    self.taken = u64(1) << v.dequeue_mc(addr(self.ring))
                if v.enqueue(addr(self.ring), late + 1 + i):
                    accepted |= u64(1) << (late + 1 + i)
            self.accepted[late] = accepted

        @at_end
        def all_there(self) -> None:
            accepted: u64 = 0
            for i in range(late + 1):
                accepted |= self.accepted[i]
            found = rest(addr(self.ring))
            assert found & self.taken == 0, "an entry came twice"
            assert (found | self.taken) & ~u64(1) == accepted, "an entry was lost, or came from nowhere"

    GoingRound.__name__ = name
    return scenario(GoingRound)
