"""Two who have a knote in flux and each look for the other's, and the scenario for `unknot locks`. One idea: a fork
registers while it has the parent's knote in flux, so it is the one who can wait and be waited for."""

from __future__ import annotations

from unknot import initial, scenario, thread
from unknot.lang import addr, array, null
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EV_ENABLE,
    EVFILT_PROC,
    NOTE_EXEC,
    NOTE_FORK,
    NOTE_TRACK,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.stage import KQ
from unknot.systems.kqueue.variant import Make


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
