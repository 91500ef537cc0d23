"""What kqueue(2) promises about changes: add, modify, delete, enable, disable, and how their errors are told. One idea:
each rule is a function that begins with a new process, whose descriptors are a kqueue (0) and a pipe (1 and 2).
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EBADF, EINVAL, ENOENT
from unknot.lang import Ptr, addr, array, null
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EV_DISABLE,
    EV_ENABLE,
    EV_ERROR,
    EV_RECEIPT,
    EV_SET,
    EVFILT_READ,
    EVFILT_WRITE,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import Set
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END


def rules(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """Those that the variant should keep."""
    found = (*adding(s), *errors(s), *disabling(s))
    return (*found, *later(s)) if s.v.features.later else found


def adding(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EV_ADD and EV_DELETE."""

    def add_modifies(fdp: Ptr[filedesc]) -> None:
        """EV_ADD of what is there modifies it: one event, with the new udata."""
        kev = kevent()
        events: array[kevent] = array(2)
        s.write(fdp, WRITE_END, 1)
        EV_SET(addr(kev), READ_END, EVFILT_READ, EV_ADD, 0, 0, 7)
        assert s.v.kevent(fdp, KQ, addr(kev), 1, null, 0, 0) == 0
        EV_SET(addr(kev), READ_END, EVFILT_READ, EV_ADD, 0, 0, 8)
        assert s.v.kevent(fdp, KQ, addr(kev), 1, null, 0, 0) == 0
        assert s.v.kevent(fdp, KQ, null, 0, addr(events[0]), 2, 0) == 1, "EV_ADD has made a second knote"
        assert events[0].udata == 8, "EV_ADD does not change udata"

    def delete(fdp: Ptr[filedesc]) -> None:
        """What was deleted is not reported, though its condition holds; and it is not there."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == 0
        assert s.poll(fdp, addr(event)) == 0, "an event after EV_DELETE"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == -ENOENT

    def in_order(fdp: Ptr[filedesc]) -> None:
        """Changes are made in the order of the list."""
        changes: array[kevent] = array(2)
        event = kevent()
        s.write(fdp, WRITE_END, 1)
        EV_SET(addr(changes[0]), READ_END, EVFILT_READ, EV_ADD)
        EV_SET(addr(changes[1]), READ_END, EVFILT_READ, EV_DELETE)
        assert s.v.kevent(fdp, KQ, addr(changes[0]), 2, addr(event), 1, 0) == 0, "the changes are not made in order"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == -ENOENT

    def add_and_report(fdp: Ptr[filedesc]) -> None:
        """One call changes first, and then reports: also what it has just added."""
        event = kevent()
        s.write(fdp, WRITE_END, 1)
        EV_SET(addr(event), READ_END, EVFILT_READ, EV_ADD)
        assert s.v.kevent(fdp, KQ, addr(event), 1, addr(event), 1, 0) == 1, "what was added is not reported"
        assert event.ident == READ_END and event.filter == EVFILT_READ and event.data == 1

    return add_modifies, delete, in_order, add_and_report


def errors(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """Changes that fail."""

    def error_in_list(fdp: Ptr[filedesc]) -> None:
        """If there is room, an error is told in the event list, and the changes behind it are made."""
        changes: array[kevent] = array(2)
        events: array[kevent] = array(2)
        s.write(fdp, WRITE_END, 1)
        EV_SET(addr(changes[0]), READ_END, EVFILT_READ, EV_DELETE, 0, 0, 7)
        EV_SET(addr(changes[1]), READ_END, EVFILT_READ, EV_ADD)
        assert s.v.kevent(fdp, KQ, addr(changes[0]), 2, addr(events[0]), 2, 0) == 1, "errors alone are told"
        assert events[0].flags & EV_ERROR != 0 and events[0].data == ENOENT, "this is not the error"
        assert events[0].ident == READ_END and events[0].udata == 7, "nobody knows which change this was"
        assert s.poll(fdp, addr(events[0])) == 1, "the change behind the error was not made"

    def error_without_room(fdp: Ptr[filedesc]) -> None:
        """If there is no room, the call fails, and the changes behind it are not made."""
        changes: array[kevent] = array(2)
        EV_SET(addr(changes[0]), READ_END, EVFILT_READ, EV_DELETE)
        EV_SET(addr(changes[1]), READ_END, EVFILT_READ, EV_ADD)
        assert s.v.kevent(fdp, KQ, addr(changes[0]), 2, null, 0, 0) == -ENOENT
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == -ENOENT, "a change behind the error was made"

    def no_such_file(fdp: Ptr[filedesc]) -> None:
        """EBADF: the descriptor is not open; nor is it a kqueue."""
        kev = kevent()
        assert s.change(fdp, 3, EVFILT_READ, EV_ADD, 0) == -EBADF
        assert s.change(fdp, 1000, EVFILT_READ, EV_ADD, 0) == -EBADF
        assert s.v.kevent(fdp, READ_END, addr(kev), 0, null, 0, 0) == -EBADF, "a pipe is no kqueue"
        assert s.v.kevent(fdp, 3, addr(kev), 0, null, 0, 0) == -EBADF

    def no_such_filter(fdp: Ptr[filedesc]) -> None:
        """EINVAL: the filter is not there, or this file has not got it; then nothing was added."""
        assert s.change(fdp, READ_END, -99, EV_ADD, 0) == -EINVAL
        assert s.change(fdp, READ_END, EVFILT_WRITE, EV_ADD, 0) == -EINVAL
        assert s.change(fdp, READ_END, EVFILT_WRITE, EV_DELETE, 0) == -ENOENT

    return error_in_list, error_without_room, no_such_file, no_such_filter


def disabling(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EV_DISABLE and EV_ENABLE."""

    def disable(fdp: Ptr[filedesc]) -> None:
        """What is disabled is not reported; what happened is, once it is enabled."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DISABLE, 0) == 0
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 0, "an event that is disabled"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_ENABLE, 0) == 0
        assert s.poll(fdp, addr(event)) == 1, "what happened while it was disabled is lost"

    def add_disabled(fdp: Ptr[filedesc]) -> None:
        """EV_ADD and EV_DISABLE: added, and disabled, even if the condition holds."""
        event = kevent()
        s.write(fdp, WRITE_END, 1)
        assert s.change(fdp, READ_END, EVFILT_READ, EV_ADD | EV_DISABLE, 0) == 0
        assert s.poll(fdp, addr(event)) == 0, "an event that is disabled"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_ENABLE, 0) == 0
        assert s.poll(fdp, addr(event)) == 1, "what happened while it was disabled is lost"

    def disable_queued(fdp: Ptr[filedesc]) -> None:
        """What is queued and then disabled is not reported."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DISABLE, 0) == 0
        assert s.poll(fdp, addr(event)) == 0, "an event that is disabled"
        assert s.matches(fdp), "kq_count is not the number of knotes that are queued"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_ENABLE, 0) == 0
        assert s.poll(fdp, addr(event)) == 1, "what was queued when it was disabled is lost"

    return disable, add_disabled, disable_queued


