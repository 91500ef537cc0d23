"""The test plan of the report: receivers and senders on all ports of a switch, all with kevent; and two ports that play
ping and pong. One idea: it is the same program for 2 ports, where all schedules can be run, and for 8, where some are
drawn by lot."""

from unknot import initial, param, scenario, thread
from unknot.lang import addr, array, null, u32
from unknot.systems.kqueue.event import EV_ADD, EVFILT_READ, EVFILT_WRITE
from unknot.systems.kqueue.file import fdinit
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.netmap.features import WATCH_RX, WATCH_TX
from unknot.systems.netmap.lab import Lab, learn, mac, make_build
from unknot.systems.netmap.netmap import Variant
from unknot.systems.netmap.objects import netmap_priv_d, ports
from unknot.systems.netmap.packets import number_of, packet, source_of
from unknot.systems.netmap.register import ALL_RINGS
from unknot.systems.netmap.roles import User, queue_one, take_one, user_open, wait

receivers = param("receivers", 1, "TestPlan: ports with a receiver")
senders = param("senders", 1, "TestPlan: ports with a sender, the last ones; each sends to the receiver of its number")
txpoll = param("txpoll", 1, "TestPlan: 0: receivers have NETMAP_NO_TX_POLL and do not push what senders queued")
traffic = param("traffic", 1, "TestPlan, PingPong: packets of each sender")


def test_plan(v: Variant) -> type:
    """Sinks and sources."""
    nm = v(WATCH_RX | WATCH_TX)
    build = make_build(nm)

    @scenario
    class TestPlan:
        """Each sender waits for space with EVFILT_WRITE and sends; each receiver waits with EVFILT_READ until all has
        come that is for it, in order."""

        lab: Lab
        files: filedesc
        second: array[netmap_priv_d] = array(ports)
        sinks: array[User] = array(receivers)
        sources: array[User] = array(senders)

        @initial
        def setup(self) -> None:
            build(addr(self.lab))
            fdinit(addr(self.files), null)
            for i in range(u32(receivers)):
                learn(addr(self.lab), i)
                self.lab.priv[i].np_txpoll = txpoll != 0
                user_open(addr(self.sinks[i]), addr(self.files), addr(self.lab.priv[i]))
            for i in range(u32(senders)):
                port = u32(ports) - 1 - i
                self.second[i].np_txpoll = True
                nm.regif(addr(self.second[i]), addr(self.lab.na[port]), ALL_RINGS)
                user_open(addr(self.sources[i]), addr(self.files), addr(self.second[i]))

        @thread(count=receivers)
        def receiver(self, me: u32) -> None:
            flags: u32 = EV_ADD
            for i in range(u32(traffic)):
                assert wait(addr(self.sinks[me]), EVFILT_READ, flags), "an error"
                flags = 0
                p = take_one(addr(self.sinks[me]))
                assert p != 0, "reported, but there is nothing"
                assert source_of(p) == mac(u32(ports) - 1 - me), "it is for another port"
                assert number_of(p) == i, "not the packet that was next"

        @thread(count=senders)
        def sender(self, me: u32) -> None:
            flags: u32 = EV_ADD
            for i in range(u32(traffic)):
                assert wait(addr(self.sources[me]), EVFILT_WRITE, flags), "an error"
                queue_one(addr(self.sources[me]), packet(mac(u32(ports) - 1 - me), mac(me), i))
                flags = 0
            wait(addr(self.sources[me]), EVFILT_WRITE, EV_ADD)

    return TestPlan


def ping_pong(v: Variant) -> type:
    """Two ports that send and receive with one knote each."""
    nm = v(WATCH_RX)
    build = make_build(nm)

    @scenario
    class PingPong:
        """Ping sends and waits for the answer; pong waits and answers. Both send by asking for packets."""

        lab: Lab
        files: filedesc
        users: array[User] = array(2)

        @initial
        def setup(self) -> None:
            build(addr(self.lab))
            fdinit(addr(self.files), null)
            for i in range(u32(2)):
                learn(addr(self.lab), i)
                user_open(addr(self.users[i]), addr(self.files), addr(self.lab.priv[i]))

        @thread(count=2)
        def player(self, me: u32) -> None:
            for i in range(u32(traffic)):
                if me == 0:
                    queue_one(addr(self.users[me]), packet(mac(0), mac(1), i))
                assert wait(addr(self.users[me]), EVFILT_READ, EV_ADD), "an error"
                p = take_one(addr(self.users[me]))
                assert p != 0 and number_of(p) == i, "not the packet that was next"
                if me == 1:
                    queue_one(addr(self.users[me]), packet(mac(1), mac(0), i))
            if me == 1:
                nm.txsync(addr(self.lab.priv[1]))

    return PingPong
