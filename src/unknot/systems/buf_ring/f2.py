"""F2: the ring of FreeBSD 10.4 and 11. Wrong: a full ring is looked at twice before an entry is refused, but indices
that went round the ring look as if they had stood still, at the second look and at the compare-and-set alike.
"""

from unknot.lang import Ptr, acquire, fence, relaxed, release, u64
from unknot.systems.buf_ring.counting import INDICES
from unknot.systems.buf_ring.parts import parts
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, debug, mask
from unknot.systems.buf_ring.scenarios import scenarios

ORDERS = Orders(claim=acquire, done=release)


def variant(moves: Moves) -> Variant:
    """The ring, made of these moves."""
    part = parts(INDICES, ORDERS, moves)

    def enqueue(ring: Ptr[BufRing], item: u64) -> bool:
        """Adds an entry; False (ENOBUFS) if the ring is full and still is at a second look."""
        if debug:
            part.inspect(ring, item)
        while True:
            head = ring.br_prod_head.load(relaxed)
            tail = ring.br_cons_tail.load(relaxed)
            following = (head + 1) & mask
            if following == tail:
                fence(acquire)
                if head == ring.br_prod_head.load(relaxed) and tail == ring.br_cons_tail.load(relaxed):
                    ring.br_drops += 1
                    return False
            # Where C says `continue`, a do/while goes to its condition: the compare-and-set with these old values.
            if moves.claim(ring, head, following):
                break
        part.finish(ring, head, following, item)
        return True

    return part.variant(enqueue)


globals().update(scenarios(variant, ORDERS))
