"""Reader-writer locks, spin locks, barriers, semaphores, pthread_once."""

from collections.abc import Callable

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, i32, null, u32
from unknot.libc.errno import EAGAIN, EBUSY, EDEADLK, EINVAL, ETIMEDOUT, errno
from unknot.libc.pthread_barrier import (
    SERIAL_THREAD,
    pthread_barrier_destroy,
    pthread_barrier_init,
    pthread_barrier_t,
    pthread_barrier_wait,
)
from unknot.libc.pthread_once import pthread_once
from unknot.libc.pthread_rwlock import (
    WRITERS,
    pthread_rwlock_destroy,
    pthread_rwlock_init,
    pthread_rwlock_rdlock,
    pthread_rwlock_t,
    pthread_rwlock_timedrdlock,
    pthread_rwlock_timedwrlock,
    pthread_rwlock_tryrdlock,
    pthread_rwlock_trywrlock,
    pthread_rwlock_unlock,
    pthread_rwlock_wrlock,
    pthread_rwlockattr_init,
    pthread_rwlockattr_setkind_np,
    pthread_rwlockattr_t,
)
from unknot.libc.pthread_spin import (
    pthread_spin_destroy,
    pthread_spin_init,
    pthread_spin_lock,
    pthread_spin_trylock,
    pthread_spin_unlock,
    pthread_spinlock_t,
)
from unknot.libc.semaphore import (
    sem_destroy,
    sem_getvalue,
    sem_init,
    sem_post,
    sem_t,
    sem_timedwait,
    sem_trywait,
    sem_wait,
)


class Shared:
    """A number under a reader-writer lock."""

    rw: pthread_rwlock_t
    n: u32

    def read(self) -> u32:
        pthread_rwlock_rdlock(addr(self.rw))
        seen = self.n
        pthread_rwlock_unlock(addr(self.rw))
        return seen

    def add(self) -> None:
        pthread_rwlock_wrlock(addr(self.rw))
        self.n += 1
        pthread_rwlock_unlock(addr(self.rw))


@scenario
class ReadersAndWriters(Shared):
    @thread(count=2)
    def reader(self):
        assert self.read() <= 2

    @thread(count=2)
    def writer(self):
        self.add()

    @at_end
    def whole(self):
        assert self.n == 2


@scenario
class WritesAsReader(Shared):
    @thread(count=2)
    def writer(self):
        pthread_rwlock_rdlock(addr(self.rw))
        self.n += 1
        pthread_rwlock_unlock(addr(self.rw))


@scenario
class ReadsTwice(Shared):
    """Readers do not wait behind a writer that waits."""

    @thread
    def reader(self):
        pthread_rwlock_rdlock(addr(self.rw))
        pthread_rwlock_rdlock(addr(self.rw))
        pthread_rwlock_unlock(addr(self.rw))
        seen = self.n
        pthread_rwlock_unlock(addr(self.rw))
        assert seen < 2

    @thread
    def writer(self):
        self.add()


@scenario
class ReadsTwiceBehindAWriter(ReadsTwice):
    """They do if the lock was made so."""

    @initial
    def setup(self):
        attr = pthread_rwlockattr_t()
        pthread_rwlockattr_init(addr(attr))
        assert pthread_rwlockattr_setkind_np(addr(attr), 7) == EINVAL
        pthread_rwlockattr_setkind_np(addr(attr), WRITERS)
        pthread_rwlock_init(addr(self.rw), addr(attr))


@scenario
class Upgrades(Shared):
    @thread
    def t(self):
        pthread_rwlock_rdlock(addr(self.rw))
        pthread_rwlock_wrlock(addr(self.rw))


@scenario
class RefusedToItsWriter(Shared):
    @thread
    def t(self):
        pthread_rwlock_wrlock(addr(self.rw))
        assert pthread_rwlock_rdlock(addr(self.rw)) == EDEADLK
        assert pthread_rwlock_wrlock(addr(self.rw)) == EDEADLK
        assert pthread_rwlock_tryrdlock(addr(self.rw)) == EBUSY
        assert pthread_rwlock_trywrlock(addr(self.rw)) == EBUSY
        pthread_rwlock_unlock(addr(self.rw))


