"""F0: the ring of FreeBSD 9.3, and of the mail of December 2013. Wrong: it refuses an entry although there is room.

The one idea that fails: `head` and `tail` are read at two times and compared as if they were of one. No barrier can
mend that.
"""

from unknot.lang import Ptr, relaxed, u64
from unknot.systems.buf_ring.counting import INDICES
from unknot.systems.buf_ring.parts import parts
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, debug, mask
from unknot.systems.buf_ring.scenarios import scenarios

ORDERS = Orders(fences=True)


def variant(moves: Moves) -> Variant:
    """The ring, made of these moves."""
    part = parts(INDICES, ORDERS, moves)

    def enqueue(ring: Ptr[BufRing], item: u64) -> bool:
        """Adds an entry; False (ENOBUFS) if the ring is full."""
        if debug:
            part.inspect(ring, item)
        while True:
            head = ring.br_prod_head.load(relaxed)
            tail = ring.br_cons_tail.load(relaxed)
            following = (head + 1) & mask
            if following == tail:
                ring.br_drops += 1
                return False
            if moves.claim(ring, head, following):
                break
        part.finish(ring, head, following, item)
        return True

    return part.variant(enqueue)


globals().update(scenarios(variant, ORDERS))
