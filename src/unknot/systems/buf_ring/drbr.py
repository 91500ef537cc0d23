"""drbr(9): what network drivers call. One idea: a ring of packets, whose refused packet is freed, and whose oldest is
looked at, sent, and only then removed or put back.

Kernels with ALTQ have a second way through all of these; here there is none.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.errno import ENOBUFS
from unknot.kernel.mbuf import m_freem, mbuf
from unknot.lang import Ptr, cast, i32, null, u32, u64
from unknot.systems.buf_ring.ring import BufRing, Variant

clear = param("clear", 0, "1: drbr_peek, and the driver of PeekReuse, use peek_clear_sc, as since 2016")


class Drbr(NamedTuple):
    """The operations. All but `enqueue` and `inuse` want the driver's lock."""

    enqueue: Callable[[BufRing, mbuf], i32]
    peek: Callable[[BufRing], Ptr[mbuf]]
    advance: Callable[[BufRing], None]
    putback: Callable[[BufRing, mbuf], None]
    dequeue: Callable[[BufRing], Ptr[mbuf]]
    dequeue_cond: Callable[[BufRing, Callable[[mbuf, u64], bool], u64], Ptr[mbuf]]
    flush: Callable[[BufRing], None]
    empty: Callable[[BufRing], bool]
    inuse: Callable[[BufRing], u32]


def drbr(v: Variant) -> Drbr:
    """drbr on a ring."""

    def drbr_enqueue(ring: Ptr[BufRing], m: Ptr[mbuf]) -> i32:
        """Adds a packet: 0. If there is no room the packet is freed: ENOBUFS."""
        if v.enqueue(ring, cast(u64, m)):
            return 0
        m_freem(m)
        return ENOBUFS

    def drbr_peek(ring: Ptr[BufRing]) -> Ptr[mbuf]:
        """The oldest packet, or null. It stays until drbr_advance, or drbr_putback gives it back."""
        return cast(Ptr[mbuf], v.peek_clear_sc(ring) if clear else v.peek(ring))

    def drbr_putback(ring: Ptr[BufRing], m: Ptr[mbuf]) -> None:
        """After drbr_peek: this packet is the oldest now; it may be another one."""
        v.putback_sc(ring, cast(u64, m))

    def drbr_dequeue(ring: Ptr[BufRing]) -> Ptr[mbuf]:
        """The oldest packet, removed; or null."""
        return cast(Ptr[mbuf], v.dequeue_sc(ring))

    def drbr_dequeue_cond(ring: Ptr[BufRing], wanted: Callable[[Ptr[mbuf], u64], bool], argument: u64) -> Ptr[mbuf]:
        """The oldest packet, removed, if it is wanted; else null."""
        m = cast(Ptr[mbuf], v.peek(ring))
        if m is None or not wanted(m, argument):
            return cast(Ptr[mbuf], null)
        return cast(Ptr[mbuf], v.dequeue_sc(ring))

    def drbr_flush(ring: Ptr[BufRing]) -> None:
        """Frees all packets."""
        m = drbr_dequeue(ring)
        while m is not None:
            m_freem(m)
            m = drbr_dequeue(ring)

    names = (drbr_enqueue, drbr_peek, v.advance_sc, drbr_putback, drbr_dequeue, drbr_dequeue_cond, drbr_flush)
    return Drbr(*names, v.empty, v.count)
