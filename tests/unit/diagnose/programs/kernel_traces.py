"""Small programs with the kernel's locks, each wrong in one way that its trace must tell."""

from __future__ import annotations

from unknot import at_end, initial, scenario, thread
from unknot.kernel.callout import callout, callout_init, callout_reset, callout_stop
from unknot.kernel.condvar import cv, cv_init, cv_signal, cv_wait
from unknot.kernel.kthread import kthread_add
from unknot.kernel.mutex import (
    MA_OWNED,
    MTX_DEF,
    MTX_NEW,
    mtx,
    mtx_assert,
    mtx_init,
    mtx_lock,
    mtx_trylock,
    mtx_unlock,
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
from unknot.kernel.sleepqueue import msleep, wakeup, wakeup_one
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
from unknot.lang import Ptr, addr, alloc, atomic, cast, cstr, free, here, i32, indivisible, null, require, struct, u32


@scenario
class AbBa:
    a: mtx
    b: mtx

    @initial
    def init(self) -> None:
        mtx_init(addr(self.a), "first", None, MTX_DEF)
        mtx_init(addr(self.b), "second", None, MTX_DEF)

    @thread
    def one(self) -> None:
        mtx_lock(addr(self.a))
        mtx_lock(addr(self.b))
        mtx_unlock(addr(self.b))
        mtx_unlock(addr(self.a))

    @thread
    def two(self) -> None:
        mtx_lock(addr(self.b))
        mtx_lock(addr(self.a))
        mtx_unlock(addr(self.a))
        mtx_unlock(addr(self.b))


@struct
class softc:
    mtx: mtx
    config: sx
    timer: callout
    task: task
    queue: Ptr[taskqueue]
    count: u32


def count_up(sc: Ptr[softc]) -> None:
    mtx_lock(addr(sc.mtx))
    sc.count += 1
    mtx_unlock(addr(sc.mtx))


@scenario
class Recursion:
    sc: softc

    @initial
    def init(self) -> None:
        mtx_init(addr(self.sc.mtx), "softc", None, MTX_DEF)

    @thread
    def user(self) -> None:
        mtx_lock(addr(self.sc.mtx))
        count_up(addr(self.sc))


@scenario
class Leak:
    m: mtx
    error: atomic[u32]

    @initial
    def init(self) -> None:
        mtx_init(addr(self.m), "softc", None, MTX_DEF)

    @thread
    def user(self) -> None:
        if not mtx_trylock(addr(self.m)):
            return
        if self.error.load():
            return
        mtx_unlock(addr(self.m))

    @thread
    def other(self) -> None:
        if mtx_trylock(addr(self.m)):
            self.error.store(5)
            mtx_unlock(addr(self.m))


# -- sleepers ----------------------------------------------------------------------------------------------------------


class Sleepers:
    m: mtx
    ready: atomic[u32]
    x: u32

    @initial
    def init(self) -> None:
        mtx_init(addr(self.m), "m", None, MTX_DEF)

    def wait(self) -> None:
        mtx_lock(addr(self.m))
        while self.ready.load() == 0:
            msleep(addr(self.ready), addr(self.m), 0, "ready", 0)
        mtx_unlock(addr(self.m))


@scenario
class WithoutInterlock(Sleepers):
    @thread
    def sleeper(self) -> None:
        self.wait()

    @thread
    def waker(self) -> None:
        self.ready.store(1)
        wakeup(addr(self.ready))


@scenario
class NoCheck(Sleepers):
    @thread
    def sleeper(self) -> None:
        mtx_lock(addr(self.m))
        msleep(addr(self.ready), addr(self.m), 0, "ready", 0)
        mtx_unlock(addr(self.m))

    @thread
    def waker(self) -> None:
        mtx_lock(addr(self.m))
        wakeup(addr(self.ready))
        mtx_unlock(addr(self.m))


@scenario
class OtherChannel(Sleepers):
    @thread
    def sleeper(self) -> None:
        self.wait()

    @thread
    def waker(self) -> None:
        mtx_lock(addr(self.m))
        self.ready.store(1)
        wakeup(addr(self.x))
        mtx_unlock(addr(self.m))


@scenario
class NeverWoken(Sleepers):
    @thread
    def sleeper(self) -> None:
        self.wait()


@scenario
class SleptAgain(Sleepers):
    @thread
    def sleeper(self) -> None:
        mtx_lock(addr(self.m))
        self.x = 1
        while self.ready.load() == 0:
            msleep(addr(self.ready), addr(self.m), 0, "ready", 0)
        mtx_unlock(addr(self.m))

    @thread
    def waker(self) -> None:
        with indivisible(self.x == 1):
            pass
        mtx_lock(addr(self.m))
        wakeup(addr(self.ready))
        mtx_unlock(addr(self.m))


@scenario
class WrongSleeper(Sleepers):
    @thread
    def first(self) -> None:
        self.wait()

    @thread
    def second(self) -> None:
        self.wait()

    @thread
    def waker(self) -> None:
        mtx_lock(addr(self.m))
        self.ready.store(1)
        wakeup_one(addr(self.ready))
        mtx_unlock(addr(self.m))


@scenario
class Signal:
    m: mtx
    c: cv
    n: u32

    @initial
    def init(self) -> None:
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        cv_init(addr(self.c), "c")

    @thread
    def taker(self) -> None:
        mtx_lock(addr(self.m))
        while self.n == 0:
            cv_wait(addr(self.c), addr(self.m))
        assert self.n == 0
        mtx_unlock(addr(self.m))

    @thread
    def giver(self) -> None:
        mtx_lock(addr(self.m))
        self.n = 1
        cv_signal(addr(self.c))
        mtx_unlock(addr(self.m))


@scenario
class Timeout(Sleepers):
    @thread
    def sleeper(self) -> None:
        mtx_lock(addr(self.m))
        assert msleep(addr(self.x), addr(self.m), 0, "x", 10) == 0
        mtx_unlock(addr(self.m))


# -- readers and writers -----------------------------------------------------------------------------------------------


@scenario
class BehindWriter:
    rw: rwlock
    m: mtx

    @initial
    def init(self) -> None:
        rw_init(addr(self.rw), "rw")
        mtx_init(addr(self.m), "m", None, MTX_DEF)

    @thread
    def reader(self) -> None:
        rw_rlock(addr(self.rw))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        rw_runlock(addr(self.rw))

    @thread
    def late(self) -> None:
        mtx_lock(addr(self.m))
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))
        mtx_unlock(addr(self.m))

    @thread
    def writer(self) -> None:
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class Upgrade:
    rw: rwlock

    @initial
    def init(self) -> None:
        rw_init(addr(self.rw), "rw")

    @thread
    def reader(self) -> None:
        rw_rlock(addr(self.rw))
        assert rw_try_upgrade(addr(self.rw))
        rw_downgrade(addr(self.rw))
        rw_runlock(addr(self.rw))

    @thread
    def other(self) -> None:
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))