@scenario
class TimedReadersAndWriters(Shared):
    @thread
    def keeper(self):
        pthread_rwlock_wrlock(addr(self.rw))
        self.n = 1
        pthread_rwlock_unlock(addr(self.rw))

    @thread
    def reader(self):
        if pthread_rwlock_timedrdlock(addr(self.rw), null) != ETIMEDOUT:
            assert self.n <= 2
            pthread_rwlock_unlock(addr(self.rw))

    @thread
    def writer(self):
        if pthread_rwlock_timedwrlock(addr(self.rw), null) != ETIMEDOUT:
            self.n += 1
            pthread_rwlock_unlock(addr(self.rw))


@scenario
class UnlocksUnread(Shared):
    @thread
    def t(self):
        pthread_rwlock_unlock(addr(self.rw))


@scenario
class UnlocksReadOnce(Shared):
    @thread
    def t(self):
        pthread_rwlock_rdlock(addr(self.rw))
        pthread_rwlock_unlock(addr(self.rw))
        pthread_rwlock_unlock(addr(self.rw))


@scenario
class DestroysRead(Shared):
    @thread
    def t(self):
        pthread_rwlock_rdlock(addr(self.rw))
        pthread_rwlock_destroy(addr(self.rw))


@scenario
class ReadsDestroyed(Shared):
    @thread
    def t(self):
        pthread_rwlock_destroy(addr(self.rw))
        pthread_rwlock_rdlock(addr(self.rw))


one: pthread_rwlock_t = pthread_rwlock_t()
other: pthread_rwlock_t = pthread_rwlock_t()


@scenario
class ReadersCross:
    """Two orders, but nobody writes under both."""

    @thread
    def t1(self):
        pthread_rwlock_rdlock(addr(one))
        pthread_rwlock_rdlock(addr(other))
        pthread_rwlock_unlock(addr(other))
        pthread_rwlock_unlock(addr(one))

    @thread
    def t2(self):
        pthread_rwlock_rdlock(addr(other))
        pthread_rwlock_rdlock(addr(one))
        pthread_rwlock_unlock(addr(one))
        pthread_rwlock_unlock(addr(other))


@scenario
class WritersCross:
    @thread
    def t1(self):
        pthread_rwlock_rdlock(addr(one))
        pthread_rwlock_wrlock(addr(other))
        pthread_rwlock_unlock(addr(other))
        pthread_rwlock_unlock(addr(one))

    @thread
    def t2(self):
        pthread_rwlock_rdlock(addr(other))
        pthread_rwlock_wrlock(addr(one))
        pthread_rwlock_unlock(addr(one))
        pthread_rwlock_unlock(addr(other))


# -- spin locks --------------------------------------------------------------------------------------------------------


class Spins:
    """A number under a spin lock."""

    s: pthread_spinlock_t
    n: u32

    @initial
    def setup(self):
        pthread_spin_init(addr(self.s), 0)


@scenario
class SpinLock(Spins):
    @thread(count=2)
    def adder(self):
        pthread_spin_lock(addr(self.s))
        self.n += 1
        pthread_spin_unlock(addr(self.s))

    @thread
    def trier(self):
        if pthread_spin_trylock(addr(self.s)) != EBUSY:
            self.n += 1
            pthread_spin_unlock(addr(self.s))

    @at_end
    def whole(self):
        assert self.n >= 2
        pthread_spin_destroy(addr(self.s))


@scenario
class SpinsForItself(Spins):
    @thread
    def t(self):
        pthread_spin_lock(addr(self.s))
        pthread_spin_lock(addr(self.s))


@scenario
class SpinUnlocked(Spins):
    @thread
    def t(self):
        pthread_spin_unlock(addr(self.s))


@scenario
class SpinUninitialised:
    s: pthread_spinlock_t

    @thread
    def t(self):
        pthread_spin_lock(addr(self.s))


