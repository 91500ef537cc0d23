"""What kqueue(2) promises about each filter. One idea: as in rules_changes.py."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EINVAL, ENOENT, EPIPE, ESRCH
from unknot.lang import Ptr, addr, array, null, u32
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DELETE,
    EV_EOF,
    EV_ONESHOT,
    EV_SET,
    EVFILT_PROC,
    EVFILT_READ,
    EVFILT_SIGNAL,
    EVFILT_TIMER,
    EVFILT_USER,
    EVFILT_WRITE,
    NOTE_CHILD,
    NOTE_EXEC,
    NOTE_EXIT,
    NOTE_FFAND,
    NOTE_FFCOPY,
    NOTE_FFNOP,
    NOTE_FFOR,
    NOTE_FORK,
    NOTE_TRACK,
    NOTE_TRACKERR,
    NOTE_TRIGGER,
    kevent,
)
from unknot.systems.kqueue.file import fdrop, fget
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import Set
from unknot.systems.kqueue.nested import POLLIN
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END

SIGNAL = 30
INNER = 3
"""The descriptor of a second kqueue."""


def pipes(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EVFILT_READ and EVFILT_WRITE."""

    def room(fdp: Ptr[filedesc]) -> None:
        """EVFILT_WRITE: data is the room that is left; a full pipe is not reported."""
        event = kevent()
        s.change(fdp, WRITE_END, EVFILT_WRITE, EV_ADD, 0)
        assert s.poll(fdp, addr(event)) == 1 and event.data == 2
        s.write(fdp, WRITE_END, 2)
        assert s.poll(fdp, addr(event)) == 0, "there is no room"
        s.read(fdp, READ_END, 1)
        assert s.poll(fdp, addr(event)) == 1 and event.data == 1

    def end_of_file(fdp: Ptr[filedesc]) -> None:
        """Nobody writes any more: EV_EOF, and data is what is left to read."""
        event = kevent()
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        s.write(fdp, WRITE_END, 1)
        s.v.close(fdp, WRITE_END)
        assert s.poll(fdp, addr(event)) == 1 and event.flags & EV_EOF != 0 and event.data == 1
        s.read(fdp, READ_END, 1)
        assert s.poll(fdp, addr(event)) == 1 and event.flags & EV_EOF != 0 and event.data == 0

    def nobody_reads(fdp: Ptr[filedesc]) -> None:
        """Nobody reads any more: EV_EOF for who wants to write, even to a full pipe."""
        event = kevent()
        s.change(fdp, WRITE_END, EVFILT_WRITE, EV_ADD, 0)
        s.write(fdp, WRITE_END, 2)
        s.v.close(fdp, READ_END)
        assert s.poll(fdp, addr(event)) == 1 and event.flags & EV_EOF != 0
        assert s.write(fdp, WRITE_END, 1) == -EPIPE

    return room, end_of_file, nobody_reads


