"""mbuf(9) for queues of packets. One idea: an mbuf is an object of its own with MLEN bytes in it; there are no clusters
and nothing is shared, so a packet that is used after it was freed is seen.

A `mbufq` is a queue of packets; whoever calls holds the lock that protects it, so its accesses are ordinary ones.
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.errno import ENOBUFS
from unknot.kernel.malloc import may_malloc
from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    addr,
    alloc,
    array,
    cast,
    event,
    free,
    here,
    i8,
    i16,
    i32,
    indivisible,
    null,
    offset,
    require,
    store,
    struct,
    u16,
    u32,
)

MLEN: Final = 64
M_PKTHDR: Final = 0x0002


@struct
class pkthdr:
    """Of a packet's first mbuf."""

    rcvif: voidp
    tags: voidp
    len: i32
    flowid: u32
    csum_flags: u32
    fibnum: u16
    ether_vtag: u16
    PH_loc: voidp


@struct
class mbuf:
    """A piece of a packet: `m_next` is the next piece, `m_nextpkt` the next packet of a queue."""

    m_next: Ptr[mbuf]
    m_nextpkt: Ptr[mbuf]
    m_data: Ptr[i8]
    m_len: i32
    m_type: i32
    m_flags: u32
    m_refs: u32
    m_pkthdr: pkthdr
    m_dat: array[i8] = array(MLEN)


@struct
class mbufq:
    """A queue of packets: the first, the link at its end, how many, how many at most."""

    mq_first: Ptr[mbuf]
    mq_last: Ptr[Ptr[mbuf]]
    mq_len: i32
    mq_maxlen: i32


# -- mbufs -------------------------------------------------------------------------------------------------------------


def m_get(how: u32, type: i16, site: u32 = here()) -> Ptr[mbuf]:
    """An mbuf without a packet header; null with M_NOWAIT if there is none."""
    return _get(how, type, 0, site)


def m_gethdr(how: u32, type: i16, site: u32 = here()) -> Ptr[mbuf]:
    """An mbuf with a packet header."""
    return _get(how, type, M_PKTHDR, site)


def _get(how: u32, type: i16, flags: u32, site: u32) -> Ptr[mbuf]:
    if not may_malloc(how, site):
        return cast(Ptr[mbuf], null)
    with indivisible():
        m = alloc(mbuf)
        m.m_next = null
        m.m_nextpkt = null
        m.m_data = cast(Ptr[i8], addr(m.m_dat))
        m.m_len = 0
        m.m_type = i32(type)
        m.m_flags = flags
        m.m_refs = 1
        m.m_pkthdr.rcvif = null
        m.m_pkthdr.tags = null
        m.m_pkthdr.len = 0
        m.m_pkthdr.flowid = 0
        m.m_pkthdr.csum_flags = 0
        m.m_pkthdr.fibnum = 0
        m.m_pkthdr.ether_vtag = 0
        m.m_pkthdr.PH_loc = null
        event("did", "gives", m)
    return m


def m_free(m: Ptr[mbuf], site: u32 = here()) -> Ptr[mbuf]:
    """Gives one mbuf back; the next one of its packet."""
    following = m.m_next
    free(m)
    return following


def m_freem(m: Ptr[mbuf] | None, site: u32 = here()) -> None:
    """Gives a whole packet back; nothing for null."""
    while m is not None:
        m = m_free(m, site)


def m_length(m: Ptr[mbuf], last: Ptr[Ptr[mbuf]] | None) -> u32:
    """The bytes of a packet. `last`, if not null, receives its last mbuf."""
    length: u32 = 0
    while m is not None:
        length += u32(m.m_len)
        if m.m_next is None:
            break
        m = m.m_next
    if last is not None:
        store(last, m)
    return length


def m_adj(m: Ptr[mbuf], length: i32, site: u32 = here()) -> None:
    """Cuts that many bytes off the first mbuf; below 0, off a packet's end, for packets of one mbuf."""
    count = length if length >= 0 else -length
    fits = count <= m.m_len
    require(fits, "misuse", "m_adj: {0:d} bytes of an mbuf of {1:d} @ {2:site}", count, m.m_len, site)
    if length >= 0:
        m.m_data = offset(m.m_data, length)
    m.m_len -= count
    if m.m_flags & M_PKTHDR:
        m.m_pkthdr.len -= count


# -- queues ------------------------------------------------------------------------------------------------------------


def mbufq_init(mq: Ptr[mbufq], maxlen: i32) -> None:
    """Makes it an empty queue."""
    mq.mq_first = null
    mq.mq_last = addr(mq.mq_first)
    mq.mq_len = 0
    mq.mq_maxlen = maxlen


def mbufq_first(mq: Ptr[mbufq]) -> Ptr[mbuf]:
    """The first packet, or null."""
    return mq.mq_first


def mbufq_len(mq: Ptr[mbufq]) -> i32:
    """How many packets there are."""
    return mq.mq_len


def mbufq_full(mq: Ptr[mbufq]) -> bool:
    """True if no packet fits in."""
    return mq.mq_maxlen > 0 and mq.mq_len >= mq.mq_maxlen


def mbufq_empty(mq: Ptr[mbufq]) -> bool:
    """True if there is no packet."""
    return mq.mq_len == 0


def mbufq_enqueue(mq: Ptr[mbufq], m: Ptr[mbuf]) -> i32:
    """Puts a packet at the end: 0, or ENOBUFS if the queue is full."""
    if mbufq_full(mq):
        return ENOBUFS
    m.m_nextpkt = null
    store(mq.mq_last, m)
    mq.mq_last = addr(m.m_nextpkt)
    mq.mq_len += 1
    return 0


def mbufq_dequeue(mq: Ptr[mbufq]) -> Ptr[mbuf]:
    """Takes the first packet, or gives null."""
    m = mq.mq_first
    if m is not None:
        mq.mq_first = m.m_nextpkt
        if mq.mq_first is None:
            mq.mq_last = addr(mq.mq_first)
        m.m_nextpkt = null
        mq.mq_len -= 1
    return m


def mbufq_prepend(mq: Ptr[mbufq], m: Ptr[mbuf]) -> None:
    """Puts a packet at the beginning, also of a full queue."""
    m.m_nextpkt = mq.mq_first
    if mq.mq_first is None:
        mq.mq_last = addr(m.m_nextpkt)
    mq.mq_first = m
    mq.mq_len += 1


def mbufq_flush(mq: Ptr[mbufq]) -> Ptr[mbuf]:
    """Takes all packets, linked by `m_nextpkt`."""
    m = mq.mq_first
    mq.mq_first = null
    mq.mq_last = addr(mq.mq_first)
    mq.mq_len = 0
    return m


def mbufq_drain(mq: Ptr[mbufq], site: u32 = here()) -> None:
    """Gives all packets back."""
    m = mbufq_flush(mq)
    while m is not None:
        following = m.m_nextpkt
        m_freem(m, site)
        m = following


def mbufq_concat(to: Ptr[mbufq], other: Ptr[mbufq]) -> None:
    """Puts all packets of another queue behind one's own."""
    if other.mq_first is not None:
        store(to.mq_last, other.mq_first)
        to.mq_last = other.mq_last
        to.mq_len += other.mq_len
        mbufq_flush(other)
