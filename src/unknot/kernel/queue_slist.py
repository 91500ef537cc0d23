"""SLIST of queue(3): a singly-linked list, a stack. One idea: `sle_next` is all; whoever removes an element in the
middle must find the one before it.

The functions have the macros' names; where a macro takes an element and a field, they take the address of the entry.
With `kernel_invariants` they check the links they touch, and a removed entry's link is trashed.
"""

from __future__ import annotations

from unknot.kernel.queue_debug import TRASHED
from unknot.kernel.switches import kernel_invariants
from unknot.lang import Ptr, addr, cast, load, null, require, store, struct, u64


@struct
class slist_entry:
    """The link of one element."""

    sle_next: Ptr[slist_entry]


@struct
class slist_head:
    """A list. All zeros is an empty one."""

    slh_first: Ptr[slist_entry]


def qmd_slist_check_prevptr(prevp: Ptr[Ptr[slist_entry]], elm: Ptr[slist_entry]) -> None:
    """What is said to be the pointer to `elm` is."""
    if kernel_invariants:
        right = load(prevp) == elm
        require(right, "queue_corrupt", "Bad prevptr {0}: it does not point at elm {1}", prevp, elm)


def SLIST_INIT(head: Ptr[slist_head]) -> None:
    """Makes it an empty list."""
    head.slh_first = null


def SLIST_EMPTY(head: Ptr[slist_head]) -> bool:
    """True if it has no element."""
    return head.slh_first is None


def SLIST_FIRST(head: Ptr[slist_head]) -> Ptr[slist_entry]:
    """The first entry, or null."""
    return head.slh_first


def SLIST_NEXT(elm: Ptr[slist_entry]) -> Ptr[slist_entry]:
    """The entry behind `elm`, or null."""
    return elm.sle_next


def SLIST_INSERT_HEAD(head: Ptr[slist_head], elm: Ptr[slist_entry]) -> None:
    """Puts `elm` first."""
    elm.sle_next = head.slh_first
    head.slh_first = elm


def SLIST_INSERT_AFTER(slistelm: Ptr[slist_entry], elm: Ptr[slist_entry]) -> None:
    """Puts `elm` behind `slistelm`."""
    elm.sle_next = slistelm.sle_next
    slistelm.sle_next = elm


def SLIST_REMOVE_HEAD(head: Ptr[slist_head]) -> None:
    """Takes the first element out; there must be one."""
    SLIST_REMOVE_PREVPTR(addr(head.slh_first), head.slh_first)


def SLIST_REMOVE_AFTER(elm: Ptr[slist_entry]) -> None:
    """Takes the element behind `elm` out; there must be one."""
    SLIST_REMOVE_PREVPTR(addr(elm.sle_next), elm.sle_next)


def SLIST_REMOVE_PREVPTR(prevp: Ptr[Ptr[slist_entry]], elm: Ptr[slist_entry]) -> None:
    """Takes `elm` out, to which the pointer at `prevp` points."""
    qmd_slist_check_prevptr(prevp, elm)
    following = elm.sle_next
    _check_linked(elm, following)
    store(prevp, following)
    if kernel_invariants:
        elm.sle_next = cast(Ptr[slist_entry], TRASHED)


def SLIST_REMOVE(head: Ptr[slist_head], elm: Ptr[slist_entry]) -> None:
    """Takes `elm` out; it must be in the list."""
    if kernel_invariants:
        _check_linked(elm, elm.sle_next)
    before = head.slh_first
    if before == elm:
        SLIST_REMOVE_HEAD(head)
        return
    while before.sle_next != elm:
        before = before.sle_next
    SLIST_REMOVE_AFTER(before)


def _check_linked(elm: Ptr[slist_entry], following: Ptr[slist_entry]) -> None:
    """`elm` was not removed before."""
    if kernel_invariants:
        linked = cast(u64, following) != TRASHED
        require(linked, "queue_corrupt", "Bad link elm {0}: it was removed before", elm)


def SLIST_CONCAT(head1: Ptr[slist_head], head2: Ptr[slist_head]) -> None:
    """Moves all of `head2` behind `head1`."""
    last = head1.slh_first
    if last is None:
        head1.slh_first = head2.slh_first
    else:
        while last.sle_next is not None:
            last = last.sle_next
        last.sle_next = head2.slh_first
    SLIST_INIT(head2)


def SLIST_SWAP(head1: Ptr[slist_head], head2: Ptr[slist_head]) -> None:
    """Exchanges the elements of two lists."""
    first = head1.slh_first
    head1.slh_first = head2.slh_first
    head2.slh_first = first
