"""LIST of queue(3): a doubly-linked list without a tail. One idea: `le_prev` is where the pointer to the entry stands,
in the head or in the entry before, so an entry can be removed without knowing the head.

The functions have the macros' names; where a macro takes an element and a field, they take the address of the entry.
With `kernel_invariants` they check the links they touch, and a removed entry's links are trashed.
"""

from __future__ import annotations

from unknot.kernel.queue_debug import TRASHED
from unknot.kernel.switches import kernel_invariants
from unknot.lang import Ptr, addr, cast, load, null, require, store, struct, u64


@struct
class list_entry:
    """The links of one element."""

    le_next: Ptr[list_entry]
    le_prev: Ptr[Ptr[list_entry]]


@struct
class list_head:
    """A list. All zeros is an empty one."""

    lh_first: Ptr[list_entry]


# -- checks ------------------------------------------------------------------------------------------------------------


def qmd_list_check_head(head: Ptr[list_head], first: Ptr[list_entry]) -> None:
    """The first entry points back at the head."""
    if kernel_invariants and first is not None:
        right = first.le_prev == addr(head.lh_first)
        require(right, "queue_corrupt", "Bad list head {0} first->prev != head", head)


def qmd_list_check_next(elm: Ptr[list_entry], following: Ptr[list_entry]) -> None:
    """The entry behind `elm` points back at it."""
    if kernel_invariants:
        require(cast(u64, following) != TRASHED, "queue_corrupt", "Bad link elm {0}: it was removed before", elm)
        if following is not None:
            right = following.le_prev == addr(elm.le_next)
            require(right, "queue_corrupt", "Bad link elm {0} next->prev != elm", elm)


def qmd_list_check_prev(elm: Ptr[list_entry], before: Ptr[Ptr[list_entry]]) -> None:
    """The entry before `elm`, or the head, points at it."""
    if kernel_invariants:
        require(cast(u64, before) != TRASHED, "queue_corrupt", "Bad link elm {0}: it was removed before", elm)
        require(load(before) == elm, "queue_corrupt", "Bad link elm {0} prev->next != elm", elm)


# -- looking -----------------------------------------------------------------------------------------------------------


def LIST_INIT(head: Ptr[list_head]) -> None:
    """Makes it an empty list."""
    head.lh_first = null


def LIST_EMPTY(head: Ptr[list_head]) -> bool:
    """True if it has no element."""
    return head.lh_first is None


def LIST_FIRST(head: Ptr[list_head]) -> Ptr[list_entry]:
    """The first entry, or null."""
    return head.lh_first


def LIST_NEXT(elm: Ptr[list_entry]) -> Ptr[list_entry]:
    """The entry behind `elm`, or null."""
    return elm.le_next


def LIST_PREV(elm: Ptr[list_entry], head: Ptr[list_head]) -> Ptr[list_entry]:
    """The entry before `elm`, or null."""
    before: Ptr[list_entry] = null
    at = elm.le_prev
    if at != addr(head.lh_first):
        before = cast(Ptr[list_entry], at)
    return before


# -- changing ----------------------------------------------------------------------------------------------------------


def LIST_INSERT_HEAD(head: Ptr[list_head], elm: Ptr[list_entry]) -> None:
    """Puts `elm` first."""
    first = head.lh_first
    qmd_list_check_head(head, first)
    elm.le_next = first
    if first is not None:
        first.le_prev = addr(elm.le_next)
    head.lh_first = elm
    elm.le_prev = addr(head.lh_first)


def LIST_INSERT_AFTER(listelm: Ptr[list_entry], elm: Ptr[list_entry]) -> None:
    """Puts `elm` behind `listelm`."""
    following = listelm.le_next
    qmd_list_check_next(listelm, following)
    elm.le_next = following
    if following is not None:
        following.le_prev = addr(elm.le_next)
    listelm.le_next = elm
    elm.le_prev = addr(listelm.le_next)


def LIST_INSERT_BEFORE(listelm: Ptr[list_entry], elm: Ptr[list_entry]) -> None:
    """Puts `elm` before `listelm`."""
    before = listelm.le_prev
    qmd_list_check_prev(listelm, before)
    elm.le_prev = before
    elm.le_next = listelm
    store(before, elm)
    listelm.le_prev = addr(elm.le_next)


def LIST_REMOVE(elm: Ptr[list_entry]) -> None:
    """Takes `elm` out of its list."""
    following, before = elm.le_next, elm.le_prev
    qmd_list_check_next(elm, following)
    qmd_list_check_prev(elm, before)
    if following is not None:
        following.le_prev = before
    store(before, following)
    if kernel_invariants:
        elm.le_next = cast(Ptr[list_entry], TRASHED)
        elm.le_prev = cast(Ptr[Ptr[list_entry]], TRASHED)


def LIST_REPLACE(elm: Ptr[list_entry], elm2: Ptr[list_entry]) -> None:
    """Puts `elm2` where `elm` is, which leaves the list."""
    LIST_INSERT_AFTER(elm, elm2)
    LIST_REMOVE(elm)


def LIST_CONCAT(head1: Ptr[list_head], head2: Ptr[list_head]) -> None:
    """Moves all of `head2` behind `head1`."""
    last = head1.lh_first
    if last is None:
        head1.lh_first = head2.lh_first
        _own_list(head1)
        LIST_INIT(head2)
        return
    if head2.lh_first is None:
        return
    while last.le_next is not None:
        last = last.le_next
    last.le_next = head2.lh_first
    last.le_next.le_prev = addr(last.le_next)
    LIST_INIT(head2)


def LIST_SWAP(head1: Ptr[list_head], head2: Ptr[list_head]) -> None:
    """Exchanges the elements of two lists."""
    first = head1.lh_first
    head1.lh_first = head2.lh_first
    head2.lh_first = first
    _own_list(head1)
    _own_list(head2)


def _own_list(head: Ptr[list_head]) -> None:
    """Makes the first element's link to its head right."""
    first = head.lh_first
    if first is not None:
        first.le_prev = addr(head.lh_first)
