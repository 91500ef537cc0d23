"""drbr and a driver with one thread: the rules of drbr(9), one function each. One idea: `choose` picks the rule, so
that all of them are one program, and each begins with an empty ring.
"""

from unknot import initial, scenario, thread
from unknot.kernel.errno import ENOBUFS
from unknot.kernel.mbuf import m_freem, mbuf
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, choose, u32, u64
from unknot.systems.buf_ring.drbr import drbr
from unknot.systems.buf_ring.driver import driver, packet, tx_queue
from unknot.systems.buf_ring.ring import Variant, capacity

RULES = 12


def has_parity(m: Ptr[mbuf], parity: u64) -> bool:
    """A condition for drbr_dequeue_cond."""
    return m.m_pkthdr.flowid % 2 == parity


def packet_meanwhile(tx: Ptr[tx_queue], number: u32) -> Ptr[mbuf]:
    """A new packet; who may have to wait for memory must not hold a mutex."""
    mtx_unlock(addr(tx.tx_mtx))
    m = packet(number)
    mtx_lock(addr(tx.tx_mtx))
    return m


def sequential_driver(v: Variant) -> type:
    """The rules of drbr."""
    d, the_driver = drbr(v), driver(v)

    def add(tx: Ptr[tx_queue], first: u32, count: u32) -> None:
        for i in range(count):
            assert d.enqueue(addr(tx.ring), packet_meanwhile(tx, first + i)) == 0, (
                "a packet is refused although there is room"
            )

    def take(tx: Ptr[tx_queue], number: u32) -> None:
        m = d.dequeue(addr(tx.ring))
        assert m is not None, "there is no packet"
        assert m.m_pkthdr.flowid == number, "it is the wrong packet"
        m_freem(m)

    def comes_out(tx: Ptr[tx_queue]) -> None:
        """What is put in comes out, and then there is nothing."""
        add(tx, 1, 1)
        take(tx, 1)
        assert d.dequeue(addr(tx.ring)) is None

    def in_order(tx: Ptr[tx_queue]) -> None:
        """First in, first out."""
        add(tx, 1, capacity)
        for i in range(u32(capacity)):
            take(tx, i + 1)

    def round_the_ring(tx: Ptr[tx_queue]) -> None:
        """However often the indices have gone round."""
        for i in range(u32(2 * capacity + 3)):
            add(tx, i, 1)
            take(tx, i)

    def refused(tx: Ptr[tx_queue]) -> None:
        """A packet too many gives ENOBUFS, is freed and counted; the others are not disturbed."""
        add(tx, 1, capacity)
        before = tx.ring.br_drops
        assert d.enqueue(addr(tx.ring), packet_meanwhile(tx, 9)) == ENOBUFS, "one packet too many"
        assert tx.ring.br_drops == before + 1, "the drop was not counted"
        take(tx, 1)
        add(tx, capacity + 1, 1)

    def peek_and_advance(tx: Ptr[tx_queue]) -> None:
        """What was seen is what advance removes."""
        add(tx, 1, 2)
        m = d.peek(addr(tx.ring))
        assert m is not None and m.m_pkthdr.flowid == 1
        assert d.inuse(addr(tx.ring)) == 2, "peek removes nothing"
        m_freem(m)
        d.advance(addr(tx.ring))
        take(tx, 2)

    def peek_and_put_back(tx: Ptr[tx_queue]) -> None:
        """What is put back is the oldest again."""
        add(tx, 1, 2)
        m = d.peek(addr(tx.ring))
        assert m is not None
        d.putback(addr(tx.ring), m)
        take(tx, 1)
        take(tx, 2)

    def another_put_back(tx: Ptr[tx_queue]) -> None:
        """It may be another packet, in the place of the first."""
        add(tx, 1, 2)
        m = d.peek(addr(tx.ring))
        assert m is not None
        m_freem(m)
        d.putback(addr(tx.ring), packet_meanwhile(tx, 7))
        take(tx, 7)
        take(tx, 2)

    def nothing_there(tx: Ptr[tx_queue]) -> None:
        """Of an empty ring nothing can be had, and advance does nothing."""
        assert d.peek(addr(tx.ring)) is None
        assert d.dequeue(addr(tx.ring)) is None
        assert d.dequeue_cond(addr(tx.ring), has_parity, 1) is None
        d.advance(addr(tx.ring))
        assert d.empty(addr(tx.ring)), "advance on an empty ring"

    def only_if_wanted(tx: Ptr[tx_queue]) -> None:
        """drbr_dequeue_cond takes the oldest or nothing, never a later one."""
        add(tx, 1, 2)
        assert d.dequeue_cond(addr(tx.ring), has_parity, 0) is None, "the oldest is not wanted"
        m = d.dequeue_cond(addr(tx.ring), has_parity, 1)
        assert m is not None and m.m_pkthdr.flowid == 1
        m_freem(m)
        take(tx, 2)

    def counted(tx: Ptr[tx_queue]) -> None:
        """Who is alone gets exact numbers."""
        for i in range(u32(capacity)):
            assert d.inuse(addr(tx.ring)) == i
            assert d.empty(addr(tx.ring)) == (i == 0)
            add(tx, i, 1)

    def flushed(tx: Ptr[tx_queue]) -> None:
        """After flush the ring is empty and can be used."""
        add(tx, 1, capacity)
        d.flush(addr(tx.ring))
        assert d.empty(addr(tx.ring))
        add(tx, 5, 1)
        take(tx, 5)

    def the_card_is_full(tx: Ptr[tx_queue]) -> None:
        """A packet for which the card has no room stays the first; when there is room, it goes on where it stopped."""
        tx.tx_room = 1
        add(tx, 1, 3)
        the_driver.transmit_locked(tx)
        assert tx.tx_sent == 1 << 1
        tx.tx_room = 2
        the_driver.transmit_locked(tx)
        assert tx.tx_sent == 0b1110 and tx.tx_last == 3

    def obey(tx: Ptr[tx_queue], rule: u64) -> None:
        if rule == 0:
            comes_out(tx)
        elif rule == 1:
            in_order(tx)
        elif rule == 2:
            round_the_ring(tx)
        elif rule == 3:
            refused(tx)
        elif rule == 4:
            peek_and_advance(tx)
        elif rule == 5:
            peek_and_put_back(tx)
        elif rule == 6:
            another_put_back(tx)
        elif rule == 7:
            nothing_there(tx)
        elif rule == 8:
            only_if_wanted(tx)
        elif rule == 9:
            counted(tx)
        elif rule == 10:
            flushed(tx)
        else:
            the_card_is_full(tx)

    @scenario
    class SequentialDriver:
        """One thread, which holds the driver's lock: any rule of drbr, and then another one. (--leaks: no packet is
        forgotten.)"""

        tx: tx_queue

        @initial
        def attach(self) -> None:
            the_driver.attach(addr(self.tx), 0)

        @thread
        def only(self) -> None:
            mtx_lock(addr(self.tx.tx_mtx))
            for _ in range(2):
                self.tx.tx_sent = 0
                obey(addr(self.tx), choose(RULES))
                d.flush(addr(self.tx.ring))
            mtx_unlock(addr(self.tx.tx_mtx))

    return SequentialDriver
