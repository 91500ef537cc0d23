"""Who waits for whom when knotes are in flux: scans, changes, forks, timers, and closing. One idea: as few threads as
can meet at one knote, and at the end nothing is lost, nothing is left over, and nobody sleeps."""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, array, i32, i64, null, u32, u64
from unknot.systems.kqueue.calls import kqueue_of
from unknot.systems.kqueue.drop import of_descriptor
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DELETE,
    EV_DISABLE,
    EV_DISPATCH,
    EV_ENABLE,
    EV_ONESHOT,
    EV_SET,
    EVFILT_PROC,
    EVFILT_READ,
    EVFILT_TIMER,
    EVFILT_USER,
    NOTE_EXEC,
    NOTE_FORK,
    NOTE_TRACK,
    NOTE_TRIGGER,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END
from unknot.systems.kqueue.variant import Make

INNER = 3


def flux_deadlock(make: Make) -> type:
    """V2-b."""
    s = acting(make, "proc")

    @scenario
    class FluxDeadlock:
        """Both a process and its child have a knote in the queue. A scan takes the child's, then the parent's; a fork
        has the parent's in flux and looks for the child's. Neither may wait for the other."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.procs.start(2)
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_EXEC | NOTE_TRACK)
            s.change(addr(self.process), 2, EVFILT_PROC, EV_ADD, NOTE_EXEC)
            s.v.procs.execute(2)
            s.v.procs.execute(1)

        @thread
        def scanner(self) -> None:
            events: array[kevent] = array(2)
            assert s.v.kevent(addr(self.process), KQ, null, 0, addr(events[0]), 2, 0) > 0, "two events are queued"

        @thread
        def forks(self) -> None:
            s.v.procs.announce(1, 2)

    return FluxDeadlock


def close_during_fork(make: Make) -> type:
    """V2-e, and a kqueue that is closed while the kernel registers there."""
    s = acting(make, "proc")

    @scenario
    class CloseDuringFork:
        """A kqueue with NOTE_TRACK is closed while the process forks: nothing of it may be left in the lists of the
        processes."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_TRACK)

        @thread
        def closer(self) -> None:
            s.v.close(addr(self.process), KQ)

        @thread
        def forks(self) -> None:
            s.v.procs.fork(1, 2)

        @at_end
        def usable(self) -> None:
            s.v.procs.execute(1)
            s.v.procs.execute(2)

    return CloseDuringFork


def disable_timer(make: Make) -> type:
    """V2-c."""
    s = acting(make, "timer")

    @scenario
    class DisableTimer:
        """A timer is disabled and enabled while it goes off: it is reported in the end."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))

        @thread
        def changes(self) -> None:
            s.change(addr(self.process), 5, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0)
            s.change(addr(self.process), 5, EVFILT_TIMER, EV_DISABLE, 0)
            s.change(addr(self.process), 5, EVFILT_TIMER, EV_ENABLE, 0)

        @at_end
        def reported(self) -> None:
            event = kevent()
            assert s.matches(addr(self.process)), "kq_count is not the number of knotes that are queued"
            assert s.poll(addr(self.process), addr(event)) == 1, "the timer went off, and nobody will ever hear of it"

    return DisableTimer


def timer_counts(make: Make) -> type:
    """The count of a timer, which no lock protects."""
    s = acting(make, "timer")

    @scenario
    class TimerCounts:
        """A timer goes off twice while it is asked for: what is reported now and at the end makes two."""

        process: filedesc
        seen: i64

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))

        @thread
        def scanner(self) -> None:
            s.change(addr(self.process), 5, EVFILT_TIMER, EV_ADD, 0)
            self.look()

        @at_end
        def counted(self) -> None:
            self.look()
            assert self.seen == 2, "the timer went off twice, and that is not what was reported"

        def look(self) -> None:
            event = kevent()
            if s.poll(addr(self.process), addr(event)) == 1:
                self.seen += event.data

    return TimerCounts


def timer_delete(make: Make) -> type:
    """Memory of a timer that goes off."""
    s = acting(make, "timer")

    @scenario
    class TimerDelete:
        """A timer is deleted while it goes off: nothing of it is left, and nothing is reported."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))

        @thread
        def deletes(self) -> None:
            s.change(addr(self.process), 5, EVFILT_TIMER, EV_ADD, 0)
            assert s.change(addr(self.process), 5, EVFILT_TIMER, EV_DELETE, 0) == 0

        @at_end
        def gone(self) -> None:
            event = kevent()
            assert s.poll(addr(self.process), addr(event)) == 0, "an event after EV_DELETE"

    return TimerDelete


def add_during_close(make: Make) -> type:
    """PR 293382."""
    s = acting(make, "file")

    @scenario
    class AddDuringClose:
        """A descriptor is closed while a knote for it is added: a knote for a file that is not open any more must not
        be left."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))

        @thread
        def adds(self) -> None:
            s.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)

        @thread
        def closer(self) -> None:
            s.v.close(addr(self.process), READ_END)

        @at_end
        def gone(self) -> None:
            left = of_descriptor(kqueue_of(addr(self.process), KQ), READ_END)
            assert left is None, "a knote has outlived its descriptor"

    return AddDuringClose


def add_and_write(make: Make) -> type:
    """G1."""
    s = acting(make, "file")

    @scenario
    class AddAndWrite:
        """A byte is written while somebody begins to wait for it: it is reported, whichever comes first."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))

        @thread
        def waits(self) -> None:
            event = kevent()
            s.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD | EV_CLEAR, 0)
            assert s.wait(addr(self.process), addr(event)) == 1 and event.data == 1

        @thread
        def writer(self) -> None:
            s.write(addr(self.process), WRITE_END, 1)

    return AddAndWrite


