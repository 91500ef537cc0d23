"""Behaviours of tags of mbufs."""

from collections.abc import Callable

from unknot.kernel.malloc import M_NOWAIT, M_WAITOK
from unknot.lang import addr, struct, u32
from unknot.systems.netisr.books import packet
from unknot.systems.netisr.tags import (
    m_freem,
    m_tag,
    m_tag_alloc_of,
    m_tag_delete,
    m_tag_delete_chain,
    m_tag_find,
    m_tag_first,
    m_tag_prepend,
    m_tag_unlink,
)

COOKIE = 1001


@struct
class word_tag:
    """A tag with a word."""

    wt_tag: m_tag
    wt_word: u32


word_tag_alloc = m_tag_alloc_of(word_tag)


def newest_is_found() -> None:
    """m_tag_find gives the newest tag of a cookie and an id; both count."""
    m = packet(0, 1)
    for i in range(u32(3)):
        tag = word_tag_alloc(COOKIE, i % 2, M_WAITOK)
        tag.wt_word = i
        m_tag_prepend(m, addr(tag.wt_tag))
    found = m_tag_find(m, COOKIE, 0)
    assert found == m_tag_first(m), "not the newest"
    assert m_tag_find(m, COOKIE, 1) == found.m_tag_link, "not the one of that id"
    assert m_tag_find(m, COOKIE + 1, 0) is None and m_tag_find(m, COOKIE, 2) is None, "a tag that is not there"
    m_freem(m)


def unlinked_is_gone() -> None:
    """A tag that was taken off is not found and still the caller's; one that was deleted is freed."""
    m = packet(0, 1)
    first = word_tag_alloc(COOKIE, 1, M_WAITOK)
    second = word_tag_alloc(COOKIE, 2, M_WAITOK)
    m_tag_prepend(m, addr(first.wt_tag))
    m_tag_prepend(m, addr(second.wt_tag))
    m_tag_unlink(m, addr(first.wt_tag))
    assert m_tag_find(m, COOKIE, 1) is None and m_tag_find(m, COOKIE, 2) is not None, "the wrong tag was taken off"
    m_tag_prepend(m, addr(first.wt_tag))
    m_tag_delete(m, addr(second.wt_tag))
    assert m_tag_first(m) == addr(first.wt_tag) and first.wt_tag.m_tag_link is None, "the wrong tag was deleted"
    m_freem(m)


def chain_is_freed() -> None:
    """m_tag_delete_chain leaves a packet without tags. (That m_freem frees them too is what `--leaks` looks at.)"""
    m = packet(0, 1)
    m_tag_prepend(m, addr(word_tag_alloc(COOKIE, 1, M_WAITOK).wt_tag))
    m_tag_prepend(m, addr(word_tag_alloc(COOKIE, 2, M_WAITOK).wt_tag))
    m_tag_delete_chain(m)
    assert m_tag_first(m) is None, "a tag is left"
    m_tag_prepend(m, addr(word_tag_alloc(COOKIE, 3, M_WAITOK).wt_tag))
    m_freem(m)


def allocation_may_fail() -> None:
    """With M_NOWAIT there may be no tag; then nothing has changed."""
    m = packet(0, 1)
    tag = word_tag_alloc(COOKIE, 1, M_NOWAIT)
    if tag is None:
        assert m_tag_first(m) is None, "a tag that nobody put there"
    else:
        assert tag.wt_tag.m_tag_cookie == COOKIE and tag.wt_tag.m_tag_id == 1, "not the tag that was asked for"
        m_tag_prepend(m, addr(tag.wt_tag))
    m_freem(m)


def behaviours() -> tuple[Callable[[], None], ...]:
    """Those of every variant."""
    return newest_is_found, unlinked_is_gone, chain_is_freed, allocation_may_fail
