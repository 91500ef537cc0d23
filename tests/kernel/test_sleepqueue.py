"""sleep(9): what a sleep gives back and takes again, whom a wakeup wakes, what ends a sleep, and its misuse."""

from __future__ import annotations

import pytest
from schedules import ends, message, states, verdict

from unknot import at_end, initial, scenario, thread
from unknot.kernel.errno import EINTR, ERESTART, EWOULDBLOCK
from unknot.kernel.mutex import (
    MTX_DEF,
    MTX_RECURSE,
    MTX_SPIN,
    mtx,
    mtx_init,
    mtx_lock,
    mtx_lock_spin,
    mtx_owned,
    mtx_unlock,
    mtx_unlock_spin,
)
from unknot.kernel.rmlock import rm_init, rm_wlock, rm_wowned, rm_wunlock, rmlock
from unknot.kernel.rwlock import rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wowned, rw_wunlock, rwlock
from unknot.kernel.signals import postsig, tdsignal
from unknot.kernel.sleepqueue import (
    PCATCH,
    PDROP,
    PNOLOCK,
    PSOCK,
    PWAIT,
    msleep,
    msleep_spin,
    mtx_sleep,
    pause,
    pause_sig,
    rm_sleep,
    rw_sleep,
    sx_sleep,
    tsleep,
    wakeup,
    wakeup_any,
    wakeup_one,
)
from unknot.kernel.sx import sx, sx_init, sx_slock, sx_sunlock, sx_xlock, sx_xlocked, sx_xunlock
from unknot.kernel.thread import THREAD_NO_SLEEPING, critical_enter, critical_exit, td
from unknot.lang import Ptr, addr, i32, null, u8, u32

HELD = "{0:text} @ {1:site} with the following non-sleepable locks held:"

# -- the interlock -----------------------------------------------------------------------------------------------------


class Box:
    """A flag, and who waits for it."""

    m: mtx
    other: mtx
    ready: bool
    got: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        mtx_init(addr(self.other), "other", null, MTX_DEF)

    def wait(self, priority: u32) -> None:
        mtx_lock(addr(self.m))
        while not self.ready:
            assert mtx_sleep(addr(self.ready), addr(self.m), priority, "ready", 0) == 0
            assert mtx_owned(addr(self.m))
        self.got += 1
        mtx_unlock(addr(self.m))


@scenario
class Woken(Box):
    @thread(count=2)
    def sleeper(self):
        self.wait(0)

    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        self.ready = True
        wakeup(addr(self.ready))
        mtx_unlock(addr(self.m))

    @at_end
    def all_have_it(self):
        assert self.got == 2


@scenario
class WokenAfterUnlock(Woken):
    """What has changed under the lock cannot be missed, though the wakeup comes later."""

    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        self.ready = True
        mtx_unlock(addr(self.m))
        wakeup(addr(self.ready))


@scenario
class WokenTooEarly(Woken):
    @thread
    def waker(self):
        wakeup(addr(self.ready))
        mtx_lock(addr(self.m))
        self.ready = True
        mtx_unlock(addr(self.m))


@scenario
class WokenOnAnotherChannel(Woken):
    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        self.ready = True
        wakeup(addr(self.got))
        mtx_unlock(addr(self.m))


@scenario
class OneOfTwoWoken(Woken):
    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        self.ready = True
        wakeup_one(addr(self.ready))
        mtx_unlock(addr(self.m))


@scenario
class TwoWokenOneByOne(Woken):
    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        self.ready = True
        wakeup_one(addr(self.ready))
        wakeup_any(addr(self.ready))
        mtx_unlock(addr(self.m))


@scenario
class Dropped(Box):
    """With PDROP the lock is free after the sleep."""

    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        if not self.ready:
            mtx_sleep(addr(self.ready), addr(self.m), PDROP, "ready", 0)
            assert not mtx_owned(addr(self.m))
        else:
            mtx_unlock(addr(self.m))

    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        self.ready = True
        wakeup(addr(self.ready))
        mtx_unlock(addr(self.m))


