"""What a lagg consists of, and its locks.

One idea: senders share a lock, who changes the ports has it alone. Which lock that is decides what may be done under
it; the last variants have two: one that lets its holder sleep, for changes, and something cheap for senders.

Locking key of the fields: (c) constant; (w) written by who may change the ports, read by senders.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.epoch import NET_EPOCH_ENTER, NET_EPOCH_EXIT, epoch_context, epoch_tracker
from unknot.kernel.malloc import M_DEVBUF, M_NOWAIT, malloc_of
from unknot.kernel.rmlock import rm_destroy, rm_init, rm_priotracker, rm_rlock, rm_runlock, rm_wlock, rm_wunlock, rmlock
from unknot.kernel.rwlock import rw_destroy, rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.sx import sx, sx_destroy, sx_init, sx_xlock, sx_xunlock
from unknot.kernel.taskqueue import task
from unknot.lang import Ptr, addr, alloc, atomic, struct, u32
from unknot.systems.netisr.ifnet import ifnet

shortage = param("shortage", 1, "lagg: 0: memory never runs out")

RW = 0
RM = 1
SX_RM = 2
SX_EPOCH = 3


class Aggregate(NamedTuple):
    """What the variants of lagg differ in.

    `lock`: RW (9.3), RM (10.4), SX_RM (2017), SX_EPOCH (2018). `own_event`: a new address of the lagg itself is told
    under the lock; otherwise by the task. `own_kind`: the task knows the lagg itself from its ports. With an sx lock
    there is no task. `looks_again`: who comes for a departing port looks under the lock whether it still is
    one, and a port is one until all is done.
    """

    lock: int
    own_event: bool = False
    own_kind: bool = False
    looks_again: bool = False


@struct
class lagg_port:
    """An interface that is a port."""

    lp_ctx: epoch_context
    lp_next: atomic[Ptr["lagg_port"]]  # (w)
    lp_ifp: Ptr[ifnet]  # (c)
    lp_softc: Ptr["lagg_softc"]  # (c)
    lp_lladdr: u32  # (c) its own address, for when it is a port no more
    lp_detaching: bool  # (w)


@struct
class lagg_llq:
    """A change of an address that the task is to make."""

    llq_next: Ptr["lagg_llq"]  # (w)
    llq_ifp: Ptr[ifnet]  # (w)
    llq_lladdr: u32  # (w)
    llq_event: bool  # (w) only tell of it


@struct
class lagg_softc:
    """A lagg: its first port sends."""

    sc_ifp: Ptr[ifnet]  # (c)
    sc_ports: atomic[Ptr[lagg_port]]  # (w)
    sc_primary: Ptr[lagg_port]  # (w)
    sc_llq: Ptr[lagg_llq]  # (w)
    sc_task: task
    sc_destroying: bool  # (w)
    sc_rw: rwlock
    sc_rm: rmlock
    sc_sx: sx


port_malloc = malloc_of(lagg_port)
llq_malloc = malloc_of(lagg_llq)
softc_malloc = malloc_of(lagg_softc)


def llq_alloc() -> Ptr[lagg_llq]:
    """A change to be filled in, or null if there is no memory."""
    if shortage:
        return llq_malloc(M_DEVBUF, M_NOWAIT)
    return alloc(lagg_llq)


@struct
class tracker:
    """Of a sender."""

    rm: rm_priotracker
    et: epoch_tracker


class Locks(NamedTuple):
    """`WLOCK`: may change the ports. `LIST`: what senders look at changes now. `RLOCK`: a sender."""

    init: Callable[[lagg_softc], None]
    destroy: Callable[[lagg_softc], None]
    WLOCK: Callable[[lagg_softc], None]
    WUNLOCK: Callable[[lagg_softc], None]
    LIST_LOCK: Callable[[lagg_softc], None]
    LIST_UNLOCK: Callable[[lagg_softc], None]
    RLOCK: Callable[[lagg_softc, tracker], None]
    RUNLOCK: Callable[[lagg_softc, tracker], None]


def locks(kind: int) -> Locks:
    """The locks of a variant."""
    sleepable, readmostly = kind in (SX_RM, SX_EPOCH), kind in (RM, SX_RM)

    def init(sc: Ptr[lagg_softc]) -> None:
        if kind == RW:
            rw_init(addr(sc.sc_rw), "if_lagg rwlock")
        if readmostly:
            rm_init(addr(sc.sc_rm), "if_lagg rmlock")
        if sleepable:
            sx_init(addr(sc.sc_sx), "if_lagg sx")

    def destroy(sc: Ptr[lagg_softc]) -> None:
        if kind == RW:
            rw_destroy(addr(sc.sc_rw))
        if readmostly:
            rm_destroy(addr(sc.sc_rm))
        if sleepable:
            sx_destroy(addr(sc.sc_sx))

    return Locks(init, destroy, *_change(kind, sleepable), *_send(kind))


class _Change(NamedTuple):
    WLOCK: Callable[[lagg_softc], None]
    WUNLOCK: Callable[[lagg_softc], None]
    LIST_LOCK: Callable[[lagg_softc], None]
    LIST_UNLOCK: Callable[[lagg_softc], None]


def _change(kind: int, sleepable: bool) -> _Change:
    def WLOCK(sc: Ptr[lagg_softc]) -> None:
        if kind == RW:
            rw_wlock(addr(sc.sc_rw))
        elif kind == RM:
            rm_wlock(addr(sc.sc_rm))
        else:
            sx_xlock(addr(sc.sc_sx))

    def WUNLOCK(sc: Ptr[lagg_softc]) -> None:
        if kind == RW:
            rw_wunlock(addr(sc.sc_rw))
        elif kind == RM:
            rm_wunlock(addr(sc.sc_rm))
        else:
            sx_xunlock(addr(sc.sc_sx))

    def LIST_LOCK(sc: Ptr[lagg_softc]) -> None:
        if kind == SX_RM:
            rm_wlock(addr(sc.sc_rm))

    def LIST_UNLOCK(sc: Ptr[lagg_softc]) -> None:
        if kind == SX_RM:
            rm_wunlock(addr(sc.sc_rm))

    return _Change(WLOCK, WUNLOCK, LIST_LOCK, LIST_UNLOCK)


class _Send(NamedTuple):
    RLOCK: Callable[[lagg_softc, tracker], None]
    RUNLOCK: Callable[[lagg_softc, tracker], None]


def _send(kind: int) -> _Send:
    def RLOCK(sc: Ptr[lagg_softc], t: Ptr[tracker]) -> None:
        if kind == RW:
            rw_rlock(addr(sc.sc_rw))
        elif kind == SX_EPOCH:
            NET_EPOCH_ENTER(addr(t.et))
        else:
            rm_rlock(addr(sc.sc_rm), addr(t.rm))

    def RUNLOCK(sc: Ptr[lagg_softc], t: Ptr[tracker]) -> None:
        if kind == RW:
            rw_runlock(addr(sc.sc_rw))
        elif kind == SX_EPOCH:
            NET_EPOCH_EXIT(addr(t.et))
        else:
            rm_runlock(addr(sc.sc_rm), addr(t.rm))

    return _Send(RLOCK, RUNLOCK)
