"""lagg until 2017: one lock, with which nobody may sleep, and a task that changes link-level addresses.

One idea: an address that is changed under the lock would be said aloud, and sending needs the lock. So changes are put
on a list and made by a task, which takes the list, gives up the lock, and works through it. What is on the task's own
list nobody can take back.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel import taskqueue as tq
from unknot.kernel.errno import EBUSY, ENOMEM
from unknot.kernel.malloc import M_DEVBUF, M_NOWAIT, M_ZERO
from unknot.kernel.taskqueue import taskqueue_drain, taskqueue_enqueue
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, free, i32, null, u32
from unknot.systems.netisr.ifnet import event_invoke, if_lladdr, iflladdr_event, ifnet
from unknot.systems.netisr.lagg_softc import Aggregate, Locks, lagg_llq, lagg_port, lagg_softc, llq_alloc, port_malloc
from unknot.systems.netisr.vlan import driver_ioctl, if_setlladdr


class Ports(NamedTuple):
    """How ports come and go, with WLOCK. `drain`: when there are none any more, without."""

    lagg_port_create: Callable[[lagg_softc, ifnet], i32]
    lagg_port_destroy: Callable[[lagg_port], None]
    lagg_port_setlladdr: Callable[[voidp, i32], None]
    drain: Callable[[lagg_softc], None]


def link_port(sc: Ptr[lagg_softc], lp: Ptr[lagg_port]) -> None:
    """The last port from now on."""
    lp.lp_next.store(null)
    last = sc.sc_ports.load()
    if last is None:
        sc.sc_ports.store(lp)
    else:
        while last.lp_next.load() is not None:
            last = last.lp_next.load()
        last.lp_next.store(lp)


def unlink_port(sc: Ptr[lagg_softc], lp: Ptr[lagg_port]) -> None:
    """A port no more. Who has it in hand may still go on to the next one."""
    before = sc.sc_ports.load()
    if before == lp:
        sc.sc_ports.store(lp.lp_next.load())
    else:
        while before.lp_next.load() != lp:
            before = before.lp_next.load()
        before.lp_next.store(lp.lp_next.load())


def task_ports(features: Aggregate, lock: Locks) -> Ports:
    """These, for a variant."""
    lagg_port_lladdr, llq_forget, lagg_port_setlladdr = _changes(features, lock)

    def lagg_lladdr(sc: Ptr[lagg_softc], lladdr: u32) -> None:
        """A new address of the lagg itself."""
        ifp = sc.sc_ifp
        if if_lladdr(ifp) != lladdr:
            ifp.if_addr.ifa_lladdr = lladdr
            if features.own_event:
                event_invoke(addr(iflladdr_event), ifp)
            else:
                lagg_port_lladdr(sc, ifp, lladdr)

    def lagg_port_create(sc: Ptr[lagg_softc], ifp: Ptr[ifnet]) -> i32:
        if ifp.if_lagg is not None:
            return EBUSY
        lp = port_malloc(M_DEVBUF, M_NOWAIT | M_ZERO)
        if lp is None:
            return ENOMEM
        ifp.if_lagg = lp
        lp.lp_ifp = ifp
        lp.lp_softc = sc
        lp.lp_lladdr = if_lladdr(ifp)
        if sc.sc_ports.load() is None:
            sc.sc_primary = lp
            lagg_lladdr(sc, if_lladdr(ifp))
        else:
            lagg_port_lladdr(sc, ifp, if_lladdr(sc.sc_ifp))
        link_port(sc, lp)
        driver_ioctl(ifp)
        return 0

    def new_primary(sc: Ptr[lagg_softc]) -> None:
        """The first port, whose address is now that of the lagg and of all ports."""
        first = sc.sc_ports.load()
        lladdr: u32 = first.lp_lladdr if first is not None else 0
        lagg_lladdr(sc, lladdr)
        sc.sc_primary = first
        lp = first
        while lp is not None:
            lagg_port_lladdr(sc, lp.lp_ifp, lladdr)
            lp = lp.lp_next.load()

    def lagg_port_destroy(lp: Ptr[lagg_port]) -> None:
        sc, ifp = lp.lp_softc, lp.lp_ifp
        detaching = lp.lp_detaching
        if not detaching:
            driver_ioctl(ifp)
            lagg_port_lladdr(sc, ifp, lp.lp_lladdr)
        ifp.if_lagg = null
        unlink_port(sc, lp)
        if sc.sc_primary == lp:
            new_primary(sc)
        if detaching:
            llq_forget(sc, ifp)
        free(lp)

    def drain(sc: Ptr[lagg_softc]) -> None:
        taskqueue_drain(tq.taskqueue_swi, addr(sc.sc_task))

    return Ports(lagg_port_create, lagg_port_destroy, lagg_port_setlladdr, drain)


Changes = tuple[
    Callable[[lagg_softc, ifnet, u32], None], Callable[[lagg_softc, ifnet], None], Callable[[voidp, i32], None]
]


def _changes(features: Aggregate, lock: Locks) -> Changes:
    def only_tell(sc: Ptr[lagg_softc], ifp: Ptr[ifnet]) -> bool:
        """Whether the address has been set and only must be told. 10.4 takes the primary port for the lagg itself."""
        if features.own_event:
            return False
        if features.own_kind:
            return ifp == sc.sc_ifp
        return sc.sc_primary is not None and sc.sc_primary.lp_ifp == ifp

    def lagg_port_lladdr(sc: Ptr[lagg_softc], ifp: Ptr[ifnet], lladdr: u32) -> None:
        """Has the task change an address."""
        tell = only_tell(sc, ifp)
        if not tell and if_lladdr(ifp) == lladdr:
            return
        llq = sc.sc_llq
        while llq is not None and llq.llq_ifp != ifp:
            llq = llq.llq_next
        if llq is None:
            llq = llq_alloc()
            if llq is None:
                return
            llq.llq_ifp = ifp
            llq.llq_next = sc.sc_llq
            sc.sc_llq = llq
        llq.llq_event = tell
        llq.llq_lladdr = lladdr
        taskqueue_enqueue(tq.taskqueue_swi, addr(sc.sc_task))

    def llq_forget(sc: Ptr[lagg_softc], ifp: Ptr[ifnet]) -> None:
        """The change of an interface's address that waits, if there is one, is not made."""
        before = cast(Ptr[lagg_llq], null)
        llq = sc.sc_llq
        while llq is not None and llq.llq_ifp != ifp:
            before = llq
            llq = llq.llq_next
        if llq is not None:
            if before is None:
                sc.sc_llq = llq.llq_next
            else:
                before.llq_next = llq.llq_next
            free(llq)

    def lagg_port_setlladdr(arg: voidp, pending: i32) -> None:
        """The task."""
        sc = cast(Ptr[lagg_softc], arg)
        lock.WLOCK(sc)
        llq = sc.sc_llq
        sc.sc_llq = null
        lock.WUNLOCK(sc)
        while llq is not None:
            ifp = llq.llq_ifp
            assert ifp.if_dname is not None, "CURVNET_SET, which looks at the interface"
            if llq.llq_event:
                event_invoke(addr(iflladdr_event), ifp)
            else:
                if_setlladdr(ifp, llq.llq_lladdr)
            following = llq.llq_next
            free(llq)
            llq = following

    return lagg_port_lladdr, llq_forget, lagg_port_setlladdr