def later(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EV_RECEIPT, and what newer kernels refuse."""

    def receipt(fdp: Ptr[filedesc]) -> None:
        """EV_RECEIPT: each change is answered, with data 0 if all is well, and no event is reported."""
        changes: array[kevent] = array(2)
        events: array[kevent] = array(2)
        s.write(fdp, WRITE_END, 1)
        EV_SET(addr(changes[0]), READ_END, EVFILT_READ, EV_ADD | EV_RECEIPT)
        EV_SET(addr(changes[1]), WRITE_END, EVFILT_READ, EV_ADD | EV_RECEIPT)
        assert s.v.kevent(fdp, KQ, addr(changes[0]), 2, addr(events[0]), 2, 0) == 2, "not every change is answered"
        assert events[0].flags == EV_ERROR and events[0].data == 0, "the first change was well"
        assert events[1].flags == EV_ERROR and events[1].data == EINVAL, "the second change was not"

    def both(fdp: Ptr[filedesc]) -> None:
        """EV_ENABLE and EV_DISABLE in one change: EINVAL."""
        assert s.change(fdp, READ_END, EVFILT_READ, EV_ADD | EV_ENABLE | EV_DISABLE, 0) == -EINVAL
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == -ENOENT

    return (receipt, both) if s.v.features.refuses_both else (receipt,)
