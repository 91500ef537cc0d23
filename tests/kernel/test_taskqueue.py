"""taskqueue(9): coalescing, order, cancelling, draining, blocking, freeing; the rules of each."""

from __future__ import annotations

import pytest
from schedules import ends, message, states, verdict

from unknot import at_end, initial, scenario, thread
from unknot.kernel import taskqueue as queues
from unknot.kernel.errno import EBUSY, EINVAL
from unknot.kernel.malloc import M_WAITOK
from unknot.kernel.mutex import MTX_DEF, MTX_SPIN, mtx, mtx_init, mtx_lock, mtx_lock_spin, mtx_unlock_spin
from unknot.kernel.sleepqueue import pause
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.kernel.taskqueue import (
    TASK_INIT,
    TASKQUEUE_DEFINE_SWI,
    TASKQUEUE_DEFINE_THREAD,
    task,
    taskqueue,
    taskqueue_block,
    taskqueue_cancel,
    taskqueue_create,
    taskqueue_create_fast,
    taskqueue_drain,
    taskqueue_drain_all,
    taskqueue_enqueue,
    taskqueue_free,
    taskqueue_member,
    taskqueue_poll_is_busy,
    taskqueue_start_threads,
    taskqueue_swi_enqueue,
    taskqueue_thread_enqueue,
    taskqueue_unblock,
)
from unknot.kernel.timeout_task import (
    TIMEOUT_TASK_INIT,
    taskqueue_cancel_timeout,
    taskqueue_drain_timeout,
    taskqueue_enqueue_timeout,
    timeout_task,
)
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, alloc, atomic, cast, free, i32, null, struct, thread_id, u32


@struct
class job:
    """A task and what it has done: how often it ran, how much was pending in all."""

    t: task
    tq: Ptr[taskqueue]
    m: mtx
    runs: atomic[u32]
    pending: atomic[u32]
    mark: u32


log: u32 = 0
runs_of_timeouts: atomic[u32] = atomic(0)
config: sx = sx()


def work(arg: voidp, pending: i32) -> None:
    j = cast(Ptr[job], arg)
    j.runs.fetch_add(1)
    j.pending.fetch_add(u32(pending))


def logs(arg: voidp, pending: i32) -> None:
    global log
    log = log * 10 + cast(Ptr[job], arg).mark


def enqueues_itself_once(arg: voidp, pending: i32) -> None:
    j = cast(Ptr[job], arg)
    if j.runs.fetch_add(1) == 0:
        taskqueue_enqueue(j.tq, addr(j.t))


def sets_itself_anew(arg: voidp, pending: i32) -> None:
    tt = cast(Ptr[timeout_task], arg)
    if runs_of_timeouts.fetch_add(1) == 0:
        taskqueue_enqueue_timeout(tt.q, tt, 10)


def drains_itself(arg: voidp, pending: i32) -> None:
    j = cast(Ptr[job], arg)
    taskqueue_drain(j.tq, addr(j.t))


def drains_all(arg: voidp, pending: i32) -> None:
    taskqueue_drain_all(cast(Ptr[job], arg).tq)


def frees_the_queue(arg: voidp, pending: i32) -> None:
    taskqueue_free(cast(Ptr[job], arg).tq)


def locks(arg: voidp, pending: i32) -> None:
    mtx_lock(addr(cast(Ptr[job], arg).m))


def locks_sx(arg: voidp, pending: i32) -> None:
    sx_xlock(addr(config))
    sx_xunlock(addr(config))


def sleeps(arg: voidp, pending: i32) -> None:
    pause("task", 10)


def frees_itself(arg: voidp, pending: i32) -> None:
    free(cast(Ptr[job], arg))


def is_a_member(arg: voidp, pending: i32) -> None:
    j = cast(Ptr[job], arg)
    assert taskqueue_member(j.tq, thread_id())
    j.runs.store(1)


class Queue:
    """A queue with one thread, and a task."""

    tq: Ptr[taskqueue]
    j: job
    k: job
    result: u32

    @initial
    def setup(self):
        mtx_init(addr(self.j.m), "job", null, MTX_DEF)
        self.make()
        self.j.tq = self.tq
        self.j.mark = 1
        self.k.mark = 2
        self.init()

    def make(self) -> None:
        self.tq = taskqueue_create("jobs", M_WAITOK, taskqueue_thread_enqueue, addr(self.tq))
        taskqueue_start_threads(addr(self.tq), 1, 0, "jobs")

    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, work, addr(self.j))

    def enqueue(self) -> None:
        assert taskqueue_enqueue(self.tq, addr(self.j.t)) == 0


