"""Books beside the ring, for what the ring itself does not remember: was it full, or empty, at some instant of a call?

One idea: an entry is made in the same indivisible step as the move it is about, so the books are exact and no
schedule is lost or gained. The books are of the words in memory, so they are for sc: under tso a move reaches memory
later than it is made.
"""

from unknot.lang import Ptr, i32, indivisible, relaxed, thread_id, u32
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, capacity

EVERYBODY = 0xFFFF_FFFF

claimed: i32 = 0
"""Slots claimed and not yet released."""
available: i32 = 0
"""Entries published and not yet taken."""
saw_full: u32 = 0
"""By thread, a bit: the ring was full (all its slots were claimed) at some instant since `begin_enqueue`."""
saw_empty: u32 = 0
"""By thread, a bit: the ring was empty (nothing published was left) at some instant since `begin_dequeue`."""


def bit() -> u32:
    """This thread's bit."""
    return u32(1) << u32(thread_id())


def begin_enqueue() -> None:
    """A call of enqueue begins at this instant."""
    global saw_full
    with indivisible():
        if claimed >= capacity:
            saw_full |= bit()
        else:
            saw_full &= ~bit()


def begin_dequeue() -> None:
    """A call of dequeue begins at this instant."""
    global saw_empty
    with indivisible():
        if available <= 0:
            saw_empty |= bit()
        else:
            saw_empty &= ~bit()


def counted_moves(orders: Orders) -> Moves:
    """The moves of the kernel with an entry in the books."""

    def claim(ring: Ptr[BufRing], head: u32, following: u32) -> bool:
        global claimed, saw_full
        with indivisible():
            won = ring.br_prod_head.cas(head, following, orders.claim)
            if won:
                claimed += 1
                if claimed >= capacity:
                    saw_full = EVERYBODY
        return won

    def publish(ring: Ptr[BufRing], following: u32) -> None:
        global available
        with indivisible():
            ring.br_prod_tail.store(following, orders.done)
            available += 1

    def take(ring: Ptr[BufRing], head: u32, following: u32) -> bool:
        global available, saw_empty
        with indivisible():
            won = ring.br_cons_head.cas(head, following, orders.claim)
            if won:
                available -= 1
                if available <= 0:
                    saw_empty = EVERYBODY
        return won

    def take_sc(ring: Ptr[BufRing], following: u32) -> None:
        global available, saw_empty
        with indivisible():
            ring.br_cons_head.store(following, relaxed)
            available -= 1
            if available <= 0:
                saw_empty = EVERYBODY

    def release(ring: Ptr[BufRing], following: u32) -> None:
        global claimed
        with indivisible():
            ring.br_cons_tail.store(following, orders.done)
            claimed -= 1

    return Moves(claim, publish, take, take_sc, release)
