"""The seven interleavings of 2003, each with as little around it as shows it. One idea: the kqueue is made ready by one
thread, two others meet in it, and at the end one thread asks what there is to report.

Without Giant they all go wrong (V0). B1 and B2 are what the patch of 2003 cures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from unknot import at_end, initial, thread
from unknot.kernel.errno import EINTR
from unknot.kernel.signals import tdsignal
from unknot.kernel.systm import userret
from unknot.lang import Ptr, addr, array, choose, i32, i64, u32, u64
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EV_DISABLE,
    EV_ENABLE,
    EV_ONESHOT,
    EV_SET,
    EVFILT_READ,
    EVFILT_SIGNAL,
    EVFILT_WRITE,
    FOREVER,
    kevent,
)
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END, Stage, staged

SIGNAL = 1


class Calls(NamedTuple):
    """kevent in short. `change`: one change, no events: 0 or -errno. `poll`, `wait`: one event at most."""

    change: Callable[[Any, u64, i32, u32, u32], i32]
    poll: Callable[[Any, kevent], i32]
    wait: Callable[[Any, kevent], i32]


def calls(v: Stage) -> Calls:
    """The short forms."""

    def change(process: Any, ident: u64, filter: i32, flags: u32, fflags: u32) -> i32:
        changed = kevent()
        EV_SET(addr(changed), ident, filter, flags, fflags)
        return v.kevent(process, KQ, addr(changed), 1, addr(changed), 0, 0)

    def poll(process: Any, event: Ptr[kevent]) -> i32:
        return v.kevent(process, KQ, event, 0, event, 1, 0)

    def wait(process: Any, event: Ptr[kevent]) -> i32:
        return v.kevent(process, KQ, event, 0, event, 1, FOREVER)

    pointer: Any = Ptr
    for call in (change, poll, wait):
        call.__annotations__["process"] = pointer[v.process]
    return Calls(change, poll, wait)


def two_activations(v: Stage) -> type:
    """B1, what the report of 2003 is about."""
    k = calls(v)

    @staged(v)
    class TwoActivations:
        """Two knotes become active at once. Both must be in the queue afterwards, and both be reported."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            k.change(addr(self.process), SIGNAL, EVFILT_SIGNAL, EV_ADD, 0)

        @thread
        def writer(self) -> None:
            v.write(addr(self.process), WRITE_END, 1)

        @thread
        def sender(self) -> None:
            v.psignal(addr(self.process), SIGNAL)

        @at_end
        def both_reported(self) -> None:
            events: array[kevent] = array(2)
            found = v.kevent(addr(self.process), KQ, addr(events[0]), 0, addr(events[0]), 2, 0)
            assert found == 2, "an event is lost"

    return TwoActivations


def sleeper(v: Stage) -> type:
    """B2."""
    k = calls(v)

    @staged(v)
    class Sleeper:
        """One waits for bytes in a pipe, the other writes one: who waits must be woken."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)

        @thread
        def scanner(self) -> None:
            event = kevent()
            assert k.wait(addr(self.process), addr(event)) == 1, "the wait ended without an event"
            assert event.ident == READ_END and event.data == 1, "the event is not what happened"

        @thread
        def writer(self) -> None:
            v.write(addr(self.process), WRITE_END, 1)

    return Sleeper


def data_during_scan(v: Stage) -> type:
    """B3."""
    k = calls(v)

    @staged(v)
    class DataDuringScan:
        """The knote is queued, but the byte that did it was read. While one finds that out, the other writes a new one,
        which stays: it must be reported now or the next time."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)
            v.read(addr(self.process), READ_END, 1)

        @thread
        def scanner(self) -> None:
            event = kevent()
            k.poll(addr(self.process), addr(event))

        @thread
        def writer(self) -> None:
            v.write(addr(self.process), WRITE_END, 1)

        @at_end
        def reported(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 1, "there is a byte, and nobody will ever hear of it"

    return DataDuringScan


def signals_counted(v: Stage) -> type:
    """B3 for events that nobody can look up afterwards."""
    k = calls(v)

    @staged(v)
    class SignalsCounted:
        """A signal has come and is reported; meanwhile another one comes. What is reported now and at the end must make
        two."""

        process: Any
        seen: i64

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), SIGNAL, EVFILT_SIGNAL, EV_ADD, 0)
            v.psignal(addr(self.process), SIGNAL)

        @thread
        def scanner(self) -> None:
            event = kevent()
            if k.poll(addr(self.process), addr(event)) == 1:
                self.seen = event.data

        @thread
        def sender(self) -> None:
            v.psignal(addr(self.process), SIGNAL)

        @at_end
        def counted(self) -> None:
            event = kevent()
            seen = self.seen
            if k.poll(addr(self.process), addr(event)) == 1:
                seen += event.data
            assert seen == 2, "two signals were sent, and not two reported"

    return SignalsCounted


