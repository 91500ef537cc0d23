"""Tags of mbufs: what somebody notes about a packet while it waits somewhere.

One idea: a tag is an object of its own, of a type that begins with `m_tag`, on a list that hangs on the packet's first
mbuf and is freed with it. `m_freem` here is that of this system: packets that never had a tag may be freed with it too.
"""

from collections.abc import Callable
from typing import Any

from unknot.kernel.malloc import may_malloc
from unknot.kernel.mbuf import m_freem as m_freem_untagged
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, alloc, cast, event, free, here, indivisible, null, struct, u32


@struct
class m_tag:
    """The head of every tag. A cookie says whose it is, an id what it is to them."""

    m_tag_link: Ptr["m_tag"]
    m_tag_cookie: u32
    m_tag_id: u32


def m_tag_alloc_of(kind: Any) -> Callable[..., Any]:
    """m_tag_alloc for tags of one type, whose first field is an m_tag: `alloc_tag = m_tag_alloc_of(my_tag)` in a
    module, then `t = alloc_tag(COOKIE, ID, M_NOWAIT)`. Null with M_NOWAIT if there is no memory."""

    def m_tag_alloc(cookie: u32, id: u32, how: u32, site: u32 = here()) -> Any:
        if not may_malloc(how, site):
            return null
        with indivisible():
            tag = alloc(kind)
            event("did", "gives", tag)
            head = cast(Ptr[m_tag], tag)
            head.m_tag_link = null
            head.m_tag_cookie = cookie
            head.m_tag_id = id
        return tag

    pointer: Any = Ptr
    m_tag_alloc.__annotations__["return"] = pointer[kind]
    return m_tag_alloc


def m_tag_first(m: Ptr[mbuf]) -> Ptr[m_tag]:
    """The tag that was put on last, or null."""
    return cast(Ptr[m_tag], m.m_pkthdr.tags)


def m_tag_prepend(m: Ptr[mbuf], tag: Ptr[m_tag]) -> None:
    """Hangs a tag on a packet, which owns it from now on."""
    tag.m_tag_link = m_tag_first(m)
    m.m_pkthdr.tags = tag


def m_tag_find(m: Ptr[mbuf], cookie: u32, id: u32) -> Ptr[m_tag]:
    """The newest tag of that owner and id, or null."""
    tag = m_tag_first(m)
    while tag is not None and (tag.m_tag_cookie != cookie or tag.m_tag_id != id):
        tag = tag.m_tag_link
    return tag


def m_tag_unlink(m: Ptr[mbuf], tag: Ptr[m_tag]) -> None:
    """Takes a tag off its packet."""
    first = m_tag_first(m)
    if first == tag:
        m.m_pkthdr.tags = tag.m_tag_link
    else:
        while first.m_tag_link != tag:
            first = first.m_tag_link
        first.m_tag_link = tag.m_tag_link
    tag.m_tag_link = null


def m_tag_delete(m: Ptr[mbuf], tag: Ptr[m_tag]) -> None:
    """Takes a tag off its packet and frees it."""
    m_tag_unlink(m, tag)
    free(tag)


def m_tag_delete_chain(m: Ptr[mbuf]) -> None:
    """Frees all tags of a packet."""
    tag = m_tag_first(m)
    m.m_pkthdr.tags = null
    while tag is not None:
        following = tag.m_tag_link
        free(tag)
        tag = following


def m_freem(m: Ptr[mbuf]) -> None:
    """Frees a packet and its tags."""
    m_tag_delete_chain(m)
    m_freem_untagged(m)
