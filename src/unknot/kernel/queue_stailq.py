"""STAILQ of queue(3): a singly-linked list with a tail, a queue. One idea: `stqh_last` is where the pointer to the next
element will stand, in the head or in the last entry.

The functions have the macros' names; where a macro takes an element and a field, they take the address of the entry.
With `kernel_invariants` they check the links they touch, and a removed entry's link is trashed.
"""

from __future__ import annotations

from unknot.kernel.queue_debug import TRASHED
from unknot.kernel.switches import kernel_invariants
from unknot.lang import Ptr, addr, cast, load, null, require, store, struct, u64


@struct
class stailq_entry:
    """The link of one element."""

    stqe_next: Ptr[stailq_entry]


@struct
class stailq_head:
    """A list. Needs STAILQ_INIT."""

    stqh_first: Ptr[stailq_entry]
    stqh_last: Ptr[Ptr[stailq_entry]]


# -- checks ------------------------------------------------------------------------------------------------------------


def qmd_stailq_check_empty(head: Ptr[stailq_head]) -> None:
    """An empty list ends in its head."""
    if kernel_invariants and head.stqh_first is None:
        last = head.stqh_last
        right = last == addr(head.stqh_first)
        require(right, "queue_corrupt", "Stailq {0}->stqh_last is {1}, not head's first field address", head, last)


def qmd_stailq_check_tail(head: Ptr[stailq_head], last: Ptr[Ptr[stailq_entry]]) -> None:
    """Nothing comes behind the last entry."""
    if kernel_invariants:
        require(load(last) is None, "queue_corrupt", "Stailq {0} last element's next pointer is not NULL", head)


# -- looking -----------------------------------------------------------------------------------------------------------


def STAILQ_INIT(head: Ptr[stailq_head]) -> None:
    """Makes it an empty list."""
    head.stqh_first = null
    head.stqh_last = addr(head.stqh_first)


def STAILQ_EMPTY(head: Ptr[stailq_head]) -> bool:
    """True if it has no element."""
    qmd_stailq_check_empty(head)
    return head.stqh_first is None


def STAILQ_FIRST(head: Ptr[stailq_head]) -> Ptr[stailq_entry]:
    """The first entry, or null."""
    return head.stqh_first


def STAILQ_LAST(head: Ptr[stailq_head]) -> Ptr[stailq_entry]:
    """The last entry, or null."""
    last: Ptr[stailq_entry] = null
    if not STAILQ_EMPTY(head):
        last = cast(Ptr[stailq_entry], head.stqh_last)
    return last


def STAILQ_NEXT(elm: Ptr[stailq_entry]) -> Ptr[stailq_entry]:
    """The entry behind `elm`, or null."""
    return elm.stqe_next


# -- changing ----------------------------------------------------------------------------------------------------------


def STAILQ_INSERT_HEAD(head: Ptr[stailq_head], elm: Ptr[stailq_entry]) -> None:
    """Puts `elm` first."""
    first = head.stqh_first
    elm.stqe_next = first
    if first is None:
        head.stqh_last = addr(elm.stqe_next)
    head.stqh_first = elm


def STAILQ_INSERT_TAIL(head: Ptr[stailq_head], elm: Ptr[stailq_entry]) -> None:
    """Puts `elm` last."""
    last = head.stqh_last
    qmd_stailq_check_tail(head, last)
    elm.stqe_next = null
    store(last, elm)
    head.stqh_last = addr(elm.stqe_next)


def STAILQ_INSERT_AFTER(head: Ptr[stailq_head], tqelm: Ptr[stailq_entry], elm: Ptr[stailq_entry]) -> None:
    """Puts `elm` behind `tqelm`."""
    following = tqelm.stqe_next
    elm.stqe_next = following
    if following is None:
        head.stqh_last = addr(elm.stqe_next)
    tqelm.stqe_next = elm


def STAILQ_REMOVE_HEAD(head: Ptr[stailq_head]) -> None:
    """Takes the first element out; there must be one."""
    elm = head.stqh_first
    following = elm.stqe_next
    _check_linked(elm, following)
    head.stqh_first = following
    if following is None:
        head.stqh_last = addr(head.stqh_first)
    _trash(elm)


def STAILQ_REMOVE_AFTER(head: Ptr[stailq_head], elm: Ptr[stailq_entry]) -> None:
    """Takes the element behind `elm` out; there must be one."""
    gone = elm.stqe_next
    following = gone.stqe_next
    _check_linked(gone, following)
    elm.stqe_next = following
    if following is None:
        head.stqh_last = addr(elm.stqe_next)
    _trash(gone)


def STAILQ_REMOVE(head: Ptr[stailq_head], elm: Ptr[stailq_entry]) -> None:
    """Takes `elm` out; it must be in the list."""
    if kernel_invariants:
        _check_linked(elm, elm.stqe_next)
    before = head.stqh_first
    if before == elm:
        STAILQ_REMOVE_HEAD(head)
        return
    while before.stqe_next != elm:
        before = before.stqe_next
    STAILQ_REMOVE_AFTER(head, before)


def STAILQ_CONCAT(head1: Ptr[stailq_head], head2: Ptr[stailq_head]) -> None:
    """Moves all of `head2` behind `head1`."""
    if not STAILQ_EMPTY(head2):
        store(head1.stqh_last, head2.stqh_first)
        head1.stqh_last = head2.stqh_last
        STAILQ_INIT(head2)


def STAILQ_SWAP(head1: Ptr[stailq_head], head2: Ptr[stailq_head]) -> None:
    """Exchanges the elements of two lists."""
    first, last = STAILQ_FIRST(head1), head1.stqh_last
    head1.stqh_first = STAILQ_FIRST(head2)
    head1.stqh_last = head2.stqh_last
    head2.stqh_first = first
    head2.stqh_last = last
    _own_stailq(head1)
    _own_stailq(head2)


def _own_stailq(head: Ptr[stailq_head]) -> None:
    """An empty list ends in its own head."""
    if head.stqh_first is None:
        head.stqh_last = addr(head.stqh_first)


def _check_linked(elm: Ptr[stailq_entry], following: Ptr[stailq_entry]) -> None:
    """`elm` was not removed before."""
    if kernel_invariants:
        linked = cast(u64, following) != TRASHED
        require(linked, "queue_corrupt", "Bad link elm {0}: it was removed before", elm)


def _trash(elm: Ptr[stailq_entry]) -> None:
    """Makes the removed entry's link useless."""
    if kernel_invariants:
        elm.stqe_next = cast(Ptr[stailq_entry], TRASHED)
