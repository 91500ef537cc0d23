"""The parts that do not differ between the variants without a mutex: publication, the whole consumer side, the hints.

One idea: these are functions of how the variant counts, of its memory orders, and of the moves; what a variant is
about, its `enqueue`, stands in its own file.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mutex import mtx, mtx_owned
from unknot.lang import Ptr, acquire, fence, pause, relaxed, release, u32, u64
from unknot.systems.buf_ring.ring import BufRing, Counting, Moves, Orders, Variant, debug
from unknot.systems.buf_ring.sections import adding, taking


class Parts(NamedTuple):
    """What `parts` makes: all of a `Variant` but enqueue; `inspect`, with which an enqueue begins in a kernel with
    DEBUG_BUFRING; and `finish`, its second half."""

    inspect: Callable[[BufRing, u64], None]
    finish: Callable[[BufRing, u32, u32, u64], None]
    dequeue_mc: Callable[[BufRing], u64]
    dequeue_sc: Callable[[BufRing], u64]
    peek: Callable[[BufRing], u64]
    peek_clear_sc: Callable[[BufRing], u64]
    advance_sc: Callable[[BufRing], None]
    putback_sc: Callable[[BufRing, u64], None]
    full: Callable[[BufRing], bool]
    empty: Callable[[BufRing], bool]
    count: Callable[[BufRing], u32]

    def variant(self, enqueue: Callable[[BufRing, u64], bool]) -> Variant:
        """The variant with this enqueue, in critical sections."""
        return Variant(adding(enqueue), taking(self.dequeue_mc), *self[3:], init)


def init(ring: Ptr[BufRing], lock: Ptr[mtx] | None) -> None:
    """Makes it a ring. `lock` is the consumer's, or null; the rest of the memory is zero."""
    ring.br_lock = lock


def parts(counting: Counting, orders: Orders, moves: Moves) -> Parts:
    """The common parts."""
    finish, dequeue_mc = _finish(counting, orders, moves), _many_consumers(counting, orders, moves)
    return Parts(_inspect(counting), finish, dequeue_mc, *_one_consumer(counting, orders, moves), *_hints(counting))


def _inspect(counting: Counting) -> Callable[[BufRing, u64], None]:
    def inspect(ring: Ptr[BufRing], item: u64) -> None:
        """Stops the machine if the item is in the ring already. It reads slots that other producers may be filling."""
        index = ring.br_cons_head.load(relaxed)
        while index != ring.br_prod_head.load(relaxed):
            assert ring.br_ring[counting.place(index)] != item, "already enqueued"
            index = counting.following(index)

    return inspect


def _finish(counting: Counting, orders: Orders, moves: Moves) -> Callable[[BufRing, u32, u32, u64], None]:
    def finish(ring: Ptr[BufRing], head: u32, following: u32, item: u64) -> None:
        """Fills the claimed slot and publishes it, in the order in which slots were claimed."""
        ring.br_ring[counting.place(head)] = item
        if orders.fences:
            fence(release)
        while ring.br_prod_tail.load(relaxed) != head:
            pause()
        moves.publish(ring, following)

    return finish


def _many_consumers(counting: Counting, orders: Orders, moves: Moves) -> Callable[[BufRing], u64]:
    def dequeue_mc(ring: Ptr[BufRing]) -> u64:
        """The oldest entry, removed; 0 if there is none. Any number of threads may be in it."""
        while True:
            head = ring.br_cons_head.load(orders.head)
            tail = ring.br_prod_tail.load(orders.tail)
            if head == tail:
                return 0
            following = counting.following(head)
            if moves.take(ring, head, following):
                break
        item = ring.br_ring[counting.place(head)]
        if orders.fences:
            fence(acquire)
        while ring.br_cons_tail.load(relaxed) != head:
            pause()
        moves.release(ring, following)
        return item

    return dequeue_mc


def lock_is_held(ring: Ptr[BufRing]) -> None:
    """What kernels with DEBUG_BUFRING want of the one consumer."""
    if debug:
        lock = ring.br_lock
        assert lock is None or mtx_owned(lock), "lock not held on single consumer dequeue"


class _OneConsumer(NamedTuple):
    dequeue_sc: Callable[[BufRing], u64]
    peek: Callable[[BufRing], u64]
    peek_clear_sc: Callable[[BufRing], u64]
    advance_sc: Callable[[BufRing], None]
    putback_sc: Callable[[BufRing, u64], None]


def _one_consumer(counting: Counting, orders: Orders, moves: Moves) -> _OneConsumer:
    def dequeue_sc(ring: Ptr[BufRing]) -> u64:
        """The oldest entry, removed; 0 if there is none. The caller sees to it that no other consumer is about."""
        lock_is_held(ring)
        head = ring.br_cons_head.load(relaxed)
        tail = ring.br_prod_tail.load(orders.tail)
        if head == tail:
            return 0
        following = counting.following(head)
        moves.take_sc(ring, following)
        item = ring.br_ring[counting.place(head)]
        if debug:
            ring.br_ring[counting.place(head)] = 0
        moves.release(ring, following)
        return item

    def peek(ring: Ptr[BufRing]) -> u64:
        """The oldest entry, which stays; 0 if there is none."""
        lock_is_held(ring)
        head = ring.br_cons_head.load(relaxed)
        if head == ring.br_prod_tail.load(orders.tail):
            return 0
        return ring.br_ring[counting.place(head)]

    def peek_clear_sc(ring: Ptr[BufRing]) -> u64:
        """As peek, but a kernel with DEBUG_BUFRING forgets the pointer: its owner may enqueue it elsewhere before
        advance_sc."""
        lock_is_held(ring)
        head = ring.br_cons_head.load(relaxed)
        if head == ring.br_prod_tail.load(orders.tail):
            return 0
        item = ring.br_ring[counting.place(head)]
        if debug:
            ring.br_ring[counting.place(head)] = 0
        return item

    def advance_sc(ring: Ptr[BufRing]) -> None:
        """Removes the oldest entry, if there is one."""
        head = ring.br_cons_head.load(relaxed)
        if head == ring.br_prod_tail.load(orders.tail):
            return
        following = counting.following(head)
        moves.take_sc(ring, following)
        moves.release(ring, following)

    def putback_sc(ring: Ptr[BufRing], item: u64) -> None:
        """Overwrites the oldest entry. Only after a peek that found one."""
        head = ring.br_cons_head.load(relaxed)
        assert head != ring.br_prod_tail.load(orders.tail), "putback into an empty ring"
        ring.br_ring[counting.place(head)] = item

    return _OneConsumer(dequeue_sc, peek, peek_clear_sc, advance_sc, putback_sc)


class _Hints(NamedTuple):
    full: Callable[[BufRing], bool]
    empty: Callable[[BufRing], bool]
    count: Callable[[BufRing], u32]


def _hints(counting: Counting) -> _Hints:
    """Each compares two words that were read at two times: on a busy ring the answer is a hint."""

    def full(ring: Ptr[BufRing]) -> bool:
        head = ring.br_prod_head.load(relaxed)
        return counting.full(counting.following(head), ring.br_cons_tail.load(relaxed))

    def empty(ring: Ptr[BufRing]) -> bool:
        head = ring.br_cons_head.load(relaxed)
        return head == ring.br_prod_tail.load(relaxed)

    def count(ring: Ptr[BufRing]) -> u32:
        head = ring.br_prod_tail.load(relaxed)
        return counting.between(head, ring.br_cons_tail.load(relaxed))

    return _Hints(full, empty, count)
