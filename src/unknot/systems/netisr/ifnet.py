"""Network interfaces: attach, output, and the phases of if_detach.

One idea: an interface is taken out of reach in phases (lists, addresses, departure event, index, last reference), and
what somebody may still do with a pointer depends on the phase, and on whether anybody waited in between.

Locking key of the fields: (c) constant after if_attach; (l) written under `ifnet_lock`; (a) atomic; (r) written by who
attaches, configures or detaches, read by everybody without a lock: the race is FreeBSD's.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.epoch import NET_EPOCH_CALL, NET_EPOCH_WAIT, epoch_context
from unknot.kernel.errno import ENETDOWN
from unknot.kernel.malloc import M_DEVBUF, M_WAITOK, M_ZERO, malloc_of
from unknot.kernel.mbuf import mbuf
from unknot.kernel.refcount import refcount_acquire, refcount_init, refcount_release
from unknot.kernel.rwlock import (
    rw_destroy,
    rw_init,
    rw_rlock,
    rw_runlock,
    rw_wlock,
    rw_wunlock,
    rwlock,
)
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, alloc, array, atomic, cast, cstr, free, i32, null, racy, struct, u32
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.tags import m_freem

IFF_UP = 0x1
IFF_DYING = 0x200000
IF_MOST = 5
"""Indices. As in FreeBSD 0 is none, so one interface less."""
EVENT_MOST = 3
"""Handlers of one event."""


@struct
class ifaddr:
    """The link-level address of an interface."""

    ifa_ctx: epoch_context  # of who frees it later
    ifa_lladdr: racy[u32]  # (r)


@struct
class ifnet:
    """An interface. Its driver's part is `if_softc` and `if_transmit`."""

    if_next: Ptr["ifnet"]  # (l) the list of all interfaces
    if_dname: cstr  # (c)
    if_index: u32  # (c)
    if_idxgen: u32  # (c) the generation of the index
    if_flags: racy[u32]  # (r) IFF_UP, IFF_DYING
    if_refcount: atomic[u32]  # (a)
    if_addr: racy[Ptr[ifaddr]]  # (r) null once the addresses are purged
    if_afdata_lock: rwlock  # the lock of the neighbour table
    if_afdata: racy[voidp]  # (r) the neighbour table
    if_softc: voidp  # (c)
    if_lagg: racy[voidp]  # (r) what it is to the lagg whose port it is
    if_transmit: Callable[[Ptr["ifnet"], Ptr[mbuf]], i32]  # (c)
    if_opackets: atomic[u32]  # (a) packets sent
    if_gone: atomic[bool]  # (a) the departure event is over: nobody may send


@struct
class ifindex_entry:
    """What an index stands for. `ife_gencnt` counts the interfaces that have had it."""

    ife_ifnet: atomic[Ptr[ifnet]]  # (a) written under ifnet_lock
    ife_gencnt: atomic[u32]  # (a) likewise


@struct
class if_event:
    """Functions that are called with an interface. Registered before anything runs."""

    handlers: u32
    handler: array[Callable[[Ptr[ifnet]], None]] = array(EVENT_MOST)


ifnet_malloc = malloc_of(ifnet)
ifnet_lock: rwlock = rwlock()
ifnet_list: Ptr[ifnet] = null
ifindex_table: array[ifindex_entry] = array(IF_MOST)
purge_event: if_event = if_event()
"""The protocols' part of purging addresses: neighbours, prefixes."""
departure_event: if_event = if_event()
iflladdr_event: if_event = if_event()
"""An interface has got another link-level address."""


def ifnet_init() -> None:
    """Once, before everything else of this module."""
    rw_init(addr(ifnet_lock), "ifnet_rw")


def event_register(event: Ptr[if_event], handler: Callable[[Ptr[ifnet]], None]) -> None:
    """From now on the handler is called too. Only before anything runs."""
    at = event.handlers
    event.handler[at] = handler
    event.handlers = at + 1


def event_invoke(event: Ptr[if_event], ifp: Ptr[ifnet]) -> None:
    """Calls the handlers, the first registered first."""
    for i in range(event.handlers):
        event.handler[i](ifp)


# -- coming ------------------------------------------------------------------------------------------------------------


def if_alloc(name: cstr, transmit: Callable[[Ptr[ifnet], Ptr[mbuf]], i32], softc: voidp) -> Ptr[ifnet]:
    """An interface that nobody knows yet, with one reference, which is the driver's."""
    ifp = ifnet_malloc(M_DEVBUF, M_WAITOK | M_ZERO)
    ifp.if_dname = name
    ifp.if_softc = softc
    ifp.if_transmit = transmit
    refcount_init(addr(ifp.if_refcount), 1)
    rw_init(addr(ifp.if_afdata_lock), "if_afdata")
    return ifp


def if_attach(ifp: Ptr[ifnet], lladdr: u32) -> None:
    """Gives it an address and an index, and makes it known and up."""
    global ifnet_list
    ifa = alloc(ifaddr)
    ifa.ifa_lladdr = lladdr
    ifp.if_addr = ifa
    rw_wlock(addr(ifnet_lock))
    ifindex_alloc(ifp)
    ifp.if_next = ifnet_list
    ifnet_list = ifp
    ifp.if_flags = IFF_UP
    rw_wunlock(addr(ifnet_lock))


