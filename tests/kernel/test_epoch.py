"""epoch(9): whom a wait waits for, callbacks, nesting, and misuse."""

from __future__ import annotations

import pytest
from schedules import ends, message, states, verdict

from unknot import at_end, initial, scenario, thread
from unknot.kernel.epoch import (
    EPOCH_PREEMPT,
    NET_EPOCH_ASSERT,
    NET_EPOCH_CALL,
    NET_EPOCH_DRAIN_CALLBACKS,
    NET_EPOCH_ENTER,
    NET_EPOCH_EXIT,
    NET_EPOCH_WAIT,
    epoch,
    epoch_alloc,
    epoch_call,
    epoch_context,
    epoch_drain_callbacks,
    epoch_enter,
    epoch_enter_preempt,
    epoch_exit,
    epoch_exit_preempt,
    epoch_free,
    epoch_tracker,
    epoch_wait,
    epoch_wait_preempt,
    in_epoch,
)
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.sleepqueue import pause
from unknot.kernel.thread import td
from unknot.lang import Ptr, addr, alloc, atomic, cast, free, null, struct, u32


@struct
class route:
    """What readers look up. The callback's part comes first."""

    ctx: epoch_context
    value: u32


freed: atomic[u32] = atomic(0)


def reclaim(ctx: Ptr[epoch_context]) -> None:
    freed.fetch_add(1)
    free(cast(Ptr[route], ctx))


class Routes:
    """A reader follows a pointer that a writer takes away."""

    table: atomic[Ptr[route]]
    m: mtx
    result: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        r = alloc(route)
        r.value = 7
        self.table.store(r)

    @thread
    def reader(self):
        et = epoch_tracker()
        NET_EPOCH_ENTER(addr(et))
        NET_EPOCH_ASSERT()
        r = self.table.load()
        if r is not None:
            assert r.value == 7
        NET_EPOCH_EXIT(addr(et))

    @thread
    def writer(self):
        self.remove(self.table.exchange(null))


@scenario
class FreedAtOnce(Routes):
    def remove(self, r: Ptr[route]) -> None:
        free(r)


@scenario
class FreedAfterWait(Routes):
    def remove(self, r: Ptr[route]) -> None:
        NET_EPOCH_WAIT()
        free(r)


@scenario
class FreedByCallback(Routes):
    def remove(self, r: Ptr[route]) -> None:
        NET_EPOCH_CALL(reclaim, addr(r.ctx))

    @at_end
    def was_freed(self):
        assert freed.load() == 1


@scenario
class Drained(Routes):
    def remove(self, r: Ptr[route]) -> None:
        NET_EPOCH_CALL(reclaim, addr(r.ctx))
        NET_EPOCH_DRAIN_CALLBACKS()
        assert freed.load() == 1


@scenario
class UsedAfterExit(Routes):
    @thread
    def reader(self):
        et = epoch_tracker()
        NET_EPOCH_ENTER(addr(et))
        r = self.table.load()
        NET_EPOCH_EXIT(addr(et))
        if r is not None:
            assert r.value == 7

    def remove(self, r: Ptr[route]) -> None:
        NET_EPOCH_WAIT()
        free(r)


@scenario
class WaitsTooEarly(Routes):
    """Who is inside must be waited for after the pointer is gone."""

    @thread
    def writer(self):
        NET_EPOCH_WAIT()
        free(self.table.exchange(null))


class Own:
    """An epoch of one's own. `inside` counts."""

    e: Ptr[epoch]
    m: mtx
    inside: atomic[u32]
    left: atomic[bool]
    result: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        self.e = epoch_alloc("own", EPOCH_PREEMPT)


@scenario
class WhoComesLater(Own):
    """A wait does not wait for a section that has begun since; so it can end with somebody inside."""

    @thread
    def reader(self):
        epoch_enter(self.e)
        epoch_exit(self.e)
        epoch_enter(self.e)
        self.inside.store(1)
        epoch_exit(self.e)

    @thread
    def waiter(self):
        epoch_wait(self.e)
        self.result = self.inside.load()


@scenario
class Nested(Own):
    """Only the outermost exit leaves."""

    @thread
    def reader(self):
        epoch_enter(self.e)
        epoch_enter(self.e)
        self.inside.store(1)
        epoch_exit(self.e)
        assert in_epoch(self.e) and td.td_critnest == 1
        self.inside.store(0)
        epoch_exit(self.e)
        assert not in_epoch(self.e)

    @thread
    def waiter(self):
        if self.inside.load():
            epoch_wait(self.e)
            assert not self.inside.load()