def timers(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EVFILT_TIMER."""

    def once(fdp: Ptr[filedesc]) -> None:
        """EV_ONESHOT: it goes off once, and is deleted."""
        event = kevent()
        s.change(fdp, 5, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0)
        assert s.wait(fdp, addr(event)) == 1 and event.ident == 5 and event.data == 1
        assert s.change(fdp, 5, EVFILT_TIMER, EV_DELETE, 0) == -ENOENT

    def again(fdp: Ptr[filedesc]) -> None:
        """data is how often it went off since it was last reported; it can be deleted at any time."""
        event = kevent()
        s.change(fdp, 5, EVFILT_TIMER, EV_ADD, 0)
        assert s.wait(fdp, addr(event)) == 1 and 1 <= event.data <= 2, "it goes off twice here"
        assert s.change(fdp, 5, EVFILT_TIMER, EV_DELETE, 0) == 0

    def negative(fdp: Ptr[filedesc]) -> None:
        """A time that is negative: EINVAL, and nothing is added."""
        kev = kevent()
        EV_SET(addr(kev), 5, EVFILT_TIMER, EV_ADD, 0, -1)
        assert s.v.kevent(fdp, KQ, addr(kev), 1, null, 0, 0) == -EINVAL
        assert s.change(fdp, 5, EVFILT_TIMER, EV_DELETE, 0) == -ENOENT

    return (once, again, negative) if s.v.features.timer_restarts else (once, again)


def timers_again(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EVFILT_TIMER, added once more."""

    def restarts(fdp: Ptr[filedesc]) -> None:
        """Added once more, it starts anew, and what it did before is forgotten."""
        event = kevent()
        s.change(fdp, 5, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0)
        s.change(fdp, 5, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0)
        assert s.wait(fdp, addr(event)) == 1 and event.data == 1, "it has gone off once since"

    return (restarts,)


def processes(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EVFILT_PROC."""

    def fork_and_exec(fdp: Ptr[filedesc]) -> None:
        """What happened is gathered in fflags, if it was asked for, and cleared when it is reported."""
        event = kevent()
        s.change(fdp, 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_EXEC)
        s.v.procs.fork(1, 2)
        s.v.procs.execute(1)
        assert s.poll(fdp, addr(event)) == 1 and event.fflags == NOTE_FORK | NOTE_EXEC
        assert s.poll(fdp, addr(event)) == 0, "EV_CLEAR is set by itself"
        s.v.procs.execute(1)
        assert s.poll(fdp, addr(event)) == 1 and event.fflags == NOTE_EXEC

    def not_asked(fdp: Ptr[filedesc]) -> None:
        """What was not asked for is not reported."""
        event = kevent()
        s.change(fdp, 1, EVFILT_PROC, EV_ADD, NOTE_EXEC)
        s.v.procs.fork(1, 2)
        assert s.poll(fdp, addr(event)) == 0

    def exit_code(fdp: Ptr[filedesc]) -> None:
        """NOTE_EXIT: EV_EOF, data is the exit code; reported once, and deleted. ESRCH: there is no such process."""
        event = kevent()
        s.v.procs.start(2)
        s.change(fdp, 2, EVFILT_PROC, EV_ADD, NOTE_EXIT)
        s.v.procs.exit(2, 3)
        s.v.procs.reap(2)
        assert s.poll(fdp, addr(event)) == 1, "the exit is not reported"
        assert event.fflags == NOTE_EXIT and event.data == 3 and event.flags & EV_EOF != 0
        assert s.poll(fdp, addr(event)) == 0, "the exit is reported twice"
        assert s.change(fdp, 2, EVFILT_PROC, EV_ADD, NOTE_EXIT) == -ESRCH

    def zombie(fdp: Ptr[filedesc]) -> None:
        """Of a process that has exited, and was not waited for, NOTE_EXIT is reported at once."""
        event = kevent()
        s.v.procs.start(2)
        s.v.procs.exit(2, 3)
        assert s.change(fdp, 2, EVFILT_PROC, EV_ADD, NOTE_EXIT) == 0
        assert s.poll(fdp, addr(event)) == 1 and event.fflags == NOTE_EXIT and event.data == 3
        assert s.change(fdp, 2, EVFILT_PROC, EV_ADD, NOTE_EXEC) == -ESRCH, "a zombie does nothing but to have exited"

    return fork_and_exec, not_asked, exit_code, zombie


def tracking(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """NOTE_TRACK."""

    def track(fdp: Ptr[filedesc]) -> None:
        """NOTE_TRACK: the child is watched too, which is reported by NOTE_CHILD with its parent in data; or there was
        no memory, and that is reported by NOTE_TRACKERR."""
        events: array[kevent] = array(3)
        s.change(fdp, 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_TRACK)
        s.v.procs.fork(1, 2)
        count = s.v.kevent(fdp, KQ, null, 0, addr(events[0]), 3, 0)
        children: u32 = 0
        said: u32 = 0
        for i in range(count):
            if events[i].fflags & NOTE_CHILD:
                children += 1
                assert events[i].ident == 2 and events[i].data == 1, "the child's parent is process 1"
            else:
                assert events[i].ident == 1 and events[i].fflags & NOTE_FORK != 0
                said = events[i].fflags
        assert said & NOTE_FORK != 0, "the fork is not reported"
        assert children == 1 or said & NOTE_TRACKERR != 0, "the child is neither tracked nor reported missing"

    return (track,)


def exits(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EV_DROP."""

    def exit_not_asked(fdp: Ptr[filedesc]) -> None:
        """A process exits, and nobody asked for that: the knote goes without a word."""
        event = kevent()
        s.v.procs.start(2)
        s.change(fdp, 2, EVFILT_PROC, EV_ADD, NOTE_EXEC)
        s.v.procs.exit(2, 3)
        assert s.poll(fdp, addr(event)) == 0, "an event without fflags"
        assert s.change(fdp, 2, EVFILT_PROC, EV_DELETE, 0) == -ENOENT

    return (exit_not_asked,)


def signals(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EVFILT_SIGNAL."""

    def counts(fdp: Ptr[filedesc]) -> None:
        """data is how often the signal was sent since it was last reported; other signals do not count."""
        event = kevent()
        s.change(fdp, SIGNAL, EVFILT_SIGNAL, EV_ADD, 0)
        s.v.procs.signal(1, SIGNAL + 1)
        assert s.poll(fdp, addr(event)) == 0, "that was another signal"
        s.v.procs.signal(1, SIGNAL)
        s.v.procs.signal(1, SIGNAL)
        assert s.poll(fdp, addr(event)) == 1 and event.data == 2
        assert s.poll(fdp, addr(event)) == 0, "EV_CLEAR is set by itself"

    return (counts,)


def nested(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """A kqueue in a kqueue."""

    def watched(fdp: Ptr[filedesc]) -> None:
        """A kqueue can be watched with EVFILT_READ: data is how many events wait there. Not by itself."""
        event = kevent()
        assert s.v.kqueue(fdp) == INNER
        assert s.change(fdp, INNER, EVFILT_READ, EV_ADD, 0) == 0
        assert s.poll(fdp, addr(event)) == 0, "nothing waits there"
        EV_SET(addr(event), READ_END, EVFILT_READ, EV_ADD)
        assert s.v.kevent(fdp, INNER, addr(event), 1, null, 0, 0) == 0
        s.write(fdp, WRITE_END, 1)
        assert s.wait(fdp, addr(event)) == 1 and event.ident == INNER and event.data == 1
        assert s.change(fdp, KQ, EVFILT_READ, EV_ADD, 0) == -EINVAL, "a kqueue that watches itself"
        assert s.change(fdp, INNER, EVFILT_WRITE, EV_ADD, 0) == -EINVAL

    def polled(fdp: Ptr[filedesc]) -> None:
        """poll(2) sees a kqueue as readable when events wait there."""
        s.change(fdp, READ_END, EVFILT_READ, EV_ADD, 0)
        fp = fget(fdp, KQ)
        assert fp.f_ops.fo_poll(fp, POLLIN) == 0
        s.write(fdp, WRITE_END, 1)
        assert fp.f_ops.fo_poll(fp, POLLIN) == POLLIN
        fdrop(fp)

    return watched, polled


def user(s: Set) -> tuple[Callable[[filedesc], None], ...]:
    """EVFILT_USER."""

    def trigger(fdp: Ptr[filedesc]) -> None:
        """Reported from NOTE_TRIGGER on, and with EV_CLEAR once; udata and data are the last ones."""
        event = kevent()
        s.change(fdp, 9, EVFILT_USER, EV_ADD | EV_CLEAR, 0)
        assert s.poll(fdp, addr(event)) == 0
        EV_SET(addr(event), 9, EVFILT_USER, 0, NOTE_TRIGGER, 4, 5)
        assert s.v.kevent(fdp, KQ, addr(event), 1, null, 0, 0) == 0
        assert s.poll(fdp, addr(event)) == 1 and event.data == 4 and event.udata == 5
        assert s.poll(fdp, addr(event)) == 0, "EV_CLEAR is reported twice"

    def trigger_early(fdp: Ptr[filedesc]) -> None:
        """NOTE_TRIGGER in the change that adds it does nothing."""
        event = kevent()
        s.change(fdp, 9, EVFILT_USER, EV_ADD, NOTE_TRIGGER)
        assert s.poll(fdp, addr(event)) == 0
        s.change(fdp, 9, EVFILT_USER, 0, NOTE_TRIGGER)
        assert s.poll(fdp, addr(event)) == 1 and s.poll(fdp, addr(event)) == 1, "without EV_CLEAR it stays triggered"

    def combined(fdp: Ptr[filedesc]) -> None:
        """The low 24 bits are combined as the two highest say: left, and, or, copied."""
        event = kevent()
        s.change(fdp, 9, EVFILT_USER, EV_ADD, 0x0F)
        s.change(fdp, 9, EVFILT_USER, 0, NOTE_FFNOP | 0xF0)
        s.change(fdp, 9, EVFILT_USER, 0, NOTE_FFAND | 0x3C)
        s.change(fdp, 9, EVFILT_USER, 0, NOTE_FFOR | 0x40 | NOTE_TRIGGER)
        assert s.poll(fdp, addr(event)) == 1 and event.fflags == 0x4C
        s.change(fdp, 9, EVFILT_USER, 0, NOTE_FFCOPY | 0xAB)
        assert s.poll(fdp, addr(event)) == 1 and event.fflags == 0xAB

    return trigger, trigger_early, combined
