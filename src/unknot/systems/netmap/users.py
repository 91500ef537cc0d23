"""What user space does with a ring, without any system call. One idea: slots from head to tail are the user's; he
fills or empties them and moves head and cur on."""

from __future__ import annotations

from unknot.lang import Ptr, addr, u32
from unknot.systems.netmap.objects import NR_RX, NR_TX, netmap_priv_d, netmap_ring
from unknot.systems.netmap.rings import nm_next


def tx_ring(priv: Ptr[netmap_priv_d]) -> Ptr[netmap_ring]:
    """The first TX ring of a descriptor."""
    return addr(priv.np_na.tx_rings[priv.np_qfirst[NR_TX]].ring)


def rx_ring(priv: Ptr[netmap_priv_d]) -> Ptr[netmap_ring]:
    """The first RX ring of a descriptor."""
    return addr(priv.np_na.rx_rings[priv.np_qfirst[NR_RX]].ring)


def put(ring: Ptr[netmap_ring], packet: u32) -> bool:
    """Puts a packet into a TX ring; False if there is no space. A sync sends it."""
    head = ring.head
    if head == ring.tail:
        return False
    ring.slot[head] = packet
    ring.head = nm_next(head)
    ring.cur = nm_next(head)
    return True


def take(ring: Ptr[netmap_ring]) -> u32:
    """Takes a packet out of an RX ring; 0 if there is none. A sync gives the slot back."""
    head = ring.head
    if head == ring.tail:
        return 0
    packet = ring.slot[head]
    ring.head = nm_next(head)
    ring.cur = nm_next(head)
    return packet
