"""Where rules and primitives meet, and what only FreeBSD's own code tells: signals in sx locks, sections that handlers
leave open, hidden spin mutexes, spin trylocks."""

from __future__ import annotations

import pytest
from schedules import verdict

from unknot import at_end, initial, scenario, thread
from unknot.core.options import Options
from unknot.kernel.callout import callout, callout_drain, callout_init, callout_reset
from unknot.kernel.epoch import NET_EPOCH_CALL, epoch_context
from unknot.kernel.errno import EWOULDBLOCK
from unknot.kernel.kthread import kthread_add
from unknot.kernel.mutex import (
    MTX_DEF,
    MTX_NOWITNESS,
    MTX_RECURSE,
    MTX_SPIN,
    mtx,
    mtx_init,
    mtx_lock,
    mtx_lock_flags,
    mtx_lock_spin,
    mtx_trylock_spin,
    mtx_unlock,
    mtx_unlock_spin,
)
from unknot.kernel.rwlock import (
    rw_downgrade,
    rw_init,
    rw_rlock,
    rw_runlock,
    rw_try_upgrade,
    rw_wlock,
    rw_wunlock,
    rwlock,
)
from unknot.kernel.signals import tdsignal
from unknot.kernel.sleepqueue import PCATCH, pause, sx_sleep, tsleep
from unknot.kernel.sx import sx, sx_init, sx_slock, sx_sunlock, sx_xlock, sx_xlock_sig, sx_xunlock
from unknot.kernel.systm import critical_enter, critical_exit
from unknot.kernel.taskqueue import (
    TASK_INIT,
    task,
    taskqueue,
    taskqueue_block,
    taskqueue_create,
    taskqueue_drain,
    taskqueue_enqueue,
    taskqueue_start_threads,
    taskqueue_thread_enqueue,
    taskqueue_unblock,
)
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, atomic, cast, i32, join, null, u32, u64
from unknot.pipeline import check


class Locks:
    m: mtx
    spin: mtx
    hidden: mtx
    r: rwlock
    o: rwlock
    x: sx
    y: sx
    value: u32
    flag: atomic[u32]

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        mtx_init(addr(self.spin), "spin", null, MTX_SPIN | MTX_RECURSE)
        mtx_init(addr(self.hidden), "hidden", null, MTX_SPIN | MTX_NOWITNESS)
        rw_init(addr(self.r), "r")
        rw_init(addr(self.o), "o")
        sx_init(addr(self.x), "x")
        sx_init(addr(self.y), "y")


# -- signals in sx locks -----------------------------------------------------------------------------------------------


@scenario
class ASignalEndsTheCircle(Locks):
    """Two wait for each other, but one of them can be called off."""

    @thread
    def patient(self):
        sx_xlock(addr(self.x))
        if sx_xlock_sig(addr(self.y)) == 0:
            sx_xunlock(addr(self.y))
        sx_xunlock(addr(self.x))

    @thread
    def stubborn(self):
        sx_xlock(addr(self.y))
        sx_xlock(addr(self.x))
        sx_xunlock(addr(self.x))
        sx_xunlock(addr(self.y))

    @thread
    def killer(self):
        tdsignal(0, 2)


@scenario
class NobodySignals(ASignalEndsTheCircle):
    killer = None


@scenario
class TheInterruptedStillCounts(Locks):
    """A writer that a signal has taken away keeps new readers out until the lock is free."""

    @thread
    def reader(self):
        sx_slock(addr(self.x))
        sx_xlock(addr(self.y))
        sx_xunlock(addr(self.y))
        sx_sunlock(addr(self.x))

    @thread
    def late_reader(self):
        sx_xlock(addr(self.y))
        while self.flag.load() == 0:
            pause("flag", 1)
        sx_slock(addr(self.x))
        sx_sunlock(addr(self.x))
        sx_xunlock(addr(self.y))

    @thread
    def writer(self):
        if sx_xlock_sig(addr(self.x)) == 0:
            sx_xunlock(addr(self.x))
        self.flag.store(1)

    @thread
    def killer(self):
        tdsignal(2, 2)


# -- taken again, upgraded ---------------------------------------------------------------------------------------------


