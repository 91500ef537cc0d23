"""Scenarios that decide how much of netmap can be under way at one time. One idea: a ring is busy while it is synced,
so an observer who looks at all rings in one step counts the syncs. What a scenario asserts is that they exclude each
other: that it is violated is the good news."""

from unknot import initial, param, scenario, thread
from unknot.lang import Ptr, addr, indivisible, u32
from unknot.systems.netmap.features import WATCH_RX
from unknot.systems.netmap.lab import learn, mac, queue_packet
from unknot.systems.netmap.netmap import Variant
from unknot.systems.netmap.objects import netmap_adapter, ports
from unknot.systems.netmap.watching import Process, ask, make_open

askers = param("askers", 2, "Inside: threads in kevent, each with a port of its own")
at_once = param("at_once", 1, "Inside: txsyncs that may be under way at one time")


def syncs(p: Ptr[Process]) -> u32:
    """How many TX rings are being synced. In one step."""
    count: u32 = 0
    with indivisible():
        for i in range(ports):
            count += p.lab.na[i].tx_rings[0].nr_busy.load()
    return count


def is_syncing(na: Ptr[netmap_adapter]) -> bool:
    """Somebody syncs the port's TX ring."""
    return na.tx_rings[0].nr_busy.load() != 0


def inside(v: Variant) -> type:
    """kevent against kevent."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, askers)

    @scenario
    class Inside:
        """Each asker has a packet for the last port, which nobody watches, and sends it as kevent asks. Never are more
        than `at_once` in a txsync."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            learn(addr(self.p.lab), u32(ports) - 1)
            for i in range(u32(askers)):
                queue_packet(addr(self.p.lab), i, mac(u32(ports) - 1), 5)

        @thread(count=askers)
        def asker(self, me: u32) -> None:
            ask(addr(self.p), me, 0)

        @thread
        def observer(self) -> None:
            assert syncs(addr(self.p)) <= at_once, "more syncs at one time"

    return Inside


def whole_sync(v: Variant) -> type:
    """kevent against an ioctl."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class WholeSync:
        """Port 0 sends as kevent asks; port 1 sends by ioctl. Never is all of the ioctl done while the other is in its
        txsync."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            for i in range(u32(2)):
                queue_packet(addr(self.p.lab), i, mac(u32(ports) - 1), 5)

        @thread
        def asker(self) -> None:
            ask(addr(self.p), 0, 0)

        @thread
        def sender(self) -> None:
            before = is_syncing(addr(self.p.lab.na[0]))
            nm.txsync(addr(self.p.lab.priv[1]))
            assert not before or not is_syncing(addr(self.p.lab.na[0])), "all of it during the other's"

    return WholeSync
