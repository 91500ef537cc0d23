"""One thread, and the contract of kqueue(2) as far as it is of 2003. One idea: the thread chooses one of these
behaviours, so all of them are one program, and each starts with a fresh process.
"""

from __future__ import annotations

from typing import Any

from unknot import initial, thread
from unknot.kernel.errno import EBADF, EINVAL, ENOENT
from unknot.lang import addr, array, choose, i32, offset, u32, u64
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DELETE,
    EV_DISABLE,
    EV_ENABLE,
    EV_EOF,
    EV_ERROR,
    EV_ONESHOT,
    EV_SET,
    EVFILT_READ,
    EVFILT_SIGNAL,
    EVFILT_TIMER,
    EVFILT_USER,
    EVFILT_WRITE,
    NOTE_FFAND,
    NOTE_FFCOPY,
    NOTE_FFOR,
    NOTE_TRIGGER,
    kevent,
)
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END, Stage, staged

SIZE = 4
"""Bytes that fit into a pipe."""


def early_sequential(v: Stage) -> type:
    """All behaviours of this kqueue."""

    @staged(v)
    class Sequential:
        """One behaviour after the other is chosen; nobody disturbs it."""

        process: Any
        event: kevent
        events: array[kevent] = array(3)

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))

        @thread
        def only(self) -> None:
            way = choose(16)
            if way < 8:
                self.of_pipes(way)
            else:
                self.of_all_kinds(way - 8)
            v.close(addr(self.process), KQ)
            v.close(addr(self.process), READ_END)
            v.close(addr(self.process), WRITE_END)

        def of_pipes(self, way: u64) -> None:
            if way == 0:
                self.nothing_yet()
            elif way == 1:
                self.level()
            elif way == 2:
                self.clear()
            elif way == 3:
                self.oneshot()
            elif way == 4:
                self.delete()
            elif way == 5:
                self.disable()
            elif way == 6:
                self.room_to_write()
            else:
                self.end_of_file()

        def of_all_kinds(self, way: u64) -> None:
            if way == 0:
                self.closed_descriptor()
            elif way == 1:
                self.errors_in_the_list()
            elif way == 2:
                self.errors_without_room()
            elif way == 3:
                self.signals()
            elif way == 4:
                self.user()
            elif way == 5:
                self.added_twice()
            elif way == 6:
                self.one_at_a_time()
            else:
                self.timeout()

        # -- short forms

        def change(self, ident: u64, filter: i32, flags: u32, fflags: u32 = 0, udata: u64 = 0) -> i32:
            EV_SET(addr(self.event), ident, filter, flags, fflags, 0, udata)
            return v.kevent(addr(self.process), KQ, addr(self.event), 1, addr(self.event), 0, 0)

        def poll(self) -> i32:
            return v.kevent(addr(self.process), KQ, addr(self.event), 0, addr(self.event), 1, 0)

        def write(self, n: u32) -> i32:
            return v.write(addr(self.process), WRITE_END, n)

        def read(self, n: u32) -> i32:
            return v.read(addr(self.process), READ_END, n)

        # -- behaviours

        def nothing_yet(self) -> None:
            """Nothing is reported before it happens; what happens says whose it is, and how much there is."""
            assert self.change(READ_END, EVFILT_READ, EV_ADD, 0, 77) == 0 and self.poll() == 0
            assert self.write(2) == 2 and self.poll() == 1
            assert self.event.ident == READ_END and self.event.filter == EVFILT_READ
            assert self.event.data == 2 and self.event.udata == 77 and self.event.flags & EV_EOF == 0

        def level(self) -> None:
            """An event is reported as long as its condition holds, and silently dropped when it does not any more."""
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.write(1)
            assert self.poll() == 1 and self.poll() == 1, "there still is a byte"
            assert self.read(1) == 1 and self.poll() == 0, "there is none"
            self.write(1)
            assert self.poll() == 1, "there is one again"

        def clear(self) -> None:
            """EV_CLEAR: reported once for each time that something happens."""
            self.change(READ_END, EVFILT_READ, EV_ADD | EV_CLEAR)
            self.write(1)
            assert self.poll() == 1 and self.poll() == 0, "nothing new has happened"
            self.write(1)
            assert self.poll() == 1 and self.event.data == 2, "there are two bytes now"

        def oneshot(self) -> None:
            """EV_ONESHOT: reported once, and then it is gone."""
            self.change(READ_END, EVFILT_READ, EV_ADD | EV_ONESHOT)
            self.write(1)
            assert self.poll() == 1 and self.poll() == 0
            assert self.change(READ_END, EVFILT_READ, EV_DELETE) == -ENOENT

        def delete(self) -> None:
            """EV_DELETE: not reported any more, even if it is queued; what is not there cannot be deleted."""
            assert self.change(READ_END, EVFILT_READ, EV_DELETE) == -ENOENT
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.write(1)
            assert self.change(READ_END, EVFILT_READ, EV_DELETE) == 0 and self.poll() == 0

        def disable(self) -> None:
            """EV_DISABLE: not reported; after EV_ENABLE it is, whenever it happened."""
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.write(1)
            assert self.change(READ_END, EVFILT_READ, EV_DISABLE) == 0 and self.poll() == 0
            assert self.change(READ_END, EVFILT_READ, EV_ENABLE) == 0 and self.poll() == 1
            self.change(READ_END, EVFILT_READ, EV_DISABLE)
            self.read(1)
            self.write(2)
            assert self.poll() == 0
            self.change(READ_END, EVFILT_READ, EV_ENABLE)
            assert self.poll() == 1 and self.event.data == 2

        def room_to_write(self) -> None:
            """EVFILT_WRITE: reported while there is room, and how much."""
            self.change(WRITE_END, EVFILT_WRITE, EV_ADD)
            assert self.poll() == 1 and self.event.data == SIZE, "the pipe is empty"
            assert self.write(SIZE + 1) == SIZE and self.poll() == 0, "it is full"
            self.read(1)
            assert self.poll() == 1 and self.event.data == 1, "one byte fits"

        def end_of_file(self) -> None:
            """EV_EOF: who reads hears that nobody writes any more, beside the bytes that are left."""
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.write(1)
            assert v.close(addr(self.process), WRITE_END) == 0
            assert self.poll() == 1 and self.event.flags & EV_EOF != 0 and self.event.data == 1
            self.read(1)
            assert self.poll() == 1 and self.event.flags & EV_EOF != 0 and self.event.data == 0

        def closed_descriptor(self) -> None:
            """A descriptor that is closed takes its events along."""
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.write(1)
            assert v.close(addr(self.process), READ_END) == 0 and self.poll() == 0
            assert self.change(READ_END, EVFILT_READ, EV_DELETE) == -EBADF

        def errors_in_the_list(self) -> None:
            """A change that fails is answered in the list of events, with EV_ERROR; the others are made."""
            first = addr(self.events[0])
            EV_SET(first, 4, EVFILT_READ, EV_ADD)
            EV_SET(offset(first, 1), READ_END, EVFILT_READ, EV_ADD)
            assert v.kevent(addr(self.process), KQ, first, 2, first, 2, 0) == 1
            assert self.events[0].flags == EV_ERROR and self.events[0].data == EBADF and self.events[0].ident == 4
            self.write(1)
            assert self.poll() == 1, "the second change was made"

        def errors_without_room(self) -> None:
            """Without room for the answer the call fails: a descriptor that is none, the wrong end, no such filter."""
            assert self.change(4, EVFILT_READ, EV_ADD) == -EBADF
            assert self.change(READ_END, EVFILT_WRITE, EV_ADD) == -EINVAL
            assert self.change(1, EVFILT_TIMER, EV_ADD) == -EINVAL
            EV_SET(addr(self.event), 1, EVFILT_SIGNAL, EV_ADD)
            assert v.kevent(addr(self.process), READ_END, addr(self.event), 1, addr(self.event), 0, 0) == -EBADF

        def signals(self) -> None:
            """EVFILT_SIGNAL: how often since it was last reported; other signals do not count."""
            self.change(5, EVFILT_SIGNAL, EV_ADD)
            v.psignal(addr(self.process), 5)
            v.psignal(addr(self.process), 6)
            v.psignal(addr(self.process), 5)
            assert self.poll() == 1 and self.event.data == 2 and self.event.ident == 5
            assert self.poll() == 0
            v.psignal(addr(self.process), 5)
            assert self.poll() == 1 and self.event.data == 1

        def user(self) -> None:
            """EVFILT_USER: triggered by hand; its flags are combined as the change says."""
            self.change(9, EVFILT_USER, EV_ADD | EV_CLEAR)
            assert self.poll() == 0
            self.change(9, EVFILT_USER, 0, NOTE_FFCOPY | 6)
            self.change(9, EVFILT_USER, 0, NOTE_FFOR | 1)
            self.change(9, EVFILT_USER, 0, NOTE_FFAND | 5 | NOTE_TRIGGER)
            assert self.poll() == 1 and self.event.fflags == 5 and self.poll() == 0

        def added_twice(self) -> None:
            """EV_ADD of what is there changes it, and adds nothing."""
            self.change(READ_END, EVFILT_READ, EV_ADD, 0, 1)
            self.change(READ_END, EVFILT_READ, EV_ADD, 0, 2)
            self.write(1)
            first = addr(self.events[0])
            assert v.kevent(addr(self.process), KQ, first, 0, first, 3, 0) == 1 and self.events[0].udata == 2
            assert self.change(READ_END, EVFILT_READ, EV_DELETE) == 0 and self.poll() == 0

        def one_at_a_time(self) -> None:
            """With room for one event, two are reported in turns; with room for more, both."""
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.change(WRITE_END, EVFILT_WRITE, EV_ADD)
            self.write(1)
            assert self.poll() == 1
            before = self.event.ident
            assert self.poll() == 1 and self.event.ident != before, "the other one's turn"
            first = addr(self.events[0])
            assert v.kevent(addr(self.process), KQ, first, 0, first, 3, 0) == 2
            assert self.events[0].ident != self.events[1].ident

        def timeout(self) -> None:
            """A timeout ends with nothing; what is there already ends it at once; no room for events, no wait."""
            first = addr(self.events[0])
            assert v.kevent(addr(self.process), KQ, first, 0, first, 1, 5) == 0
            assert v.kevent(addr(self.process), KQ, first, 0, first, 0, 5) == 0
            self.change(READ_END, EVFILT_READ, EV_ADD)
            self.write(1)
            assert v.kevent(addr(self.process), KQ, first, 0, first, 1, 5) == 1

    return Sequential
