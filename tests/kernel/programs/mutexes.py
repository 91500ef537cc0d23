"""mutex(9): what it keeps out, what it lets in, and every way to get it wrong. What each gives: test_mutex.py."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mutex import (
    MA_NOTOWNED,
    MA_NOTRECURSED,
    MA_OWNED,
    MA_RECURSED,
    MTX_DEF,
    MTX_NEW,
    MTX_RECURSE,
    MTX_SPIN,
    mtx,
    mtx_assert,
    mtx_destroy,
    mtx_init,
    mtx_initialized,
    mtx_lock,
    mtx_lock_spin,
    mtx_owned,
    mtx_recursed,
    mtx_trylock,
    mtx_trylock_spin,
    mtx_unlock,
    mtx_unlock_spin,
)
from unknot.kernel.systm import userret
from unknot.kernel.thread import td
from unknot.lang import addr, alloc, atomic, free, offset, u32


class Sleep:
    m: mtx
    n: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)


class Recursive(Sleep):
    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF | MTX_RECURSE)


class Spin:
    s: mtx
    n: u32

    @initial
    def setup(self):
        mtx_init(addr(self.s), "s", None, MTX_SPIN)


# -- what it keeps out and what it lets in -----------------------------------------------------------------------------


@scenario
class Once(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class Twice(Sleep):
    @thread(count=2)
    def each(self):
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class Counts(Sleep):
    @thread(count=3)
    def adder(self):
        mtx_lock(addr(self.m))
        self.n += 1
        mtx_unlock(addr(self.m))

    @at_end
    def all_counted(self):
        assert self.n == 3


@scenario
class SpinCounts(Spin):
    @thread(count=3)
    def adder(self):
        mtx_lock_spin(addr(self.s))
        self.n += 1
        assert td.td_critnest == 1
        mtx_unlock_spin(addr(self.s))
        assert td.td_critnest == 0

    @at_end
    def all_counted(self):
        assert self.n == 3


@scenario
class TwoMutexes(Sleep):
    """Must fail: who holds another mutex is not kept out."""

    other: mtx
    inside: atomic[u32]

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        mtx_init(addr(self.other), "other", None, MTX_DEF)

    @thread
    def one(self):
        mtx_lock(addr(self.m))
        self.inside.fetch_add(1)
        self.inside.fetch_sub(1)
        mtx_unlock(addr(self.m))

    @thread
    def two(self):
        mtx_lock(addr(self.other))
        assert self.inside.load() == 0, "both are inside"
        mtx_unlock(addr(self.other))


@scenario
class Unfair(Sleep):
    """Must fail: who comes later may have it first."""

    waits: atomic[bool]
    had: atomic[bool]

    @thread
    def patient(self):
        self.waits.store(True)
        mtx_lock(addr(self.m))
        self.had.store(True)
        mtx_unlock(addr(self.m))

    @thread
    def hog(self):
        mtx_lock(addr(self.m))
        waited = self.waits.load()
        mtx_unlock(addr(self.m))
        mtx_lock(addr(self.m))
        assert self.had.load() or not waited, "patient was passed"
        mtx_unlock(addr(self.m))


@scenario
class Tries(Sleep):
    """Two locks in both orders, but who holds one only tries the other."""

    other: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        mtx_init(addr(self.other), "other", None, MTX_DEF)

    @thread
    def one(self):
        mtx_lock(addr(self.m))
        if mtx_trylock(addr(self.other)):
            mtx_unlock(addr(self.other))
        mtx_unlock(addr(self.m))

    @thread
    def two(self):
        mtx_lock(addr(self.other))
        if mtx_trylock(addr(self.m)):
            assert mtx_owned(addr(self.m))
            mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.other))


@scenario
class TryFails(Sleep):
    """Must fail: a try does not wait."""

    @thread(count=2)
    def each(self):
        assert mtx_trylock(addr(self.m)), "it was busy"
        mtx_unlock(addr(self.m))


@scenario
class TrySpin(Spin):
    @thread(count=2)
    def each(self):
        if mtx_trylock_spin(addr(self.s)):
            assert td.td_critnest == 1
            self.n += 1
            mtx_unlock_spin(addr(self.s))
        assert td.td_critnest == 0


@scenario
class Recurses(Recursive):
    @thread(count=2)
    def each(self):
        mtx_lock(addr(self.m))
        mtx_assert(addr(self.m), MA_OWNED | MA_NOTRECURSED)
        mtx_lock(addr(self.m))
        assert mtx_trylock(addr(self.m))
        mtx_unlock(addr(self.m))
        mtx_assert(addr(self.m), MA_OWNED | MA_RECURSED)
        assert mtx_recursed(addr(self.m))
        mtx_unlock(addr(self.m))
        self.n += 1
        mtx_unlock(addr(self.m))
        mtx_assert(addr(self.m), MA_NOTOWNED)


@scenario
class TryOfOnesOwn(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        assert not mtx_trylock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class SpinInSleep(Sleep):
    """Right: a spin mutex under a sleep mutex, a spin mutex under a spin mutex, and a try that does not block."""

    s: mtx
    t: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        mtx_init(addr(self.s), "s", None, MTX_SPIN)
        mtx_init(addr(self.t), "t", None, MTX_SPIN)

    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_lock_spin(addr(self.s))
        mtx_lock_spin(addr(self.t))
        mtx_unlock_spin(addr(self.t))
        mtx_unlock_spin(addr(self.s))
        mtx_unlock(addr(self.m))
        mtx_lock_spin(addr(self.s))
        assert mtx_trylock(addr(self.m))
        mtx_unlock(addr(self.m))
        mtx_unlock_spin(addr(self.s))


@scenario
class NotNested(Sleep):
    """Right: locks are given up in any order."""

    other: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        mtx_init(addr(self.other), "other", None, MTX_DEF)

    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.other))
        mtx_unlock(addr(self.m))
        assert mtx_owned(addr(self.other)) and not mtx_owned(addr(self.m))
        mtx_unlock(addr(self.other))


@scenario
class Lives:
    """Right: a mutex in memory that is new, ended by its owner while he holds it."""

    @thread
    def only(self):
        m = alloc(mtx)
        mtx_init(m, "m", "type", MTX_DEF | MTX_NEW)
        mtx_lock(m)
        mtx_destroy(m)
        assert not mtx_initialized(m)
        mtx_init(m, "m again", None, MTX_SPIN)
        assert mtx_initialized(m)
        mtx_lock_spin(m)
        mtx_destroy(m)
        free(m)


# -- how to get it wrong -----------------------------------------------------------------------------------------------


@scenario
class Recursed(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.m))


@scenario
class SpinRecursed(Spin):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.s))
        mtx_lock_spin(addr(self.s))


@scenario
class NotLocked(Sleep):
    @thread
    def only(self):
        mtx_unlock(addr(self.m))


@scenario
class UnlockedTwice(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class UnlockedByAnother(Sleep):
    held: atomic[bool]

    @thread
    def owner(self):
        mtx_lock(addr(self.m))
        self.held.store(True)
        mtx_unlock(addr(self.m))

    @thread
    def other(self):
        if self.held.load():
            mtx_unlock(addr(self.m))


@scenario
class Leaks(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))


@scenario
class LeaksToUser(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        userret()


@scenario
class NotInitialised:
    m: mtx

    @thread
    def only(self):
        mtx_lock(addr(self.m))


@scenario
class InitialisedTwice(Sleep):
    @thread
    def only(self):
        mtx_init(addr(self.m), "m again", None, MTX_DEF)


@scenario
class MemoryNotZero:
    """FreeBSD looks at what was there before, unless it is told MTX_NEW."""

    @thread
    def only(self):
        m = alloc(mtx)
        mtx_init(m, "m", None, MTX_DEF)


@scenario
class LockedAfterDestroy(Sleep):
    @thread
    def only(self):
        mtx_destroy(addr(self.m))
        mtx_lock(addr(self.m))


@scenario
class DestroyedTwice(Sleep):
    @thread
    def only(self):
        mtx_destroy(addr(self.m))
        mtx_destroy(addr(self.m))


@scenario
class DestroyedWhileHeld(Sleep):
    held: atomic[bool]

    @thread
    def owner(self):
        mtx_lock(addr(self.m))
        self.held.store(True)
        mtx_unlock(addr(self.m))

    @thread
    def other(self):
        if self.held.load():
            mtx_destroy(addr(self.m))


@scenario
class DestroyedRecursed(Recursive):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.m))
        mtx_destroy(addr(self.m))


@scenario
class SpinLockedAsSleep(Spin):
    @thread
    def only(self):
        mtx_lock(addr(self.s))


@scenario
class SleepLockedAsSpin(Sleep):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.m))


@scenario
class SpinUnlockedAsSleep(Spin):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.s))
        mtx_unlock(addr(self.s))


@scenario
class BlocksUnderSpin(Spin):
    m: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        mtx_init(addr(self.s), "s", None, MTX_SPIN)

    @thread
    def only(self):
        mtx_lock_spin(addr(self.s))
        mtx_lock(addr(self.m))


@scenario
class NotOwned(Sleep):
    @thread
    def only(self):
        mtx_assert(addr(self.m), MA_OWNED)


@scenario
class Owned(Sleep):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_assert(addr(self.m), MA_NOTOWNED)
        mtx_unlock(addr(self.m))


@scenario
class NotRecursed(Recursive):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_assert(addr(self.m), MA_OWNED | MA_RECURSED)
        mtx_unlock(addr(self.m))


@scenario
class IsRecursed(Recursive):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.m))
        mtx_assert(addr(self.m), MA_OWNED | MA_NOTRECURSED)
        mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class TooMany:
    """A thread can hold HELD_MOST locks."""

    @thread
    def only(self):
        m = alloc(mtx, 9)
        for i in range(9):
            mtx_init(offset(m, i), "m", None, MTX_NEW)
            mtx_lock(offset(m, i))
