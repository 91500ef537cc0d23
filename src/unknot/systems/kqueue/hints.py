"""Events that are told once: fork, exec and exit of a process, and what becomes of them while a scan or a change has
the knote in flux. One idea: what is reported to anybody, now or at the end, is gathered, and nothing that happened may
miss."""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, u32
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EVFILT_PROC,
    NOTE_CHILD,
    NOTE_EXEC,
    NOTE_EXIT,
    NOTE_FORK,
    NOTE_TRACK,
    NOTE_TRACKERR,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.variant import Make


def exec_during_scan(make: Make) -> type:
    """V2-a."""
    s = acting(make, "proc")

    @scenario
    class ExecDuringScan:
        """A process has forked. While that is reported it executes a program: both are reported, now or the next
        time."""

        process: filedesc
        seen: u32

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_EXEC)
            s.v.procs.fork(1, 2)

        @thread
        def scanner(self) -> None:
            event = kevent()
            if s.poll(addr(self.process), addr(event)) == 1:
                self.seen = event.fflags

        @thread
        def executes(self) -> None:
            s.v.procs.execute(1)

        @at_end
        def reported(self) -> None:
            event = kevent()
            seen = self.seen
            if s.poll(addr(self.process), addr(event)) == 1:
                seen |= event.fflags
            assert seen & NOTE_EXEC != 0, "the process executed a program, and nobody will ever hear of it"
            assert seen & NOTE_FORK != 0, "the process forked, and nobody will ever hear of it"

    return ExecDuringScan


def fork_during_scan(make: Make) -> type:
    """V2-a again: in V3 it is left for fork."""
    s = acting(make, "proc")

    @scenario
    class ForkDuringScan:
        """A process has executed a program. While that is reported it forks: both are reported, now or the next
        time."""

        process: filedesc
        seen: u32

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_EXEC)
            s.v.procs.execute(1)

        @thread
        def scanner(self) -> None:
            event = kevent()
            if s.poll(addr(self.process), addr(event)) == 1:
                self.seen = event.fflags

        @thread
        def forks(self) -> None:
            s.v.procs.fork(1, 2)

        @at_end
        def reported(self) -> None:
            event = kevent()
            seen = self.seen
            if s.poll(addr(self.process), addr(event)) == 1:
                seen |= event.fflags
            assert seen & NOTE_FORK != 0, "the process forked, and nobody will ever hear of it"
            assert seen & NOTE_EXEC != 0, "the process executed a program, and nobody will ever hear of it"

    return ForkDuringScan


def exec_during_change(make: Make) -> type:
    """V2-a, the other half."""
    s = acting(make, "proc")

    @scenario
    class ExecDuringChange:
        """A knote for exec is there, and is registered once more, as it is. An exec meanwhile is reported."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_EXEC)

        @thread
        def changes(self) -> None:
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_EXEC)

        @thread
        def executes(self) -> None:
            s.v.procs.execute(1)

        @at_end
        def reported(self) -> None:
            event = kevent()
            found = s.poll(addr(self.process), addr(event)) == 1 and event.fflags == NOTE_EXEC
            assert found, "the process executed a program, and nobody will ever hear of it"

    return ExecDuringChange


def exit_during_scan(make: Make) -> type:
    """V2-d: what becomes of the list of a process that is no more."""
    s = acting(make, "proc")

    @scenario
    class ExitDuringScan:
        """A process has executed a program. While that is reported it exits, and is waited for."""

        process: filedesc
        seen: u32

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.procs.start(2)
            s.change(addr(self.process), 2, EVFILT_PROC, EV_ADD, NOTE_EXEC | NOTE_EXIT)
            s.v.procs.execute(2)

        @thread
        def scanner(self) -> None:
            event = kevent()
            if s.poll(addr(self.process), addr(event)) == 1:
                self.seen = event.fflags

        @thread
        def exits(self) -> None:
            s.v.procs.exit(2, 3)
            s.v.procs.reap(2)

        @at_end
        def reported(self) -> None:
            event = kevent()
            seen = self.seen
            if s.poll(addr(self.process), addr(event)) == 1:
                seen |= event.fflags
            assert seen & NOTE_EXIT != 0, "the process exited, and nobody will ever hear of it"

    return ExitDuringScan


def delete_during_exit(make: Make) -> type:
    """V2-d with EV_DELETE."""
    s = acting(make, "proc")

    @scenario
    class DeleteDuringExit:
        """A process exits and is waited for while its knote is deleted."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.procs.start(2)
            s.change(addr(self.process), 2, EVFILT_PROC, EV_ADD, NOTE_EXIT)

        @thread
        def deletes(self) -> None:
            s.change(addr(self.process), 2, EVFILT_PROC, EV_DELETE, 0)

        @thread
        def exits(self) -> None:
            s.v.procs.exit(2, 3)
            s.v.procs.reap(2)

        @at_end
        def gone(self) -> None:
            event = kevent()
            assert s.poll(addr(self.process), addr(event)) == 0, "an event after EV_DELETE"

    return DeleteDuringExit


def add_during_exit(make: Make) -> type:
    """EV_ADD on a process that may be a zombie, or gone."""
    s = acting(make, "proc")

    @scenario
    class AddDuringExit:
        """A process exits while somebody begins to wait for that: it is reported, before or after."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.v.procs.start(2)

        @thread
        def adds(self) -> None:
            error = s.change(addr(self.process), 2, EVFILT_PROC, EV_ADD, NOTE_EXIT)
            assert error == 0, "the process is there, if only as a zombie"

        @thread
        def exits(self) -> None:
            s.v.procs.exit(2, 3)

        @at_end
        def reported(self) -> None:
            event = kevent()
            found = s.poll(addr(self.process), addr(event)) == 1 and event.fflags == NOTE_EXIT
            assert found, "the process exited, and nobody will ever hear of it"
            assert event.data == 3, "its exit code is not what it was"

    return AddDuringExit


def track(make: Make) -> type:
    """D53762."""
    s = acting(make, "proc")

    @scenario
    class Track:
        """A process with NOTE_TRACK has executed a program. While that is reported it forks. The fork is reported, and
        of the child NOTE_CHILD, unless there was no memory; that is reported too."""

        process: filedesc
        seen: u32

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))
            s.change(addr(self.process), 1, EVFILT_PROC, EV_ADD, NOTE_FORK | NOTE_EXEC | NOTE_TRACK)
            s.v.procs.execute(1)

        @thread
        def scanner(self) -> None:
            self.look(1)

        @thread
        def forks(self) -> None:
            s.v.procs.fork(1, 2)

        @at_end
        def reported(self) -> None:
            self.look(3)
            assert self.seen & NOTE_FORK != 0, "the process forked, and nobody will ever hear of it"
            assert self.seen & (NOTE_CHILD | NOTE_TRACKERR) != 0, "the child is neither tracked nor reported missing"

        def look(self, times: u32) -> None:
            event = kevent()
            for _ in range(times):
                if s.poll(addr(self.process), addr(event)) == 1:
                    self.seen |= event.fflags

    return Track
