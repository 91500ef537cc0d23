"""The tables of netisr: protocols, and for each processor a workstream with a queue per protocol.

One idea: a workstream is one mutex over short lists and a word of flags; whoever is about to process it says so in the
flags, so that the mutex is dropped while handlers run.

Locking key of the fields: (p) written by who registers a protocol, with `netisr_rmlock`; read without it (unless
`-p locking=1`), which is FreeBSD's default; (w) under `nws_mtx`; (c) constant; (a) atomic; (r) counted without a lock.
"""

from collections.abc import Callable

from unknot import param
from unknot.kernel.mbuf import mbuf
from unknot.kernel.mutex import MA_OWNED, MTX_DEF, mtx, mtx_assert, mtx_init
from unknot.kernel.rmlock import RM_NOWITNESS, rm_init_flags, rmlock
from unknot.lang import Ptr, addr, array, atomic, null, racy, struct, thread_local, u32, u64
from unknot.systems.netisr.tags import m_freem

cpus = param("cpus", 1, "processors, each with its workstream")
locking = param("locking", 0, "1: what kernels with NETISR_LOCKING do: netisr_rmlock is taken to use the protocols")

NETISR_IP = 0
NETISR_DEFERRED = 1
NETISR_MAXPROT = 2

NETISR_POLICY_SOURCE = 1
NETISR_POLICY_FLOW = 2
NETISR_POLICY_CPU = 3

NETISR_DISPATCH_DEFAULT = 0
NETISR_DISPATCH_DEFERRED = 1
NETISR_DISPATCH_HYBRID = 2
NETISR_DISPATCH_DIRECT = 3

NETISR_CPUID_NONE = 0xFFFF_FFFF

NWS_RUNNING = 1
"""The software interrupt processes the workstream."""
NWS_DISPATCHING = 2
"""A thread runs a handler itself, on the workstream's behalf."""
NWS_SCHEDULED = 4
"""The software interrupt was asked for and has not begun."""
NWS_BUSY = NWS_RUNNING | NWS_DISPATCHING | NWS_SCHEDULED

PACKET_FLOW = 0x8000
"""In m_flags: `m_pkthdr.flowid` is set. (FreeBSD has a field of its own for this.)"""


@struct
class netisr_handler:
    """What a protocol registers."""

    nh_proto: u32
    nh_qlimit: u32
    nh_policy: u32
    nh_dispatch: u32
    nh_handler: Callable[[Ptr[mbuf]], None]
    nh_m2flow: Callable[[Ptr[mbuf], u64], Ptr[mbuf]]
    nh_m2cpuid: Callable[[Ptr[mbuf], u64, Ptr[u32]], Ptr[mbuf]]
    nh_drainedcpu: Callable[[u32], None]


@struct
class netisr_entry:
    """A registered protocol; without handler there is none."""

    np_handler: racy[Callable[[Ptr[mbuf]], None]]  # (p)
    np_m2flow: racy[Callable[[Ptr[mbuf], u64], Ptr[mbuf]]]  # (p)
    np_m2cpuid: racy[Callable[[Ptr[mbuf], u64, Ptr[u32]], Ptr[mbuf]]]  # (p)
    np_drainedcpu: racy[Callable[[u32], None]]  # (p)
    np_qlimit: u32  # (p)
    np_policy: racy[u32]  # (p)
    np_dispatch: racy[u32]  # (p)


@struct
class netisr_work:
    """The packets of one protocol that wait, the oldest first, linked by m_nextpkt."""

    nw_head: Ptr[mbuf]  # (w)
    nw_tail: Ptr[mbuf]  # (w)
    nw_len: u32  # (w)
    nw_qlimit: u32  # (w)
    nw_watermark: u32  # (w) the most there were
    nw_dispatched: racy[u64]  # (r) handled by who brought them
    nw_hybrid_dispatched: u64  # (w) likewise, on the workstream's behalf
    nw_qdrops: u64  # (w)
    nw_queued: u64  # (w)
    nw_handled: racy[u64]  # (r)


@struct
class netisr_workstream:
    """What one processor has to do."""

    nws_mtx: mtx
    nws_flags: u32  # (w)
    nws_pendingbits: u32  # (w) a bit for each protocol with packets
    nws_waiters: u32  # (w) threads that sleep until nobody processes it
    nws_swi: atomic[bool]  # (a) the software interrupt is to run
    nws_work: array[netisr_work] = array(NETISR_MAXPROT)


netisr_rmlock: rmlock = rmlock()
netisr_proto: array[netisr_entry] = array(NETISR_MAXPROT)
nws: array[netisr_workstream] = array(cpus)
curcpu: thread_local[u32] = 0
"""The processor that this thread runs on, and is pinned to."""


def netisr_init() -> None:
    """Once, before everything else of netisr."""
    rm_init_flags(addr(netisr_rmlock), "netisr", RM_NOWITNESS)
    for cpu in range(u32(cpus)):
        mtx_init(addr(nws[cpu].nws_mtx), "netisr_mtx", None, MTX_DEF)


def run_on(cpu: u32) -> None:
    """This thread runs on that processor from here on."""
    global curcpu
    curcpu = cpu


def nws_append(npwp: Ptr[netisr_work], m: Ptr[mbuf]) -> None:
    """Puts a packet at the end. With the lock."""
    m.m_nextpkt = null
    if npwp.nw_head is None:
        npwp.nw_head = m
    else:
        npwp.nw_tail.m_nextpkt = m
    npwp.nw_tail = m
    length = npwp.nw_len + 1
    npwp.nw_len = length
    if length > npwp.nw_watermark:
        npwp.nw_watermark = length


def nws_take_all(npwp: Ptr[netisr_work]) -> Ptr[mbuf]:
    """Empties the queue: its packets, linked. With the lock."""
    head = npwp.nw_head
    npwp.nw_head = null
    npwp.nw_tail = null
    npwp.nw_len = 0
    return head


def nws_drain(npwp: Ptr[netisr_work]) -> None:
    """Drops all packets that wait. With the lock."""
    m = nws_take_all(npwp)
    while m is not None:
        following = m.m_nextpkt
        m_freem(m)
        m = following


def nws_check(nwsp: Ptr[netisr_workstream]) -> None:
    """What holds whenever the lock is free: if packets wait, somebody is going to look; and the queues are what the
    bits say."""
    mtx_assert(addr(nwsp.nws_mtx), MA_OWNED)
    bits, flags = nwsp.nws_pendingbits, nwsp.nws_flags
    assert bits == 0 or flags & NWS_BUSY != 0, "packets wait and nobody will look"
    assert flags & NWS_RUNNING == 0 or flags & NWS_DISPATCHING == 0, "two threads process one workstream"
    for proto in range(NETISR_MAXPROT):
        npwp = addr(nwsp.nws_work[proto])
        assert npwp.nw_len <= npwp.nw_qlimit, "more packets wait than may"
        assert npwp.nw_len == 0 or bits & (1 << proto) != 0, "packets wait and their protocol has no bit"
