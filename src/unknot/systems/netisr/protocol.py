"""The protocols of netisr: register, unregister, limits, drops counted.

One idea: the table of protocols is read without a lock by whoever brings packets, so a protocol that is unregistered
while packets come is in trouble (`-p locking=1`: it is not).
"""

from unknot.kernel.errno import EINVAL
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_wlock, rm_wunlock
from unknot.lang import Ptr, addr, i32, null, u32, u64
from unknot.systems.netisr.workstream import (
    cpus,
    netisr_handler,
    netisr_proto,
    netisr_rmlock,
    nws,
    nws_drain,
)


def netisr_register(nhp: Ptr[netisr_handler]) -> None:
    """From here on packets of this protocol are welcome. A limit of 0 means 256."""
    rm_wlock(addr(netisr_rmlock))
    np = addr(netisr_proto[nhp.nh_proto])
    assert np.np_handler is None, "the protocol is registered already"
    limit = nhp.nh_qlimit if nhp.nh_qlimit != 0 else 256
    np.np_qlimit = limit
    np.np_policy = nhp.nh_policy
    np.np_dispatch = nhp.nh_dispatch
    np.np_m2flow = nhp.nh_m2flow
    np.np_m2cpuid = nhp.nh_m2cpuid
    np.np_drainedcpu = nhp.nh_drainedcpu
    for cpu in range(u32(cpus)):
        mtx_lock(addr(nws[cpu].nws_mtx))
        nws[cpu].nws_work[nhp.nh_proto].nw_qlimit = limit
        mtx_unlock(addr(nws[cpu].nws_mtx))
    np.np_handler = nhp.nh_handler
    rm_wunlock(addr(netisr_rmlock))


def netisr_unregister(proto: u32) -> None:
    """Forgets a protocol and drops what waits. Packets that the worker has taken already are not waited for."""
    rm_wlock(addr(netisr_rmlock))
    np = addr(netisr_proto[proto])
    np.np_handler = null
    np.np_m2flow = null
    np.np_m2cpuid = null
    np.np_drainedcpu = null
    for cpu in range(u32(cpus)):
        mtx_lock(addr(nws[cpu].nws_mtx))
        nws_drain(addr(nws[cpu].nws_work[proto]))
        mtx_unlock(addr(nws[cpu].nws_mtx))
    rm_wunlock(addr(netisr_rmlock))


def netisr_getqlimit(proto: u32) -> u32:
    """How many packets of the protocol may wait for one processor."""
    return netisr_proto[proto].np_qlimit


def netisr_setqlimit(proto: u32, limit: u32) -> i32:
    """Changes that: 0, or EINVAL for none. Packets that wait already stay."""
    if limit == 0:
        return EINVAL
    rm_wlock(addr(netisr_rmlock))
    netisr_proto[proto].np_qlimit = limit
    for cpu in range(u32(cpus)):
        mtx_lock(addr(nws[cpu].nws_mtx))
        nws[cpu].nws_work[proto].nw_qlimit = limit
        mtx_unlock(addr(nws[cpu].nws_mtx))
    rm_wunlock(addr(netisr_rmlock))
    return 0


def netisr_getqdrops(proto: u32) -> u64:
    """Packets that found the queue full, over all processors."""
    drops: u64 = 0
    for cpu in range(u32(cpus)):
        mtx_lock(addr(nws[cpu].nws_mtx))
        drops += nws[cpu].nws_work[proto].nw_qdrops
        mtx_unlock(addr(nws[cpu].nws_mtx))
    return drops
