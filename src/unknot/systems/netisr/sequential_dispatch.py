"""Behaviours of netisr_dispatch, and of the policies that choose a processor (`-p cpus=2`)."""

from collections.abc import Callable

from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, addr, store, u32, u64
from unknot.systems.netisr import notebook
from unknot.systems.netisr.books import packet
from unknot.systems.netisr.notebook import keep_spare, note_input, noted, protocol
from unknot.systems.netisr.protocol import netisr_register
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.wire import attached
from unknot.systems.netisr.workstream import (
    NETISR_CPUID_NONE,
    NETISR_DISPATCH_DEFAULT,
    NETISR_DISPATCH_DEFERRED,
    NETISR_DISPATCH_DIRECT,
    NETISR_DISPATCH_HYBRID,
    NETISR_IP,
    NETISR_POLICY_CPU,
    NETISR_POLICY_FLOW,
    PACKET_FLOW,
    cpus,
    netisr_handler,
    nws,
    run_on,
)


def behaviours(v: Stack) -> tuple[Callable[[], None], ...]:
    """Those of a variant; policies need two processors to differ."""
    return (*_ways(v), *_hybrid(v), *(_policies(v) if cpus > 1 else ()))


def _ways(v: Stack) -> tuple[Callable[[], None], ...]:
    def direct_is_at_once() -> None:
        """Direct dispatch has handled the packet when it returns, and asks for nothing."""
        protocol(note_input, NETISR_DISPATCH_DIRECT, 1)
        assert v.netisr.netisr_dispatch(NETISR_IP, packet(0, 1)) == 0, "direct dispatch fails"
        assert notebook.count == 1 and not v.netisr.swi_run(0), "the packet was queued"
        assert nws[0].nws_work[NETISR_IP].nw_dispatched == 1, "it is not counted"

    def default_is_direct() -> None:
        """A protocol that names no way is dispatched directly."""
        protocol(note_input, NETISR_DISPATCH_DEFAULT, 1)
        v.netisr.netisr_dispatch(NETISR_IP, packet(0, 1))
        assert notebook.count == 1, "the packet was queued"

    def deferred_is_queued() -> None:
        """Deferred dispatch is netisr_queue."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 1)
        v.netisr.netisr_dispatch(NETISR_IP, packet(0, 1))
        assert notebook.count == 0 and v.netisr.swi_run(0) and notebook.count == 1, "the packet was not queued"

    return direct_is_at_once, default_is_direct, deferred_is_queued


def _hybrid(v: Stack) -> tuple[Callable[[], None], ...]:
    def hybrid_when_idle() -> None:
        """Hybrid dispatch handles the packet at once when nobody is at the workstream."""
        protocol(note_input, NETISR_DISPATCH_HYBRID, 1)
        assert v.netisr.netisr_dispatch(NETISR_IP, packet(0, 1)) == 0, "hybrid dispatch fails"
        assert notebook.count == 1 and not v.netisr.swi_run(0), "the packet was queued"
        work = addr(nws[0].nws_work[NETISR_IP])
        assert work.nw_hybrid_dispatched == 1 and work.nw_handled == 1 and work.nw_queued == 0, "counted wrong"

    def hybrid_behind_others() -> None:
        """Hybrid dispatch does not overtake packets that wait."""
        protocol(note_input, NETISR_DISPATCH_HYBRID, 2)
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        v.netisr.netisr_dispatch(NETISR_IP, packet(0, 2))
        assert notebook.count == 0, "a packet has overtaken one that waits"
        v.netisr.swi_run(0)
        assert noted[0] == 1 and noted[1] == 2, "the packets are out of order"

    def hybrid_from_a_handler() -> None:
        """What is dispatched or queued while a handler runs waits for the end of it, and is not forgotten."""
        protocol(dispatches_again, NETISR_DISPATCH_HYBRID, 1)
        keep_spare(packet(0, 2))
        v.netisr.netisr_dispatch(NETISR_IP, packet(0, 1))
        assert notebook.count == 1 and noted[0] == 1, "a handler was called from within another"
        assert v.netisr.swi_run(0) and noted[1] == 2, "the packet was forgotten"

    def dispatches_again(m: Ptr[mbuf]) -> None:
        if m.m_pkthdr.ether_vtag == 1:
            v.netisr.netisr_dispatch(NETISR_IP, notebook.spare)
        note_input(m)

    return hybrid_when_idle, hybrid_behind_others, hybrid_from_a_handler


def _policies(v: Stack) -> tuple[Callable[[], None], ...]:
    def by_policy(policy: u32, dispatch: u32) -> None:
        nh = netisr_handler()
        nh.nh_qlimit = 2
        nh.nh_policy = policy
        nh.nh_dispatch = dispatch
        nh.nh_handler = note_input
        nh.nh_m2flow = to_flow
        nh.nh_m2cpuid = to_cpu
        netisr_register(addr(nh))

    def to_flow(m: Ptr[mbuf], source: u64) -> Ptr[mbuf]:
        m.m_flags |= PACKET_FLOW
        m.m_pkthdr.flowid = 1
        return m

    def to_cpu(m: Ptr[mbuf], source: u64, cpup: Ptr[u32]) -> Ptr[mbuf]:
        store(cpup, u32(m.m_pkthdr.fibnum) if m.m_pkthdr.fibnum < 2 else NETISR_CPUID_NONE)
        return m

    def source_stays() -> None:
        """Packets of one source go to one processor, and those of the next interface to another."""
        protocol(note_input, NETISR_DISPATCH_DEFERRED, 2)
        for i in range(u32(2)):
            ifp = attached("em0" if i == 0 else "em1", i)
            for k in range(u32(2)):
                m = packet(0, k)
                m.m_pkthdr.rcvif = ifp
                v.netisr.netisr_queue_src(NETISR_IP, 0, m)
        assert nws[0].nws_work[NETISR_IP].nw_len == 2, "not one processor per interface"
        assert nws[1].nws_work[NETISR_IP].nw_len == 2, "not one processor per interface"

    def flow_decides() -> None:
        """With a flow the flow decides; the protocol is asked for one if the packet has none."""
        by_policy(NETISR_POLICY_FLOW, NETISR_DISPATCH_DEFERRED)
        v.netisr.netisr_queue(NETISR_IP, packet(0, 1))
        assert nws[1].nws_work[NETISR_IP].nw_len == 1, "the protocol's flow was not used"
        m = packet(0, 2)
        m.m_flags |= PACKET_FLOW
        m.m_pkthdr.flowid = 2
        v.netisr.netisr_queue(NETISR_IP, m)
        assert nws[0].nws_work[NETISR_IP].nw_len == 1, "the packet's flow was not used"

    def protocol_decides() -> None:
        """With NETISR_POLICY_CPU the protocol decides; where it does not care, hybrid dispatch stays where it is."""
        by_policy(NETISR_POLICY_CPU, NETISR_DISPATCH_HYBRID)
        run_on(1)
        v.netisr.netisr_dispatch(NETISR_IP, packet(0, 1))
        assert notebook.count == 0 and nws[0].nws_work[NETISR_IP].nw_len == 1, "not where the protocol said"
        v.netisr.netisr_dispatch(NETISR_IP, packet(1, 2))
        assert notebook.count == 1, "this is the processor"
        v.netisr.netisr_dispatch(NETISR_IP, packet(5, 3))
        assert notebook.count == 2 and noted[1] == 3, "the protocol does not care"

    return source_stays, flow_decides, protocol_decides
