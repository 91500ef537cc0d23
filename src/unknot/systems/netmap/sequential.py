"""netmap does its job: one thread, no kevent, each behaviour of the documented contract a function. One idea: what is
checked here is the same code in all variants, since they differ in who is told of a packet only.

Behaviours that need three ports or several rings are not there without: run with -p ports=3 -p slots=4 -p rings=2.
"""

from unknot import initial, scenario, thread
from unknot.kernel.errno import EBUSY, EIO
from unknot.lang import Ptr, addr, choose, u32
from unknot.systems.netmap.busy import netmap_set_all_rings
from unknot.systems.netmap.features import Features
from unknot.systems.netmap.lab import Lab, is_packet, mac, make_build, queue_packet, take_packet
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.objects import NKR_STOPPED, netmap_kring, netmap_priv_d, ports, rings, slots
from unknot.systems.netmap.packets import BROADCAST, packet
from unknot.systems.netmap.poll import POLLERR, POLLIN, POLLOUT
from unknot.systems.netmap.register import ALL_RINGS
from unknot.systems.netmap.rings import nm_next, nm_prev
from unknot.systems.netmap.users import put, rx_ring, take, tx_ring

nm = variant(Features())(0)
build = make_build(nm)
lab: Lab = Lab()


def send(source: u32, destination: u32, number: u32) -> None:
    """Puts a packet into the ring and sends it."""
    assert queue_packet(addr(lab), source, destination, number), "no space to send"
    assert nm.txsync(addr(lab.priv[source])) == 0, "txsync fails"


def receive(port: u32) -> u32:
    """What has arrived."""
    assert nm.rxsync(addr(lab.priv[port])) == 0, "rxsync fails"
    return take_packet(addr(lab), port)


def tx(port: u32) -> Ptr[netmap_kring]:
    """A port's first TX ring."""
    return addr(lab.na[port].tx_rings[0])


def rx(port: u32) -> Ptr[netmap_kring]:
    """A port's first RX ring."""
    return addr(lab.na[port].rx_rings[0])


# -- the switch --------------------------------------------------------------------------------------------------------


def unknown_address_goes_to_all_others() -> None:
    """A packet for nobody known arrives at every port but the sender's."""
    send(0, 9, 3)
    for port in range(1, u32(ports)):
        assert is_packet(receive(port), 0, 3), "a port did not get it"
        assert receive(port) == 0, "it came twice"
    assert receive(0) == 0, "it came back"


def known_address_goes_to_one() -> None:
    """Who has sent is known, and gets his packets alone."""
    send(1, BROADCAST, 0)
    send(0, mac(1), 3)
    assert is_packet(receive(1), 0, 3), "it did not arrive"
    if ports > 2:
        assert is_packet(receive(2), 1, 0), "the broadcast did not arrive"
        assert receive(2) == 0, "it went to another port, too"


def broadcast_goes_to_all_others() -> None:
    """Also when all addresses are known."""
    for port in range(u32(ports)):
        send(port, mac(port), 0)
    send(0, BROADCAST, 5)
    for port in range(1, u32(ports)):
        assert is_packet(receive(port), 0, 5), "a port did not get the broadcast"


def own_address_is_dropped() -> None:
    """A packet for the port that sends it goes nowhere."""
    send(0, mac(0), 0)
    for port in range(u32(ports)):
        assert receive(port) == 0, "it went somewhere"


def address_moves() -> None:
    """An address is where it was last seen."""
    send(0, mac(0), 0)
    assert put(tx_ring(addr(lab.priv[1])), packet(mac(0), mac(0), 0)), "no space"
    nm.txsync(addr(lab.priv[1]))
    if ports > 2:
        send(2, mac(0), 4)
        assert is_packet(receive(1), 2, 4), "it did not follow the address"
        assert receive(0) == 0, "it went to the old place"


def packets_keep_their_order() -> None:
    """A full ring of packets arrives as it was sent, once."""
    for i in range(u32(slots) - 1):
        assert queue_packet(addr(lab), 0, mac(1), i), "no space"
    nm.txsync(addr(lab.priv[0]))
    for i in range(u32(slots) - 1):
        assert is_packet(receive(1), 0, i), "not the packet that was next"
    assert receive(1) == 0, "one more than was sent"


def full_receiver_drops() -> None:
    """Nobody waits for a receiver; what he has no room for is gone, and what he has stays."""
    for i in range(u32(slots) + 1):
        send(0, mac(1), i)
    for i in range(u32(slots) - 1):
        assert is_packet(receive(1), 0, i), "not the oldest"
    send(0, mac(1), 77)
    assert receive(1) == 0 or slots > 2, "there was no room until the slot was given back"
    nm.rxsync(addr(lab.priv[1]))
    send(0, mac(1), 78)
    assert receive(1) != 0, "no room after slots were given back"


