"""Work that is done later by somebody else: callouts, tasks, epochs; and references to what they use."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.callout import (
    callout,
    callout_drain,
    callout_init,
    callout_init_mtx,
    callout_reset,
    callout_stop,
)
from unknot.kernel.epoch import epoch, epoch_alloc, epoch_enter, epoch_exit, epoch_wait
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue_tailq import TAILQ_EMPTY, TAILQ_INIT, TAILQ_INSERT_TAIL, TAILQ_REMOVE, tailq_entry, tailq_head
from unknot.kernel.refcount import refcount_acquire, refcount_init, refcount_release
from unknot.kernel.sleepqueue import tsleep
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.kernel.taskqueue import (
    TASK_INIT,
    task,
    taskqueue,
    taskqueue_create,
    taskqueue_drain,
    taskqueue_enqueue,
    taskqueue_start_threads,
    taskqueue_thread_enqueue,
)
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, alloc, atomic, cast, free, i32, null, struct, u32, u64


@struct
class softc:
    """A driver's data."""

    sc_mtx: mtx
    sc_timer: callout
    sc_ticks: u32


def tick(arg: voidp) -> None:
    cast(Ptr[softc], arg).sc_ticks += 1


def tick_that_sleeps(arg: voidp) -> None:
    tsleep(arg, 0, "tick", 10)


class Driver:
    sc: softc

    @initial
    def setup(self):
        mtx_init(addr(self.sc.sc_mtx), "softc", null, MTX_DEF)
        callout_init_mtx(addr(self.sc.sc_timer), addr(self.sc.sc_mtx), 0)

    def start(self) -> None:
        mtx_lock(addr(self.sc.sc_mtx))
        callout_reset(addr(self.sc.sc_timer), 10, tick, addr(self.sc))
        mtx_unlock(addr(self.sc.sc_mtx))


@scenario
class CalloutRunsWithItsLock(Driver):
    @thread
    def driver(self):
        self.start()

    @at_end
    def ran_once(self):
        assert self.sc.sc_ticks == 1


@scenario
class CalloutStoppedUnderItsLock(Driver):
    """With its lock held, stop leaves nothing running: the handler runs before, or never."""

    @thread
    def driver(self):
        self.start()
        mtx_lock(addr(self.sc.sc_mtx))
        callout_stop(addr(self.sc.sc_timer))
        before = self.sc.sc_ticks
        mtx_unlock(addr(self.sc.sc_mtx))
        mtx_lock(addr(self.sc.sc_mtx))
        assert self.sc.sc_ticks == before
        mtx_unlock(addr(self.sc.sc_mtx))


@scenario
class CalloutDrainedUnderItsLock(Driver):
    @thread
    def driver(self):
        self.start()
        mtx_lock(addr(self.sc.sc_mtx))
        callout_drain(addr(self.sc.sc_timer))
        mtx_unlock(addr(self.sc.sc_mtx))


@scenario
class CalloutDrained(Driver):
    @thread
    def driver(self):
        self.start()
        callout_drain(addr(self.sc.sc_timer))
        assert self.sc.sc_ticks <= 1


class Detach:
    """A softc that goes away with its driver."""

    def attach(self) -> Ptr[softc]:
        sc = alloc(softc)
        sc.sc_ticks = 0
        mtx_init(addr(sc.sc_mtx), "softc", null, MTX_DEF | 0x40)
        callout_init(addr(sc.sc_timer), 1)
        callout_reset(addr(sc.sc_timer), 10, tick, sc)
        return sc


@scenario
class FreedWhileACalloutRuns(Detach):
    """callout_stop does not wait for a handler that runs."""

    @thread
    def driver(self):
        sc = self.attach()
        callout_stop(addr(sc.sc_timer))
        free(sc)


@scenario
class FreedAfterDrain(Detach):
    @thread
    def driver(self):
        sc = self.attach()
        callout_drain(addr(sc.sc_timer))
        free(sc)


