"""What kqueue(2) promises about reports: when an event is reported, how often, in what order, how long kevent waits,
and what closing does to it. One idea: as in rules_changes.py."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EBADF, EINTR, ENOENT
from unknot.kernel.signals import tdsignal
from unknot.lang import Ptr, addr, array, null, thread_id
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DELETE,
    EV_DISPATCH,
    EV_ENABLE,
    EV_ONESHOT,
    EVFILT_READ,
    EVFILT_SIGNAL,
    EVFILT_WRITE,
    FOREVER,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import Set
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END

SIGNAL = 30


def rules(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """Those that the variant should keep."""
    found = (*levels(s), *flags(s), *lists(s), *waiting(s), *closing(s))
    return (*found, *later(s)) if s.v.features.later else found


def levels(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """Events that are conditions."""

    def level(fdp: Ptr[filedesc]) -> None:
        """It is reported as long as its condition holds, and not before."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        assert s.poll(fdp, addr(event)) == 0, "there is nothing to read"
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 1 and event.data == 1, "there is a byte to read"
        assert s.poll(fdp, addr(event)) == 1, "it is still there"
        s.read(fdp, READ_END, 1)
        assert s.poll(fdp, addr(event)) == 0, "the byte was read"

    def gone_before(fdp: Ptr[filedesc]) -> None:
        """A condition that is gone before anybody asks is dropped without a word."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        s.read(fdp, READ_END, 1)
        assert s.poll(fdp, addr(event)) == 0, "the byte was read"
        assert s.matches(fdp), "kq_count is not the number of knotes that are queued"

    return level, gone_before


def flags(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EV_ONESHOT and EV_CLEAR."""

    def oneshot(fdp: Ptr[filedesc]) -> None:
        """EV_ONESHOT: reported once, and deleted."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD | EV_ONESHOT, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 1
        assert s.poll(fdp, addr(event)) == 0, "EV_ONESHOT is reported twice"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == -ENOENT, "EV_ONESHOT was not deleted"

    def clear(fdp: Ptr[filedesc]) -> None:
        """EV_CLEAR: reported again only when something happens again."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD | EV_CLEAR, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 1
        assert s.poll(fdp, addr(event)) == 0, "EV_CLEAR is reported twice"
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 1 and event.data == 2, "what happened then is not reported"

    return oneshot, clear


def lists(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """The event list."""

    def several(fdp: Ptr[filedesc]) -> None:
        """All that there is, if there is room, in the order in which it happened; more than are copied at a time."""
        events: array[kevent] = array(4)
        s.change(fdp, SIGNAL, EVFILT_SIGNAL, EV_ADD, 0)
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.change(fdp, WRITE_END, EVFILT_WRITE, EV_ADD, 0)
        s.v.procs.signal(1, SIGNAL)
        s.write(fdp, WRITE_END, 1)
        assert s.v.kevent(fdp, KQ, null, 0, addr(events[0]), 4, 0) == 3, "not all that happened is reported"
        assert events[0].ident == WRITE_END and events[0].data == 1
        assert events[1].ident == SIGNAL and events[2].ident == READ_END, "not the order in which it happened"

    def in_turn(fdp: Ptr[filedesc]) -> None:
        """If there is not room for all, the others have their turn the next time."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.change(fdp, WRITE_END, EVFILT_WRITE, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 1
        first = event.ident
        assert s.poll(fdp, addr(event)) == 1 and event.ident != first, "one event hides the other"

    def no_room(fdp: Ptr[filedesc]) -> None:
        """No room for events: it returns at once, whatever the timeout."""
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        assert s.v.kevent(fdp, KQ, null, 0, null, 0, FOREVER) == 0

    return several, in_turn, no_room


def waiting(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """Timeouts."""

    def timeout(fdp: Ptr[filedesc]) -> None:
        """A timeout that is 0 polls; any other passes, and then there are no events."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        assert s.poll(fdp, addr(event)) == 0
        assert s.v.kevent(fdp, KQ, null, 0, addr(event), 1, 5) == 0

    def interrupted(fdp: Ptr[filedesc]) -> None:
        """A signal ends the wait with EINTR; events that are there already are reported instead."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        tdsignal(thread_id(), 2)
        assert s.wait(fdp, addr(event)) == -EINTR, "the signal does not end the wait"
        s.write(fdp, WRITE_END, 1)
        assert s.wait(fdp, addr(event)) == 1, "an event that is there needs no wait"

    return timeout, interrupted


def closing(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """close(2)."""

    def close_file(fdp: Ptr[filedesc]) -> None:
        """A descriptor that is closed is not reported; another file that gets its number is a new one."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.v.close(fdp, READ_END) == 0
        assert s.poll(fdp, addr(event)) == 0, "an event of a descriptor that is closed"
        assert s.v.kqueue(fdp) == READ_END
        assert s.change(fdp, READ_END, EVFILT_READ, EV_DELETE, 0) == -ENOENT, "a knote has outlived its descriptor"
        assert s.v.close(fdp, 3) == -EBADF

    def close_kqueue(fdp: Ptr[filedesc]) -> None:
        """A kqueue that is closed takes its knotes with it: those of files, and others."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.change(fdp, SIGNAL, EVFILT_SIGNAL, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.v.close(fdp, KQ) == 0
        assert s.poll(fdp, addr(event)) == -EBADF, "the kqueue is closed"
        s.v.procs.signal(1, SIGNAL)
        assert s.write(fdp, WRITE_END, 1) == 1, "the pipe is still there"

    return close_file, close_kqueue


def later(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EV_DISPATCH."""

    def dispatch(fdp: Ptr[filedesc]) -> None:
        """EV_DISPATCH: reported once, and disabled."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD | EV_DISPATCH, 0)
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 1
        assert s.poll(fdp, addr(event)) == 0, "EV_DISPATCH is reported twice"
        s.write(fdp, WRITE_END, 1)
        assert s.poll(fdp, addr(event)) == 0, "EV_DISPATCH has not disabled it"
        assert s.change(fdp, READ_END, EVFILT_READ, EV_ENABLE, 0) == 0
        assert s.poll(fdp, addr(event)) == 1 and event.data == 2, "it was enabled, and there is something to read"

    return (dispatch,)
