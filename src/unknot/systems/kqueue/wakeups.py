"""Threads that wait for events, and who wakes them. One idea: every event that comes is reported to as many as it
should be, and nobody sleeps for ever."""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, array, i32, null, u32, u64
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DISPATCH,
    EV_SET,
    EVFILT_READ,
    EVFILT_USER,
    NOTE_TRIGGER,
    kevent,
)
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END
from unknot.systems.kqueue.variant import Make


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