def ifindex_alloc(ifp: Ptr[ifnet]) -> None:
    """The lowest index that is free. With ifnet_lock."""
    index: u32 = 1
    while ifindex_table[index].ife_ifnet.load() is not None:
        index += 1
    ifp.if_index = index
    ifp.if_idxgen = ifindex_table[index].ife_gencnt.load()
    ifindex_table[index].ife_ifnet.store(ifp)


# -- using -------------------------------------------------------------------------------------------------------------


def if_ref(ifp: Ptr[ifnet]) -> None:
    """One reference more, by who has one or knows that the interface stays."""
    refcount_acquire(addr(ifp.if_refcount))


def if_rele(ifp: Ptr[ifnet]) -> None:
    """One reference less. The last one frees the interface."""
    if refcount_release(addr(ifp.if_refcount)):
        rw_destroy(addr(ifp.if_afdata_lock))
        free(ifp)


def ifunit_ref(name: cstr) -> Ptr[ifnet]:
    """The interface of that name, with a reference for the caller, or null."""
    rw_rlock(addr(ifnet_lock))
    ifp = ifnet_list
    while ifp is not None and ifp.if_dname != name:
        ifp = ifp.if_next
    if ifp is not None:
        if_ref(ifp)
    rw_runlock(addr(ifnet_lock))
    return ifp


def if_lladdr(ifp: Ptr[ifnet]) -> u32:
    """IF_LLADDR: its link-level address. Nothing keeps the interface from losing it meanwhile."""
    return ifp.if_addr.ifa_lladdr


def if_output(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
    """Sends a packet, which is consumed: 0, ENETDOWN, or what the driver says."""
    if ifp.if_flags & IFF_UP == 0:
        m_freem(m)
        return ENETDOWN
    return ifp.if_transmit(ifp, m)


def if_transmit_wire(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
    """The transmit function of a plain driver: the packet goes out and is counted. A driver has given its hardware
    back when its interface has departed."""
    assert not ifp.if_gone.load(), "a packet is sent through an interface that has departed"
    ifp.if_opackets.fetch_add(1)
    m_freem(m)
    return 0


# -- going -------------------------------------------------------------------------------------------------------------


def if_unlink(ifp: Ptr[ifnet]) -> None:
    """Phase 1: down, dying, and out of the list of all interfaces. Its index still stands for it."""
    global ifnet_list
    rw_wlock(addr(ifnet_lock))
    ifp.if_flags = IFF_DYING
    following = ifp.if_next
    if ifnet_list == ifp:
        ifnet_list = following
    else:
        before = ifnet_list
        while before.if_next != ifp:
            before = before.if_next
        before.if_next = following
    rw_wunlock(addr(ifnet_lock))


def ifa_destroy(ctx: Ptr[epoch_context]) -> None:
    """Frees an address when nobody can know it any more."""
    free(cast(Ptr[ifaddr], ctx))


def if_depart(ifp: Ptr[ifnet]) -> None:
    """Phase 3: who has registered for it is told. Afterwards nobody may send."""
    event_invoke(addr(departure_event), ifp)
    ifp.if_gone.store(True)


def ifindex_free(ifp: Ptr[ifnet]) -> None:
    """Phase 4: its index stands for nothing, and what had been noted with it is out of date."""
    rw_wlock(addr(ifnet_lock))
    entry = addr(ifindex_table[ifp.if_index])
    entry.ife_ifnet.store(null)
    entry.ife_gencnt.fetch_add(1)
    rw_wunlock(addr(ifnet_lock))


class Interfaces(NamedTuple):
    """What differs between the variants: how an interface goes."""

    if_purgeaddrs: Callable[[ifnet], None]
    if_detach: Callable[[ifnet], None]


def interfaces(features: Features) -> Interfaces:
    """The interfaces of a variant."""

    def if_purgeaddrs(ifp: Ptr[ifnet]) -> None:
        """Phase 2: the protocols forget it. Before there was the epoch its address was forgotten and freed here."""
        event_invoke(addr(purge_event), ifp)
        if not features.epoch:
            ifa = ifp.if_addr
            ifp.if_addr = null
            free(ifa)

    def if_detach(ifp: Ptr[ifnet]) -> None:
        """Takes it out of reach and gives up the driver's reference. The caller holds no lock, and is not in a section
        of the network epoch if the variant has one."""
        if_unlink(ifp)
        if features.epoch:
            NET_EPOCH_WAIT()
        if_purgeaddrs(ifp)
        if_depart(ifp)
        if features.epoch:
            NET_EPOCH_CALL(ifa_destroy, addr(ifp.if_addr.ifa_ctx))
        ifindex_free(ifp)
        if features.epoch:
            NET_EPOCH_WAIT()
        if_rele(ifp)

    return Interfaces(if_purgeaddrs, if_detach)
