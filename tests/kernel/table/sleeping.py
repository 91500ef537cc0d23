"""Sleeping and waking: conditions, interlocks, timeouts, signals."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.condvar import cv, cv_broadcast, cv_init, cv_signal, cv_wait
from unknot.kernel.malloc import M_NOWAIT, M_TEMP, M_WAITOK, free, malloc
from unknot.kernel.mutex import MTX_DEF, MTX_SPIN, mtx, mtx_init, mtx_lock, mtx_lock_spin, mtx_unlock, mtx_unlock_spin
from unknot.kernel.signals import tdsignal
from unknot.kernel.sleepqueue import PCATCH, PDROP, msleep, msleep_spin, tsleep, wakeup, wakeup_one
from unknot.kernel.thread import critical_enter, critical_exit
from unknot.lang import Ptr, addr, cast, null, racy, struct, u32


@struct
class Flag:
    value: u32


class Box:
    """One place for one item."""

    m: mtx
    full: u32
    taken: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "box", null, MTX_DEF)

    def take(self, flags: u32) -> None:
        mtx_lock(addr(self.m))
        while self.full == 0:
            msleep(addr(self.full), addr(self.m), flags, "take", 0)
        self.full -= 1
        self.taken += 1
        mtx_unlock(addr(self.m))


@scenario
class ConditionInALoop(Box):
    @thread
    def consumer(self):
        self.take(0)

    @thread
    def producer(self):
        mtx_lock(addr(self.m))
        self.full = 1
        wakeup(addr(self.full))
        mtx_unlock(addr(self.m))

    @at_end
    def was_taken(self):
        assert self.taken == 1 and self.full == 0


@scenario
class WakeupBeforeSleep:
    """Nothing holds the waker off between the look at the flag and the sleep."""

    m: mtx
    ready: racy[u32]

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)

    @thread
    def sleeper(self):
        mtx_lock(addr(self.m))
        while self.ready == 0:
            msleep(addr(self.ready), addr(self.m), 0, "ready", 0)
        mtx_unlock(addr(self.m))

    @thread
    def waker(self):
        self.ready = 1
        wakeup(addr(self.ready))


@scenario
class NobodyWakes(Box):
    @thread
    def consumer(self):
        self.take(0)

    @thread
    def producer(self):
        mtx_lock(addr(self.m))
        self.full = 1
        mtx_unlock(addr(self.m))


@scenario
class WakeupOneWakesTheWrongSleeper(Box):
    """A reader and a writer sleep on one channel; the wakeup meant for one of them goes to the other."""

    room: u32 = 1

    @thread
    def consumer(self):
        self.take(0)
        mtx_lock(addr(self.m))
        self.room += 1
        wakeup_one(addr(self.full))
        mtx_unlock(addr(self.m))

    @thread(count=2)
    def producer(self):
        mtx_lock(addr(self.m))
        while self.room == 0:
            msleep(addr(self.full), addr(self.m), 0, "room", 0)
        self.room -= 1
        self.full += 1
        wakeup_one(addr(self.full))
        mtx_unlock(addr(self.m))

    @thread
    def second_consumer(self):
        self.take(0)
        mtx_lock(addr(self.m))
        self.room += 1
        wakeup_one(addr(self.full))
        mtx_unlock(addr(self.m))


class CvBox:
    m: mtx
    c: cv
    full: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "box", null, MTX_DEF)
        cv_init(addr(self.c), "full")

    @thread
    def producer(self):
        mtx_lock(addr(self.m))
        self.full = 1
        cv_signal(addr(self.c))
        mtx_unlock(addr(self.m))


@scenario
class CvSignalWithoutALoop(CvBox):
    """Between the signal and the wait's return the other consumer takes the item."""

    @thread(count=2)
    def producer(self):
        mtx_lock(addr(self.m))
        self.full += 1
        cv_signal(addr(self.c))
        mtx_unlock(addr(self.m))

    @thread(count=2)
    def consumer(self):
        mtx_lock(addr(self.m))
        if self.full == 0:
            cv_wait(addr(self.c), addr(self.m))
        assert self.full > 0, "the item is gone"
        self.full -= 1
        mtx_unlock(addr(self.m))


@scenario
class CvSignalWithALoop(CvBox):
    @thread(count=2)
    def producer(self):
        mtx_lock(addr(self.m))
        self.full += 1
        cv_signal(addr(self.c))
        mtx_unlock(addr(self.m))

    @thread(count=2)
    def consumer(self):
        mtx_lock(addr(self.m))
        while self.full == 0:
            cv_wait(addr(self.c), addr(self.m))
        self.full -= 1
        mtx_unlock(addr(self.m))

    @at_end
    def all_was_taken(self):
        assert self.full == 0


@scenario
class CvBroadcastWithALoop(CvBox):
    done: u32

    @thread(count=2)
    def waits(self):
        mtx_lock(addr(self.m))
        while self.full == 0:
            cv_wait(addr(self.c), addr(self.m))
        self.done += 1
        mtx_unlock(addr(self.m))

    @thread
    def producer(self):
        mtx_lock(addr(self.m))
        self.full = 1
        cv_broadcast(addr(self.c))
        mtx_unlock(addr(self.m))

    @at_end
    def both_went_on(self):
        assert self.done == 2