@scenario
class OtherEpoch(Own):
    """A section of one epoch keeps nobody who waits for another."""

    f: Ptr[epoch]

    @thread
    def reader(self):
        et = epoch_tracker()
        self.f = epoch_alloc("other", EPOCH_PREEMPT)
        epoch_enter_preempt(self.f, addr(et))
        self.left.store(True)
        epoch_exit_preempt(self.f, addr(et))
        assert not in_epoch(self.f)

    @thread
    def waiter(self):
        epoch_wait_preempt(self.e)
        epoch_free(self.e)


@scenario
class MutexInside(Own):
    """In a preemptible section one may block."""

    @thread(count=2)
    def reader(self):
        et = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        epoch_exit_preempt(self.e, addr(et))


@scenario
class WaitsUnderTheReadersLock(Own):
    """The reader wants the lock of who waits for him. A mutex would be refused at once."""

    @thread
    def reader(self):
        et = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))
        while not self.left.load():
            pass
        epoch_exit_preempt(self.e, addr(et))

    @thread
    def waiter(self):
        epoch_wait_preempt(self.e)
        self.left.store(True)


# -- misuse ------------------------------------------------------------------------------------------------------------


@scenario
class WaitsInside(Own):
    @thread
    def only(self):
        et = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))
        epoch_wait_preempt(self.e)


@scenario
class DrainsInside(Own):
    @thread
    def only(self):
        et = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))
        epoch_drain_callbacks(self.e)


@scenario
class WaitsWithALock(Own):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        epoch_wait_preempt(self.e)


@scenario
class SleepsInside(Own):
    @thread
    def only(self):
        et = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))
        pause("epoch", 10)


@scenario
class BlocksInside(Own):
    """A section that is not preemptible is a critical section."""

    @thread
    def only(self):
        epoch_enter(self.e)
        mtx_lock(addr(self.m))


@scenario
class ExitsOnly(Own):
    @thread
    def only(self):
        epoch_exit(self.e)


@scenario
class AnotherTracker(Own):
    @thread
    def only(self):
        et = epoch_tracker()
        other = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))
        epoch_exit_preempt(self.e, addr(other))


@scenario
class NotPreemptible(Own):
    @thread
    def only(self):
        et = epoch_tracker()
        plain = epoch_alloc("plain", 0)
        epoch_enter_preempt(plain, addr(et))


@scenario
class EndsInside(Own):
    @thread
    def only(self):
        et = epoch_tracker()
        epoch_enter_preempt(self.e, addr(et))


@scenario
class FreesWithPending(Own):
    @thread
    def only(self):
        r = alloc(route)
        epoch_call(self.e, reclaim, addr(r.ctx))
        epoch_free(self.e)


@scenario
class AssertsOutside(Own):
    @thread
    def only(self):
        NET_EPOCH_ASSERT()


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (FreedAtOnce, "use after free 5"),
        (FreedAfterWait, "verified"),
        (FreedByCallback, "verified"),
        (Drained, "verified"),
        (UsedAfterExit, "use after free 8"),
        (WaitsTooEarly, "use after free 7"),
        (Nested, "verified"),
        (OtherEpoch, "verified"),
        (MutexInside, "verified"),
        (WaitsUnderTheReadersLock, "deadlock 4"),
        (WaitsInside, "epoch 4"),
        (DrainsInside, "epoch 4"),
        (WaitsWithALock, "sleep_with_lock 3"),
        (SleepsInside, "sleep_with_lock 2"),
        (BlocksInside, "lock_in_critical 3"),
        (ExitsOnly, "epoch 1"),
        (AnotherTracker, "epoch 4"),
        (NotPreemptible, "misuse 3"),
        (EndsInside, "epoch 2"),
        (FreesWithPending, "epoch 5"),
        (AssertsOutside, "assertion 0"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program) == expected, message(program)


def test_whoever_comes_later_is_not_waited_for() -> None:
    assert ends(WhoComesLater, "result") == {0, 1}


def test_steps() -> None:
    """Allocate in the beginning; wait is two steps, giving the epoch back two more (with the look at `e`)."""
    assert states(WaitsAlone) == 1 + 3


@scenario
class WaitsAlone(Own):
    @thread
    def only(self):
        epoch_wait_preempt(self.e)