@scenario
class NotDropped(Box):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        mtx_sleep(addr(self.ready), addr(self.m), 0, "ready", 10)


@scenario
class DroppedTwice(Box):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        mtx_sleep(addr(self.ready), addr(self.m), PDROP, "ready", 10)
        mtx_unlock(addr(self.m))


@scenario
class SpinInterlock(Box):
    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_SPIN)

    @thread
    def sleeper(self):
        mtx_lock_spin(addr(self.m))
        while not self.ready:
            msleep_spin(addr(self.ready), addr(self.m), "ready", 0)
        assert mtx_owned(addr(self.m)) and td.td_critnest == 1
        mtx_unlock_spin(addr(self.m))

    @thread
    def waker(self):
        mtx_lock_spin(addr(self.m))
        self.ready = True
        wakeup(addr(self.ready))
        mtx_unlock_spin(addr(self.m))


class Shared:
    """A rw, an sx and a rm lock."""

    rw: rwlock
    s: sx
    rm: rmlock
    ready: bool

    @initial
    def setup(self):
        rw_init(addr(self.rw), "rw")
        sx_init(addr(self.s), "sx")
        rm_init(addr(self.rm), "rm")


@scenario
class RwInterlock(Shared):
    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        while not self.ready:
            rw_sleep(addr(self.ready), addr(self.rw), 0, "ready", 0)
            assert rw_wowned(addr(self.rw))
        rw_wunlock(addr(self.rw))

    @thread
    def reader(self):
        rw_rlock(addr(self.rw))
        while not self.ready:
            rw_sleep(addr(self.ready), addr(self.rw), 0, "ready", 0)
            assert not rw_wowned(addr(self.rw))
        rw_runlock(addr(self.rw))

    @thread
    def waker(self):
        rw_wlock(addr(self.rw))
        self.ready = True
        wakeup(addr(self.ready))
        rw_wunlock(addr(self.rw))


@scenario
class SxInterlock(Shared):
    @thread
    def writer(self):
        sx_xlock(addr(self.s))
        while not self.ready:
            sx_sleep(addr(self.ready), addr(self.s), 0, "ready", 0)
            assert sx_xlocked(addr(self.s))
        sx_xunlock(addr(self.s))

    @thread
    def reader(self):
        sx_slock(addr(self.s))
        while not self.ready:
            sx_sleep(addr(self.ready), addr(self.s), PDROP, "ready", 0)
            sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))

    @thread
    def waker(self):
        sx_xlock(addr(self.s))
        self.ready = True
        wakeup(addr(self.ready))
        sx_xunlock(addr(self.s))


@scenario
class RmInterlock(Shared):
    @thread(count=2)
    def writer(self, me: u32):
        rm_wlock(addr(self.rm))
        if me == 0:
            while not self.ready:
                rm_sleep(addr(self.ready), addr(self.rm), 0, "ready", 0)
                assert rm_wowned(addr(self.rm))
        else:
            self.ready = True
            wakeup(addr(self.ready))
        rm_wunlock(addr(self.rm))


