"""F4: the ring of 2024. Full 32-bit counters, masked only to find a slot, and the loads of the two words in a fixed
order: first one's own side's head, then the other side's tail.

Right, but for counters that wrap around at 2**32 while a thread stands still.
"""

from unknot.lang import Ptr, acquire, relaxed, release, u64
from unknot.systems.buf_ring.counting import COUNTERS, no_room
from unknot.systems.buf_ring.parts import parts
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, debug
from unknot.systems.buf_ring.scenarios import scenarios

ORDERS = Orders(head=acquire, tail=acquire, claim=relaxed, done=release)


def variant(moves: Moves) -> Variant:
    """The ring, made of these moves."""
    part = parts(COUNTERS, ORDERS, moves)

    def enqueue(ring: Ptr[BufRing], item: u64) -> bool:
        """Adds an entry; False (ENOBUFS) if the ring is full and still is at a second look."""
        if debug:
            part.inspect(ring, item)
        while True:
            head = ring.br_prod_head.load(acquire)
            tail = ring.br_cons_tail.load(acquire)
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