def enable_and_write(v: Stage) -> type:
    """B4: two threads change `kn_status`."""
    k = calls(v)

    @staged(v)
    class EnableAndWrite:
        """A disabled knote is enabled while a byte is written: the byte must be reported."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD | EV_DISABLE, 0)

        @thread
        def enabler(self) -> None:
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ENABLE, 0)

        @thread
        def writer(self) -> None:
            v.write(addr(self.process), WRITE_END, 1)

        @at_end
        def reported(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 1, "there is a byte, and nobody will ever hear of it"

    return EnableAndWrite


def enable_during_scan(v: Stage) -> type:
    """B4 again, and the reviewer's second objection: what a scan does about a disabled knote."""
    k = calls(v)

    @staged(v)
    class EnableDuringScan:
        """A knote in the queue is disabled. While a scan throws it out it is enabled again: then the byte in its pipe
        must be reported, now or the next time."""

        process: Any
        seen: i32

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_DISABLE, 0)

        @thread
        def scanner(self) -> None:
            event = kevent()
            self.seen = k.poll(addr(self.process), addr(event))

        @thread
        def enabler(self) -> None:
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ENABLE, 0)

        @at_end
        def reported(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 1, "there is a byte, and nobody will ever hear of it"

    return EnableDuringScan


def two_scanners(v: Stage) -> type:
    """B5."""
    k = calls(v)

    @staged(v)
    class TwoScanners:
        """Two threads ask for events while one is queued. Each gets it or nothing, and it stays queued, since its byte
        stays."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)

        @thread(count=2)
        def scanner(self) -> None:
            event = kevent()
            if k.poll(addr(self.process), addr(event)) == 1:
                assert event.ident == READ_END and event.data == 1, "the event is not what happened"

        @at_end
        def reported(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 1, "there is a byte, and nobody will ever hear of it"

    return TwoScanners


def two_queued(v: Stage) -> type:
    """B5 where a scan counts down first: another one sees an empty queue unless there are two knotes in it."""
    k = calls(v)

    @staged(v)
    class TwoQueued:
        """Two threads ask for two events each while two are queued. Both stay queued."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)
            k.change(addr(self.process), WRITE_END, EVFILT_WRITE, EV_ADD, 0)

        @thread(count=2)
        def scanner(self) -> None:
            events: array[kevent] = array(2)
            found = v.kevent(addr(self.process), KQ, addr(events[0]), 0, addr(events[0]), 2, 0)
            if found > 0:
                assert READ_END <= events[0].ident <= WRITE_END, "the event is not what happened"

        @at_end
        def both_reported(self) -> None:
            events: array[kevent] = array(2)
            found = v.kevent(addr(self.process), KQ, addr(events[0]), 0, addr(events[0]), 2, 0)
            assert found == 2, "an event is lost"

    return TwoQueued


def reported_once(v: Stage) -> type:
    """G3: two scanners at one event that is to be reported once."""
    k = calls(v)

    @staged(v)
    class ReportedOnce:
        """A knote with EV_ONESHOT is queued, and two threads ask for events: one of them gets it."""

        process: Any
        seen: array[i32] = array(2)

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD | EV_ONESHOT, 0)
            v.write(addr(self.process), WRITE_END, 1)

        @thread(count=2)
        def scanner(self, me: u32) -> None:
            event = kevent()
            self.seen[me] = k.poll(addr(self.process), addr(event))

        @at_end
        def once(self) -> None:
            assert self.seen[0] + self.seen[1] == 1, "EV_ONESHOT was not reported once"

    return ReportedOnce


