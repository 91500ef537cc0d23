"""TAILQ of queue(3): a doubly-linked list with a tail. One idea: an entry and the head begin with the same two words,
so the place before an entry (`tqe_prev`) can be read as if it were a head.

The functions have the macros' names; where a macro takes an element and a field, they take the address of the entry.
With `kernel_invariants` they check the links they touch, and a removed entry's links are trashed. Each word is read
once where a macro may read it again: a compiler may do so, and it saves steps.
"""

from __future__ import annotations

from unknot.kernel.queue_debug import TRASHED
from unknot.kernel.switches import kernel_invariants
from unknot.lang import Ptr, addr, cast, load, null, require, store, struct, u64


@struct
class tailq_entry:
    """The links of one element. `tqe_prev` is where the pointer to this entry stands."""

    tqe_next: Ptr[tailq_entry]
    tqe_prev: Ptr[Ptr[tailq_entry]]


@struct
class tailq_head:
    """A list. `tqh_last` is where the pointer to the next element will stand. Needs TAILQ_INIT."""

    tqh_first: Ptr[tailq_entry]
    tqh_last: Ptr[Ptr[tailq_entry]]


# -- checks ------------------------------------------------------------------------------------------------------------


def qmd_tailq_check_head(head: Ptr[tailq_head], first: Ptr[tailq_entry]) -> None:
    """The first entry points back at the head."""
    if kernel_invariants and first is not None:
        right = first.tqe_prev == addr(head.tqh_first)
        require(right, "queue_corrupt", "Bad tailq head {0} first->prev != head", head)


def qmd_tailq_check_tail(head: Ptr[tailq_head], last: Ptr[Ptr[tailq_entry]]) -> None:
    """Nothing comes behind the last entry."""
    if kernel_invariants:
        require(load(last) is None, "queue_corrupt", "Bad tailq NEXT({0}->tqh_last) != NULL", head)


def qmd_tailq_check_next(elm: Ptr[tailq_entry], following: Ptr[tailq_entry]) -> None:
    """The entry behind `elm` points back at it."""
    if kernel_invariants:
        require(cast(u64, following) != TRASHED, "queue_corrupt", "Bad link elm {0}: it was removed before", elm)
        if following is not None:
            right = following.tqe_prev == addr(elm.tqe_next)
            require(right, "queue_corrupt", "Bad link elm {0} next->prev != elm", elm)


def qmd_tailq_check_prev(elm: Ptr[tailq_entry], before: Ptr[Ptr[tailq_entry]]) -> None:
    """The entry before `elm`, or the head, points at it."""
    if kernel_invariants:
        require(cast(u64, before) != TRASHED, "queue_corrupt", "Bad link elm {0}: it was removed before", elm)
        require(load(before) == elm, "queue_corrupt", "Bad link elm {0} prev->next != elm", elm)


# -- looking -----------------------------------------------------------------------------------------------------------


def TAILQ_INIT(head: Ptr[tailq_head]) -> None:
    """Makes it an empty list."""
    head.tqh_first = null
    head.tqh_last = addr(head.tqh_first)


def TAILQ_EMPTY(head: Ptr[tailq_head]) -> bool:
    """True if it has no element."""
    return head.tqh_first is None


def TAILQ_FIRST(head: Ptr[tailq_head]) -> Ptr[tailq_entry]:
    """The first entry, or null."""
    return head.tqh_first


def TAILQ_LAST(head: Ptr[tailq_head]) -> Ptr[tailq_entry]:
    """The last entry, or null."""
    return load(cast(Ptr[tailq_head], head.tqh_last).tqh_last)


def TAILQ_NEXT(elm: Ptr[tailq_entry]) -> Ptr[tailq_entry]:
    """The entry behind `elm`, or null."""
    return elm.tqe_next


def TAILQ_PREV(elm: Ptr[tailq_entry]) -> Ptr[tailq_entry]:
    """The entry before `elm`, or null."""
    return load(cast(Ptr[tailq_head], elm.tqe_prev).tqh_last)


