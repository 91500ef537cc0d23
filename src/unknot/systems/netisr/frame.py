"""What stands in a packet, as far as neighbours care. One idea: addresses are small numbers; an interface's IPv6
address is its index, so that choosing a source address needs no list of addresses.

NS asks who has `f_target`; NA answers with the link-level address in `f_smac`.
"""

from unknot.kernel.malloc import M_NOWAIT
from unknot.kernel.mbuf import m_gethdr, mbuf
from unknot.lang import Ptr, atomic, cast, struct, u32

DATA = 0
NS = 1
NA = 2

NA_SOLICITED = 1
NA_OVERRIDE = 2

EVERYBODY = 255
"""The link-level address, and the IPv6 address, of all nodes."""


@struct
class frame:
    """The headers of a packet."""

    f_kind: u32
    f_flags: u32
    f_src: u32
    f_dst: u32
    f_target: u32
    f_smac: u32
    f_dmac: u32


def frame_of(m: Ptr[mbuf]) -> Ptr[frame]:
    """The headers of a packet that `frame_get` made."""
    return cast(Ptr[frame], m.m_data)


missing: atomic[u32] = atomic(0)
"""Packets and entries that were not made for want of memory."""


def frame_get(kind: u32, src: u32, dst: u32) -> Ptr[mbuf]:
    """A packet; null if there is no memory."""
    m = m_gethdr(M_NOWAIT, 1)
    if m is None:
        missing.fetch_add(1)
    else:
        f = frame_of(m)
        f.f_kind = kind
        f.f_flags = 0
        f.f_src = src
        f.f_dst = dst
        f.f_target = 0
        f.f_smac = 0
        f.f_dmac = 0
    return m
