"""lagg since 2017: a lock with which its holder may sleep, for changes, and something cheap for senders.

One idea: who changes an address does it at once. It is said aloud with the sx lock held, and senders do not need that
one. A port is freed when no sender can have it any more, and keeps its interface until then.
"""

from unknot.kernel.epoch import NET_EPOCH_CALL, epoch_context
from unknot.kernel.errno import EBUSY, ENXIO
from unknot.kernel.malloc import M_DEVBUF, M_WAITOK, M_ZERO
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, free, i32, null, u32
from unknot.systems.netisr.ifnet import event_invoke, if_lladdr, if_ref, if_rele, iflladdr_event, ifnet
from unknot.systems.netisr.lagg_softc import SX_EPOCH, Aggregate, Locks, lagg_port, lagg_softc, port_malloc
from unknot.systems.netisr.lagg_tasks import Ports, link_port, unlink_port
from unknot.systems.netisr.vlan import driver_ioctl, if_setlladdr


def lagg_port_destroy_cb(ctx: Ptr[epoch_context]) -> None:
    """A port that no sender can have any more."""
    lp = cast(Ptr[lagg_port], ctx)
    if_rele(lp.lp_ifp)
    free(lp)


def tell_own(sc: Ptr[lagg_softc], lladdr: u32) -> None:
    """A new address of the lagg itself."""
    sc.sc_ifp.if_addr.ifa_lladdr = lladdr
    event_invoke(addr(iflladdr_event), sc.sc_ifp)


def sx_ports(features: Aggregate, lock: Locks) -> Ports:
    """These, for a variant."""

    def lagg_port_create(sc: Ptr[lagg_softc], ifp: Ptr[ifnet]) -> i32:
        if ifp.if_lagg is not None:
            return EBUSY
        if sc.sc_destroying:
            return ENXIO
        lp = port_malloc(M_DEVBUF, M_WAITOK | M_ZERO)
        if_ref(ifp)
        lp.lp_ifp = ifp
        lp.lp_softc = sc
        lp.lp_lladdr = if_lladdr(ifp)
        first = sc.sc_ports.load() is None
        if first:
            tell_own(sc, if_lladdr(ifp))
        else:
            if_setlladdr(ifp, if_lladdr(sc.sc_ifp))
        driver_ioctl(ifp)
        lock.LIST_LOCK(sc)
        if first:
            sc.sc_primary = lp
        ifp.if_lagg = lp
        link_port(sc, lp)
        lock.LIST_UNLOCK(sc)
        return 0

    def new_primary(sc: Ptr[lagg_softc]) -> None:
        first = sc.sc_ports.load()
        lladdr: u32 = first.lp_lladdr if first is not None else 0
        sc.sc_primary = first
        if not sc.sc_destroying:
            tell_own(sc, lladdr)
        lp = first
        while lp is not None:
            if_setlladdr(lp.lp_ifp, lladdr)
            lp = lp.lp_next.load()

    def lagg_port_destroy(lp: Ptr[lagg_port]) -> None:
        sc, ifp = lp.lp_softc, lp.lp_ifp
        lock.LIST_LOCK(sc)
        if not features.looks_again:
            ifp.if_lagg = null
        unlink_port(sc, lp)
        lock.LIST_UNLOCK(sc)
        if sc.sc_primary == lp:
            new_primary(sc)
        if not lp.lp_detaching:
            driver_ioctl(ifp)
            if_setlladdr(ifp, lp.lp_lladdr)
        if features.looks_again:
            ifp.if_lagg = null
        if features.lock == SX_EPOCH:
            NET_EPOCH_CALL(lagg_port_destroy_cb, addr(lp.lp_ctx))
        else:
            lagg_port_destroy_cb(addr(lp.lp_ctx))

    def lagg_port_setlladdr(arg: voidp, pending: i32) -> None:
        pass

    def drain(sc: Ptr[lagg_softc]) -> None:
        pass

    return Ports(lagg_port_create, lagg_port_destroy, lagg_port_setlladdr, drain)
