"""condvar(9): interlocks of each kind, whom a signal wakes, what ends a wait, and misuse."""

from __future__ import annotations

import pytest
from schedules import ends, faults, message, states, verdict

from unknot import at_end, initial, scenario, thread
from unknot.kernel.condvar import (
    cv,
    cv_broadcast,
    cv_destroy,
    cv_init,
    cv_signal,
    cv_timedwait,
    cv_timedwait_sig,
    cv_wait,
    cv_wait_sig,
    cv_wait_unlock,
)
from unknot.kernel.errno import EINTR, ERESTART, EWOULDBLOCK
from unknot.kernel.mutex import MTX_DEF, MTX_RECURSE, mtx, mtx_init, mtx_lock, mtx_owned, mtx_unlock
from unknot.kernel.rwlock import rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wowned, rw_wunlock, rwlock
from unknot.kernel.signals import tdsignal
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xlocked, sx_xunlock
from unknot.lang import addr, i32, null, u32


class Items:
    """Things to take."""

    m: mtx
    c: cv
    items: u32
    taken: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        cv_init(addr(self.c), "items")

    @thread(count=2)
    def taker(self):
        mtx_lock(addr(self.m))
        while self.items == 0:
            cv_wait(addr(self.c), addr(self.m))
            assert mtx_owned(addr(self.m))
        self.items -= 1
        self.taken += 1
        mtx_unlock(addr(self.m))

    @thread
    def maker(self):
        mtx_lock(addr(self.m))
        self.make()
        mtx_unlock(addr(self.m))

    @at_end
    def all_taken(self):
        assert self.items == 0


@scenario
class SignalledOneByOne(Items):
    def make(self) -> None:
        self.items += 1
        cv_signal(addr(self.c))
        self.items += 1
        cv_signal(addr(self.c))


@scenario
class SignalledAtOnce(Items):
    def make(self) -> None:
        self.items = 2
        cv_broadcast(addr(self.c))


@scenario
class SignalledOnce(Items):
    def make(self) -> None:
        self.items = 2
        cv_signal(addr(self.c))


@scenario
class NoLoop(Items):
    """What was there at the signal may be gone when the lock is had again."""

    @thread(count=2)
    def taker(self):
        mtx_lock(addr(self.m))
        if self.items == 0:
            cv_wait(addr(self.c), addr(self.m))
        assert self.items > 0
        self.items -= 1
        mtx_unlock(addr(self.m))

    def make(self) -> None:
        self.items = 1
        cv_broadcast(addr(self.c))


class Either:
    """A rw and an sx lock as interlocks."""

    rw: rwlock
    s: sx
    c: cv
    ready: bool

    @initial
    def setup(self):
        rw_init(addr(self.rw), "rw")
        sx_init(addr(self.s), "sx")
        cv_init(addr(self.c), "ready")


@scenario
class WithSx(Either):
    @thread
    def waits(self):
        sx_xlock(addr(self.s))
        while not self.ready:
            cv_wait(addr(self.c), addr(self.s))
            assert sx_xlocked(addr(self.s))
        sx_xunlock(addr(self.s))

    @thread
    def wakes(self):
        sx_xlock(addr(self.s))
        self.ready = True
        cv_signal(addr(self.c))
        sx_xunlock(addr(self.s))


@scenario
class WithRw(Either):
    @thread
    def reads(self):
        rw_rlock(addr(self.rw))
        while not self.ready:
            cv_wait(addr(self.c), addr(self.rw))
            assert not rw_wowned(addr(self.rw))
        rw_runlock(addr(self.rw))

    @thread
    def writes(self):
        rw_wlock(addr(self.rw))
        while not self.ready:
            cv_wait(addr(self.c), addr(self.rw))
            assert rw_wowned(addr(self.rw))
        rw_wunlock(addr(self.rw))

    @thread
    def wakes(self):
        rw_wlock(addr(self.rw))
        self.ready = True
        cv_broadcast(addr(self.c))
        rw_wunlock(addr(self.rw))


