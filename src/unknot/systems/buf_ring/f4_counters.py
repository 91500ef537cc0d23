"""F4 half-way: full 32-bit counters, but nothing that keeps the two loads in order, so the tail may be read first, as
here. Wrong: an old tail beside a new head looks full, the second look sees that it is not, and the compare-and-set
that C's `continue` runs then succeeds, since the head is the current one.

On arm64 the processor may swap the loads; here they are written the other way round, which sc and tso keep.
"""

from unknot.lang import Ptr, relaxed, release, u64
from unknot.systems.buf_ring.counting import COUNTERS, no_room
from unknot.systems.buf_ring.parts import parts
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, debug
from unknot.systems.buf_ring.scenarios import scenarios

ORDERS = Orders(done=release)


def variant(moves: Moves) -> Variant:
    """The ring, made of these moves."""
    part = parts(COUNTERS, ORDERS, moves)

    def enqueue(ring: Ptr[BufRing], item: u64) -> bool:
        """Adds an entry; False (ENOBUFS) if the ring is full and still is at a second look."""
        if debug:
            part.inspect(ring, item)
        while True:
            tail = ring.br_cons_tail.load(relaxed)
            head = ring.br_prod_head.load(relaxed)
            following = head + 1
            if (
                no_room(following, tail)
                and head == ring.br_prod_head.load(relaxed)
                and tail == ring.br_cons_tail.load(relaxed)
            ):
                ring.br_drops += 1
                return False
            # Where C says `continue`, a do/while goes to its condition: the compare-and-set with these old values.
            if moves.claim(ring, head, following):
                break
        part.finish(ring, head, following, item)
        return True

    return part.variant(enqueue)


globals().update(scenarios(variant, ORDERS))
