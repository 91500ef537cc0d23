"""What ends while others are at it: a knote, a process. One idea: whoever ends something waits for those who are at it,
or they notice; afterwards nothing is touched, and nothing is reported that nobody asked for.
"""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EVFILT_PROC,
    NOTE_EXEC,
    NOTE_FORK,
    NOTE_TRACK,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.variant import Make


def delete_during_fork(make: Make) -> type:
    """D18316: the fork goes on to the next knote from one that is out of flux."""
    s = acting(make, "proc")

    @scenario
    class DeleteDuringFork:
        """A process forks while the knote that tracks it is deleted."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_TRACK)

        @thread
        def forks(self) -> None:
            s.v.procs.fork(1, 2)

        @thread
        def deletes(self) -> None:
            s.change(addr(self.process), 1, EVFILT_PROC, EV_DELETE, 0)

    return DeleteDuringFork


def exit_unasked(make: Make) -> type:
    """rS254072."""
    s = acting(make, "proc")

    @scenario
    class ExitUnasked:
        """A process exits, and the one that listens has asked for exec only: it hears nothing."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.procs.start(2)
            s.change(addr(self.process), 2, EVFILT_PROC, EV_ADD, NOTE_EXEC)

        @thread
        def scanner(self) -> None:
            event = kevent()
            assert s.poll(addr(self.process), addr(event)) == 0, "an event that nobody asked for"

        @thread
        def exits(self) -> None:
            s.v.procs.exit(2, 3)

        @at_end
        def nothing(self) -> None:
            event = kevent()
            assert s.poll(addr(self.process), addr(event)) == 0, "an event that nobody asked for"

    return ExitUnasked