# -- changing ----------------------------------------------------------------------------------------------------------


def TAILQ_INSERT_HEAD(head: Ptr[tailq_head], elm: Ptr[tailq_entry]) -> None:
    """Puts `elm` first."""
    first = head.tqh_first
    qmd_tailq_check_head(head, first)
    elm.tqe_next = first
    if first is not None:
        first.tqe_prev = addr(elm.tqe_next)
    else:
        head.tqh_last = addr(elm.tqe_next)
    head.tqh_first = elm
    elm.tqe_prev = addr(head.tqh_first)


def TAILQ_INSERT_TAIL(head: Ptr[tailq_head], elm: Ptr[tailq_entry]) -> None:
    """Puts `elm` last."""
    last = head.tqh_last
    qmd_tailq_check_tail(head, last)
    elm.tqe_next = null
    elm.tqe_prev = last
    store(last, elm)
    head.tqh_last = addr(elm.tqe_next)


def TAILQ_INSERT_AFTER(head: Ptr[tailq_head], listelm: Ptr[tailq_entry], elm: Ptr[tailq_entry]) -> None:
    """Puts `elm` behind `listelm`."""
    following = listelm.tqe_next
    qmd_tailq_check_next(listelm, following)
    elm.tqe_next = following
    if following is not None:
        following.tqe_prev = addr(elm.tqe_next)
    else:
        head.tqh_last = addr(elm.tqe_next)
    listelm.tqe_next = elm
    elm.tqe_prev = addr(listelm.tqe_next)


def TAILQ_INSERT_BEFORE(listelm: Ptr[tailq_entry], elm: Ptr[tailq_entry]) -> None:
    """Puts `elm` before `listelm`."""
    before = listelm.tqe_prev
    qmd_tailq_check_prev(listelm, before)
    elm.tqe_prev = before
    elm.tqe_next = listelm
    store(before, elm)
    listelm.tqe_prev = addr(elm.tqe_next)


def TAILQ_REMOVE(head: Ptr[tailq_head], elm: Ptr[tailq_entry]) -> None:
    """Takes `elm` out."""
    following, before = elm.tqe_next, elm.tqe_prev
    qmd_tailq_check_next(elm, following)
    qmd_tailq_check_prev(elm, before)
    if following is not None:
        following.tqe_prev = before
    else:
        head.tqh_last = before
    store(before, following)
    if kernel_invariants:
        elm.tqe_next = cast(Ptr[tailq_entry], TRASHED)
        elm.tqe_prev = cast(Ptr[Ptr[tailq_entry]], TRASHED)


def TAILQ_REPLACE(head: Ptr[tailq_head], elm: Ptr[tailq_entry], elm2: Ptr[tailq_entry]) -> None:
    """Puts `elm2` where `elm` is, which leaves the list."""
    TAILQ_INSERT_AFTER(head, elm, elm2)
    TAILQ_REMOVE(head, elm)


def TAILQ_CONCAT(head1: Ptr[tailq_head], head2: Ptr[tailq_head]) -> None:
    """Moves all of `head2` behind `head1`."""
    first = head2.tqh_first
    if first is not None:
        last = head1.tqh_last
        store(last, first)
        first.tqe_prev = last
        head1.tqh_last = head2.tqh_last
        TAILQ_INIT(head2)


def TAILQ_SWAP(head1: Ptr[tailq_head], head2: Ptr[tailq_head]) -> None:
    """Exchanges the elements of two lists."""
    first, last = head1.tqh_first, head1.tqh_last
    head1.tqh_first = head2.tqh_first
    head1.tqh_last = head2.tqh_last
    head2.tqh_first = first
    head2.tqh_last = last
    _own_tailq(head1)
    _own_tailq(head2)


def _own_tailq(head: Ptr[tailq_head]) -> None:
    """Makes the elements' links to their head right."""
    first = head.tqh_first
    if first is not None:
        first.tqe_prev = addr(head.tqh_first)
    else:
        head.tqh_last = addr(head.tqh_first)