@scenario
class SleepWithSx(Box):
    """One may sleep with an sx lock held, beside the interlock."""

    s: sx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        sx_init(addr(self.s), "sx")

    @thread
    def sleeper(self):
        sx_xlock(addr(self.s))
        mtx_lock(addr(self.m))
        msleep(addr(self.ready), addr(self.m), 0, "ready", 10)
        mtx_unlock(addr(self.m))
        sx_xunlock(addr(self.s))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (Woken, "verified"),
        (WokenAfterUnlock, "verified"),
        (WokenTooEarly, "deadlock 10"),
        (WokenOnAnotherChannel, "deadlock 10"),
        (OneOfTwoWoken, "deadlock 16"),
        (TwoWokenOneByOne, "verified"),
        (Dropped, "verified"),
        (NotDropped, "lock_leak 4"),
        (DroppedTwice, "not_owner 4"),
        (SpinInterlock, "verified"),
        (RwInterlock, "verified"),
        (SxInterlock, "verified"),
        (RmInterlock, "verified"),
        (SleepWithSx, "verified"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_interlock(program: type, expected: str) -> None:
    assert verdict(program) == expected


# -- who is woken ------------------------------------------------------------------------------------------------------


class Queue:
    """Two sleepers, the first of which is there first; `order` has their numbers, from 1, in the order of waking."""

    m: mtx
    asleep: u32
    order: u32
    first: u32
    second: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)

    @thread(count=2)
    def sleeper(self, me: u32):
        mtx_lock(addr(self.m))
        while self.asleep != me:
            mtx_sleep(addr(self.asleep), addr(self.m), 0, "turn", 0)
        self.asleep += 1
        wakeup(addr(self.asleep))
        mtx_sleep(addr(self.order), addr(self.m), self.second if me else self.first, "wait", 0)
        self.order = self.order * 10 + me + 1
        wakeup(addr(self.asleep))
        mtx_unlock(addr(self.m))

    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        while self.asleep != 2:
            mtx_sleep(addr(self.asleep), addr(self.m), 0, "asleep", 0)
        self.wake()
        while self.order == 0:
            mtx_sleep(addr(self.asleep), addr(self.m), 0, "order", 0)
        wakeup(addr(self.order))
        mtx_unlock(addr(self.m))

    def wake(self) -> None:
        wakeup_one(addr(self.order))


@scenario
class LongestFirst(Queue):
    first: u32 = PSOCK
    second: u32 = PSOCK


@scenario
class PriorityFirst(Queue):
    first: u32 = PWAIT
    second: u32 = PSOCK


@scenario
class NoneIsTheLowest(Queue):
    first: u32 = 0
    second: u32 = PWAIT


@scenario
class AnyFirst(Queue):
    def wake(self) -> None:
        wakeup_any(addr(self.order))


@scenario
class AllAtOnce(Queue):
    def wake(self) -> None:
        wakeup(addr(self.order))


