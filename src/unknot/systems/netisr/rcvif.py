"""The interface that a queued packet came from, or is for: `m_pkthdr.rcvif` is a pointer that nobody counts.

One idea (D33266): while a packet is queued the pointer is not one, but the interface's index and the generation of that
index; whoever takes the packet out looks them up again, in a section of the network epoch, and drops the packet if they
mean nothing any more. D34076 adds: or if the interface is dying, since its index is freed only after its addresses are.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.epoch import NET_EPOCH_ASSERT
from unknot.kernel.mbuf import mbuf
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, cast, u64
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.ifnet import IFF_DYING, ifindex_table, ifnet

GENERATIONS = 1 << 16


class Rcvif(NamedTuple):
    """`serialize(m)` before a packet is queued; `restore(m)` afterwards: False if its interface is gone. A packet
    without interface stays as it is."""

    serialize: Callable[[mbuf], None]
    restore: Callable[[mbuf], bool]


def rcvif(features: Features) -> Rcvif:
    """How a variant keeps the interface of a queued packet."""

    def serialize(m: Ptr[mbuf]) -> None:
        if not features.serialize:
            return
        ifp = cast(Ptr[ifnet], m.m_pkthdr.rcvif)
        if ifp is not None:
            m.m_pkthdr.rcvif = cast(voidp, u64(ifp.if_index) * GENERATIONS + u64(ifp.if_idxgen) % GENERATIONS)

    def restore(m: Ptr[mbuf]) -> bool:
        if not features.serialize:
            return True
        word = cast(u64, m.m_pkthdr.rcvif)
        if word == 0:
            return True
        m.m_pkthdr.rcvif = cast(voidp, ifnet_byindexgen(word // GENERATIONS, word % GENERATIONS))
        return m.m_pkthdr.rcvif is not None

    def ifnet_byindexgen(index: u64, gen: u64) -> Ptr[ifnet]:
        """The interface that still has this index since that generation, or null."""
        NET_EPOCH_ASSERT()
        ifp = ifindex_table[index].ife_ifnet.load()
        if ifp is None or u64(ifindex_table[index].ife_gencnt.load()) % GENERATIONS != gen:
            return cast(Ptr[ifnet], 0)
        if features.dying_test and ifp.if_flags & IFF_DYING:
            return cast(Ptr[ifnet], 0)
        return ifp

    return Rcvif(serialize, restore)
