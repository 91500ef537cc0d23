"""The proposed queue for deferred sending, on top of netisr: a packet is put on it under any locks, and a handler gets
it later, without any.

One idea: what the handler will need (who it is, the interface, a word of the caller's) travels with the packet in a
tag. What makes that hard is that the interface, or the handler, may go while the packet waits.

As proposed, who departs looks through the queue. With `drain` it also waits for the packets that the worker has taken
out already, and does so before the interface loses its addresses; and nothing is queued any more for an interface that
departs. With `serialize` nobody looks through anything: the packet's rcvif is the interface, netisr keeps it as index
and generation, and who departs waits for the epoch.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.epoch import NET_EPOCH_WAIT
from unknot.kernel.errno import ENOENT, ENOMEM, ENXIO
from unknot.kernel.malloc import M_NOWAIT
from unknot.kernel.mbuf import mbuf
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, array, cast, i32, null, racy, struct, u32, u64
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.ifnet import IFF_DYING, departure_event, event_register, ifnet, purge_event
from unknot.systems.netisr.netisr import Netisr
from unknot.systems.netisr.protocol import netisr_register
from unknot.systems.netisr.tags import m_freem, m_tag, m_tag_alloc_of, m_tag_find, m_tag_prepend
from unknot.systems.netisr.workstream import (
    NETISR_DEFERRED,
    NETISR_DISPATCH_DEFERRED,
    NETISR_POLICY_SOURCE,
    cpus,
    netisr_handler,
    netisr_work,
    nws,
    nws_append,
    nws_take_all,
)

DEFERRED_MOST = 2
"""Handlers."""
MTAG_DEFERRED = 1_415_836_800
"""The cookie of this queue's tags."""


class Deferred(NamedTuple):
    """The queue of one variant.

    `deferred_init(qlimit)`: once, after netisr_init.
    `deferred_register(handler)`: its id, from 0; -1 if there is no room. handler(m, ifp, state) consumes m.
    `deferred_unregister(id)`: afterwards the handler may be unloaded and what `state` means be freed.
    `deferred_dispatch(id, ifp, m, state)`: 0, or ENOMEM (no tag), ENOBUFS (queue full), ENOENT (no such handler),
    ENXIO (the interface departs); m is consumed in any case. The caller keeps the interface from going meanwhile.
    """

    deferred_init: Callable[[u32], None]
    deferred_register: Callable[[Callable[[mbuf, ifnet, u64], None]], i32]
    deferred_unregister: Callable[[i32], None]
    deferred_dispatch: Callable[[i32, ifnet, mbuf, u64], i32]


@struct
class deferred_tag:
    """What travels with a packet."""

    dt_tag: m_tag
    dt_id: i32
    dt_ifp: Ptr[ifnet]
    dt_state: u64


@struct
class deferred_handlers:
    """By id; null where there is none. Read by the worker without a lock. With `drain` the lock keeps packets from
    being queued while somebody departs."""

    dh_mtx: mtx
    dh_handler: racy[array[Callable[[Ptr[mbuf], Ptr[ifnet], u64], None]]] = array(DEFERRED_MOST)


deferred_tag_alloc = m_tag_alloc_of(deferred_tag)
deferred: deferred_handlers = deferred_handlers()


def tag_of(m: Ptr[mbuf]) -> Ptr[deferred_tag]:
    """The tag of a packet on this queue."""
    return cast(Ptr[deferred_tag], m_tag_find(m, MTAG_DEFERRED, 0))


def deferred_register(handler: Callable[[Ptr[mbuf], Ptr[ifnet], u64], None]) -> i32:
    """Of a Deferred. Only before anything runs."""
    for i in range(i32(DEFERRED_MOST)):
        if deferred.dh_handler[i] is None:
            deferred.dh_handler[i] = handler
            return i
    return -1


def purge(npwp: Ptr[netisr_work], ifp: Ptr[ifnet], id: i32) -> None:
    """Drops the packets of an interface, if it is not null, and those of a handler, if it is not -1. With the lock."""
    m = nws_take_all(npwp)
    while m is not None:
        following = m.m_nextpkt
        tag = tag_of(m)
        if tag.dt_ifp == ifp or tag.dt_id == id:
            m_freem(m)
        else:
            nws_append(npwp, m)
        m = following


