"""A network driver's way to send, on drbr, and the scenarios about it. One idea: who has a packet enqueues it, and
whoever gets the driver's lock sends all that is there.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import at_end, initial, param, scenario, thread
from unknot.kernel.malloc import M_WAITOK
from unknot.kernel.mbuf import m_freem, m_gethdr, mbuf
from unknot.kernel.mutex import MA_OWNED, MTX_DEF, mtx, mtx_assert, mtx_init, mtx_lock, mtx_trylock, mtx_unlock
from unknot.lang import Ptr, addr, i32, struct, u32, u64
from unknot.systems.buf_ring.drbr import drbr
from unknot.systems.buf_ring.ring import BufRing, Variant

deferred = param("deferred", 1, "Transmit: 1: who does not get the lock leaves a task, which waits for it; 0: it goes")
packets = param("packets", 1, "Transmit: packets of each sender")
ROOMY = 64


@struct
class tx_queue:
    """A queue of a card: (m) under tx_mtx."""

    ring: BufRing
    tx_mtx: mtx
    tx_room: u32  # (m) packets that the card has room for
    tx_sent: u64  # (m) the packets that it has sent, a bit each
    tx_last: u32  # (m) the number of the last of them


class Driver(NamedTuple):
    """The driver on a variant of the ring."""

    attach: Callable[[tx_queue, u32], None]
    transmit_locked: Callable[[tx_queue], None]
    transmit: Callable[[tx_queue, mbuf], i32]


def packet(number: u32) -> Ptr[mbuf]:
    """A new packet, which knows its number."""
    m = m_gethdr(M_WAITOK, 1)
    m.m_pkthdr.flowid = number
    return m


def encap(tx: Ptr[tx_queue], m: Ptr[mbuf]) -> bool:
    """Gives the packet to the card, which sends it at once, and it is freed. False, and nothing has happened, if the
    card has no room."""
    if tx.tx_room == 0:
        return False
    number = m.m_pkthdr.flowid
    tx.tx_room -= 1
    assert tx.tx_sent >> number & 1 == 0, "a packet was sent twice"
    tx.tx_sent |= u64(1) << number
    tx.tx_last = number
    m_freem(m)
    return True


def driver(v: Variant) -> Driver:
    """The driver's functions."""
    d = drbr(v)

    def attach(tx: Ptr[tx_queue], room: u32) -> None:
        """Makes it ready."""
        mtx_init(addr(tx.tx_mtx), "tx_mtx", None, MTX_DEF)
        v.init(addr(tx.ring), addr(tx.tx_mtx))
        tx.tx_room = room

    def transmit_locked(tx: Ptr[tx_queue]) -> None:
        """Sends what is there, as long as the card has room."""
        mtx_assert(addr(tx.tx_mtx), MA_OWNED)
        m = d.peek(addr(tx.ring))
        while m is not None:
            if not encap(tx, m):
                d.putback(addr(tx.ring), m)
                break
            d.advance(addr(tx.ring))
            m = d.peek(addr(tx.ring))

    def transmit(tx: Ptr[tx_queue], m: Ptr[mbuf]) -> i32:
        """if_transmit: 0 or ENOBUFS; the packet is the driver's in any case."""
        error = d.enqueue(addr(tx.ring), m)
        if not mtx_trylock(addr(tx.tx_mtx)):
            if not deferred:
                return error
            mtx_lock(addr(tx.tx_mtx))  # what the task does, some time later
        transmit_locked(tx)
        mtx_unlock(addr(tx.tx_mtx))
        return error

    return Driver(attach, transmit_locked, transmit)


def transmit_scenario(v: Variant) -> type:
    """Two processors send."""
    the_driver = driver(v)

    @scenario
    class Transmit:
        """Each packet is sent, once. (debug=1, clear=0: what D5416 cured.)"""

        tx: tx_queue

        @initial
        def attach(self) -> None:
            the_driver.attach(addr(self.tx), ROOMY)

        @thread(count=2)
        def sender(self, me: u32) -> None:
            for i in range(u32(packets)):
                assert the_driver.transmit(addr(self.tx), packet(me * packets + i)) == 0, "refused"

        @at_end
        def all_sent(self) -> None:
            assert self.tx.tx_sent == (u64(1) << 2 * packets) - 1, "a packet lies in the ring, and nobody sends it"

    return Transmit