def sleeper_at_close(make: Make) -> type:
    """A kqueue that is closed while somebody sleeps in it."""
    s = acting(make, "file")

    @scenario
    class SleeperAtClose:
        """A kqueue is closed while somebody waits in it. The wait goes on; when the byte comes it is reported, and the
        kqueue goes with the last one who used it."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)

        @thread
        def waits(self) -> None:
            event = kevent()
            result = s.wait(addr(self.process), addr(event))
            assert result == 1 or result < 0, "the wait ended without an event"

        @thread
        def closer(self) -> None:
            s.v.close(addr(self.process), KQ)

        @thread
        def writer(self) -> None:
            s.write(addr(self.process), WRITE_END, 1)

        @at_end
        def alone(self) -> None:
            assert s.v.close(addr(self.process), READ_END) == 0

    return SleeperAtClose


def nested(make: Make) -> type:
    """A kqueue in a kqueue."""
    s = acting(make, "file", "kqueue")

    @scenario
    class Nested:
        """One waits in a kqueue that watches another kqueue, which watches a pipe: a byte wakes him."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.kqueue(addr(self.process))
            inner = kevent()
            EV_SET(addr(inner), READ_END, EVFILT_READ, EV_ADD)
            s.v.kevent(addr(self.process), INNER, addr(inner), 1, null, 0, 0)
            s.change(addr(self.process), INNER, EVFILT_READ, EV_ADD, 0)

        @thread
        def waits(self) -> None:
            event = kevent()
            assert s.wait(addr(self.process), addr(event)) == 1, "the wait ended without an event"
            assert event.ident == INNER and event.data == 1

        @thread
        def writer(self) -> None:
            s.write(addr(self.process), WRITE_END, 1)

    return Nested


def nested_close(make: Make) -> type:
    """A kqueue that is watched is closed."""
    s = acting(make, "file", "kqueue")

    @scenario
    class NestedClose:
        """A kqueue that another one watches is closed while a byte makes it ready."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.kqueue(addr(self.process))
            inner = kevent()
            EV_SET(addr(inner), READ_END, EVFILT_READ, EV_ADD)
            s.v.kevent(addr(self.process), INNER, addr(inner), 1, null, 0, 0)
            s.change(addr(self.process), INNER, EVFILT_READ, EV_ADD, 0)

        @thread
        def closer(self) -> None:
            s.v.close(addr(self.process), INNER)

        @thread
        def writer(self) -> None:
            s.write(addr(self.process), WRITE_END, 1)

        @at_end
        def gone(self) -> None:
            event = kevent()
            assert s.poll(addr(self.process), addr(event)) == 0, "an event of a descriptor that is closed"

    return NestedClose


def two_sleepers(make: Make) -> type:
    """G6."""
    s = acting(make, "file")

    @scenario
    class TwoSleepers:
        """Two wait for a byte, one byte comes, and stays: both hear of it, and nobody sleeps for ever."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)

        @thread(count=2)
        def waits(self) -> None:
            event = kevent()
            assert s.wait(addr(self.process), addr(event)) == 1

        @thread
        def writer(self) -> None:
            s.write(addr(self.process), WRITE_END, 1)

    return TwoSleepers


def dispatch_once(make: Make) -> type:
    """G3 for EV_DISPATCH."""
    s = acting(make, "file")

    @scenario
    class DispatchOnce:
        """A knote with EV_DISPATCH is queued, and two threads ask for events: one of them gets it."""

        process: filedesc
        seen: array[i32] = array(2)

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD | EV_DISPATCH, 0)
            s.write(addr(self.process), WRITE_END, 1)

        @thread(count=2)
        def scanner(self, me: u32) -> None:
            event = kevent()
            self.seen[me] = s.poll(addr(self.process), addr(event))

        @at_end
        def once(self) -> None:
            assert self.seen[0] + self.seen[1] == 1, "EV_DISPATCH was not reported once"

    return DispatchOnce


def user_trigger(make: Make) -> type:
    """A filter without an object and without a lock."""
    s = acting(make, "user")

    @scenario
    class UserTrigger:
        """One waits for an event that the other triggers twice: he is woken, and what is triggered after that is
        reported the next time."""

        process: filedesc
        seen: u64

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 9, EVFILT_USER, EV_ADD | EV_CLEAR, 0)

        @thread
        def waits(self) -> None:
            event = kevent()
            assert s.wait(addr(self.process), addr(event)) == 1, "the wait ended without an event"
            self.seen = event.udata

        @thread
        def triggers(self) -> None:
            self.trigger(1)
            self.trigger(2)

        def trigger(self, udata: u64) -> None:
            change = kevent()
            EV_SET(addr(change), 9, EVFILT_USER, 0, NOTE_TRIGGER, 0, udata)
            assert s.v.kevent(addr(self.process), KQ, addr(change), 1, null, 0, 0) == 0

        @at_end
        def reported(self) -> None:
            event = kevent()
            later = s.poll(addr(self.process), addr(event)) == 1
            assert self.seen == 2 or (later and event.udata == 2), "it was triggered, and nobody will ever hear of it"

    return UserTrigger


def locks(make: Make) -> type:
    """For `unknot locks`: which lock protects which field."""
    s = acting(make, "proc")

    @scenario
    class Locks:
        """One modifies a knote and deletes it; the other modifies it, lets something happen, and asks for events."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_EXEC)

        @thread
        def changes(self) -> None:
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ENABLE, NOTE_EXEC | NOTE_FORK)
            s.change(addr(self.process), 1, EVFILT_PROC, EV_DELETE, 0)

        @thread
        def scanner(self) -> None:
            event = kevent()
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ENABLE, NOTE_EXEC)
            s.v.procs.execute(1)
            s.poll(addr(self.process), addr(event))

    return Locks