@pytest.mark.parametrize(
    ("program", "orders"),
    [
        (LongestFirst, {12}),
        (PriorityFirst, {21}),
        (NoneIsTheLowest, {21}),
        (AnyFirst, {12, 21}),
        (AllAtOnce, {12, 21}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_whom_a_wakeup_wakes(program: type, orders: set[int]) -> None:
    assert ends(program, "order") == orders


# -- time and signals --------------------------------------------------------------------------------------------------


class Result:
    """What a sleep returns."""

    m: mtx
    ready: bool
    result: i32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)


@scenario
class TimedOrWoken(Result):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        self.result = 1 if self.ready else mtx_sleep(addr(self.ready), addr(self.m), PDROP, "ready", 10)
        if self.ready:
            pass

    @thread
    def waker(self):
        wakeup(addr(self.ready))


@scenario
class AnInterruptedOne(Result):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        self.result = mtx_sleep(addr(self.ready), addr(self.m), PCATCH | PDROP, "ready", 0)

    @thread
    def killer(self):
        tdsignal(0, 15)


@scenario
class AllWays(Result):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        self.result = mtx_sleep(addr(self.ready), addr(self.m), PCATCH | PDROP, "ready", 10)

    @thread
    def killer(self):
        tdsignal(0, 15)

    @thread
    def waker(self):
        wakeup(addr(self.ready))


@scenario
class ADeafOne(Result):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        self.result = mtx_sleep(addr(self.ready), addr(self.m), PDROP, "ready", 0)

    @thread
    def killer(self):
        tdsignal(0, 15)


@scenario
class TakenBefore(Result):
    """A signal that has been taken ends no sleep."""

    @thread
    def sleeper(self):
        tdsignal(0, 15)
        postsig()
        mtx_lock(addr(self.m))
        self.result = mtx_sleep(addr(self.ready), addr(self.m), PCATCH | PDROP, "ready", 0)


@scenario
class StillPending(Result):
    @thread
    def sleeper(self):
        tdsignal(0, 15)
        tsleep(addr(self.ready), PCATCH, "once", 10)
        self.result = tsleep(addr(self.ready), PCATCH | PNOLOCK, "twice", 0)


@scenario
class Pauses(Result):
    @thread
    def sleeper(self):
        self.result = pause("pause", 10)


@scenario
class PausesForSignals(Result):
    @thread
    def sleeper(self):
        self.result = pause_sig("pause", 10)

    @thread
    def killer(self):
        tdsignal(0, 15)


RESTART = ERESTART & 0xFFFFFFFF


@pytest.mark.parametrize(
    ("program", "results"),
    [
        (TimedOrWoken, {0, EWOULDBLOCK}),
        (AnInterruptedOne, {EINTR, RESTART}),
        (AllWays, {0, EWOULDBLOCK, EINTR, RESTART}),
        (StillPending, {EINTR, RESTART}),
        (Pauses, {EWOULDBLOCK}),
        (PausesForSignals, {EWOULDBLOCK, EINTR, RESTART}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_a_sleep_returns(program: type, results: set[int]) -> None:
    assert ends(program, "result") == results


@pytest.mark.parametrize(("program", "expected"), [(ADeafOne, "deadlock 3"), (TakenBefore, "deadlock 4")])
def test_signals_that_end_no_sleep(program: type, expected: str) -> None:
    assert verdict(program) == expected


@scenario
class LateButWoken(Queue):
    """Who has gone by the clock uses up no wakeup; but who was woken may say the same, and has used it up."""

    @thread(count=2)
    def sleeper(self, me: u32):
        mtx_lock(addr(self.m))
        self.asleep += 1
        wakeup(addr(self.asleep))
        error = mtx_sleep(addr(self.order), addr(self.m), 0, "wait", 0 if me else 10)
        self.late(error)
        self.order += 1
        if self.order == 1:
            wakeup_one(addr(self.order))
        mtx_unlock(addr(self.m))

    @thread
    def waker(self):
        mtx_lock(addr(self.m))
        while self.asleep != 2:
            mtx_sleep(addr(self.asleep), addr(self.m), 0, "asleep", 0)
        wakeup_one(addr(self.order))
        mtx_unlock(addr(self.m))

    def late(self, error: i32) -> None:
        if error == EWOULDBLOCK:
            wakeup_one(addr(self.order))


@scenario
class LateAndWokenForNothing(LateButWoken):
    """Believes that EWOULDBLOCK means: not woken."""

    def late(self, error: i32) -> None:
        while error == EWOULDBLOCK and self.order == 0:
            error = mtx_sleep(addr(self.order), addr(self.m), 0, "wait", 0)


def test_a_sleeper_that_was_woken_may_be_too_late() -> None:
    assert verdict(LateButWoken) == "verified"
    assert verdict(LateAndWokenForNothing).startswith("deadlock")


# -- misuse ------------------------------------------------------------------------------------------------------------


@scenario
class TwoMutexes(Box):
    @thread
    def sleeper(self):
        mtx_lock(addr(self.other))
        mtx_lock(addr(self.m))
        msleep(addr(self.ready), addr(self.m), 0, "ready", 0)


@scenario
class SpinHeld(Box):
    spin: mtx

    @thread
    def sleeper(self):
        mtx_init(addr(self.spin), "spin", null, MTX_SPIN)
        mtx_lock(addr(self.m))
        mtx_lock_spin(addr(self.spin))
        msleep(addr(self.ready), addr(self.m), 0, "ready", 0)


@scenario
class TwoSpins(SpinHeld):
    @thread
    def sleeper(self):
        mtx_init(addr(self.spin), "spin", null, MTX_SPIN)
        mtx_lock(addr(self.m))
        mtx_lock_spin(addr(self.spin))
        msleep_spin(addr(self.ready), addr(self.spin), "ready", 0)


@scenario
class Critical(Box):
    @thread
    def sleeper(self):
        critical_enter()
        tsleep(addr(self.ready), 0, "ready", 10)
        critical_exit()


@scenario
class Prohibited(Box):
    @thread
    def sleeper(self):
        THREAD_NO_SLEEPING()
        pause("ready", 10)


@scenario
class NoLockNoTime(Box):
    @thread
    def sleeper(self):
        tsleep(addr(self.ready), 0, "ready", 0)


@scenario
class NullInterlock(Box):
    @thread
    def sleeper(self):
        none: Ptr[mtx] = null
        msleep(addr(self.ready), none, 0, "ready", 0)


@scenario
class DropNothing(Box):
    @thread
    def sleeper(self):
        tsleep(addr(self.ready), PDROP, "ready", 10)


@scenario
class NotHeld(Box):
    @thread
    def sleeper(self):
        msleep(addr(self.ready), addr(self.m), 0, "ready", 10)


@scenario
class Recursed(Box):
    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_RECURSE)

    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.m))
        msleep(addr(self.ready), addr(self.m), 0, "ready", 10)


@scenario
class NoChannel(Box):
    @thread
    def sleeper(self):
        none: Ptr[u8] = null
        tsleep(none, 0, "ready", 10)


@scenario
class BlockingForm(Box):
    """msleep with a spin mutex."""

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_SPIN)

    @thread
    def sleeper(self):
        mtx_lock_spin(addr(self.m))
        msleep(addr(self.ready), addr(self.m), 0, "ready", 10)


@pytest.mark.parametrize(
    ("program", "expected", "words"),
    [
        (TwoMutexes, "sleep_with_lock 2", HELD),
        (SpinHeld, "sleep_with_lock 3", HELD),
        (TwoSpins, "sleep_with_lock 3", HELD),
        (Critical, "sleep_not_allowed 0", "{0:text} in a critical section"),
        (Prohibited, "sleep_not_allowed 0", "thread marked as sleeping prohibited"),
        (NoLockNoTime, "bad_sleep 0", "sleeping without a lock"),
        (NullInterlock, "bad_sleep 0", "sleeping without a lock"),
        (DropNothing, "bad_sleep 0", "PDROP requires a non-Giant lock"),
        (NotHeld, "not_owner 1", "interlock {0:text} not locked"),
        (Recursed, "lock_recursion 3", "interlock {0:text} recursed"),
        (NoChannel, "misuse 0", "sleeping on no channel"),
        (BlockingForm, "misuse 2", "{0:text}() of {1:text} {2:text}"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_misuse(program: type, expected: str, words: str) -> None:
    assert (verdict(program), words in message(program)) == (expected, True), message(program)


# -- what it costs -----------------------------------------------------------------------------------------------------


@scenario
class OneAlone(Box):
    """Lock, sleep, go on, lock again, unlock; wake nobody."""

    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_sleep(addr(self.ready), addr(self.m), 0, "ready", 10)
        mtx_unlock(addr(self.m))
        wakeup(addr(self.ready))


@scenario
class TwoChannels(Box):
    """Who went to sleep first is forgotten where the channels differ."""

    @thread(count=2)
    def sleeper(self, me: u32):
        if me:
            tsleep(addr(self.ready), PNOLOCK, "first", 0)
        else:
            tsleep(addr(self.got), PNOLOCK, "second", 0)


@scenario
class OneChannel(Box):
    @thread(count=2)
    def sleeper(self):
        tsleep(addr(self.ready), PNOLOCK, "both", 0)


def test_steps() -> None:
    assert states(OneAlone) == 1 + 6


def test_sleepers_on_different_channels_do_not_multiply_states() -> None:
    assert (states(TwoChannels), states(OneChannel)) == (4, 5)
