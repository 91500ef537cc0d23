"""Handling a packet at once, where that is allowed.

One idea: hybrid dispatch makes a thread the worker of the workstream
for one packet; what others queue meanwhile asks for nobody, so it asks itself when it is done.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import ENOBUFS
from unknot.kernel.mbuf import mbuf
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_priotracker, rm_rlock, rm_runlock
from unknot.kernel.systm import KASSERT
from unknot.lang import Ptr, addr, i32, u32, u64
from unknot.systems.netisr.policy import netisr_dispatch_of, netisr_select_cpuid
from unknot.systems.netisr.queueing import Queueing
from unknot.systems.netisr.workstream import (
    NETISR_DISPATCH_DEFERRED,
    NETISR_DISPATCH_DIRECT,
    NETISR_DISPATCH_HYBRID,
    NWS_BUSY,
    NWS_DISPATCHING,
    NWS_SCHEDULED,
    curcpu,
    locking,
    netisr_proto,
    netisr_rmlock,
    netisr_workstream,
    nws,
)


class Dispatching(NamedTuple):
    """See `netisr.Netisr`."""

    netisr_dispatch_src: Callable[[u32, u64, mbuf], i32]
    netisr_dispatch: Callable[[u32, mbuf], i32]


def dispatching(queue: Queueing, wake_waiters: Callable[[netisr_workstream], None]) -> Dispatching:
    """The functions that handle packets at once, or fall back to a queue."""

    def dispatch_direct(proto: u32, m: Ptr[mbuf]) -> None:
        npwp = addr(nws[curcpu].nws_work[proto])
        npwp.nw_dispatched += 1
        npwp.nw_handled += 1
        netisr_proto[proto].np_handler(m)

    def dispatch_hybrid(proto: u32, source: u64, m: Ptr[mbuf]) -> i32:
        """At once, if this is the processor and nobody else is at its workstream; else through the queue."""
        cpu: u32 = 0
        m = netisr_select_cpuid(proto, NETISR_DISPATCH_HYBRID, source, m, addr(cpu))
        if m is None:
            return ENOBUFS
        if cpu != curcpu:
            return queue.queue_internal(proto, m, cpu)
        nwsp = addr(nws[cpu])
        mtx_lock(addr(nwsp.nws_mtx))
        if nwsp.nws_flags & NWS_BUSY:
            mtx_unlock(addr(nwsp.nws_mtx))
            return queue.queue_internal(proto, m, cpu)
        nwsp.nws_flags |= NWS_DISPATCHING
        mtx_unlock(addr(nwsp.nws_mtx))
        netisr_proto[proto].np_handler(m)
        end_hybrid(nwsp, proto)
        return 0

    def end_hybrid(nwsp: Ptr[netisr_workstream], proto: u32) -> None:
        """What was queued meanwhile has asked for nobody: that is made up for."""
        mtx_lock(addr(nwsp.nws_mtx))
        nwsp.nws_flags &= ~NWS_DISPATCHING
        nwsp.nws_work[proto].nw_handled += 1
        nwsp.nws_work[proto].nw_hybrid_dispatched += 1
        dosignal = nwsp.nws_pendingbits != 0
        if dosignal:
            nwsp.nws_flags |= NWS_SCHEDULED
        wake_waiters(nwsp)
        mtx_unlock(addr(nwsp.nws_mtx))
        if dosignal:
            nwsp.nws_swi.store(True)

    def netisr_dispatch_src(proto: u32, source: u64, m: Ptr[mbuf]) -> i32:
        dispatch = netisr_dispatch_of(proto)
        if dispatch == NETISR_DISPATCH_DEFERRED:
            return queue.netisr_queue_src(proto, source, m)
        tracker = rm_priotracker()
        if locking:
            rm_rlock(addr(netisr_rmlock), addr(tracker))
        KASSERT(netisr_proto[proto].np_handler is not None, "netisr_dispatch_src: unknown protocol")
        error: i32 = 0
        if dispatch == NETISR_DISPATCH_DIRECT:
            dispatch_direct(proto, m)
        else:
            error = dispatch_hybrid(proto, source, m)
        if locking:
            rm_runlock(addr(netisr_rmlock), addr(tracker))
        return error

    def netisr_dispatch(proto: u32, m: Ptr[mbuf]) -> i32:
        return netisr_dispatch_src(proto, 0, m)

    return Dispatching(netisr_dispatch_src, netisr_dispatch)
