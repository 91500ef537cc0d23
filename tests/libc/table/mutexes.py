"""Mutexes of pthread.h: right, wrong, and what POSIX has error numbers for."""

from unknot import at_end, initial, scenario, thread
from unknot.lang import Ptr, addr, alloc, array, free, i32, null, struct, u32
from unknot.libc.errno import EBUSY, EDEADLK, EINVAL, EPERM, ETIMEDOUT
from unknot.libc.pthread_mutex import (
    pthread_mutex_destroy,
    pthread_mutex_init,
    pthread_mutex_lock,
    pthread_mutex_t,
    pthread_mutex_timedlock,
    pthread_mutex_trylock,
    pthread_mutex_unlock,
)
from unknot.libc.pthread_mutexattr import (
    ERRORCHECK,
    RECURSIVE,
    pthread_mutexattr_gettype,
    pthread_mutexattr_init,
    pthread_mutexattr_setprioceiling,
    pthread_mutexattr_setprotocol,
    pthread_mutexattr_setpshared,
    pthread_mutexattr_setrobust,
    pthread_mutexattr_settype,
    pthread_mutexattr_t,
)

LOCKS = 20


@struct
class account:
    balance: u32
    lock: pthread_mutex_t


class Counter:
    """A number that two threads add to."""

    m: pthread_mutex_t
    n: u32

    @thread(count=2)
    def adder(self):
        pthread_mutex_lock(addr(self.m))
        self.n += 1
        pthread_mutex_unlock(addr(self.m))

    @at_end
    def whole(self):
        assert self.n == 2


@scenario
class StaticInitialiser(Counter):
    pass


@scenario
class WithoutTheMutex(Counter):
    @thread
    def other(self):
        self.n += 1

    @at_end
    def whole(self):
        assert self.n == 3


@scenario
class Lifetime:
    m: pthread_mutex_t

    @thread
    def t(self):
        assert pthread_mutex_init(addr(self.m), null) == 0
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_unlock(addr(self.m))
        assert pthread_mutex_destroy(addr(self.m)) == 0
        pthread_mutex_init(addr(self.m), null)
        pthread_mutex_lock(addr(self.m))


@scenario
class EndsWithTheMutex:
    """POSIX allows it; nobody else wants it."""

    m: pthread_mutex_t

    @thread
    def t(self):
        pthread_mutex_lock(addr(self.m))


@scenario
class EndsWithTheMutexWanted:
    m: pthread_mutex_t

    @thread(count=2)
    def t(self):
        pthread_mutex_lock(addr(self.m))


@scenario
class LocksTwice:
    m: pthread_mutex_t

    @thread
    def t(self):
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_lock(addr(self.m))


@scenario
class UnlocksUnlocked:
    m: pthread_mutex_t

    @thread
    def t(self):
        pthread_mutex_unlock(addr(self.m))


@scenario
class UnlocksAnothers:
    m: pthread_mutex_t

    @thread
    def owner(self):
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_unlock(addr(self.m))

    @thread
    def other(self):
        if pthread_mutex_trylock(addr(self.m)) == EBUSY:
            pthread_mutex_unlock(addr(self.m))
        else:
            pthread_mutex_unlock(addr(self.m))


@scenario
class DestroysHeld:
    m: pthread_mutex_t

    @thread
    def t(self):
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_destroy(addr(self.m))


@scenario
class LocksDestroyed:
    m: pthread_mutex_t

    @thread
    def user(self):
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_unlock(addr(self.m))

    @thread
    def destroyer(self):
        if pthread_mutex_trylock(addr(self.m)) == 0:
            pthread_mutex_unlock(addr(self.m))
            pthread_mutex_destroy(addr(self.m))


@scenario
class NeverInitialised:
    """In memory from malloc there is no static initialiser."""

    @thread
    def t(self):
        pthread_mutex_lock(addr(alloc(account).lock))


@scenario
class FreedHeld:
    @thread
    def t(self):
        a = alloc(account)
        pthread_mutex_init(addr(a.lock), null)
        pthread_mutex_lock(addr(a.lock))
        free(a)
        pthread_mutex_unlock(addr(a.lock))


