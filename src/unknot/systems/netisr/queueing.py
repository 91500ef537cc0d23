"""Queueing a packet for a processor.

One idea: the packet and the bit of its protocol are put down under the lock, and the
software interrupt is asked for only if nobody who will look again is at the workstream: no signal is lost, and none is
needed twice.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import ENOBUFS
from unknot.kernel.mbuf import mbuf
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_priotracker, rm_rlock, rm_runlock
from unknot.kernel.systm import KASSERT
from unknot.lang import Ptr, addr, i32, u32, u64
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.policy import netisr_select_cpuid
from unknot.systems.netisr.rcvif import rcvif
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.workstream import (
    NETISR_DISPATCH_DEFERRED,
    NWS_BUSY,
    NWS_SCHEDULED,
    locking,
    netisr_proto,
    netisr_rmlock,
    netisr_workstream,
    nws,
    nws_append,
)


class Queueing(NamedTuple):
    """See `netisr.Netisr`. `queue_internal(proto, m, cpu)`: for a processor that is known already."""

    queue_internal: Callable[[u32, mbuf, u32], i32]
    netisr_queue_src: Callable[[u32, u64, mbuf], i32]
    netisr_queue: Callable[[u32, mbuf], i32]


def queueing(features: Features) -> Queueing:
    """The functions that put packets into queues."""
    interface = rcvif(features)

    def queue_workstream(nwsp: Ptr[netisr_workstream], proto: u32, m: Ptr[mbuf]) -> bool:
        """Queues a packet, with the lock held; True if the software interrupt is to be asked for."""
        npwp = addr(nwsp.nws_work[proto])
        interface.serialize(m)
        nws_append(npwp, m)
        npwp.nw_queued += 1
        nwsp.nws_pendingbits |= u32(1) << proto
        if nwsp.nws_flags & NWS_BUSY == 0:
            nwsp.nws_flags |= NWS_SCHEDULED
            return True
        return False

    def queue_internal(proto: u32, m: Ptr[mbuf], cpu: u32) -> i32:
        nwsp = addr(nws[cpu])
        npwp = addr(nwsp.nws_work[proto])
        mtx_lock(addr(nwsp.nws_mtx))
        if npwp.nw_len >= npwp.nw_qlimit:
            npwp.nw_qdrops += 1
            mtx_unlock(addr(nwsp.nws_mtx))
            m_freem(m)
            return ENOBUFS
        dosignal = queue_workstream(nwsp, proto, m)
        mtx_unlock(addr(nwsp.nws_mtx))
        if dosignal:
            nwsp.nws_swi.store(True)
        return 0

    def netisr_queue_src(proto: u32, source: u64, m: Ptr[mbuf]) -> i32:
        tracker = rm_priotracker()
        if locking:
            rm_rlock(addr(netisr_rmlock), addr(tracker))
        KASSERT(netisr_proto[proto].np_handler is not None, "netisr_queue_src: unknown protocol")
        cpu: u32 = 0
        error: i32 = ENOBUFS
        m = netisr_select_cpuid(proto, NETISR_DISPATCH_DEFERRED, source, m, addr(cpu))
        if m is not None:
            error = queue_internal(proto, m, cpu)
        if locking:
            rm_runlock(addr(netisr_rmlock), addr(tracker))
        return error

    def netisr_queue(proto: u32, m: Ptr[mbuf]) -> i32:
        return netisr_queue_src(proto, 0, m)

    return Queueing(queue_internal, netisr_queue_src, netisr_queue)