@scenario
class TakenAgainInTheWrongOrder(Locks):
    """sx_sleep takes x again while y is held: that is the reverse order."""

    @thread
    def sleeper(self):
        sx_xlock(addr(self.x))
        sx_xlock(addr(self.y))
        sx_sleep(addr(self.value), addr(self.x), 0, "wait", 10)
        sx_xunlock(addr(self.y))
        sx_xunlock(addr(self.x))

    @thread
    def other(self):
        sx_xlock(addr(self.x))
        sx_xlock(addr(self.y))
        sx_xunlock(addr(self.y))
        sx_xunlock(addr(self.x))


@scenario
class UpgradedPastAWaiter(Locks):
    """A writer that waits does not keep the only reader from becoming one."""

    @thread
    def upgrader(self):
        rw_rlock(addr(self.r))
        assert rw_try_upgrade(addr(self.r))
        self.value += 1
        rw_downgrade(addr(self.r))
        assert self.value <= 2
        rw_runlock(addr(self.r))

    @thread
    def writer(self):
        rw_wlock(addr(self.r))
        self.value += 1
        rw_wunlock(addr(self.r))


@scenario
class UpgradedReadersAreNone(Locks):
    """Who was upgraded reads nowhere any more, and waits behind writers of other locks."""

    @thread
    def upgrader(self):
        rw_rlock(addr(self.r))
        if rw_try_upgrade(addr(self.r)):
            rw_rlock(addr(self.o))
            rw_runlock(addr(self.o))
            rw_wunlock(addr(self.r))
        else:
            rw_runlock(addr(self.r))

    @thread
    def reader(self):
        rw_rlock(addr(self.o))
        rw_rlock(addr(self.r))
        rw_runlock(addr(self.r))
        rw_runlock(addr(self.o))

    @thread
    def writer(self):
        rw_wlock(addr(self.o))
        rw_wunlock(addr(self.o))


@scenario
class RecursesThisTime(Locks):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_lock_flags(addr(self.m), MTX_RECURSE)
        mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.m))


# -- spin mutexes and critical sections --------------------------------------------------------------------------------


@scenario
class SpinTrylocksDoNotRecurse(Locks):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.spin))
        mtx_lock_spin(addr(self.spin))
        assert not mtx_trylock_spin(addr(self.spin))
        mtx_unlock_spin(addr(self.spin))
        mtx_unlock_spin(addr(self.spin))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class LeftUnderTheSpinMutex(Locks):
    """The critical section that is left is the mutex's own."""

    @thread
    def only(self):
        mtx_lock_spin(addr(self.spin))
        critical_exit()
        mtx_unlock_spin(addr(self.spin))


@scenario
class SleepsUnderAHiddenSpinMutex(Locks):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.hidden))
        pause("hidden", 1)
        mtx_unlock_spin(addr(self.hidden))


# -- what handlers leave behind ----------------------------------------------------------------------------------------


left: mtx = mtx()


def leaves_a_section(arg: voidp) -> None:
    critical_enter()


def task_leaves_a_section(arg: voidp, pending: i32) -> None:
    critical_enter()


def leaves_a_lock(ctx: Ptr[epoch_context]) -> None:
    mtx_lock(addr(left))


@scenario
class CalloutLeavesASection(Locks):
    c: callout

    @thread
    def only(self):
        callout_init(addr(self.c), 1)
        callout_reset(addr(self.c), 1, leaves_a_section, null)
        callout_drain(addr(self.c))


@scenario
class TaskLeavesASection(Locks):
    tq: Ptr[taskqueue]
    t: task

    @thread
    def only(self):
        self.tq = taskqueue_create("tq", 0, taskqueue_thread_enqueue, addr(self.tq))
        taskqueue_start_threads(addr(self.tq), 1, 0, "tq")
        TASK_INIT(addr(self.t), 0, task_leaves_a_section, null)
        taskqueue_enqueue(self.tq, addr(self.t))


@scenario
class CallbackLeavesALock(Locks):
    ctx: epoch_context

    @thread
    def only(self):
        mtx_init(addr(left), "left", null, MTX_DEF)
        NET_EPOCH_CALL(leaves_a_lock, addr(self.ctx))