class TwoThreads(Queue):
    def make(self) -> None:
        self.tq = taskqueue_create("jobs", M_WAITOK, taskqueue_thread_enqueue, addr(self.tq))
        taskqueue_start_threads(addr(self.tq), 2, 0, "jobs")


# -- what it does ------------------------------------------------------------------------------------------------------


@scenario
class Runs(Queue):
    @thread
    def only(self):
        self.enqueue()

    @at_end
    def ran(self):
        assert self.j.runs.load() == 1 and self.j.pending.load() == 1


@scenario
class Coalesces(Queue):
    """One run for two, or one each; nothing is lost."""

    @thread
    def only(self):
        self.enqueue()
        self.enqueue()

    @at_end
    def ran(self):
        assert self.j.pending.load() == 2
        self.result = self.j.runs.load()


@scenario
class EnqueuesItself(Queue):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, enqueues_itself_once, addr(self.j))

    @thread
    def only(self):
        self.enqueue()
        taskqueue_drain(self.tq, addr(self.j.t))
        assert self.j.runs.load() == 2


class Ordered(Queue):
    first: u32
    second: u32

    def init(self) -> None:
        TASK_INIT(addr(self.j.t), self.first, logs, addr(self.j))
        TASK_INIT(addr(self.k.t), self.second, logs, addr(self.k))

    @thread
    def only(self):
        global log
        taskqueue_block(self.tq)
        taskqueue_enqueue(self.tq, addr(self.j.t))
        taskqueue_enqueue(self.tq, addr(self.k.t))
        assert log == 0
        taskqueue_unblock(self.tq)
        taskqueue_drain_all(self.tq)
        self.result = log


@scenario
class InOrder(Ordered):
    pass


@scenario
class ByPriority(Ordered):
    second: u32 = 7


@scenario
class BlockedForEver(Queue):
    @thread
    def only(self):
        taskqueue_block(self.tq)
        self.enqueue()
        taskqueue_drain(self.tq, addr(self.j.t))


@scenario
class BlockedTooLate(Queue):
    """The thread was woken before."""

    @thread
    def only(self):
        self.enqueue()
        taskqueue_block(self.tq)
        taskqueue_drain(self.tq, addr(self.j.t))


@scenario
class Cancels(Queue):
    """0 and it will not run, 0 and it has run, EBUSY and it runs."""

    @thread
    def only(self):
        pending: u32 = 9
        self.enqueue()
        error = taskqueue_cancel(self.tq, addr(self.j.t), addr(pending))
        assert pending <= 1 and (pending == 0 or error == 0)
        self.result = u32(error) * 2 + pending
        if error != EBUSY:
            assert self.j.runs.load() == 1 - pending

    @at_end
    def ran(self):
        assert self.j.runs.load() == u32(self.result != 1)


@scenario
class Drains(Queue):
    @thread
    def only(self):
        self.enqueue()
        taskqueue_drain(self.tq, addr(self.j.t))
        assert self.j.runs.load() == 1 and not taskqueue_poll_is_busy(self.tq, addr(self.j.t))


@scenario
class DrainsTwoThreads(TwoThreads):
    """Two threads run two tasks at once, but one task only one after the other's taking."""

    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, work, addr(self.j))
        TASK_INIT(addr(self.k.t), 0, work, addr(self.k))

    @thread
    def only(self):
        self.enqueue()
        taskqueue_enqueue(self.tq, addr(self.k.t))
        taskqueue_drain(self.tq, addr(self.j.t))
        assert self.j.runs.load() == 1
        self.result = self.k.runs.load()
        taskqueue_drain_all(self.tq)
        assert self.k.runs.load() == 1


@scenario
class Frees(Queue):
    """taskqueue_free runs what is there."""

    @thread
    def only(self):
        self.enqueue()
        taskqueue_free(self.tq)
        assert self.j.runs.load() == 1


@scenario
class FreesTwoThreads(TwoThreads):
    @thread
    def only(self):
        self.enqueue()
        taskqueue_free(self.tq)
        assert self.j.runs.load() == 1


@scenario
class Members(Queue):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, is_a_member, addr(self.j))

    @thread
    def only(self):
        assert not taskqueue_member(self.tq, thread_id())
        self.enqueue()


@scenario
class FreedByItsHandler(Queue):
    @thread
    def only(self):
        j = alloc(job)
        TASK_INIT(addr(j.t), 0, frees_itself, j)
        taskqueue_enqueue(self.tq, addr(j.t))


@scenario
class FastUnderSpin(Queue):
    spin: mtx

    def make(self) -> None:
        mtx_init(addr(self.spin), "spin", null, MTX_SPIN)
        self.tq = taskqueue_create_fast("jobs", M_WAITOK, taskqueue_thread_enqueue, addr(self.tq))
        taskqueue_start_threads(addr(self.tq), 1, 0, "jobs")

    @thread
    def only(self):
        mtx_lock_spin(addr(self.spin))
        self.enqueue()
        mtx_unlock_spin(addr(self.spin))


