"""The software interrupt of a workstream.

One idea: the worker takes a whole queue into a list of its own, drops the mutex, and only then calls handlers. Nobody
who looks at the queue sees those packets any more. So up to twice the limit can be in flight.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.epoch import NET_EPOCH_ENTER, NET_EPOCH_EXIT, epoch_tracker
from unknot.kernel.mutex import MA_OWNED, mtx_assert, mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_priotracker, rm_rlock, rm_runlock
from unknot.kernel.sleepqueue import PZERO, msleep, wakeup
from unknot.lang import Ptr, addr, idle, indivisible, null, u32, u64
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.rcvif import rcvif
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.workstream import (
    NETISR_MAXPROT,
    NWS_DISPATCHING,
    NWS_RUNNING,
    NWS_SCHEDULED,
    curcpu,
    locking,
    netisr_proto,
    netisr_rmlock,
    netisr_workstream,
    nws,
    nws_take_all,
    run_on,
)


class Worker(NamedTuple):
    """See `netisr.Netisr`."""

    swi_run: Callable[[u32], bool]
    swi_worker: Callable[[u32], None]


def worker(features: Features, wake_waiters: Callable[[netisr_workstream], None]) -> Worker:
    """The software interrupt, once and for ever."""
    swi_net = _swi_net(_process_workstream_proto(features), wake_waiters)

    def swi_section(nwsp: Ptr[netisr_workstream]) -> None:
        """One run of the software interrupt, with what is held all the time."""
        tracker = rm_priotracker()
        et = epoch_tracker()
        if locking:
            rm_rlock(addr(netisr_rmlock), addr(tracker))
        if features.epoch:
            NET_EPOCH_ENTER(addr(et))
        swi_net(nwsp)
        if features.epoch:
            NET_EPOCH_EXIT(addr(et))
        if locking:
            rm_runlock(addr(netisr_rmlock), addr(tracker))

    def swi_run(cpu: u32) -> bool:
        asked = nws[cpu].nws_swi.exchange(False)
        if asked:
            swi_section(addr(nws[cpu]))
        return asked

    def swi_worker(cpu: u32) -> None:
        run_on(cpu)
        nwsp = addr(nws[cpu])
        while True:
            with indivisible(nwsp.nws_swi.load(), blocked_by=idle):
                nwsp.nws_swi.store(False)
            swi_section(nwsp)

    return Worker(swi_run, swi_worker)


def _swi_net(
    process_workstream_proto: Callable[[netisr_workstream, u32], None],
    wake_waiters: Callable[[netisr_workstream], None],
) -> Callable[[netisr_workstream], None]:
    def swi_net(nwsp: Ptr[netisr_workstream]) -> None:
        """The software interrupt: handles all that waits. Who dispatches a packet itself will ask again."""
        mtx_lock(addr(nwsp.nws_mtx))
        if nwsp.nws_flags & NWS_DISPATCHING == 0:
            nwsp.nws_flags |= NWS_RUNNING
            nwsp.nws_flags &= ~NWS_SCHEDULED
            bits = nwsp.nws_pendingbits
            while bits != 0:
                for proto in range(u32(NETISR_MAXPROT)):
                    if bits & (u32(1) << proto):
                        process_workstream_proto(nwsp, proto)
                bits = nwsp.nws_pendingbits
            nwsp.nws_flags &= ~NWS_RUNNING
            wake_waiters(nwsp)
        mtx_unlock(addr(nwsp.nws_mtx))

    return swi_net


def _process_workstream_proto(features: Features) -> Callable[[netisr_workstream, u32], None]:
    interface = rcvif(features)

    def process_workstream_proto(nwsp: Ptr[netisr_workstream], proto: u32) -> None:
        """Handles all packets of a protocol that wait now. With the lock, which is dropped meanwhile."""
        mtx_assert(addr(nwsp.nws_mtx), MA_OWNED)
        npwp = addr(nwsp.nws_work[proto])
        nwsp.nws_pendingbits &= ~(u32(1) << proto)
        if npwp.nw_len == 0:
            return
        m = nws_take_all(npwp)
        mtx_unlock(addr(nwsp.nws_mtx))
        handled: u64 = 0
        while m is not None:
            following = m.m_nextpkt
            m.m_nextpkt = null
            handled += 1
            if interface.restore(m):
                netisr_proto[proto].np_handler(m)
            else:
                m_freem(m)
            m = following
        mtx_lock(addr(nwsp.nws_mtx))
        npwp.nw_handled += handled
        drained = netisr_proto[proto].np_drainedcpu
        if drained is not None:
            drained(curcpu)

    return process_workstream_proto


class Quiescing(NamedTuple):
    """Waiting for a worker. `wake_waiters` is called by who stops processing, with the lock."""

    wake_waiters: Callable[[netisr_workstream], None]
    netisr_quiesce: Callable[[u32], None]


def quiescing(features: Features) -> Quiescing:
    """The functions for those who wait until nobody processes a workstream."""

    def wake_waiters(nwsp: Ptr[netisr_workstream]) -> None:
        if features.drain and nwsp.nws_waiters != 0:
            nwsp.nws_waiters = 0
            wakeup(nwsp)

    def netisr_quiesce(cpu: u32) -> None:
        nwsp = addr(nws[cpu])
        while nwsp.nws_flags & (NWS_RUNNING | NWS_DISPATCHING):
            nwsp.nws_waiters += 1
            msleep(nwsp, addr(nwsp.nws_mtx), PZERO, "quiesce", 0)

    return Quiescing(wake_waiters, netisr_quiesce)