# -- one task, several threads -----------------------------------------------------------------------------------------


def counts_who_is_inside(arg: voidp, pending: i32) -> None:
    inside = cast(Ptr[atomic[u32]], arg)
    assert inside.fetch_add(1) == 0, "twice at once"
    inside.fetch_sub(1)


class Enqueued(Locks):
    tq: Ptr[taskqueue]
    t: task

    @initial
    def make(self):
        self.tq = taskqueue_create("tq", 0, taskqueue_thread_enqueue, addr(self.tq))
        TASK_INIT(addr(self.t), 0, counts_who_is_inside, addr(self.flag))
        self.start()

    def start(self) -> None:
        taskqueue_start_threads(addr(self.tq), 1, 0, "tq")

    @thread(count=2)
    def user(self):
        taskqueue_enqueue(self.tq, addr(self.t))
        taskqueue_drain(self.tq, addr(self.t))

    @at_end
    def nobody_inside(self):
        assert self.flag.load() == 0


@scenario
class OneThreadRunsIt(Enqueued):
    """A task never runs twice at once."""


@scenario
class TwoThreadsRunIt(Enqueued):
    """It may: nothing in the queue keeps the second thread from taking it while the first is at it."""

    def start(self) -> None:
        taskqueue_start_threads(addr(self.tq), 2, 0, "tq")


# -- used again too early ----------------------------------------------------------------------------------------------


def does_nothing(ctx: Ptr[epoch_context]) -> None:
    pass


@scenario
class CalledBackTwice(Locks):
    ctx: epoch_context

    @thread
    def only(self):
        NET_EPOCH_CALL(does_nothing, addr(self.ctx))
        NET_EPOCH_CALL(does_nothing, addr(self.ctx))


@scenario
class InitialisedWhileItWaits(Enqueued):
    @thread(count=1)
    def user(self):
        taskqueue_block(self.tq)
        taskqueue_enqueue(self.tq, addr(self.t))
        TASK_INIT(addr(self.t), 0, counts_who_is_inside, addr(self.flag))
        taskqueue_enqueue(self.tq, addr(self.t))
        taskqueue_unblock(self.tq)


def counts(arg: voidp) -> None:
    cast(Ptr[atomic[u32]], arg).fetch_add(1)


def sleeps_undisturbed(arg: voidp) -> None:
    assert tsleep(arg, PCATCH, "undisturbed", 1) == EWOULDBLOCK


@scenario
class SignalsDieWithTheirThread(Locks):
    """A new thread that gets the number of one that has ended has no signal."""

    started: u64

    @thread
    def only(self):
        kthread_add(counts, addr(self.flag), null, addr(self.started), 0, 0, "first")
        tdsignal(self.started, 1)
        join(self.started)
        kthread_add(sleeps_undisturbed, addr(self.flag), null, addr(self.started), 0, 0, "second")
        join(self.started)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (CalledBackTwice, "misuse"),
        (InitialisedWhileItWaits, "misuse"),
        (SignalsDieWithTheirThread, "verified"),
        (ASignalEndsTheCircle, "verified"),
        (NobodySignals, "deadlock"),
        (TheInterruptedStillCounts, "deadlock"),
        (TakenAgainInTheWrongOrder, "deadlock"),
        (UpgradedPastAWaiter, "verified"),
        (UpgradedReadersAreNone, "deadlock"),
        (RecursesThisTime, "verified"),
        (SpinTrylocksDoNotRecurse, "verified"),
        (LeftUnderTheSpinMutex, "critical"),
        (SleepsUnderAHiddenSpinMutex, "sleep_with_lock"),
        (CalloutLeavesASection, "critical"),
        (TaskLeavesASection, "critical"),
        (CallbackLeavesALock, "lock_leak"),
        (OneThreadRunsIt, "verified"),
        (TwoThreadsRunIt, "assertion failed"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program).rstrip("0123456789 ") == expected


def test_hiding_a_spin_mutex_hides_no_critical_section() -> None:
    result = check(SleepsUnderAHiddenSpinMutex, Options(nowitness=True))
    assert result.finding is not None and result.finding.kind.replace("_", " ") == "sleep with lock"