@scenario
class NoThreads(Queue):
    """Without threads nothing runs."""

    def make(self) -> None:
        self.tq = taskqueue_create("jobs", M_WAITOK, taskqueue_thread_enqueue, addr(self.tq))

    @thread
    def only(self):
        assert taskqueue_start_threads(addr(self.tq), 0, 0, "none") == EINVAL
        self.enqueue()
        taskqueue_drain(self.tq, addr(self.j.t))


@scenario
class KernelQueues(Queue):
    """The kernel's own queues."""

    def make(self) -> None:
        TASKQUEUE_DEFINE_THREAD(addr(queues.taskqueue_thread), "thread")
        self.tq = queues.taskqueue_thread

    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, sleeps, addr(self.j))

    @thread
    def only(self):
        taskqueue_enqueue(queues.taskqueue_thread, addr(self.j.t))


@scenario
class KernelSwi(KernelQueues):
    def make(self) -> None:
        TASKQUEUE_DEFINE_SWI(addr(queues.taskqueue_thread), "swi")
        self.tq = queues.taskqueue_thread


# -- with a timeout ----------------------------------------------------------------------------------------------------


class Timed(Queue):
    tt: timeout_task

    def init(self) -> None:
        TIMEOUT_TASK_INIT(self.tq, addr(self.tt), 0, work, addr(self.j))

    def later(self) -> None:
        taskqueue_enqueue_timeout(self.tq, addr(self.tt), 10)


@scenario
class RunsLater(Timed):
    @thread
    def only(self):
        self.later()

    @at_end
    def ran(self):
        assert self.j.runs.load() == 1


@scenario
class DrainsLater(Timed):
    """It has run, or does not any more."""

    @thread
    def only(self):
        self.later()
        taskqueue_drain_timeout(self.tq, addr(self.tt))
        self.result = self.j.runs.load()

    @at_end
    def as_before(self):
        assert self.result == self.j.runs.load()


@scenario
class CancelsLater(Timed):
    @thread
    def only(self):
        self.later()
        error = taskqueue_cancel_timeout(self.tq, addr(self.tt), null)
        self.result = u32(error)


@scenario
class DrainsWhatSetsItselfAnew(Queue):
    """While it is drained its handler cannot enqueue it again: afterwards the memory may go."""

    @thread
    def only(self):
        tt = alloc(timeout_task)
        TIMEOUT_TASK_INIT(self.tq, tt, 0, sets_itself_anew, tt)
        taskqueue_enqueue_timeout(self.tq, tt, 10)
        taskqueue_drain_timeout(self.tq, tt)
        free(tt)


@scenario
class CancelsATimeout(Timed):
    """What is not running when it is cancelled does not run, also if the callout has fired; the memory may go."""

    @thread
    def only(self):
        tt = alloc(timeout_task)
        TIMEOUT_TASK_INIT(self.tq, tt, 0, work, addr(self.j))
        taskqueue_enqueue_timeout(self.tq, tt, 10)
        pending: u32 = 9
        if taskqueue_cancel_timeout(self.tq, tt, addr(pending)) == 0:
            free(tt)
            assert pending + self.j.runs.load() == 1
            self.result = pending

    @at_end
    def runs_or_was_pending(self):
        assert self.result == 0 or self.j.runs.load() == 0


# -- misuse ------------------------------------------------------------------------------------------------------------


@scenario
class DrainsItself(Queue):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, drains_itself, addr(self.j))

    @thread
    def only(self):
        self.enqueue()


@scenario
class DrainsAllFromWithin(DrainsItself):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, drains_all, addr(self.j))


@scenario
class FreesFromWithin(DrainsItself):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, frees_the_queue, addr(self.j))


@scenario
class LeavesALock(DrainsItself):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, locks, addr(self.j))


@scenario
class NoHandler(DrainsItself):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, null, addr(self.j))


@scenario
class SleepsInThread(DrainsItself):
    def init(self) -> None:
        TASK_INIT(addr(self.j.t), 0, sleeps, addr(self.j))


@scenario
class SleepsInSwi(SleepsInThread):
    def make(self) -> None:
        self.tq = taskqueue_create("jobs", M_WAITOK, taskqueue_swi_enqueue, addr(self.tq))
        taskqueue_start_threads(addr(self.tq), 1, 0, "jobs")


@scenario
class DrainsWithALock(Queue):
    @thread
    def only(self):
        mtx_lock(addr(self.j.m))
        taskqueue_drain(self.tq, addr(self.j.t))


