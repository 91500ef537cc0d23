"""Scenarios of the switch itself, without kevent: senders and receivers on their own ports, by ioctl and by poll(2).
One idea: nobody sleeps here but in poll, so all that can go wrong is with packets."""

from unknot import at_end, initial, param, scenario, thread
from unknot.lang import Ptr, addr, array, atomic, struct, u32
from unknot.systems.netmap.features import Features
from unknot.systems.netmap.lab import Lab, is_packet, learn, mac, make_build, queue_packet, take_packet
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.objects import ports, slots
from unknot.systems.netmap.packets import number_of, source_of
from unknot.systems.netmap.poll import POLLIN
from unknot.systems.netmap.selinfo import seltd, seltd_init

packets = param("packets", 1, "packets of each sender")

nm = variant(Features())(0)
build = make_build(nm)


class Switch:
    """A switch whose last port receives; its address is known."""

    lab: Lab

    @initial
    def setup(self) -> None:
        build(addr(self.lab))
        learn(addr(self.lab), u32(ports) - 1)

    def send_all(self, port: u32) -> None:
        """Sends `packets` packets to the last port, one sync for each."""
        for i in range(u32(packets)):
            assert queue_packet(addr(self.lab), port, mac(u32(ports) - 1), i), "no space to send"
            nm.txsync(addr(self.lab.priv[port]))


@struct
class Received:
    """What has come, by port: how many, and the number that is next."""

    count: array[u32] = array(ports)
    following: array[u32] = array(ports)

    def note(self, p: u32) -> None:
        """Another packet: of each sender they come in order, once."""
        port = source_of(p) - 1
        assert number_of(p) >= self.following[port], "a packet came twice or out of order"
        self.following[port] = number_of(p) + 1
        self.count[port] += 1


def drain(lab: Ptr[Lab], port: u32, received: Ptr[Received]) -> None:
    """Takes all that has arrived."""
    nm.rxsync(addr(lab.priv[port]))
    p = take_packet(lab, port)
    while p != 0:
        received.note(p)
        p = take_packet(lab, port)


@scenario
class InOrderOnce(Switch):
    """All others send to one port. What has arrived at the end is what was sent, in order of each sender; what found
    no room is missing from the end."""

    @thread(count=ports - 1)
    def sender(self, me: u32) -> None:
        self.send_all(me)

    @at_end
    def all_there(self) -> None:
        received = Received()
        drain(addr(self.lab), u32(ports) - 1, addr(received))
        total: u32 = 0
        for i in range(u32(ports)):
            total += received.count[i]
        sent = (u32(ports) - 1) * packets
        assert total == min(sent, u32(slots) - 1), "a packet is missing though there was room"


class Working(Switch):
    """Whatever happened: once the receiver's ring is empty, a packet that is sent alone arrives."""

    @at_end
    def still_works(self) -> None:
        last = u32(ports) - 1
        received = Received()
        drain(addr(self.lab), last, addr(received))
        drain(addr(self.lab), last, addr(received))
        queue_packet(addr(self.lab), 0, mac(last), 99)
        nm.txsync(addr(self.lab.priv[0]))
        nm.rxsync(addr(self.lab.priv[last]))
        assert is_packet(take_packet(addr(self.lab), last), 0, 99), "the ring is stuck"


@scenario
class RoomAgain(Working):
    """One sends while the receiver takes what comes: in order, once."""

    @thread
    def sender(self) -> None:
        self.send_all(0)

    @thread
    def receiver(self) -> None:
        received = Received()
        drain(addr(self.lab), u32(ports) - 1, addr(received))


@scenario
class Leases(Working):
    """All others send at once. A ring has as many leases as slots, and a lease of no slots takes one, too."""

    @thread(count=ports - 1)
    def sender(self, me: u32) -> None:
        self.send_all(me)


@scenario
class Learning:
    """Port 2 sends for the first time; port 1 sends to the address of port 2. The packet may go to port 2 alone, or to
    all; not to port 0 alone."""

    lab: Lab

    @initial
    def setup(self) -> None:
        build(addr(self.lab))

    @thread
    def newcomer(self) -> None:
        queue_packet(addr(self.lab), 2, mac(2), 0)
        nm.txsync(addr(self.lab.priv[2]))

    @thread
    def sender(self) -> None:
        queue_packet(addr(self.lab), 1, mac(2), 7)
        nm.txsync(addr(self.lab.priv[1]))

    @at_end
    def arrived(self) -> None:
        nm.rxsync(addr(self.lab.priv[2]))
        assert is_packet(take_packet(addr(self.lab), 2), 1, 7), "the packet went to another port than its address's"


@scenario
class PollWakesUp(Switch):
    """The receiver sleeps in poll until a packet comes: `packets` times."""

    td: seltd

    @initial
    def setup(self) -> None:
        Switch.setup(self)
        seltd_init(addr(self.td))

    @thread
    def sender(self) -> None:
        self.send_all(0)

    @thread
    def receiver(self) -> None:
        last = u32(ports) - 1
        for i in range(u32(packets)):
            assert nm.poll(addr(self.lab.priv[last]), POLLIN, addr(self.td)) == POLLIN, "an error"
            assert is_packet(take_packet(addr(self.lab), last), 0, i), "ready, but the packet is not there"


@scenario
class PortGoes(Switch):
    """The receiver's port leaves the switch while others send: they drop their packets or deliver them, and nobody
    touches the port afterwards."""

    gone: atomic[bool]

    @thread
    def sender(self) -> None:
        self.send_all(0)

    @thread
    def owner(self) -> None:
        last = u32(ports) - 1
        nm.close(addr(self.lab.priv[last]))

    @at_end
    def left(self) -> None:
        assert self.lab.bridge.bdg_ports[u32(ports) - 1] is None, "it is still there"


@scenario
class OneRingTwice(Switch):
    """Two threads sync one TX ring at once: what was in it is sent once."""

    @initial
    def setup(self) -> None:
        Switch.setup(self)
        queue_packet(addr(self.lab), 0, mac(u32(ports) - 1), 0)

    @thread(count=2)
    def syncer(self) -> None:
        nm.txsync(addr(self.lab.priv[0]))

    @at_end
    def once(self) -> None:
        received = Received()
        drain(addr(self.lab), u32(ports) - 1, addr(received))
        assert received.count[0] == 1, "not once"