@scenario
class CalloutThatSleeps(Driver):
    @thread
    def driver(self):
        mtx_lock(addr(self.sc.sc_mtx))
        callout_reset(addr(self.sc.sc_timer), 10, tick_that_sleeps, addr(self.sc))
        mtx_unlock(addr(self.sc.sc_mtx))


@scenario
class CalloutThatSleepsWithoutALock:
    """Even without a lock a callout must not sleep."""

    sc: softc

    @initial
    def setup(self):
        callout_init(addr(self.sc.sc_timer), 1)

    @thread
    def driver(self):
        callout_reset(addr(self.sc.sc_timer), 10, tick_that_sleeps, addr(self.sc))


# -- tasks -------------------------------------------------------------------------------------------------------------


@struct
class device:
    d_sx: sx
    d_task: task
    d_queue: Ptr[taskqueue]
    d_done: atomic[u32]


def work(arg: voidp, pending: i32) -> None:
    cast(Ptr[device], arg).d_done.fetch_add(u32(pending))


def work_under_the_lock(arg: voidp, pending: i32) -> None:
    dev = cast(Ptr[device], arg)
    sx_xlock(addr(dev.d_sx))
    dev.d_done.fetch_add(1)
    sx_xunlock(addr(dev.d_sx))


def work_that_drains_itself(arg: voidp, pending: i32) -> None:
    dev = cast(Ptr[device], arg)
    taskqueue_drain(dev.d_queue, addr(dev.d_task))


class Tasks:
    dev: device

    def begin(self) -> None:
        sx_init(addr(self.dev.d_sx), "device")
        self.dev.d_queue = taskqueue_create("tq", 2, taskqueue_thread_enqueue, addr(self.dev.d_queue))
        taskqueue_start_threads(addr(self.dev.d_queue), 1, 0, "tq")


@scenario
class TaskRunsAsOftenAsEnqueued(Tasks):
    """Enqueued twice, it runs once or twice; the handler is told how often."""

    @initial
    def setup(self):
        self.begin()
        TASK_INIT(addr(self.dev.d_task), 0, work, addr(self.dev))

    @thread(count=2)
    def driver(self):
        taskqueue_enqueue(self.dev.d_queue, addr(self.dev.d_task))

    @at_end
    def all_was_done(self):
        assert self.dev.d_done.load() == 2


@scenario
class TaskDrained(Tasks):
    @initial
    def setup(self):
        self.begin()
        TASK_INIT(addr(self.dev.d_task), 0, work_under_the_lock, addr(self.dev))

    @thread
    def driver(self):
        taskqueue_enqueue(self.dev.d_queue, addr(self.dev.d_task))
        taskqueue_drain(self.dev.d_queue, addr(self.dev.d_task))
        assert self.dev.d_done.load() == 1


@scenario
class TaskDrainedUnderALockItTakes(Tasks):
    @initial
    def setup(self):
        self.begin()
        TASK_INIT(addr(self.dev.d_task), 0, work_under_the_lock, addr(self.dev))

    @thread
    def driver(self):
        taskqueue_enqueue(self.dev.d_queue, addr(self.dev.d_task))
        sx_xlock(addr(self.dev.d_sx))
        taskqueue_drain(self.dev.d_queue, addr(self.dev.d_task))
        sx_xunlock(addr(self.dev.d_sx))


@scenario
class TaskDrainsItself(Tasks):
    @initial
    def setup(self):
        self.begin()
        TASK_INIT(addr(self.dev.d_task), 0, work_that_drains_itself, addr(self.dev))

    @thread
    def driver(self):
        taskqueue_enqueue(self.dev.d_queue, addr(self.dev.d_task))


@scenario
class FreedWhileATaskWaits(Tasks):
    """The device goes away with its task in the queue."""

    @initial
    def setup(self):
        self.begin()

    @thread
    def driver(self):
        dev = alloc(device)
        dev.d_done.store(0)
        TASK_INIT(addr(dev.d_task), 0, work, dev)
        taskqueue_enqueue(self.dev.d_queue, addr(dev.d_task))
        free(dev)