@scenario
class SpinDestroyed(Spins):
    @thread
    def t(self):
        pthread_spin_destroy(addr(self.s))
        pthread_spin_lock(addr(self.s))


# -- barriers ----------------------------------------------------------------------------------------------------------


class Meets:
    """A barrier for two."""

    b: pthread_barrier_t
    n: u32
    m: u32
    serial: u32

    @initial
    def setup(self):
        assert pthread_barrier_init(addr(self.b), null, 0) == EINVAL
        pthread_barrier_init(addr(self.b), null, 2)


@scenario
class Barrier(Meets):
    """What was written before is read after, round by round."""

    @thread
    def t1(self):
        self.n = 1
        self.meet()
        assert self.m == 1
        self.meet()

    @thread
    def t2(self):
        self.m = 1
        self.meet()
        assert self.n == 1
        self.meet()

    def meet(self) -> None:
        if pthread_barrier_wait(addr(self.b)) == SERIAL_THREAD:
            self.serial += 1

    @at_end
    def one_each(self):
        assert self.serial == 2


@scenario
class BarrierWithoutTheOther(Meets):
    @thread
    def t1(self):
        pthread_barrier_wait(addr(self.b))


@scenario
class BarrierDestroyedByTheLast(Meets):
    """Those that may go on need not have gone."""

    @thread(count=2)
    def t(self):
        if pthread_barrier_wait(addr(self.b)) == SERIAL_THREAD:
            pthread_barrier_destroy(addr(self.b))


@scenario
class BarrierDestroyedByTheFirst(Meets):
    @thread
    def t1(self):
        pthread_barrier_wait(addr(self.b))

    @thread
    def t2(self):
        pthread_barrier_destroy(addr(self.b))
        pthread_barrier_wait(addr(self.b))


@scenario
class BarrierUninitialised:
    b: pthread_barrier_t

    @thread
    def t(self):
        pthread_barrier_wait(addr(self.b))


# -- semaphores --------------------------------------------------------------------------------------------------------


class Counts:
    """A semaphore."""

    s: sem_t
    n: u32

    @initial
    def setup(self):
        sem_init(addr(self.s), 0, 0)


@scenario
class SemaphoreOrders(Counts):
    @thread
    def consumer(self):
        sem_wait(addr(self.s))
        assert self.n == 1

    @thread
    def producer(self):
        self.n = 1
        sem_post(addr(self.s))


@scenario
class SemaphoreNeverPosted(Counts):
    @thread
    def consumer(self):
        sem_wait(addr(self.s))


@scenario
class SemaphoreTried(Counts):
    @thread
    def t(self):
        there = i32(7)
        assert sem_trywait(addr(self.s)) == -1 and errno == EAGAIN
        assert sem_timedwait(addr(self.s), null) == -1 and errno == ETIMEDOUT
        sem_post(addr(self.s))
        sem_getvalue(addr(self.s), addr(there))
        assert there == 1
        assert sem_trywait(addr(self.s)) == 0
        sem_post(addr(self.s))
        assert sem_timedwait(addr(self.s), null) == 0
        sem_destroy(addr(self.s))


@scenario
class SemaphoreDestroyedWaitedFor(Counts):
    @thread
    def consumer(self):
        sem_wait(addr(self.s))

    @thread
    def destroyer(self):
        sem_destroy(addr(self.s))


@scenario
class SemaphoreUninitialised:
    s: sem_t

    @thread
    def t(self):
        sem_post(addr(self.s))


# -- once --------------------------------------------------------------------------------------------------------------

control: i32 = 0
made: u32 = 0


def make() -> None:
    """What is to be done once."""
    global made
    made += 1


def make_again() -> None:
    """It asks for itself."""
    pthread_once(addr(control), make_again)


def use(routine: Callable[[], None]) -> None:
    """Makes it if nobody has, and uses it."""
    pthread_once(addr(control), routine)
    assert made == 1


@scenario
class Once:
    @thread(count=3)
    def user(self):
        use(make)


@scenario
class OnceInItself:
    @thread
    def user(self):
        use(make_again)
