"""Which processor a packet goes to. One idea: packets of one source go to one processor, so that they stay in order; a
protocol may know better: by flow, or by saying the processor itself.
"""

from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, addr, cast, load, store, u32, u64
from unknot.systems.netisr.ifnet import ifnet
from unknot.systems.netisr.workstream import (
    NETISR_CPUID_NONE,
    NETISR_DISPATCH_DEFAULT,
    NETISR_DISPATCH_DIRECT,
    NETISR_DISPATCH_HYBRID,
    NETISR_POLICY_CPU,
    NETISR_POLICY_FLOW,
    PACKET_FLOW,
    cpus,
    curcpu,
    netisr_proto,
)


def netisr_select_cpuid(proto: u32, dispatch: u32, source: u64, m: Ptr[mbuf], cpup: Ptr[u32]) -> Ptr[mbuf]:
    """The processor for a packet, by the protocol's policy; the packet as the protocol gives it back, or null."""
    store(cpup, 0)
    if cpus == 1:
        return m
    np = addr(netisr_proto[proto])
    policy = np.np_policy
    if policy == NETISR_POLICY_CPU:
        m = np.np_m2cpuid(m, source, cpup)
        if m is None or load(cpup) != NETISR_CPUID_NONE:
            store(cpup, load(cpup) % cpus)
            return m
        if dispatch == NETISR_DISPATCH_HYBRID:
            store(cpup, curcpu)
            return m
    if policy == NETISR_POLICY_FLOW:
        if m.m_flags & PACKET_FLOW == 0 and np.np_m2flow is not None:
            m = np.np_m2flow(m, source)
            if m is None:
                return m
        if m.m_flags & PACKET_FLOW:
            store(cpup, m.m_pkthdr.flowid % cpus)
            return m
    ifp = cast(Ptr[ifnet], m.m_pkthdr.rcvif)
    where = source if ifp is None else source + u64(ifp.if_index)
    store(cpup, u32(where % cpus))
    return m


def netisr_dispatch_of(proto: u32) -> u32:
    """Direct, hybrid or deferred."""
    dispatch = netisr_proto[proto].np_dispatch
    return NETISR_DISPATCH_DIRECT if dispatch == NETISR_DISPATCH_DEFAULT else dispatch
