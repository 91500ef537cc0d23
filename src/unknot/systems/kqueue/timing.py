"""Timers that go off while their knote is disabled, asked for, or deleted. One idea: a timer has no list and no lock of
its own, so all that keeps its handler and the others apart is kq_lock, and callout_drain."""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, i64
from unknot.systems.kqueue.event import EV_ADD, EV_DELETE, EV_DISABLE, EV_ENABLE, EV_ONESHOT, EVFILT_TIMER, kevent
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.variant import Make


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
