"""The structs of netmap: ring, kring, port, descriptor, switch. One idea: user space owns the slots from `head` to
`tail` of a ring, the kernel the others, and only moves of these two indices hand slots over.

Locking key of the fields: (g) NMG_LOCK; (b) nr_busy of the kring: whoever set it; (q) q_lock of the kring; (B) the
switch's bdg_lock; (u) user space, one thread at a time; (c) constant once the port exists; (r) a race that FreeBSD
intends; (n) not shared while it matters: slots belong to whom the indices say.
"""

from __future__ import annotations

from typing import Final

from unknot import param
from unknot.kernel.mutex import mtx
from unknot.kernel.rwlock import rwlock
from unknot.lang import Ptr, array, atomic, cstr, racy, struct, u32
from unknot.systems.netmap.selinfo import nm_selinfo

slots = param("slots", 2, "slots of each ring; one of them stays empty")
rings = param("rings", 1, "TX rings of a port, and RX rings")
ports = param("ports", 2, "ports that a switch has room for")
buckets = param("buckets", 8, "entries of a switch's table of addresses")

if not 2 <= slots <= 8:
    raise ValueError(f"slots is {slots}: 2 to 8")

NR_TX: Final = 0
NR_RX: Final = 1

NKR_STOPPED: Final = 1
NKR_LOCKED: Final = 2
"""What can stand in `nkr_stopped` beside 0: the ring is gone; or it comes back soon, and who may sleep waits."""

NR_NOSLOT: Final = 0xFFFF_FFFF
"""A lease that is not done."""


@struct
class netmap_ring:
    """What user space sees. head: slots before it are given back to the kernel; cur: wake me when something appears
    beyond; tail: the first slot that is the kernel's."""

    head: u32  # (u)
    cur: u32  # (u)
    tail: u32  # (b), read by user space
    slot: array[u32] = array(slots)  # (n) packets


@struct
class netmap_kring:
    """The kernel's view of a ring. rhead, rcur, rtail: copies of the ring's indices, checked by a prologue."""

    ring: netmap_ring
    na: Ptr[netmap_adapter]  # (c)
    tx: u32  # (c) NR_TX or NR_RX
    ring_id: u32  # (c) its number among the port's rings of this direction
    rhead: u32  # (b)
    rcur: u32  # (b)
    rtail: u32  # (b)
    nr_hwcur: u32  # (b), of RX rings also (q): written under both
    nr_hwtail: racy[u32]  # (b); of RX rings written under (q), and read by the ring's owner without (r)
    nr_busy: atomic[u32]
    nkr_stopped: racy[u32]  # (r) written by who stops the ring, under NMG_LOCK
    q_lock: mtx
    nkr_hwlease: u32  # (q) the first slot that no sender has leased
    nkr_lease_idx: u32  # (q) the next entry of nkr_leases
    nkr_leases: array[u32] = array(slots)  # (q) up to where a lease is filled; NR_NOSLOT: not done
    si: nm_selinfo


@struct
class netmap_adapter:
    """A port."""

    name: cstr  # (c)
    na_bdg: Ptr[nm_bridge]  # (c) the switch
    bdg_port: u32  # (c) which of its ports
    last_smac: u32  # (b) of a TX ring: the last source address that was learnt
    na_on: racy[bool]  # (B) written; read by netmap_poll without (r)
    active_fds: u32  # (g)
    tx_rings: array[netmap_kring] = array(rings)
    rx_rings: array[netmap_kring] = array(rings)
    si: array[nm_selinfo] = array(2)
    si_users: racy[array[u32]] = array(2)  # (g) written; read by netmap_notify without (r)


@struct
class netmap_priv_d:
    """An open descriptor, bound to the rings np_qfirst to np_qlast of a port."""

    np_na: Ptr[netmap_adapter]  # (g)
    np_nifp: racy[bool]  # (r) set last when it is bound; read without a lock
    np_txpoll: bool  # (c) poll sends too
    np_qfirst: array[u32] = array(2)  # (g)
    np_qlast: array[u32] = array(2)  # (g)
    np_si: array[Ptr[nm_selinfo]] = array(2)  # (g)


@struct
class nm_bridge:
    """A VALE switch."""

    bdg_lock: rwlock
    bdg_ports: array[Ptr[netmap_adapter]] = array(ports)  # (B)
    ht_mac: racy[array[u32]] = array(buckets)  # (r) written by senders under the *read* lock
    ht_ports: racy[array[u32]] = array(buckets)  # (r) likewise
