"""callout(9): when handlers run, the three results of callout_stop, draining, locks of a callout, and misuse."""

from __future__ import annotations

import pytest
from schedules import ends, message, states, verdict

from unknot import at_end, initial, scenario, thread
from unknot.kernel.callout import (
    CALLOUT_RETURNUNLOCKED,
    CALLOUT_SHAREDLOCK,
    callout,
    callout_active,
    callout_deactivate,
    callout_drain,
    callout_init,
    callout_init_mtx,
    callout_init_rm,
    callout_init_rw,
    callout_pending,
    callout_reset,
    callout_schedule,
    callout_stop,
)
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_destroy, mtx_init, mtx_lock, mtx_owned, mtx_unlock
from unknot.kernel.rmlock import rm_init, rm_wowned, rmlock
from unknot.kernel.rwlock import rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wowned, rw_wunlock, rwlock
from unknot.kernel.sleepqueue import tsleep
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, alloc, atomic, cast, free, i32, null, struct, u32


@struct
class softc:
    """A driver's data."""

    m: mtx
    rw: rwlock
    rm: rmlock
    timer: callout
    ticks: atomic[u32]
    seen: u32


def tick(arg: voidp) -> None:
    cast(Ptr[softc], arg).ticks.fetch_add(1)


def tick_under_mtx(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    assert mtx_owned(addr(sc.m))
    sc.seen += 1


def tick_and_unlock(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    sc.seen += 1
    mtx_unlock(addr(sc.m))


def tick_under_rw(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    sc.seen = u32(1 if rw_wowned(addr(sc.rw)) else 2)


def tick_under_rm(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    assert rm_wowned(addr(sc.rm))
    sc.seen += 1


def tick_twice(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    if sc.ticks.fetch_add(1) == 0:
        callout_schedule(addr(sc.timer), 10)


def tick_for_ever(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    sc.ticks.store(1)
    callout_schedule(addr(sc.timer), 10)


def tick_that_sleeps(arg: voidp) -> None:
    tsleep(arg, 0, "tick", 10)


def tick_that_drains(arg: voidp) -> None:
    callout_drain(addr(cast(Ptr[softc], arg).timer))


def tick_that_locks(arg: voidp) -> None:
    mtx_lock(addr(cast(Ptr[softc], arg).m))


def tick_that_frees(arg: voidp) -> None:
    free(cast(Ptr[softc], arg))


class Driver:
    """A callout without a lock."""

    sc: softc
    result: i32

    @initial
    def setup(self):
        mtx_init(addr(self.sc.m), "softc", null, MTX_DEF)
        rw_init(addr(self.sc.rw), "softc rw")
        rm_init(addr(self.sc.rm), "softc rm")
        self.init()

    def init(self) -> None:
        callout_init(addr(self.sc.timer), 1)


# -- without a lock ----------------------------------------------------------------------------------------------------


@scenario
class Fires(Driver):
    @thread
    def starts(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))

    @at_end
    def fired(self):
        assert self.sc.ticks.load() == 1 and not callout_pending(addr(self.sc.timer))


@scenario
class FiresAgain(Driver):
    @thread
    def starts(self):
        callout_reset(addr(self.sc.timer), 10, tick_twice, addr(self.sc))

    @at_end
    def fired(self):
        assert self.sc.ticks.load() == 2


@scenario
class Stops(Driver):
    """1 and no tick, 0 and a tick later, -1 and a tick before."""

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        self.result = 2 + callout_stop(addr(self.sc.timer))

    @at_end
    def agrees(self):
        assert (self.result == 3) == (self.sc.ticks.load() == 0)


@scenario
class StopsNothing(Driver):
    @thread
    def only(self):
        self.result = 2 + callout_stop(addr(self.sc.timer))


@scenario
class Resets(Driver):
    """1 if the first was prevented."""

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        self.result = callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))

    @at_end
    def agrees(self):
        assert self.sc.ticks.load() == (1 if self.result == 1 else 2)


@scenario
class Drains(Driver):
    """1: it was prevented, 0: it was waited for, -1: it had run before."""

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        self.result = 2 + callout_drain(addr(self.sc.timer))
        assert (self.result == 3) == (self.sc.ticks.load() == 0)


@scenario
class DrainsOneThatGoesOn(Driver):
    """While it is drained a handler cannot set its callout anew."""

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick_for_ever, addr(self.sc))
        callout_drain(addr(self.sc.timer))
        assert not callout_pending(addr(self.sc.timer))


@scenario
class DrainsOneOfTwo(Driver):
    """Only the callout that is drained cannot be set anew by its handler."""

    other: softc

    def init(self) -> None:
        callout_init(addr(self.sc.timer), 1)
        callout_init(addr(self.other.timer), 1)

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        callout_reset(addr(self.other.timer), 10, tick_twice, addr(self.other))
        callout_drain(addr(self.sc.timer))

    @at_end
    def other_went_on(self):
        assert self.other.ticks.load() == 2


@scenario
class Active(Driver):
    """Active stays until the handler has been told to take it back."""

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        assert callout_active(addr(self.sc.timer))
        callout_drain(addr(self.sc.timer))
        assert not callout_active(addr(self.sc.timer))
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        callout_deactivate(addr(self.sc.timer))
        assert not callout_active(addr(self.sc.timer))


@scenario
class TwoCallouts(Driver):
    """Any of those that are pending fires first."""

    other: softc
    order: atomic[u32]

    def init(self) -> None:
        callout_init(addr(self.sc.timer), 1)
        callout_init(addr(self.other.timer), 1)

    @thread
    def only(self):
        callout_reset(addr(self.other.timer), 10, tick, addr(self.other))
        callout_reset(addr(self.sc.timer), 99, tick, addr(self.sc))
        callout_drain(addr(self.sc.timer))
        self.result = i32(self.sc.ticks.load() * 2 + self.other.ticks.load())


@scenario
class FreedAfterStop(Driver):
    @thread
    def only(self):
        sc = alloc(softc)
        callout_init(addr(sc.timer), 1)
        sc.ticks.store(0)
        callout_reset(addr(sc.timer), 10, tick, sc)
        callout_stop(addr(sc.timer))
        free(sc)


@scenario
class FreedWhilePending(Driver):
    @thread
    def only(self):
        sc = alloc(softc)
        callout_init(addr(sc.timer), 1)
        callout_reset(addr(sc.timer), 10, tick, sc)
        free(sc)


@scenario
class FreedAfterDrain(Driver):
    @thread
    def only(self):
        sc = alloc(softc)
        callout_init(addr(sc.timer), 1)
        sc.ticks.store(0)
        callout_reset(addr(sc.timer), 10, tick, sc)
        callout_drain(addr(sc.timer))
        free(sc)


@scenario
class FreedByItsHandler(Driver):
    @thread
    def only(self):
        sc = alloc(softc)
        callout_init(addr(sc.timer), 1)
        callout_reset(addr(sc.timer), 10, tick_that_frees, sc)


# -- with a lock -------------------------------------------------------------------------------------------------------


class Locked(Driver):
    """A callout with a mutex."""

    def init(self) -> None:
        callout_init_mtx(addr(self.sc.timer), addr(self.sc.m), 0)

    def start(self) -> None:
        mtx_lock(addr(self.sc.m))
        callout_reset(addr(self.sc.timer), 10, tick_under_mtx, addr(self.sc))
        mtx_unlock(addr(self.sc.m))


@scenario
class StopsLocked(Locked):
    """Under the lock callout_stop is never too late: 1 and no tick, else a tick before; 0 if softclock has yet to say
    that it is done."""

    @thread
    def only(self):
        self.start()
        mtx_lock(addr(self.sc.m))
        self.result = 2 + callout_stop(addr(self.sc.timer))
        assert (self.result == 3) == (self.sc.seen == 0)
        mtx_unlock(addr(self.sc.m))

    @at_end
    def agrees(self):
        assert (self.result == 3) == (self.sc.seen == 0)


@scenario
class ResetsLocked(Locked):
    @thread
    def only(self):
        self.start()
        mtx_lock(addr(self.sc.m))
        self.result = callout_reset(addr(self.sc.timer), 10, tick_under_mtx, addr(self.sc))
        mtx_unlock(addr(self.sc.m))

    @at_end
    def agrees(self):
        assert self.sc.seen == (1 if self.result == 1 else 2)


@scenario
class ReturnsUnlocked(Locked):
    def init(self) -> None:
        callout_init_mtx(addr(self.sc.timer), addr(self.sc.m), CALLOUT_RETURNUNLOCKED)

    @thread
    def only(self):
        mtx_lock(addr(self.sc.m))
        callout_reset(addr(self.sc.timer), 10, tick_and_unlock, addr(self.sc))
        mtx_unlock(addr(self.sc.m))

    @at_end
    def ran(self):
        assert self.sc.seen == 1


@scenario
class WithRw(Driver):
    def init(self) -> None:
        callout_init_rw(addr(self.sc.timer), addr(self.sc.rw), 0)

    @thread
    def only(self):
        rw_wlock(addr(self.sc.rw))
        callout_reset(addr(self.sc.timer), 10, tick_under_rw, addr(self.sc))
        rw_wunlock(addr(self.sc.rw))

    @at_end
    def wrote(self):
        assert self.sc.seen == 1


@scenario
class WithRwShared(WithRw):
    def init(self) -> None:
        callout_init_rw(addr(self.sc.timer), addr(self.sc.rw), CALLOUT_SHAREDLOCK)

    @thread
    def reader(self):
        rw_rlock(addr(self.sc.rw))
        rw_runlock(addr(self.sc.rw))

    @at_end
    def wrote(self):
        assert self.sc.seen == 2


@scenario
class WithRm(Driver):
    def init(self) -> None:
        callout_init_rm(addr(self.sc.timer), addr(self.sc.rm), 0)

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick_under_rm, addr(self.sc))

    @at_end
    def wrote(self):
        assert self.sc.seen == 1


@scenario
class LockDestroyedAfterStop(Locked):
    """callout_stop prevents the handler, but softclock may still want the lock: only a drain is enough."""

    @thread
    def only(self):
        self.start()
        mtx_lock(addr(self.sc.m))
        callout_stop(addr(self.sc.timer))
        mtx_unlock(addr(self.sc.m))
        mtx_destroy(addr(self.sc.m))


@scenario
class LockDestroyedAfterDrain(Locked):
    @thread
    def only(self):
        self.start()
        callout_drain(addr(self.sc.timer))
        mtx_destroy(addr(self.sc.m))


# -- misuse ------------------------------------------------------------------------------------------------------------


@scenario
class SleepsInHandler(Driver):
    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick_that_sleeps, addr(self.sc))


