"""What all variants share: the struct, and the four moves of its protocol.

One idea: a slot goes through claim, publish, take, release, and each of these moves is one write to one of the four
words. The algorithms are written in terms of the moves, so that a scenario may keep books beside them (books.py)
without adding a step.

Locking key of the fields: (a) atomic, (n) never changes after init, (r) plain and meant to race, (c) written by who
claimed the slot, read by who took it, (m) under the mutex that is named.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.mutex import mtx
from unknot.lang import Order, Ptr, array, atomic, racy, relaxed, struct, u32, u64

size = param("size", 4, "slots, a power of two from 2 to 16; one of them stays empty")
debug = param("debug", 0, "1: what kernels with DEBUG_BUFRING do beside")
sections = param("sections", 0, "1: critical sections, as in the kernel; they exclude nobody, see Preempted")
mask = size - 1
capacity = size - 1
if size not in (2, 4, 8, 16):
    raise ValueError(f"size is {size}: it must be 2, 4, 8 or 16")


@struct
class BufRing:
    """The size and the mask are constants of the program, and so is what stands in C's struct for them."""

    br_prod_head: atomic[u32]  # (a) the next slot to claim
    br_prod_tail: atomic[u32]  # (a) slots before it are published
    br_cons_head: atomic[u32]  # (a) the next slot to take
    br_cons_tail: atomic[u32]  # (a) slots before it are released
    br_lock: Ptr[mtx] | None  # (n) the consumer's lock, for kernels with DEBUG_BUFRING; in F1 that of the ring
    br_drops: racy[u64]  # (r) entries refused; in F1 (m) br_mtx
    br_ring: array[u64] = array(size)  # (c) the entries; 0 is NULL


class Orders(NamedTuple):
    """The memory orders of a variant: of its loads and of its moves. `fences`: a fence before publish and release."""

    head: Order = relaxed
    tail: Order = relaxed
    claim: Order = relaxed
    done: Order = relaxed
    fences: bool = False


class Moves(NamedTuple):
    """The four moves. `claim` and `take` are compare-and-sets and say whether they won; `take_sc` needs no luck."""

    claim: Callable[[BufRing, u32, u32], bool]
    publish: Callable[[BufRing, u32], None]
    take: Callable[[BufRing, u32, u32], bool]
    take_sc: Callable[[BufRing, u32], None]
    release: Callable[[BufRing, u32], None]


class Counting(NamedTuple):
    """What the words count. `following`: the value after this one; `place`: the slot it means; `full`: whether a
    producer that would go on to `following` has no room if consumers have released up to `tail`; `between`: entries
    from `tail` to `head`."""

    following: Callable[[u32], u32]
    place: Callable[[u32], u32]
    full: Callable[[u32, u32], bool]
    between: Callable[[u32, u32], u32]


class Variant(NamedTuple):
    """A complete ring. `init` comes first, with the consumer's lock if it has one."""

    enqueue: Callable[[BufRing, u64], bool]
    dequeue_mc: Callable[[BufRing], u64]
    dequeue_sc: Callable[[BufRing], u64]
    peek: Callable[[BufRing], u64]
    peek_clear_sc: Callable[[BufRing], u64]
    advance_sc: Callable[[BufRing], None]
    putback_sc: Callable[[BufRing, u64], None]
    full: Callable[[BufRing], bool]
    empty: Callable[[BufRing], bool]
    count: Callable[[BufRing], u32]
    init: Callable[[BufRing, mtx | None], None]


def plain_moves(orders: Orders) -> Moves:
    """The moves as the kernel makes them."""

    def claim(ring: Ptr[BufRing], head: u32, following: u32) -> bool:
        return ring.br_prod_head.cas(head, following, orders.claim)

    def publish(ring: Ptr[BufRing], following: u32) -> None:
        ring.br_prod_tail.store(following, orders.done)

    def take(ring: Ptr[BufRing], head: u32, following: u32) -> bool:
        return ring.br_cons_head.cas(head, following, orders.claim)

    def take_sc(ring: Ptr[BufRing], following: u32) -> None:
        ring.br_cons_head.store(following, relaxed)

    def release(ring: Ptr[BufRing], following: u32) -> None:
        ring.br_cons_tail.store(following, orders.done)

    return Moves(claim, publish, take, take_sc, release)
