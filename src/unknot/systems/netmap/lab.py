"""What scenarios have in common: a switch with ports, and a descriptor for each. One idea: the laboratory is built in
@initial, while nobody disturbs, and is the same for all."""

from __future__ import annotations

from collections.abc import Callable

from unknot.lang import Ptr, addr, array, cstr, struct, u32
from unknot.systems.netmap.netmap import Netmap
from unknot.systems.netmap.objects import buckets, netmap_adapter, netmap_priv_d, nm_bridge, ports
from unknot.systems.netmap.packets import number_of, packet, source_of
from unknot.systems.netmap.register import ALL_RINGS
from unknot.systems.netmap.users import put, rx_ring, take, tx_ring


@struct
class Lab:
    """Port i has the address i + 1, and descriptor i is bound to it."""

    bridge: nm_bridge
    na: array[netmap_adapter] = array(ports)
    priv: array[netmap_priv_d] = array(ports)


def mac(port: u32) -> u32:
    """The address of a port."""
    return port + 1


def port_name(port: u32) -> cstr:
    """As user space calls it."""
    if port == 0:
        return "vale0:a"
    return "vale0:b" if port == 1 else "vale0:c"


def make_build(nm: Netmap) -> Callable[[Lab], None]:
    """Loads netmap and opens a descriptor for each port. Each sends from poll, too."""

    def build(lab: Ptr[Lab]) -> None:
        nm.setup(addr(lab.bridge))
        for i in range(u32(ports)):
            nm.port_init(addr(lab.na[i]), port_name(i), addr(lab.bridge), i)
            lab.priv[i].np_txpoll = True
            error = nm.regif(addr(lab.priv[i]), addr(lab.na[i]), ALL_RINGS)
            assert error == 0, "a port could not be opened"

    return build


def queue_packet(lab: Ptr[Lab], port: u32, destination: u32, number: u32) -> bool:
    """User space puts a packet into a port's TX ring; False without space."""
    return put(tx_ring(addr(lab.priv[port])), packet(mac(port), destination, number))


def take_packet(lab: Ptr[Lab], port: u32) -> u32:
    """User space takes a packet out of a port's RX ring; 0 if there is none."""
    return take(rx_ring(addr(lab.priv[port])))


def learn(lab: Ptr[Lab], port: u32) -> None:
    """The switch knows where a port's address is, as if it had sent before."""
    lab.bridge.ht_mac[mac(port) % buckets] = mac(port)
    lab.bridge.ht_ports[mac(port) % buckets] = port


def is_packet(p: u32, source: u32, number: u32) -> bool:
    """It is packet `number` of port `source`."""
    return p != 0 and source_of(p) == mac(source) and number_of(p) == number