@scenario
class DrainsInHandler(Driver):
    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick_that_drains, addr(self.sc))


@scenario
class LeavesALock(Driver):
    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick_that_locks, addr(self.sc))


@scenario
class DrainsWithItsLock(Locked):
    @thread
    def only(self):
        mtx_lock(addr(self.sc.m))
        callout_drain(addr(self.sc.timer))


@scenario
class DrainsWithAnotherLock(Driver):
    @thread
    def only(self):
        mtx_lock(addr(self.sc.m))
        callout_drain(addr(self.sc.timer))


@scenario
class StopsWithoutItsLock(Locked):
    @thread
    def only(self):
        callout_stop(addr(self.sc.timer))


@scenario
class NeverMade(Driver):
    def init(self) -> None:
        pass

    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))


@scenario
class MadeTwice(Driver):
    @thread
    def only(self):
        callout_reset(addr(self.sc.timer), 10, tick, addr(self.sc))
        callout_init(addr(self.sc.timer), 1)


@scenario
class Giant(Driver):
    @thread
    def only(self):
        callout_init(addr(self.sc.timer), 0)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (Fires, "verified"),
        (FiresAgain, "verified"),
        (DrainsOneThatGoesOn, "verified"),
        (DrainsOneOfTwo, "verified"),
        (Active, "verified"),
        (FreedAfterStop, "use after free 7"),
        (FreedWhilePending, "use after free 5"),
        (FreedAfterDrain, "verified"),
        (FreedByItsHandler, "verified"),
        (ReturnsUnlocked, "verified"),
        (WithRw, "verified"),
        (WithRwShared, "verified"),
        (WithRm, "verified"),
        (LockDestroyedAfterStop, "lock_destroyed 9"),
        (LockDestroyedAfterDrain, "verified"),
        (SleepsInHandler, "sleep_not_allowed 2"),
        (DrainsInHandler, "drain_with_lock 3"),
        (LeavesALock, "lock_leak 3"),
        (DrainsWithItsLock, "drain_with_lock 2"),
        (DrainsWithAnotherLock, "sleep_with_lock 2"),
        (StopsWithoutItsLock, "not_owner 1"),
        (NeverMade, "lock_uninitialised 1"),
        (MadeTwice, "misuse 2"),
        (Giant, "misuse 0"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program) == expected, message(program)


@pytest.mark.parametrize(
    ("program", "results"),
    [
        (Stops, {1, 2, 3}),
        (StopsNothing, {1}),
        (Resets, {0, 1}),
        (Drains, {1, 2, 3}),
        (StopsLocked, {1, 2, 3}),
        (ResetsLocked, {0, 1}),
        (TwoCallouts, {0, 1, 2, 3}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_results(program: type, results: set[int]) -> None:
    assert ends(program, "result") == results


def test_steps() -> None:
    """Reset; then it fires, the handler writes, softclock is done."""
    assert states(Fires) == 1 + 4
