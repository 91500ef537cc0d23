"""Descriptors that are closed while somebody is at their knotes, and kqueues that watch kqueues. One idea: at the end
nothing is left over, in the tables, in the lists of objects, or asleep."""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, null
from unknot.systems.kqueue.calls import kqueue_of
from unknot.systems.kqueue.drop import of_descriptor
from unknot.systems.kqueue.event import EV_ADD, EV_SET, EVFILT_PROC, EVFILT_READ, NOTE_FORK, NOTE_TRACK, kevent
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END
from unknot.systems.kqueue.variant import Make

INNER = 3


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