# -- kinds -------------------------------------------------------------------------------------------------------------


def init_as(m: Ptr[pthread_mutex_t], kind: i32) -> None:
    """A mutex of that kind."""
    attr = pthread_mutexattr_t()
    pthread_mutexattr_init(addr(attr))
    assert pthread_mutexattr_settype(addr(attr), kind) == 0
    pthread_mutex_init(m, addr(attr))


@scenario
class Recursive:
    m: pthread_mutex_t
    n: u32

    @thread
    def first(self):
        init_as(addr(self.m), RECURSIVE)
        assert pthread_mutex_lock(addr(self.m)) == 0
        assert pthread_mutex_lock(addr(self.m)) == 0
        assert pthread_mutex_trylock(addr(self.m)) == 0
        assert pthread_mutex_timedlock(addr(self.m), null) == 0
        for _ in range(4):
            assert pthread_mutex_unlock(addr(self.m)) == 0
        assert pthread_mutex_unlock(addr(self.m)) == EPERM
        assert pthread_mutex_destroy(addr(self.m)) == 0


@scenario
class RecursiveKeepsOthersOut:
    m: pthread_mutex_t
    n: u32

    @initial
    def setup(self):
        init_as(addr(self.m), RECURSIVE)

    @thread(count=2)
    def adder(self):
        pthread_mutex_lock(addr(self.m))
        pthread_mutex_lock(addr(self.m))
        self.n += 1
        pthread_mutex_unlock(addr(self.m))
        self.n += 1
        pthread_mutex_unlock(addr(self.m))

    @at_end
    def whole(self):
        assert self.n == 4


@scenario
class Errorcheck:
    m: pthread_mutex_t

    @thread
    def first(self):
        init_as(addr(self.m), ERRORCHECK)
        assert pthread_mutex_lock(addr(self.m)) == 0
        assert pthread_mutex_lock(addr(self.m)) == EDEADLK
        assert pthread_mutex_trylock(addr(self.m)) == EBUSY
        assert pthread_mutex_timedlock(addr(self.m), null) == EDEADLK
        assert pthread_mutex_unlock(addr(self.m)) == 0
        assert pthread_mutex_unlock(addr(self.m)) == EPERM


@scenario
class Attributes:
    @thread
    def t(self):
        attr = pthread_mutexattr_t()
        kind = i32(7)
        pthread_mutexattr_init(addr(attr))
        assert pthread_mutexattr_settype(addr(attr), 9) == EINVAL
        pthread_mutexattr_settype(addr(attr), RECURSIVE)
        assert pthread_mutexattr_setrobust(addr(attr), 1) == 0
        assert pthread_mutexattr_setpshared(addr(attr), 1) == 0
        assert pthread_mutexattr_setprotocol(addr(attr), 2) == 0
        assert pthread_mutexattr_setprioceiling(addr(attr), 5) == 0
        pthread_mutexattr_gettype(addr(attr), addr(kind))
        assert kind == RECURSIVE


# -- without waiting ---------------------------------------------------------------------------------------------------


@scenario
class TryLock:
    m: pthread_mutex_t
    got: u32

    @thread(count=2)
    def t(self):
        if pthread_mutex_trylock(addr(self.m)) == 0:
            self.got += 1

    @at_end
    def one(self):
        assert self.got == 1


@scenario
class TimedLockGivesUp:
    """Nobody gives the mutex back: who waits with a time goes on."""

    m: pthread_mutex_t

    @initial
    def locked(self):
        pthread_mutex_lock(addr(self.m))

    @thread
    def other(self):
        assert pthread_mutex_timedlock(addr(self.m), null) == ETIMEDOUT


@scenario
class TimedLockIsNotChecked:
    m: pthread_mutex_t
    n: u32

    @thread(count=2)
    def t(self):
        pthread_mutex_timedlock(addr(self.m), null)
        self.n += 1
        pthread_mutex_unlock(addr(self.m))


