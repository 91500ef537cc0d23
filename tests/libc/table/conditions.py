"""Condition variables of pthread.h: loops, lost wakeups, the wrong one woken, timeouts, misuse."""

from unknot import at_end, scenario, thread
from unknot.lang import Ptr, addr, alloc, free, null, racy, struct, u32
from unknot.libc.errno import EPERM, ETIMEDOUT
from unknot.libc.pthread_cond import (
    pthread_cond_broadcast,
    pthread_cond_destroy,
    pthread_cond_init,
    pthread_cond_signal,
    pthread_cond_t,
    pthread_cond_timedwait,
    pthread_cond_wait,
)
from unknot.libc.pthread_mutex import pthread_mutex_lock, pthread_mutex_t, pthread_mutex_unlock
from unknot.libc.pthread_mutexattr import ERRORCHECK


class Box:
    """One place for items."""

    m: pthread_mutex_t
    c: pthread_cond_t
    full: u32
    taken: u32

    def take(self) -> None:
        pthread_mutex_lock(addr(self.m))
        while self.full == 0:
            pthread_cond_wait(addr(self.c), addr(self.m))
        self.full -= 1
        self.taken += 1
        pthread_mutex_unlock(addr(self.m))

    def take_once(self) -> None:
        pthread_mutex_lock(addr(self.m))
        if self.full == 0:
            pthread_cond_wait(addr(self.c), addr(self.m))
        assert self.full != 0, "woken for nothing"
        self.full -= 1
        pthread_mutex_unlock(addr(self.m))

    def put(self) -> None:
        pthread_mutex_lock(addr(self.m))
        self.full += 1
        pthread_cond_signal(addr(self.c))
        pthread_mutex_unlock(addr(self.m))


@scenario
class ConditionInALoop(Box):
    @thread
    def consumer(self):
        self.take()

    @thread
    def producer(self):
        self.put()

    @at_end
    def was_taken(self):
        assert self.taken == 1 and self.full == 0


@scenario
class SignalAfterUnlock(Box):
    @thread(count=2)
    def consumer(self):
        self.take()

    @thread(count=2)
    def producer(self):
        pthread_mutex_lock(addr(self.m))
        self.full += 1
        pthread_mutex_unlock(addr(self.m))
        pthread_cond_signal(addr(self.c))


class TwoConsumers(Box):
    """All are woken for each item."""

    @thread
    def producer(self):
        for _ in range(2):
            pthread_mutex_lock(addr(self.m))
            self.full += 1
            pthread_cond_broadcast(addr(self.c))
            pthread_mutex_unlock(addr(self.m))


@scenario
class WhileAllAreWoken(TwoConsumers):
    @thread(count=2)
    def consumer(self):
        self.take()


@scenario
class IfWhereAllAreWoken(TwoConsumers):
    @thread(count=2)
    def consumer(self):
        self.take_once()


@scenario
class SignalBeforeWait:
    """Nothing holds the signal off between the look at the flag and the wait."""

    m: pthread_mutex_t
    c: pthread_cond_t
    ready: racy[u32]

    @thread
    def waiter(self):
        pthread_mutex_lock(addr(self.m))
        while self.ready == 0:
            pthread_cond_wait(addr(self.c), addr(self.m))
        pthread_mutex_unlock(addr(self.m))

    @thread
    def signaller(self):
        self.ready = 1
        pthread_cond_signal(addr(self.c))


@scenario
class NobodySignals(Box):
    @thread
    def consumer(self):
        self.take()

    @thread
    def producer(self):
        pthread_mutex_lock(addr(self.m))
        self.full = 1
        pthread_mutex_unlock(addr(self.m))


class OneConditionForTwo(Box):
    """Producers and consumers wait for one condition variable; there is room for one item."""

    def add(self) -> None:
        pthread_mutex_lock(addr(self.m))
        while self.full == 1:
            pthread_cond_wait(addr(self.c), addr(self.m))
        self.full = 1
        self.tell()
        pthread_mutex_unlock(addr(self.m))

    def get(self) -> None:
        pthread_mutex_lock(addr(self.m))
        while self.full == 0:
            pthread_cond_wait(addr(self.c), addr(self.m))
        self.full = 0
        self.tell()
        pthread_mutex_unlock(addr(self.m))

    def tell(self) -> None:
        pthread_cond_signal(addr(self.c))

    @thread(count=2)
    def producer(self):
        self.add()

    @thread(count=2)
    def consumer(self):
        self.get()