class TwoMutexes:
    a: mtx
    b: mtx
    flag: u32

    @initial
    def setup(self):
        mtx_init(addr(self.a), "a", null, MTX_DEF)
        mtx_init(addr(self.b), "b", null, MTX_DEF)


@scenario
class SleepsWithTwoMutexes(TwoMutexes):
    @thread
    def t1(self):
        mtx_lock(addr(self.a))
        mtx_lock(addr(self.b))
        msleep(addr(self.flag), addr(self.b), 0, "flag", 0)
        mtx_unlock(addr(self.b))
        mtx_unlock(addr(self.a))


@scenario
class PdropLeavesItUnlocked(TwoMutexes):
    @thread
    def t1(self):
        mtx_lock(addr(self.a))
        msleep(addr(self.flag), addr(self.a), PDROP, "flag", 10)


@scenario
class PdropAndThenUnlocked(TwoMutexes):
    @thread
    def t1(self):
        mtx_lock(addr(self.a))
        msleep(addr(self.flag), addr(self.a), PDROP, "flag", 10)
        mtx_unlock(addr(self.a))


@scenario
class PdropForgotten(TwoMutexes):
    """Written as if msleep gave the mutex back."""

    @thread
    def t1(self):
        mtx_lock(addr(self.a))
        msleep(addr(self.flag), addr(self.a), 0, "flag", 10)


@scenario
class LockLeakedWhenInterrupted(TwoMutexes):
    """One return value of msleep is forgotten."""

    @thread
    def sleeper(self):
        mtx_lock(addr(self.a))
        while self.flag == 0:
            if msleep(addr(self.flag), addr(self.a), PCATCH, "flag", 0) != 0:
                return
        mtx_unlock(addr(self.a))

    @thread
    def killer(self):
        tdsignal(0, 2)


@scenario
class SleepWithoutLockOrTime(TwoMutexes):
    @thread
    def t1(self):
        msleep(addr(self.flag), null, 0, "flag", 0)


@scenario
class SleepWithATime(TwoMutexes):
    @thread
    def t1(self):
        tsleep(addr(self.flag), 0, "flag", 10)


@scenario
class SpinMutexAsInterlock:
    m: mtx
    ready: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_SPIN)

    @thread
    def sleeper(self):
        mtx_lock_spin(addr(self.m))
        while self.ready == 0:
            msleep_spin(addr(self.ready), addr(self.m), "ready", 0)
        mtx_unlock_spin(addr(self.m))

    @thread
    def waker(self):
        mtx_lock_spin(addr(self.m))
        self.ready = 1
        wakeup(addr(self.ready))
        mtx_unlock_spin(addr(self.m))


@scenario
class SleepInACriticalSection(TwoMutexes):
    @thread
    def t1(self):
        critical_enter()
        tsleep(addr(self.flag), 0, "flag", 10)
        critical_exit()


class Pollers:
    """Two threads that look again whenever a second has passed."""

    m: mtx
    one: u32
    two: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)

    def wait_for(self, flag: Ptr[u32], mine: Ptr[u32]) -> None:
        box = cast(Ptr[Flag], flag)
        mtx_lock(addr(self.m))
        while box.value == 0:
            msleep(flag, addr(self.m), 0, "poll", 1000)
        cast(Ptr[Flag], mine).value = 1
        wakeup(mine)
        mtx_unlock(addr(self.m))


@scenario
class TwoPollersWaitForEachOther(Pollers):
    """No state is without a step: they time out, look, and sleep again, for ever."""

    @thread
    def t1(self):
        self.wait_for(addr(self.one), addr(self.two))

    @thread
    def t2(self):
        self.wait_for(addr(self.two), addr(self.one))


@scenario
class PollersInARow(Pollers):
    @thread
    def t1(self):
        self.wait_for(addr(self.one), addr(self.two))

    @thread
    def t2(self):
        mtx_lock(addr(self.m))
        self.one = 1
        mtx_unlock(addr(self.m))


class Memory:
    m: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)


@scenario
class MallocThatMaySleepUnderAMutex(Memory):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        memory = malloc(16, M_TEMP, M_WAITOK)
        mtx_unlock(addr(self.m))
        free(memory, M_TEMP)


@scenario
class MallocThatMayFailUnchecked(Memory):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        memory = cast(Ptr[u32], malloc(16, M_TEMP, M_NOWAIT))
        cast(Ptr[Flag], memory).value = 1
        mtx_unlock(addr(self.m))
        free(memory, M_TEMP)


@scenario
class MallocThatMayFailChecked(Memory):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        memory = malloc(16, M_TEMP, M_NOWAIT)
        if memory is not None:
            cast(Ptr[Flag], memory).value = 1
        mtx_unlock(addr(self.m))
        if memory is not None:
            free(memory, M_TEMP)


@scenario
class MallocUnderASpinMutex:
    m: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_SPIN)

    @thread
    def t1(self):
        mtx_lock_spin(addr(self.m))
        memory = malloc(16, M_TEMP, M_NOWAIT)
        mtx_unlock_spin(addr(self.m))
        free(memory, M_TEMP)