def closed_port_gets_nothing() -> None:
    """Packets for a port that nobody has open are dropped, and the rest goes on."""
    nm.close(addr(lab.priv[1]))
    send(0, mac(1), 0)
    assert lab.bridge.bdg_ports[1] is None, "the port is still there"
    assert nm.regif(addr(lab.priv[1]), addr(lab.na[1]), ALL_RINGS) == 0, "cannot be opened again"
    assert receive(1) == 0, "a packet from before it was opened"
    send(0, mac(1), 1)
    assert is_packet(receive(1), 0, 1), "the port does not work when it is opened again"


# -- rings -------------------------------------------------------------------------------------------------------------


def sent_slots_come_back() -> None:
    """After a sync all slots but one are user space's."""
    for i in range(u32(slots) - 1):
        assert queue_packet(addr(lab), 0, mac(1), i), "no space in an empty ring"
    assert not queue_packet(addr(lab), 0, mac(1), 9), "space in a full ring"
    nm.txsync(addr(lab.priv[0]))
    ring = tx_ring(addr(lab.priv[0]))
    assert ring.head == ring.cur and ring.tail == nm_prev(ring.head), "the slots did not come back"


def slots_are_given_back_one_by_one() -> None:
    """Only what is before head is given back."""
    if slots > 2:
        for i in range(u32(slots) - 1):
            send(0, mac(1), i)
        assert receive(1) != 0, "nothing arrived"
        nm.rxsync(addr(lab.priv[1]))
        send(0, mac(1), 8)
        send(0, mac(1), 9)
        nm.rxsync(addr(lab.priv[1]))
        ring = rx_ring(addr(lab.priv[1]))
        assert nm_next(ring.tail) == ring.head, "not full, or more than full"
        for i in range(1, u32(slots) - 1):
            assert is_packet(receive(1), 0, i), "a slot was given back that user space had not released"
        assert is_packet(receive(1), 0, 8), "there was room for one"


def nonsense_in_a_tx_ring_begins_anew() -> None:
    """A head or cur that the user cannot have got to: nothing is sent, and the indices are the kernel's."""
    ring = tx_ring(addr(lab.priv[0]))
    if choose(2) == 0:
        ring.head = u32(slots) + u32(choose(2))
    else:
        ring.head = nm_next(ring.head)
        ring.cur = 0
    nm.txsync(addr(lab.priv[0]))
    assert ring.head == 0 and ring.cur == 0 and ring.tail == u32(slots) - 1, "not as the kernel has it"
    assert receive(1) == 0, "something was sent"
    send(0, mac(1), 2)
    assert is_packet(receive(1), 0, 2), "the ring does not work any more"


def nonsense_is_an_error_of_poll() -> None:
    """POLLERR, and the packets that are there stay."""
    send(0, mac(1), 2)
    ring = rx_ring(addr(lab.priv[1]))
    ring.head = 100
    assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) & POLLERR != 0, "no error"
    assert is_packet(take_packet(addr(lab), 1), 0, 2), "the packet is gone"


def tail_is_the_kernels() -> None:
    """What user space writes there is put right."""
    ring = tx_ring(addr(lab.priv[0]))
    ring.tail = 0
    nm.txsync(addr(lab.priv[0]))
    assert ring.tail == u32(slots) - 1, "the tail is not put right"


def busy_ring_is_skipped() -> None:
    """While another thread syncs a ring, a sync of it does nothing and is no error."""
    queue_packet(addr(lab), 0, mac(1), 2)
    tx(0).nr_busy.store(1)
    assert nm.txsync(addr(lab.priv[0])) == 0, "an error"
    assert receive(1) == 0, "it was sent by two"
    tx(0).nr_busy.store(0)
    nm.txsync(addr(lab.priv[0]))
    assert is_packet(receive(1), 0, 2), "it was never sent"


def stopped_ring_is_an_error() -> None:
    """EIO of the ioctls, POLLERR of poll; and nothing is delivered there."""
    netmap_set_all_rings(addr(lab.na[1]), NKR_STOPPED)
    assert nm.txsync(addr(lab.priv[1])) == EIO and nm.rxsync(addr(lab.priv[1])) == EIO, "no error"
    assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) == POLLERR, "no POLLERR"
    send(0, mac(1), 2)
    netmap_set_all_rings(addr(lab.na[1]), 0)
    assert receive(1) == 0, "delivered to a stopped ring"


# -- poll --------------------------------------------------------------------------------------------------------------


def poll_receives() -> None:
    """Without an ioctl: POLLIN once a packet is there, nothing before and nothing after it was taken."""
    assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) == 0, "ready without a packet"
    send(0, mac(1), 2)
    assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) == POLLIN, "not ready"
    assert is_packet(take_packet(addr(lab), 1), 0, 2), "ready, but there is nothing"
    assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) == 0, "still ready"


def poll_sends() -> None:
    """Who polls for packets sends his own by the way, unless he has asked for NO_TX_POLL."""
    silent = choose(2) == 1
    lab.priv[0].np_txpoll = not silent
    queue_packet(addr(lab), 0, mac(1), 2)
    assert nm.netmap_poll(addr(lab.priv[0]), POLLIN, None) == 0, "ready without a packet"
    assert (receive(1) == 0) == silent, "wrong about NO_TX_POLL"