# -- threads of the library --------------------------------------------------------------------------------------------


def tick(arg: voidp) -> None:
    count_up(cast(Ptr[softc], arg))


@scenario
class FreedTimer:
    sc: Ptr[softc]

    @initial
    def init(self) -> None:
        self.sc = alloc(softc)
        mtx_init(addr(self.sc.mtx), "softc", None, MTX_DEF | MTX_NEW)
        callout_init(addr(self.sc.timer), 1)
        self.sc.count = 0

    @thread
    def user(self) -> None:
        sc = self.sc
        callout_reset(addr(sc.timer), 1, tick, sc)
        callout_stop(addr(sc.timer))
        free(sc)


def configure(arg: voidp, pending: i32) -> None:
    sc = cast(Ptr[softc], arg)
    sx_xlock(addr(sc.config))
    sx_xunlock(addr(sc.config))


@scenario
class DrainedTask:
    sc: softc

    @initial
    def init(self) -> None:
        sx_init(addr(self.sc.config), "config")
        TASK_INIT(addr(self.sc.task), 0, configure, addr(self.sc))
        self.sc.queue = taskqueue_create("dev", 0, taskqueue_thread_enqueue, addr(self.sc.queue))
        taskqueue_start_threads(addr(self.sc.queue), 1, 0, "dev taskq")

    @thread
    def user(self) -> None:
        queue = self.sc.queue
        taskqueue_enqueue(queue, addr(self.sc.task))
        sx_xlock(addr(self.sc.config))
        taskqueue_drain(queue, addr(self.sc.task))
        sx_xunlock(addr(self.sc.config))


def work(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    mtx_assert(addr(sc.mtx), MA_OWNED)


@scenario
class Worker:
    sc: softc

    @initial
    def init(self) -> None:
        mtx_init(addr(self.sc.mtx), "softc", None, MTX_DEF)

    @thread
    def user(self) -> None:
        for _ in range(2):
            kthread_add(work, addr(self.sc), null, null, 0, 0, "worker")


# -- a lock of the user's own ------------------------------------------------------------------------------------------


@struct
class ticket_lock:
    name: cstr
    serving: u32
    following: u32


def ticket_unlock(t: Ptr[ticket_lock], site: u32 = here()) -> None:
    with indivisible():
        busy = t.serving != t.following
        require(busy, "ticket_order", "{0} ({1:text}) is free at {2:site}, {3:d} served", t, t.name, site, t.serving)
        t.serving += 1


@scenario
class Ticket:
    lock: ticket_lock

    @initial
    def init(self) -> None:
        self.lock.name = "box office"
        self.lock.following = 1

    @thread(count=2)
    def user(self) -> None:
        ticket_unlock(addr(self.lock))


@scenario
class AtEnd:
    m: mtx

    @initial
    def init(self) -> None:
        mtx_init(addr(self.m), "m", None, MTX_DEF)

    @thread
    def user(self) -> None:
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))

    @at_end
    def is_locked(self) -> None:
        mtx_assert(addr(self.m), MA_OWNED)


@scenario
class ReadsOnTheWay:
    """Before it blocks each thread only reads, one in a loop: the deadlock is there two steps before anybody waits."""

    a: mtx
    b: mtx
    length: u32

    @initial
    def init(self) -> None:
        mtx_init(addr(self.a), "a", None, MTX_DEF)
        mtx_init(addr(self.b), "b", None, MTX_DEF)
        self.length = 2

    @thread
    def walker(self) -> None:
        mtx_lock(addr(self.a))
        i: u32 = 0
        while i < self.length:
            i += 1
        mtx_lock(addr(self.b))
        mtx_unlock(addr(self.b))
        mtx_unlock(addr(self.a))

    @thread
    def other(self) -> None:
        mtx_lock(addr(self.b))
        if self.length != 0:
            mtx_lock(addr(self.a))
            mtx_unlock(addr(self.a))
        mtx_unlock(addr(self.b))
