"""F1: a mutex around every operation, as the mail proposes for want of anything better. Right, and the oracle of the
others.

Under the mutex there is one producer and one consumer at a time, so the code is that of a ring for one thread. It is a
sleep mutex: critical sections around it are neither needed nor allowed.
"""

from collections.abc import Callable

from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, relaxed, u32, u64
from unknot.systems.buf_ring.counting import INDICES
from unknot.systems.buf_ring.parts import parts
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, debug, mask
from unknot.systems.buf_ring.scenarios import scenarios

ORDERS = Orders()


br_mtx: mtx = mtx()
"""The mutex of the ring; it stands beside it, so that the other variants are not larger for it."""


def init(ring: Ptr[BufRing], lock: Ptr[mtx] | None) -> None:
    """Makes it a ring with a mutex of its own; whose the consumer's is does not matter then."""
    mtx_init(addr(br_mtx), "br_mtx", None, MTX_DEF)
    ring.br_lock = addr(br_mtx)


def variant(moves: Moves) -> Variant:
    """The ring, made of these moves."""
    part = parts(INDICES, ORDERS, moves)

    def enqueue(ring: Ptr[BufRing], item: u64) -> bool:
        """Adds an entry; False (ENOBUFS) if the ring is full."""
        mtx_lock(addr(br_mtx))
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
        mtx_unlock(addr(br_mtx))
        return room

    def putback_sc(ring: Ptr[BufRing], item: u64) -> None:
        """Overwrites the oldest entry. Only after a peek that found one."""
        mtx_lock(addr(br_mtx))
        part.putback_sc(ring, item)
        mtx_unlock(addr(br_mtx))

    dequeue, peek, peek_clear = map(_item_under_lock, (part.dequeue_sc, part.peek, part.peek_clear_sc))
    advance = _under_lock(part.advance_sc)
    full, empty = map(_answer_under_lock, (part.full, part.empty))
    count = _number_under_lock(part.count)
    return Variant(enqueue, dequeue, dequeue, peek, peek_clear, advance, putback_sc, full, empty, count, init)


def _item_under_lock(operation: Callable[[BufRing], u64]) -> Callable[[BufRing], u64]:
    def under_lock(ring: Ptr[BufRing]) -> u64:
        mtx_lock(addr(br_mtx))
        item = operation(ring)
        mtx_unlock(addr(br_mtx))
        return item

    return under_lock


def _under_lock(operation: Callable[[BufRing], None]) -> Callable[[BufRing], None]:
    def under_lock(ring: Ptr[BufRing]) -> None:
        mtx_lock(addr(br_mtx))
        operation(ring)
        mtx_unlock(addr(br_mtx))

    return under_lock


def _answer_under_lock(operation: Callable[[BufRing], bool]) -> Callable[[BufRing], bool]:
    def under_lock(ring: Ptr[BufRing]) -> bool:
        mtx_lock(addr(br_mtx))
        answer = operation(ring)
        mtx_unlock(addr(br_mtx))
        return answer

    return under_lock


def _number_under_lock(operation: Callable[[BufRing], u32]) -> Callable[[BufRing], u32]:
    def under_lock(ring: Ptr[BufRing]) -> u32:
        mtx_lock(addr(br_mtx))
        number = operation(ring)
        mtx_unlock(addr(br_mtx))
        return number

    return under_lock


globals().update(scenarios(variant, ORDERS))