def deferred_queue(features: Features, isr: Netisr) -> Deferred:
    """The queue of a variant."""
    withdraw = _withdraw(features, isr)

    def deferred_input(m: Ptr[mbuf]) -> None:
        """netisr's handler of the queue: calls the packet's own."""
        tag = tag_of(m)
        ifp = cast(Ptr[ifnet], m.m_pkthdr.rcvif) if features.serialize else tag.dt_ifp
        handler = deferred.dh_handler[tag.dt_id]
        if handler is None:
            m_freem(m)
            return
        handler(m, ifp, tag.dt_state)

    def deferred_departure(ifp: Ptr[ifnet]) -> None:
        withdraw(ifp, -1)

    def deferred_init(qlimit: u32) -> None:
        mtx_init(addr(deferred.dh_mtx), "deferred", None, MTX_DEF)
        nh = netisr_handler()
        nh.nh_proto = NETISR_DEFERRED
        nh.nh_qlimit = qlimit
        nh.nh_policy = NETISR_POLICY_SOURCE
        nh.nh_dispatch = NETISR_DISPATCH_DEFERRED
        nh.nh_handler = deferred_input
        netisr_register(addr(nh))
        if features.drain:
            event_register(addr(purge_event), deferred_departure)
        elif not features.serialize:
            event_register(addr(departure_event), deferred_departure)

    def deferred_unregister(id: i32) -> None:
        deferred.dh_handler[id] = null
        if features.serialize:
            NET_EPOCH_WAIT()
        else:
            withdraw(cast(Ptr[ifnet], null), id)

    return Deferred(deferred_init, deferred_register, deferred_unregister, _deferred_dispatch(features, isr))


def _withdraw(features: Features, isr: Netisr) -> Callable[[ifnet, i32], None]:
    def withdraw(ifp: Ptr[ifnet], id: i32) -> None:
        """No packet of this interface, or of this handler, waits any more; with `drain`, none is being handled."""
        if features.drain:
            mtx_lock(
                addr(deferred.dh_mtx)
            )  # who is about to queue a packet has done it, or will see that it is too late
            mtx_unlock(addr(deferred.dh_mtx))
        for cpu in range(u32(cpus)):
            mtx_lock(addr(nws[cpu].nws_mtx))
            purge(addr(nws[cpu].nws_work[NETISR_DEFERRED]), ifp, id)
            if features.drain:
                isr.netisr_quiesce(cpu)
            mtx_unlock(addr(nws[cpu].nws_mtx))

    return withdraw


def _deferred_dispatch(features: Features, isr: Netisr) -> Callable[[i32, ifnet, mbuf, u64], i32]:
    def welcome(id: i32, ifp: Ptr[ifnet]) -> i32:
        if deferred.dh_handler[id] is None:
            return ENOENT
        return ENXIO if features.drain and ifp.if_flags & IFF_DYING else 0

    def deferred_dispatch(id: i32, ifp: Ptr[ifnet], m: Ptr[mbuf], state: u64) -> i32:
        if not add_tag(m, id, ifp, state):
            m_freem(m)
            return ENOMEM
        if features.serialize:
            m.m_pkthdr.rcvif = ifp
        if features.drain:
            mtx_lock(addr(deferred.dh_mtx))
        error = welcome(id, ifp)
        if error == 0:
            error = isr.netisr_queue_src(NETISR_DEFERRED, u64(ifp.if_index), m)
        else:
            m_freem(m)
        if features.drain:
            mtx_unlock(addr(deferred.dh_mtx))
        return error

    return deferred_dispatch


def add_tag(m: Ptr[mbuf], id: i32, ifp: Ptr[ifnet], state: u64) -> bool:
    """Hangs a tag with these on a packet; False if there is no memory."""
    tag = deferred_tag_alloc(MTAG_DEFERRED, 0, M_NOWAIT)
    if tag is None:
        return False
    tag.dt_id = id
    tag.dt_ifp = ifp
    tag.dt_state = state
    m_tag_prepend(m, addr(tag.dt_tag))
    return True