def poll_makes_space() -> None:
    """POLLOUT: at once while a ring has space, else after a sync."""
    assert nm.netmap_poll(addr(lab.priv[0]), POLLOUT, None) == POLLOUT, "no space in an empty ring"
    lab.priv[0].np_txpoll = False
    for i in range(u32(slots) - 1):
        queue_packet(addr(lab), 0, mac(1), i)
    assert nm.netmap_poll(addr(lab.priv[0]), POLLOUT, None) == POLLOUT, "no space after a sync"
    assert is_packet(receive(1), 0, 0) == (rings == 1), "synced though another ring had space, or not synced"


def cur_says_what_is_new() -> None:
    """poll waits for what lies beyond cur, though slots from head on are still the user's."""
    if slots > 2:
        send(0, mac(1), 1)
        nm.rxsync(addr(lab.priv[1]))
        ring = rx_ring(addr(lab.priv[1]))
        ring.cur = ring.tail
        assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) == 0, "nothing new has come"
        send(0, mac(1), 2)
        assert nm.netmap_poll(addr(lab.priv[1]), POLLIN, None) == POLLIN, "something new has come"
        assert is_packet(take_packet(addr(lab), 1), 0, 1), "what was not released is lost"


# -- descriptors -------------------------------------------------------------------------------------------------------


def bound_once() -> None:
    """A descriptor is bound to one port; a port can have several descriptors, and lives until the last is closed."""
    assert nm.regif(addr(lab.priv[0]), addr(lab.na[1]), ALL_RINGS) == EBUSY, "bound twice"
    second = netmap_priv_d()
    assert nm.regif(addr(second), addr(lab.na[0]), 0) == 0, "no second descriptor"
    nm.close(addr(second))
    send(0, mac(1), 2)
    assert is_packet(receive(1), 0, 2), "the port is closed with the second of its descriptors"
    nm.close(addr(lab.priv[0]))
    assert lab.na[0].active_fds == 0 and not lab.na[0].na_on, "the port lives on"
    assert nm.netmap_poll(addr(lab.priv[0]), POLLIN, None) == POLLERR, "a closed descriptor is ready"


def bound_to_one_ring() -> None:
    """Who is bound to one of several rings gets what was sent from rings of that number."""
    if rings > 1:
        nm.close(addr(lab.priv[1]))
        assert lab.na[1].si_users[0] == 0, "still counted as bound to several rings"
        assert nm.regif(addr(lab.priv[1]), addr(lab.na[1]), 1) == 0, "cannot be opened"
        assert lab.na[1].si_users[0] == 0 and lab.na[0].si_users[0] == 1, "wrong count of those bound to several rings"
        ring = addr(lab.na[0].tx_rings[1].ring)
        put(tx_ring(addr(lab.priv[0])), packet(mac(0), mac(1), 1))
        put(ring, packet(mac(0), mac(1), 2))
        nm.txsync(addr(lab.priv[0]))
        nm.rxsync(addr(lab.priv[1]))
        assert is_packet(take(rx_ring(addr(lab.priv[1]))), 0, 2), "not the packet of ring 1"
        assert take(rx_ring(addr(lab.priv[1]))) == 0, "packets of ring 0, too"


# -- all of them -------------------------------------------------------------------------------------------------------


def run(way: u32) -> None:
    """Behaviour number `way`."""
    if way == 0:
        unknown_address_goes_to_all_others()
    elif way == 1:
        known_address_goes_to_one()
    elif way == 2:
        broadcast_goes_to_all_others()
    elif way == 3:
        own_address_is_dropped()
    elif way == 4:
        address_moves()
    elif way == 5:
        packets_keep_their_order()
    elif way == 6:
        full_receiver_drops()
    elif way == 7:
        closed_port_gets_nothing()
    elif way == 8:
        sent_slots_come_back()
    elif way == 9:
        slots_are_given_back_one_by_one()
    elif way == 10:
        nonsense_in_a_tx_ring_begins_anew()
    elif way == 11:
        nonsense_is_an_error_of_poll()
    elif way == 12:
        tail_is_the_kernels()
    elif way == 13:
        busy_ring_is_skipped()
    elif way == 14:
        stopped_ring_is_an_error()
    elif way == 15:
        poll_receives()
    elif way == 16:
        poll_sends()
    elif way == 17:
        poll_makes_space()
    elif way == 18:
        cur_says_what_is_new()
    elif way == 19:
        bound_once()
    elif way == 20:
        bound_to_one_ring()


@scenario
class Sequential:
    """One thread, and one of the behaviours above."""

    @initial
    def setup(self) -> None:
        build(addr(lab))

    @thread
    def only(self) -> None:
        run(u32(choose(21)))
        for port in range(u32(ports)):
            free = tx(port).nr_busy.load() == 0 and rx(port).nr_busy.load() == 0
            assert free, "a ring is left busy"