@scenario
class SignalWakesTheWrongOne(OneConditionForTwo):
    pass


@scenario
class BroadcastWakesAll(OneConditionForTwo):
    def tell(self) -> None:
        pthread_cond_broadcast(addr(self.c))


@scenario
class WaitsUnlocked(Box):
    @thread
    def t(self):
        pthread_cond_wait(addr(self.c), addr(self.m))


@scenario
class WaitsUnlockedButLooks(Box):
    @thread
    def t(self):
        self.m.kind = ERRORCHECK
        assert pthread_cond_wait(addr(self.c), addr(self.m)) == EPERM


@scenario
class TwoMutexes(Box):
    other: pthread_mutex_t

    @thread
    def t1(self):
        pthread_mutex_lock(addr(self.m))
        pthread_cond_timedwait(addr(self.c), addr(self.m), null)

    @thread
    def t2(self):
        pthread_mutex_lock(addr(self.other))
        pthread_cond_timedwait(addr(self.c), addr(self.other), null)


@scenario
class DestroysWaitedFor(Box):
    @thread
    def consumer(self):
        self.take()

    @thread
    def destroyer(self):
        pthread_cond_destroy(addr(self.c))


@scenario
class SignalsDestroyed(Box):
    @thread
    def t(self):
        pthread_cond_destroy(addr(self.c))
        pthread_cond_signal(addr(self.c))


@struct
class request:
    m: pthread_mutex_t
    c: pthread_cond_t
    done: u32


@scenario
class DestroysWoken:
    """Who was woken need not have gone on when the condition variable ends; the mutex must live."""

    m: pthread_mutex_t
    request: Ptr[request]
    closed: u32

    @thread
    def waiter(self):
        pthread_mutex_lock(addr(self.m))
        mine = alloc(request)
        mine.done = self.closed
        pthread_cond_init(addr(mine.c), null)
        self.request = mine
        while mine.done == 0:
            pthread_cond_wait(addr(mine.c), addr(self.m))
        self.request = null
        free(mine)
        pthread_mutex_unlock(addr(self.m))

    @thread
    def server(self):
        pthread_mutex_lock(addr(self.m))
        self.closed = 1
        if self.request is not None:
            self.request.done = 1
            pthread_cond_broadcast(addr(self.request.c))
            pthread_cond_destroy(addr(self.request.c))
        pthread_mutex_unlock(addr(self.m))


# -- with a time -------------------------------------------------------------------------------------------------------


@scenario
class TimedOut(Box):
    @thread
    def t(self):
        pthread_mutex_lock(addr(self.m))
        assert pthread_cond_timedwait(addr(self.c), addr(self.m), null) == ETIMEDOUT
        pthread_mutex_unlock(addr(self.m))


@scenario
class TimedInALoop(Box):
    """The wait ends by itself as often as it likes, and then by the signal, or by a look."""

    @thread
    def consumer(self):
        pthread_mutex_lock(addr(self.m))
        while self.full == 0:
            pthread_cond_timedwait(addr(self.c), addr(self.m), null)
        pthread_mutex_unlock(addr(self.m))

    @thread
    def producer(self):
        self.put()


@scenario
class TimedForNothing(Box):
    """Whoever waits with a time does not sleep for ever, but gets nowhere."""

    @thread
    def consumer(self):
        pthread_mutex_lock(addr(self.m))
        while self.full == 0:
            pthread_cond_timedwait(addr(self.c), addr(self.m), null)
        pthread_mutex_unlock(addr(self.m))

    @thread
    def producer(self):
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_unlock(addr(self.m))


@scenario
class LateButThere(Box):
    """The time is over, and the item comes before the mutex is taken again."""

    @thread
    def consumer(self):
        pthread_mutex_lock(addr(self.m))
        if pthread_cond_timedwait(addr(self.c), addr(self.m), null) == ETIMEDOUT:
            assert self.full == 0, "late, but there"
        pthread_mutex_unlock(addr(self.m))

    @thread
    def producer(self):
        self.put()
