"""Scenarios of packets that must be reported: none may be in a ring while its owner sleeps. One idea: a receiver that
waits for ever and gets all packets has lost no wakeup."""

from unknot import initial, param, scenario, thread
from unknot.lang import addr, i32, i64, indivisible, u32
from unknot.systems.kqueue.event import EV_ADD, FOREVER
from unknot.systems.netmap.features import WATCH_RX
from unknot.systems.netmap.lab import is_packet, learn, mac, queue_packet, take_packet
from unknot.systems.netmap.netmap import Variant
from unknot.systems.netmap.watching import Process, ask, make_open

sent = param("sent", 1, "Receiver: packets that are sent; with more than slots - 1 some may be dropped")
asked = param("asked", 2, "Bounded: how often kevent is asked while a packet is there")


def receiver(v: Variant) -> type:
    """One sends, one waits with kevent."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class Receiver:
        """The receiver registers, and sleeps until each packet comes; registration, packet and sleep in any order."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            learn(addr(self.p.lab), 0)

        @thread
        def owner(self) -> None:
            flags: u32 = EV_ADD
            for i in range(u32(sent)):
                assert ask(addr(self.p), 0, FOREVER, flags) == 1, "an error"
                flags = 0
                assert is_packet(take_packet(addr(self.p.lab), 0), 1, i), "reported, but not there"

        @thread
        def sender(self) -> None:
            for i in range(u32(sent)):
                queue_packet(addr(self.p.lab), 1, mac(0), i)
                nm.txsync(addr(self.p.lab.priv[1]))

    return Receiver


def bounded(v: Variant) -> type:
    """Of V4 and V5: kevent notifies itself, but not again and again."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class Bounded:
        """A packet is there and stays there: each kevent reports it, and the task is enqueued once in all."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            queue_packet(addr(self.p.lab), 1, mac(0), 5)

        @thread
        def owner(self) -> None:
            nm.txsync(addr(self.p.lab.priv[1]))
            for i in range(asked):
                timeout: i64 = 0
                events: i32 = ask(addr(self.p), 0, timeout, EV_ADD if i == 0 else 0)
                assert events == 1, "a packet that is there is not reported"
                with indivisible():
                    pending = self.p.lab.na[0].rx_rings[0].si.ntfytask.ta_pending
                assert pending <= 2, "kevent notifies itself again and again"

    return Bounded
