"""A VALE switch. One idea: a sender copies into the receiver's ring itself: it leases slots under q_lock, fills them
without a lock, and reports its lease; what is filled without a gap becomes visible, in the order of the leases.

A sync looks for the destination of each packet first, then goes from destination to destination. Simpler than FreeBSD:
one batch holds all of a ring; destinations come in the order of their numbers, not of their first packets; packets stay
on rings of one number, broadcasts too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.rwlock import RW_NOWITNESS, rw_init_flags, rw_rlock, rw_runlock, rw_wlock, rw_wunlock
from unknot.lang import Ptr, addr, null, u32, u64
from unknot.systems.netmap.learning import NM_BDG_BROADCAST, netmap_vale_learning
from unknot.systems.netmap.objects import NR_NOSLOT, netmap_adapter, netmap_kring, nm_bridge, ports, slots
from unknot.systems.netmap.rings import distance, nm_next, nm_prev

NOBODY: Final = 0xFF
"""Where a packet goes that is dropped."""

Notify = Callable[[netmap_kring], None]
"""kring.nm_notify."""


def bridge_init(b: Ptr[nm_bridge]) -> None:
    """A new switch without ports."""
    rw_init_flags(addr(b.bdg_lock), "bdg lock", RW_NOWITNESS)


def bdg_attach(b: Ptr[nm_bridge], na: Ptr[netmap_adapter]) -> None:
    """The port takes part from now on."""
    rw_wlock(addr(b.bdg_lock))
    b.bdg_ports[na.bdg_port] = na
    na.na_on = True
    rw_wunlock(addr(b.bdg_lock))


def bdg_detach(b: Ptr[nm_bridge], na: Ptr[netmap_adapter]) -> None:
    """Afterwards no sender is at this port, and none will be."""
    rw_wlock(addr(b.bdg_lock))
    na.na_on = False
    b.bdg_ports[na.bdg_port] = null
    rw_wunlock(addr(b.bdg_lock))


def nm_kr_space(kring: Ptr[netmap_kring]) -> u32:
    """Slots of an RX ring that nobody has leased."""
    return slots - 1 - distance(kring.nr_hwcur, kring.nkr_hwlease)


def nm_kr_lease(kring: Ptr[netmap_kring], count: u32) -> u32:
    """Leases `count` slots, and be it none; the number of the lease."""
    lease = kring.nkr_lease_idx
    kring.nkr_leases[lease] = NR_NOSLOT
    kring.nkr_lease_idx = nm_next(lease)
    kring.nkr_hwlease = (kring.nkr_hwlease + count) % slots
    return lease


def report_lease(kring: Ptr[netmap_kring], lease: u32, start: u32, end: u32) -> bool:
    """The lease from `start` to `end` is filled. True if something became visible: with it all leases behind it that
    are done."""
    kring.nkr_leases[lease] = end
    if start != kring.nr_hwtail:
        return False
    visible = end
    while lease != kring.nkr_lease_idx and kring.nkr_leases[lease] != NR_NOSLOT:
        visible = kring.nkr_leases[lease]
        kring.nkr_leases[lease] = NR_NOSLOT
        lease = nm_next(lease)
    if visible != start:
        kring.nr_hwtail = visible
    return visible != start


def make_txsync(notify: Notify) -> Callable[[netmap_kring], None]:
    """txsync of a VALE port, which tells receivers by `notify`."""

    def deliver(kring: Ptr[netmap_kring], port: u32, packets: Ptr[netmap_kring], targets: u64, needed: u32) -> None:
        """Copies to one destination what is for it; what finds no room is dropped."""
        mtx_lock(addr(kring.q_lock))
        if kring.nkr_stopped != 0:
            mtx_unlock(addr(kring.q_lock))
            return
        start = kring.nkr_hwlease
        room = min(needed, nm_kr_space(kring))
        lease = nm_kr_lease(kring, room)
        mtx_unlock(addr(kring.q_lock))
        end = start
        source = packets.nr_hwcur
        while room != 0:
            if is_for(u32(targets & 0xFF), port):
                kring.ring.slot[end] = packets.ring.slot[source]
                end = nm_next(end)
                room -= 1
            targets >>= 8
            source = nm_next(source)
        mtx_lock(addr(kring.q_lock))
        visible = report_lease(kring, lease, start, end)
        mtx_unlock(addr(kring.q_lock))
        if visible:
            notify(kring)

    def flush(b: Ptr[nm_bridge], na: Ptr[netmap_adapter], kring: Ptr[netmap_kring], count: u32) -> None:
        targets = destinations(b, na, kring, count)
        for i in range(u32(ports)):
            dst = b.bdg_ports[i]
            needed = wanted(targets, count, i)
            if i != na.bdg_port and needed != 0 and dst is not None and dst.na_on:
                deliver(addr(dst.rx_rings[kring.ring_id]), i, kring, targets, needed)

    def txsync(kring: Ptr[netmap_kring]) -> None:
        """Sends what is between nr_hwcur and rhead. Nobody waits for a receiver: all of it is sent or dropped."""
        na, head = kring.na, kring.rhead
        b = na.na_bdg
        if b is not None:
            rw_rlock(addr(b.bdg_lock))
            count = distance(kring.nr_hwcur, head)
            if count != 0:
                flush(b, na, kring, count)
            rw_runlock(addr(b.bdg_lock))
        kring.nr_hwcur = head
        kring.nr_hwtail = nm_prev(head)

    return txsync


def destinations(b: Ptr[nm_bridge], na: Ptr[netmap_adapter], kring: Ptr[netmap_kring], count: u32) -> u64:
    """First pass: where each packet goes, 8 bits each, the first one lowest."""
    targets: u64 = 0
    slot = kring.nr_hwcur
    for i in range(count):
        port = netmap_vale_learning(b, na, kring.ring.slot[slot])
        if port != NM_BDG_BROADCAST and (port == na.bdg_port or b.bdg_ports[port] is None):
            port = NOBODY
        targets |= u64(port) << (8 * i)
        slot = nm_next(slot)
    return targets


def is_for(target: u32, port: u32) -> bool:
    """A packet with this target goes to that port (which is not the sender's)."""
    everybody = target == NM_BDG_BROADCAST
    return everybody or target == port


def wanted(targets: u64, count: u32, port: u32) -> u32:
    """How many packets go to a port."""
    needed: u32 = 0
    for i in range(count):
        if is_for(u32(targets >> (8 * i) & 0xFF), port):
            needed += 1
    return needed


def netmap_vp_rxsync(kring: Ptr[netmap_kring]) -> None:
    """Gives slots back that user space has released. New packets are in the ring already."""
    mtx_lock(addr(kring.q_lock))
    kring.nr_hwcur = kring.rhead
    mtx_unlock(addr(kring.q_lock))