# -- epochs ------------------------------------------------------------------------------------------------------------


@struct
class entry:
    value: u64


class Epochs:
    e: Ptr[epoch]
    current: atomic[Ptr[entry]]

    @initial
    def setup(self):
        self.e = epoch_alloc("net", 0)
        first = alloc(entry)
        first.value = 7
        self.current.store(first)

    @thread
    def reader(self):
        epoch_enter(self.e)
        seen = self.current.load()
        if seen is not None:
            assert seen.value == 7
        epoch_exit(self.e)


@scenario
class FreedAfterEpochWait(Epochs):
    @thread
    def writer(self):
        old = self.current.exchange(null)
        epoch_wait(self.e)
        free(old)


@scenario
class FreedWithoutEpochWait(Epochs):
    @thread
    def writer(self):
        old = self.current.exchange(null)
        free(old)


@scenario
class EpochWaitInsideASection(Epochs):
    @thread
    def writer(self):
        epoch_enter(self.e)
        epoch_wait(self.e)
        epoch_exit(self.e)


@scenario
class SleepInAnEpochSection(Epochs):
    @thread
    def sleeper(self):
        epoch_enter(self.e)
        tsleep(addr(self.current), 0, "epoch", 10)
        epoch_exit(self.e)


# -- references and lists ----------------------------------------------------------------------------------------------


@struct
class session:
    references: atomic[u32]
    value: u32


class Shared:
    shared: Ptr[session]

    @initial
    def setup(self):
        one = alloc(session)
        one.value = 1
        refcount_init(addr(one.references), 2)
        self.shared = one

    def release(self) -> None:
        mine = self.shared
        if refcount_release(addr(mine.references)):
            free(mine)


@scenario
class LastReferenceFrees(Shared):
    @thread(count=2)
    def user(self):
        assert self.shared.value == 1
        self.release()


@scenario
class OneReleaseTooMany(Shared):
    @initial
    def setup(self):
        one = alloc(session)
        refcount_init(addr(one.references), 1)
        self.shared = one

    @thread
    def user(self):
        refcount_release(addr(self.shared.references))
        refcount_release(addr(self.shared.references))


@scenario
class UsedAfterItsRelease(Shared):
    @thread(count=2)
    def user(self):
        mine = self.shared
        self.release()
        assert mine.value == 1


@scenario
class AcquiredFromNothing(Shared):
    """A reference is taken when the last one may be gone."""

    @initial
    def setup(self):
        one = alloc(session)
        refcount_init(addr(one.references), 1)
        self.shared = one

    @thread
    def owner(self):
        self.release()

    @thread
    def late(self):
        refcount_acquire(addr(self.shared.references))


@struct
class job:
    link: tailq_entry
    number: u32


class Jobs:
    m: mtx
    head: tailq_head
    one: job
    two: job

    @initial
    def setup(self):
        mtx_init(addr(self.m), "jobs", null, MTX_DEF)
        TAILQ_INIT(addr(self.head))


@scenario
class ListWithoutALock(Jobs):
    @thread
    def first(self):
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.one.link))

    @thread
    def second(self):
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.two.link))


@scenario
class ListUnderALock(Jobs):
    @thread
    def first(self):
        mtx_lock(addr(self.m))
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.one.link))
        TAILQ_REMOVE(addr(self.head), addr(self.one.link))
        mtx_unlock(addr(self.m))

    @thread
    def second(self):
        mtx_lock(addr(self.m))
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.two.link))
        TAILQ_REMOVE(addr(self.head), addr(self.two.link))
        mtx_unlock(addr(self.m))

    @at_end
    def is_empty(self):
        assert TAILQ_EMPTY(addr(self.head))


@scenario
class RemovedTwice(Jobs):
    @thread
    def first(self):
        mtx_lock(addr(self.m))
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.one.link))
        TAILQ_REMOVE(addr(self.head), addr(self.one.link))
        TAILQ_REMOVE(addr(self.head), addr(self.one.link))
        mtx_unlock(addr(self.m))
