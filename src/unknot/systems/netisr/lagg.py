"""lagg: several interfaces that are one. Here the first port sends, the others wait to become the first.

One idea: a lagg is an interface whose transmit function shares a lock with who changes its ports.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel import taskqueue as tq
from unknot.kernel.epoch import NET_EPOCH_ENTER, NET_EPOCH_EXIT, epoch_tracker
from unknot.kernel.errno import ENETDOWN, ENOENT
from unknot.kernel.malloc import M_DEVBUF, M_WAITOK, M_ZERO
from unknot.kernel.mbuf import mbuf
from unknot.kernel.taskqueue import TASK_INIT, TASKQUEUE_DEFINE_SWI
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, free, i32, null
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.ifnet import (
    departure_event,
    event_register,
    if_alloc,
    if_attach,
    if_output,
    ifnet,
    ifnet_init,
    interfaces,
)
from unknot.systems.netisr.lagg_softc import (
    RM,
    RW,
    SX_EPOCH,
    Aggregate,
    Locks,
    lagg_port,
    lagg_softc,
    locks,
    softc_malloc,
    tracker,
)
from unknot.systems.netisr.lagg_sx import sx_ports
from unknot.systems.netisr.lagg_tasks import Ports, task_ports
from unknot.systems.netisr.tags import m_freem

LAGG_LLADDR = 9


class Lagg(NamedTuple):
    """A variant. `lagg_init` comes first. `addport` and `delport` are the ioctls: 0 or an error. `if_detach` is that of
    the variant's time."""

    features: Aggregate
    if_detach: Callable[[ifnet], None]
    lagg_init: Callable[[], None]
    lagg_clone_create: Callable[[], lagg_softc]
    lagg_clone_destroy: Callable[[lagg_softc], None]
    addport: Callable[[lagg_softc, ifnet], i32]
    delport: Callable[[lagg_softc, ifnet], i32]


def lagg(features: Aggregate) -> Lagg:
    """The variant with these features."""
    lock = locks(features.lock)
    uses_tasks = features.lock in (RW, RM)
    ports = task_ports(features, lock) if uses_tasks else sx_ports(features, lock)
    going = interfaces(Features(epoch=features.lock == SX_EPOCH))

    def lagg_port_ifdetach(ifp: Ptr[ifnet]) -> None:
        """An interface departs: if it is a port, it is one no more."""
        et = epoch_tracker()
        if features.looks_again:
            NET_EPOCH_ENTER(addr(et))
        lp = cast(Ptr[lagg_port], ifp.if_lagg)
        sc = lp.lp_softc if lp is not None else null
        if features.looks_again:
            NET_EPOCH_EXIT(addr(et))
        if sc is None:
            return
        lock.WLOCK(sc)
        if not features.looks_again or ifp.if_lagg == lp:
            lp.lp_detaching = True
            ports.lagg_port_destroy(lp)
        lock.WUNLOCK(sc)

    lagg_transmit = _transmit(lock)

    def lagg_init() -> None:
        ifnet_init()
        event_register(addr(departure_event), lagg_port_ifdetach)
        if uses_tasks:
            TASKQUEUE_DEFINE_SWI(addr(tq.taskqueue_swi), "swi")

    def lagg_clone_create() -> Ptr[lagg_softc]:
        """A lagg without ports."""
        sc = softc_malloc(M_DEVBUF, M_WAITOK | M_ZERO)
        lock.init(sc)
        if uses_tasks:
            TASK_INIT(addr(sc.sc_task), 0, ports.lagg_port_setlladdr, sc)
        sc.sc_ifp = if_alloc("lagg0", lagg_transmit, cast(voidp, sc))
        if_attach(sc.sc_ifp, LAGG_LLADDR)
        return sc

    def lagg_clone_destroy(sc: Ptr[lagg_softc]) -> None:
        """The ports go, then the interface, then what the task may still have to do with it."""
        lock.WLOCK(sc)
        sc.sc_destroying = True
        while sc.sc_ports.load() is not None:
            ports.lagg_port_destroy(sc.sc_ports.load())
        lock.WUNLOCK(sc)
        going.if_detach(sc.sc_ifp)
        ports.drain(sc)
        lock.destroy(sc)
        free(sc)

    addport, delport = _ioctls(lock, ports)
    return Lagg(features, going.if_detach, lagg_init, lagg_clone_create, lagg_clone_destroy, addport, delport)


def _transmit(lock: Locks) -> Callable[[ifnet, mbuf], i32]:
    def lagg_transmit(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
        """Sends through the first port."""
        sc = cast(Ptr[lagg_softc], ifp.if_softc)
        t = tracker()
        lock.RLOCK(sc, addr(t))
        lp = sc.sc_ports.load()
        error: i32 = ENETDOWN
        if lp is not None:
            error = if_output(lp.lp_ifp, m)
        else:
            m_freem(m)
        lock.RUNLOCK(sc, addr(t))
        return error

    return lagg_transmit


Ioctl = Callable[[lagg_softc, ifnet], i32]


def _ioctls(lock: Locks, ports: Ports) -> tuple[Ioctl, Ioctl]:
    def addport(sc: Ptr[lagg_softc], ifp: Ptr[ifnet]) -> i32:
        lock.WLOCK(sc)
        error = ports.lagg_port_create(sc, ifp)
        lock.WUNLOCK(sc)
        return error

    def delport(sc: Ptr[lagg_softc], ifp: Ptr[ifnet]) -> i32:
        lock.WLOCK(sc)
        lp = cast(Ptr[lagg_port], ifp.if_lagg)
        error: i32 = ENOENT
        if lp is not None and lp.lp_softc == sc:
            ports.lagg_port_destroy(lp)
            error = 0
        lock.WUNLOCK(sc)
        return error

    return addport, delport