@scenario
class CancelledUnderADrain(Queue):
    """Nobody wakes a drain but a task that has run: what is cancelled never does."""

    @initial
    def prepare(self):
        taskqueue_block(self.tq)
        self.enqueue()

    @thread
    def only(self):
        taskqueue_drain(self.tq, addr(self.j.t))

    @thread
    def canceller(self):
        taskqueue_cancel(self.tq, addr(self.j.t), null)


@scenario
class EnqueuedAfterTheCancel(CancelledUnderADrain):
    """If it runs after all, the drain ends."""

    @thread
    def canceller(self):
        taskqueue_cancel(self.tq, addr(self.j.t), null)
        taskqueue_unblock(self.tq)
        self.enqueue()


@scenario
class DrainsWithTheTasksLock(Queue):
    """An sx lock may be held in a drain, but not the one that the task takes."""

    def init(self) -> None:
        sx_init(addr(config), "config")
        TASK_INIT(addr(self.j.t), 0, locks_sx, addr(self.j))

    @thread
    def only(self):
        sx_xlock(addr(config))
        self.enqueue()
        taskqueue_drain(self.tq, addr(self.j.t))
        sx_xunlock(addr(config))


@scenario
class EnqueuesUnderSpin(Queue):
    spin: mtx

    @thread
    def only(self):
        mtx_init(addr(self.spin), "spin", null, MTX_SPIN)
        mtx_lock_spin(addr(self.spin))
        self.enqueue()


@scenario
class FreedWhilePending(Queue):
    @thread
    def only(self):
        j = alloc(job)
        TASK_INIT(addr(j.t), 0, work, j)
        taskqueue_enqueue(self.tq, addr(j.t))
        free(j)


@scenario
class FreedAfterCancel(Queue):
    @thread
    def only(self):
        j = alloc(job)
        j.runs.store(0)
        j.pending.store(0)
        TASK_INIT(addr(j.t), 0, work, j)
        taskqueue_enqueue(self.tq, addr(j.t))
        taskqueue_cancel(self.tq, addr(j.t), null)
        free(j)


@scenario
class EnqueuedAfterFree(Queue):
    @thread
    def only(self):
        taskqueue_free(self.tq)
        self.enqueue()


@scenario
class TooManyThreads(Queue):
    def make(self) -> None:
        self.tq = taskqueue_create("jobs", M_WAITOK, taskqueue_thread_enqueue, addr(self.tq))

    @thread
    def only(self):
        taskqueue_start_threads(addr(self.tq), 5, 0, "many")


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (Runs, "verified"),
        (EnqueuesItself, "verified"),
        (BlockedForEver, "deadlock 6"),
        (BlockedTooLate, "verified"),
        (Drains, "verified"),
        (Frees, "verified"),
        (FreesTwoThreads, "verified"),
        (Members, "verified"),
        (FreedByItsHandler, "verified"),
        (FastUnderSpin, "verified"),
        (NoThreads, "deadlock 4"),
        (SleepsInThread, "verified"),
        (KernelQueues, "verified"),
        (KernelSwi, "sleep_not_allowed 3"),
        (RunsLater, "verified"),
        (DrainsItself, "drain_with_lock 5"),
        (DrainsAllFromWithin, "drain_with_lock 5"),
        (FreesFromWithin, "drain_with_lock 5"),
        (LeavesALock, "lock_leak 4"),
        (NoHandler, "misuse 2"),
        (SleepsInSwi, "sleep_not_allowed 3"),
        (DrainsWithALock, "sleep_with_lock 3"),
        (DrainsWithTheTasksLock, "deadlock 7"),
        (CancelledUnderADrain, "deadlock 4"),
        (EnqueuedAfterTheCancel, "verified"),
        (DrainsWhatSetsItselfAnew, "verified"),
        (CancelsATimeout, "verified"),
        (EnqueuesUnderSpin, "lock_in_critical 4"),
        (FreedWhilePending, "use after free 6"),
        (FreedAfterCancel, "use after free 9"),
        (EnqueuedAfterFree, "use after free 7"),
        (TooManyThreads, "misuse 1"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program) == expected, message(program)


@pytest.mark.parametrize(
    ("program", "results"),
    [
        (InOrder, {12}),
        (ByPriority, {21}),
        (Cancels, {0, 1, 2 * EBUSY}),
        (DrainsTwoThreads, {0, 1}),
        (DrainsLater, {0, 1}),
        (CancelsLater, {0, EBUSY}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_results(program: type, results: set[int]) -> None:
    assert ends(program, "result") == results


def test_steps() -> None:
    """Read the queue, enqueue; then it is taken, two writes, done."""
    assert states(Runs) == 1 + 6
