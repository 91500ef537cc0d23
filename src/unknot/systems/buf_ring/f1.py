"""F1: a mutex around every operation, as the mail proposes for want of anything better. Right, and the oracle of the
others.

Under the mutex there is one producer and one consumer at a time, so the code is that of a ring for one thread.
"""

from collections.abc import Callable

from unknot.lang import Ptr, indivisible, relaxed, thread_id, u32, u64
from unknot.systems.buf_ring.counting import INDICES
from unknot.systems.buf_ring.parts import parts
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, debug, mask
from unknot.systems.buf_ring.scenarios import scenarios

ORDERS = Orders()


def lock(ring: Ptr[BufRing]) -> None:
    """Waits until nobody holds br_lock and takes it, in one step."""
    with indivisible(ring.br_lock.load() == 0, blocked_by=ring.br_lock.load() - 1):
        ring.br_lock.store(u32(thread_id()) + 1)


def unlock(ring: Ptr[BufRing]) -> None:
    """Gives br_lock back."""
    ring.br_lock.store(0)


def variant(moves: Moves) -> Variant:
    """The ring, made of these moves."""
    part = parts(INDICES, ORDERS, moves)

    def enqueue(ring: Ptr[BufRing], item: u64) -> bool:
        """Adds an entry; False (ENOBUFS) if the ring is full."""
        lock(ring)
        if debug:
            part.inspect(ring, item)
        head = ring.br_prod_head.load(relaxed)
        following = (head + 1) & mask
        room = following != ring.br_cons_tail.load(relaxed)
        if room:
            moves.claim(ring, head, following)
            part.finish(ring, head, following, item)
        else:
            ring.br_drops += 1
        unlock(ring)
        return room

    def putback_sc(ring: Ptr[BufRing], item: u64) -> None:
        """Overwrites the oldest entry. Only after a peek that found one."""
        lock(ring)
        part.putback_sc(ring, item)
        unlock(ring)

    dequeue, peek, peek_clear = map(_item_under_lock, (part.dequeue_sc, part.peek, part.peek_clear_sc))
    advance = _under_lock(part.advance_sc)
    full, empty = map(_answer_under_lock, (part.full, part.empty))
    count = _number_under_lock(part.count)
    return Variant(enqueue, dequeue, dequeue, peek, peek_clear, advance, putback_sc, full, empty, count)


def _item_under_lock(operation: Callable[[BufRing], u64]) -> Callable[[BufRing], u64]:
    def under_lock(ring: Ptr[BufRing]) -> u64:
        lock(ring)
        item = operation(ring)
        unlock(ring)
        return item

    return under_lock


def _under_lock(operation: Callable[[BufRing], None]) -> Callable[[BufRing], None]:
    def under_lock(ring: Ptr[BufRing]) -> None:
        lock(ring)
        operation(ring)
        unlock(ring)

    return under_lock


def _answer_under_lock(operation: Callable[[BufRing], bool]) -> Callable[[BufRing], bool]:
    def under_lock(ring: Ptr[BufRing]) -> bool:
        lock(ring)
        answer = operation(ring)
        unlock(ring)
        return answer

    return under_lock


def _number_under_lock(operation: Callable[[BufRing], u32]) -> Callable[[BufRing], u32]:
    def under_lock(ring: Ptr[BufRing]) -> u32:
        lock(ring)
        number = operation(ring)
        unlock(ring)
        return number

    return under_lock


globals().update(scenarios(variant, ORDERS))