def change_during_scan(v: Stage) -> type:
    """B6."""
    k = calls(v)

    @staged(v)
    class ChangeDuringScan:
        """One thread asks for events while another registers something else. Each must get what it asked for."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)

        @thread
        def scanner(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 1, "there is a byte, and it is not reported"
            assert event.ident == READ_END and event.data == 1, "the event is what somebody else asked for"

        @thread
        def registrar(self) -> None:
            k.change(addr(self.process), SIGNAL, EVFILT_SIGNAL, EV_ADD, 0)

        @at_end
        def registered(self) -> None:
            error = k.change(addr(self.process), SIGNAL, EVFILT_SIGNAL, EV_DELETE, 0)
            assert error == 0, "what was registered is not there"

    return ChangeDuringScan


def delete_during_scan(v: Stage) -> type:
    """B7, what the reviewer asked: what locks kn?"""
    k = calls(v)

    @staged(v)
    class DeleteDuringScan:
        """A knote is deleted while a scan has it in hand."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)

        @thread
        def scanner(self) -> None:
            event = kevent()
            k.poll(addr(self.process), addr(event))

        @thread
        def deleter(self) -> None:
            error = k.change(addr(self.process), READ_END, EVFILT_READ, EV_DELETE, 0)
            assert error == 0, "the knote was there, and nobody else deletes it"

        @at_end
        def gone(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 0, "an event after EV_DELETE"

    return DeleteDuringScan


def close_during_scan(v: Stage) -> type:
    """B7, with close(2)."""
    k = calls(v)

    @staged(v)
    class CloseDuringScan:
        """What a knote watches is closed while a scan has the knote in hand."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)

        @thread
        def scanner(self) -> None:
            event = kevent()
            k.poll(addr(self.process), addr(event))

        @thread
        def closer(self) -> None:
            v.close(addr(self.process), READ_END)

        @at_end
        def gone(self) -> None:
            event = kevent()
            assert k.poll(addr(self.process), addr(event)) == 0, "an event of a descriptor that is closed"

    return CloseDuringScan


def count_matches(v: Stage) -> type:
    """G4."""
    k = calls(v)

    @staged(v)
    class CountMatches:
        """Whoever has the kqueue's lock sees as many knotes that say they are queued as `kq_count` says."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)
            v.write(addr(self.process), WRITE_END, 1)

        @thread
        def scanner(self) -> None:
            event = kevent()
            k.poll(addr(self.process), addr(event))

        @thread
        def observer(self) -> None:
            assert v.matches(addr(self.process)), "kq_count is not the number of knotes that are queued"

    return CountMatches


def lock_balance(v: Stage) -> type:
    """The reviewer's first objection: does the wait leave the lock held?"""
    k = calls(v)

    @staged(v)
    class LockBalance:
        """kevent with each kind of timeout, while a byte may come, a signal may come, and time may pass: it returns to
        user mode without a lock, whatever ended it, and the next one can begin."""

        process: Any

        @initial
        def setup(self) -> None:
            v.setup(addr(self.process))
            k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)

        @thread
        def scanner(self) -> None:
            event = kevent()
            way = choose(3)
            timeout: i64 = FOREVER if way == 0 else i64(way - 1) * 5
            result = v.kevent(addr(self.process), KQ, addr(event), 0, addr(event), 1, timeout)
            userret()
            assert result == 1 or result == -EINTR or (result == 0 and timeout != FOREVER), "no such result"
            k.poll(addr(self.process), addr(event))
            userret()

        @thread
        def writer(self) -> None:
            v.write(addr(self.process), WRITE_END, 1)

        @thread
        def killer(self) -> None:
            tdsignal(0, 2)

    return LockBalance


def scenarios(v: Stage) -> dict[str, type]:
    """All of them, by name."""
    makers = (
        two_activations,
        sleeper,
        data_during_scan,
        signals_counted,
        enable_and_write,
        enable_during_scan,
        two_scanners,
        two_queued,
        reported_once,
        change_during_scan,
        delete_during_scan,
        close_during_scan,
        count_matches,
        lock_balance,
    )
    classes = [maker(v) for maker in makers]
    return {cls.__name__: cls for cls in classes}