class Alone:
    """One thread that waits, and what its wait returns."""

    m: mtx
    n: mtx
    c: cv
    result: i32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_RECURSE)
        mtx_init(addr(self.n), "n", null, MTX_DEF)
        cv_init(addr(self.c), "c")

    @thread
    def waits(self):
        mtx_lock(addr(self.m))
        self.wait()
        mtx_unlock(addr(self.m))

    def wait(self) -> None:
        pass


class Killed(Alone):
    @thread
    def kills(self):
        tdsignal(0, 9)


@scenario
class Timed(Alone):
    def wait(self) -> None:
        self.result = cv_timedwait(addr(self.c), addr(self.m), 10)


@scenario
class TimedSignalled(Killed):
    def wait(self) -> None:
        self.result = cv_timedwait_sig(addr(self.c), addr(self.m), 10)

    @thread
    def signals(self):
        cv_signal(addr(self.c))


@scenario
class Interrupted(Killed):
    def wait(self) -> None:
        self.result = cv_wait_sig(addr(self.c), addr(self.m))


@scenario
class NotInterrupted(Killed):
    def wait(self) -> None:
        cv_wait(addr(self.c), addr(self.m))


@scenario
class Unlocked(Alone):
    """cv_wait_unlock leaves the lock."""

    @thread
    def waits(self):
        mtx_lock(addr(self.m))
        cv_wait_unlock(addr(self.c), addr(self.m))
        assert not mtx_owned(addr(self.m))

    @thread
    def signals(self):
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        cv_signal(addr(self.c))


@scenario
class NotLocked(Alone):
    @thread
    def waits(self):
        cv_wait(addr(self.c), addr(self.m))


@scenario
class AnotherLocked(Alone):
    def wait(self) -> None:
        mtx_lock(addr(self.n))
        cv_wait(addr(self.c), addr(self.m))


@scenario
class LockedTwice(Alone):
    def wait(self) -> None:
        mtx_lock(addr(self.m))
        cv_wait(addr(self.c), addr(self.m))


@scenario
class NoInit(Alone):
    """A second condition variable, which nobody has made."""

    d: cv

    def wait(self) -> None:
        cv_wait(addr(self.d), addr(self.m))


@scenario
class Destroyed(Alone):
    def wait(self) -> None:
        cv_wait(addr(self.c), addr(self.m))

    @thread
    def destroys(self):
        mtx_lock(addr(self.m))
        cv_destroy(addr(self.c))
        mtx_unlock(addr(self.m))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (SignalledOneByOne, "verified"),
        (SignalledAtOnce, "verified"),
        (SignalledOnce, "deadlock 18"),
        (WithSx, "verified"),
        (WithRw, "verified"),
        (NotInterrupted, "deadlock 3"),
        (Unlocked, "deadlock 5"),
        (NotLocked, "not_owner 1"),
        (AnotherLocked, "sleep_with_lock 3"),
        (LockedTwice, "lock_recursion 3"),
        (NoInit, "lock_uninitialised 2"),
        (Destroyed, "assertion 4"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program) == expected, message(program)


def test_without_a_loop() -> None:
    """Both wake up for one item; or the second comes late and waits."""
    assert faults(NoLoop) == {"assertion failed", "deadlock"}


RESTART = ERESTART & 0xFFFFFFFF


@pytest.mark.parametrize(
    ("program", "results"),
    [
        (Timed, {EWOULDBLOCK}),
        (TimedSignalled, {0, EWOULDBLOCK, EINTR, RESTART}),
        (Interrupted, {EINTR, RESTART}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_a_wait_returns(program: type, results: set[int]) -> None:
    assert ends(program, "result") == results


def test_steps() -> None:
    """Lock, wait, go on, lock again, write the result, unlock."""
    assert states(Timed) == 1 + 6