@scenario
class TimedLockForEver(Counter):
    """A loop that ends when the other thread has given the mutex back."""

    @thread
    def patient(self):
        while pthread_mutex_timedlock(addr(self.m), null) == ETIMEDOUT:
            pass
        pthread_mutex_unlock(addr(self.m))


@scenario
class TimedLockForNothing:
    m: pthread_mutex_t

    @thread
    def keeper(self):
        pthread_mutex_lock(addr(self.m))

    @thread
    def other(self):
        while pthread_mutex_timedlock(addr(self.m), null) == ETIMEDOUT:
            pass


# -- orders ------------------------------------------------------------------------------------------------------------

first: pthread_mutex_t = pthread_mutex_t()
second: pthread_mutex_t = pthread_mutex_t()
gate: pthread_mutex_t = pthread_mutex_t()
accounts: array[account] = array(2)


def both(one: Ptr[pthread_mutex_t], other: Ptr[pthread_mutex_t]) -> None:
    """Takes two mutexes, one in the other."""
    pthread_mutex_lock(one)
    pthread_mutex_lock(other)
    pthread_mutex_unlock(other)
    pthread_mutex_unlock(one)


@scenario
class AbBa:
    @thread
    def t1(self):
        both(addr(first), addr(second))

    @thread
    def t2(self):
        both(addr(second), addr(first))


@scenario
class AbBaBehindAGate:
    @thread
    def t1(self):
        pthread_mutex_lock(addr(gate))
        both(addr(first), addr(second))
        pthread_mutex_unlock(addr(gate))

    @thread
    def t2(self):
        pthread_mutex_lock(addr(gate))
        both(addr(second), addr(first))
        pthread_mutex_unlock(addr(gate))


def transfer(source: Ptr[account], to: Ptr[account]) -> None:
    """Moves money, with both accounts locked."""
    pthread_mutex_lock(addr(source.lock))
    pthread_mutex_lock(addr(to.lock))
    source.balance -= 1
    to.balance += 1
    pthread_mutex_unlock(addr(to.lock))
    pthread_mutex_unlock(addr(source.lock))


@scenario
class Transfers:
    """The type of these locks is the field."""

    @thread
    def there(self):
        transfer(addr(accounts[0]), addr(accounts[1]))

    @thread
    def back(self):
        transfer(addr(accounts[1]), addr(accounts[0]))


def new_account() -> Ptr[account]:
    """An account of its own."""
    made = alloc(account)
    made.balance = 1
    pthread_mutex_init(addr(made.lock), null)
    return made


@scenario
class TransfersOnTheHeap:
    """The type of these locks is the line that initialised them."""

    one: Ptr[account]
    two: Ptr[account]
    ready: pthread_mutex_t

    @thread
    def maker(self):
        pthread_mutex_lock(addr(self.ready))
        self.one = new_account()
        self.two = new_account()
        pthread_mutex_unlock(addr(self.ready))

    @thread
    def there(self):
        self.move(True)

    @thread
    def back(self):
        self.move(False)

    def move(self, forth: bool) -> None:
        pthread_mutex_lock(addr(self.ready))
        one, two = self.one, self.two
        pthread_mutex_unlock(addr(self.ready))
        if two is not None:
            transfer(one if forth else two, two if forth else one)


@scenario
class TryLockBacksOff:
    @thread
    def t1(self):
        both(addr(first), addr(second))

    @thread
    def t2(self):
        pthread_mutex_lock(addr(second))
        if pthread_mutex_trylock(addr(first)) == 0:
            pthread_mutex_unlock(addr(first))
        pthread_mutex_unlock(addr(second))


@scenario
class ManyLocks:
    """More than the books have room for."""

    locks: array[pthread_mutex_t] = array(LOCKS)

    @thread
    def t(self):
        for i in range(LOCKS):
            pthread_mutex_lock(addr(self.locks[i]))
        for i in range(LOCKS):
            assert pthread_mutex_unlock(addr(self.locks[i])) == 0
