"""Orders of locks: right, wrong, and wrong in a way that cannot deadlock."""

from unknot import initial, scenario, thread
from unknot.kernel.mutex import (
    MTX_DEF,
    MTX_DUPOK,
    MTX_NOWITNESS,
    MTX_SPIN,
    mtx,
    mtx_init,
    mtx_lock,
    mtx_lock_spin,
    mtx_trylock,
    mtx_unlock,
    mtx_unlock_spin,
)
from unknot.kernel.rwlock import rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, array, join, null, spawn, u32, u64


def both(first: Ptr[mtx], second: Ptr[mtx]) -> None:
    """Takes two mutexes, one in the other."""
    mtx_lock(first)
    mtx_lock(second)
    mtx_unlock(second)
    mtx_unlock(first)


class TwoMutexes:
    a: mtx
    b: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.a), "a", null, MTX_DEF)
        mtx_init(addr(self.b), "b", null, MTX_DEF)


@scenario
class SameOrder(TwoMutexes):
    @thread
    def t1(self):
        both(addr(self.a), addr(self.b))

    @thread
    def t2(self):
        both(addr(self.a), addr(self.b))


@scenario
class AbBa(TwoMutexes):
    @thread
    def t1(self):
        mtx_lock(addr(self.a))
        mtx_lock(addr(self.b))
        mtx_unlock(addr(self.b))
        mtx_unlock(addr(self.a))

    @thread
    def t2(self):
        mtx_lock(addr(self.b))
        mtx_lock(addr(self.a))
        mtx_unlock(addr(self.a))
        mtx_unlock(addr(self.b))


@scenario
class AbBaBehindAGate(TwoMutexes):
    gate: mtx

    @initial
    def setup(self):
        TwoMutexes.setup(self)
        mtx_init(addr(self.gate), "gate", null, MTX_DEF)

    @thread
    def t1(self):
        mtx_lock(addr(self.gate))
        both(addr(self.a), addr(self.b))
        mtx_unlock(addr(self.gate))

    @thread
    def t2(self):
        mtx_lock(addr(self.gate))
        both(addr(self.b), addr(self.a))
        mtx_unlock(addr(self.gate))


@scenario
class AbBaJoined(TwoMutexes):
    """The second order begins only when the thread with the first has ended."""

    @thread
    def t1(self):
        child = spawn(self.child)
        join(child)
        both(addr(self.b), addr(self.a))

    def child(self) -> None:
        both(addr(self.a), addr(self.b))


@scenario
class OneThreadBothOrders(TwoMutexes):
    @thread
    def t1(self):
        both(addr(self.a), addr(self.b))
        both(addr(self.b), addr(self.a))

    @thread
    def t2(self):
        mtx_lock(addr(self.a))
        mtx_unlock(addr(self.a))


class ThreeMutexes:
    locks: array[mtx] = array(3)
    gate: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.locks[0]), "a", null, MTX_DEF)
        mtx_init(addr(self.locks[1]), "b", null, MTX_DEF)
        mtx_init(addr(self.locks[2]), "c", null, MTX_DEF)
        mtx_init(addr(self.gate), "gate", null, MTX_DEF)


@scenario
class RingOfThree(ThreeMutexes):
    @thread(count=3)
    def t(self, me: u64):
        both(addr(self.locks[me]), addr(self.locks[(me + 1) % 3]))


@scenario
class RingOfThreeBehindAGate(ThreeMutexes):
    @thread(count=3)
    def t(self, me: u64):
        mtx_lock(addr(self.gate))
        both(addr(self.locks[me]), addr(self.locks[(me + 1) % 3]))
        mtx_unlock(addr(self.gate))


@scenario
class TryLockBacksOff(TwoMutexes):
    """A try never waits, so it takes part in no deadlock."""

    @thread
    def t1(self):
        both(addr(self.a), addr(self.b))

    @thread
    def t2(self):
        mtx_lock(addr(self.b))
        if mtx_trylock(addr(self.a)):
            mtx_unlock(addr(self.a))
        mtx_unlock(addr(self.b))


class ReadersAndMutex:
    m: mtx
    rw: rwlock

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        rw_init(addr(self.rw), "rw")

    @thread
    def t1(self):
        rw_rlock(addr(self.rw))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        rw_runlock(addr(self.rw))

    @thread
    def t2(self):
        mtx_lock(addr(self.m))
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))
        mtx_unlock(addr(self.m))


@scenario
class ReadersOnly(ReadersAndMutex):
    """Readers do not exclude each other."""


@scenario
class ReadersAndAWaitingWriter(ReadersAndMutex):
    """A reader waits behind a writer that waits."""

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


class TwoOfOneType:
    one: mtx
    two: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.one), "one", "vnode", MTX_DEF)
        mtx_init(addr(self.two), "two", "vnode", MTX_DEF)


@scenario
class DuplicateType(TwoOfOneType):
    @thread
    def t1(self):
        both(addr(self.one), addr(self.two))

    @thread
    def t2(self):
        both(addr(self.two), addr(self.one))


@scenario
class DuplicateTypeInOneOrder(TwoOfOneType):
    @thread
    def t1(self):
        both(addr(self.one), addr(self.two))

    @thread
    def t2(self):
        both(addr(self.one), addr(self.two))


@scenario
class DuplicateTypeMeant(TwoOfOneType):
    @initial
    def setup(self):
        mtx_init(addr(self.one), "one", "vnode", MTX_DEF | MTX_DUPOK)
        mtx_init(addr(self.two), "two", "vnode", MTX_DEF | MTX_DUPOK)

    @thread
    def t1(self):
        both(addr(self.one), addr(self.two))

    @thread
    def t2(self):
        both(addr(self.one), addr(self.two))


@scenario
class HiddenFromWitness(TwoMutexes):
    """MTX_NOWITNESS hides the deadlock from WITNESS, not from us."""

    @initial
    def setup(self):
        mtx_init(addr(self.a), "a", null, MTX_DEF | MTX_NOWITNESS)
        mtx_init(addr(self.b), "b", null, MTX_DEF | MTX_NOWITNESS)

    @thread
    def t1(self):
        both(addr(self.a), addr(self.b))

    @thread
    def t2(self):
        both(addr(self.b), addr(self.a))


@scenario
class TypesReversedInstancesNot:
    """The types are taken in both orders, but never the same two locks."""

    inodes: array[mtx] = array(2)
    bufs: array[mtx] = array(2)

    @initial
    def setup(self):
        mtx_init(addr(self.inodes[0]), "inode 0", "inode", MTX_DEF)
        mtx_init(addr(self.inodes[1]), "inode 1", "inode", MTX_DEF)
        mtx_init(addr(self.bufs[0]), "buf 0", "buf", MTX_DEF)
        mtx_init(addr(self.bufs[1]), "buf 1", "buf", MTX_DEF)

    @thread
    def t1(self):
        both(addr(self.inodes[0]), addr(self.bufs[0]))

    @thread
    def t2(self):
        both(addr(self.bufs[1]), addr(self.inodes[1]))


class SxAndMutex:
    s: sx
    m: mtx

    @initial
    def setup(self):
        sx_init(addr(self.s), "s")
        mtx_init(addr(self.m), "m", null, MTX_DEF)


@scenario
class MutexAfterSx(SxAndMutex):
    @thread(count=2)
    def t(self):
        sx_xlock(addr(self.s))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        sx_xunlock(addr(self.s))


@scenario
class SxAfterMutex(SxAndMutex):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))
        mtx_unlock(addr(self.m))


class TwoSpins:
    a: mtx
    b: mtx
    m: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.a), "a", null, MTX_SPIN)
        mtx_init(addr(self.b), "b", null, MTX_SPIN)
        mtx_init(addr(self.m), "m", null, MTX_DEF)


@scenario
class SpinAbBa(TwoSpins):
    @thread(count=2)
    def t(self, me: u32):
        first = addr(self.a) if me == 0 else addr(self.b)
        second = addr(self.b) if me == 0 else addr(self.a)
        mtx_lock_spin(first)
        mtx_lock_spin(second)
        mtx_unlock_spin(second)
        mtx_unlock_spin(first)


@scenario
class SpinUnderMutex(TwoSpins):
    @thread(count=2)
    def t(self):
        mtx_lock(addr(self.m))
        mtx_lock_spin(addr(self.a))
        mtx_unlock_spin(addr(self.a))
        mtx_unlock(addr(self.m))


@scenario
class MutexUnderSpin(TwoSpins):
    @thread
    def t1(self):
        mtx_lock_spin(addr(self.a))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        mtx_unlock_spin(addr(self.a))


@scenario
class TryLocksForEver(TwoMutexes):
    """Each has what the other tries to get, and gives nothing back."""

    def hold_and_try(self, first: Ptr[mtx], second: Ptr[mtx]) -> None:
        mtx_lock(first)
        while not mtx_trylock(second):
            pass
        mtx_unlock(second)
        mtx_unlock(first)

    @thread
    def t1(self):
        self.hold_and_try(addr(self.a), addr(self.b))

    @thread
    def t2(self):
        self.hold_and_try(addr(self.b), addr(self.a))


@scenario
class TryLocksThatBackOff(TwoMutexes):
    """Who fails gives back what it has, and begins again: some schedule always ends."""

    def hold_or_back_off(self, first: Ptr[mtx], second: Ptr[mtx]) -> None:
        mtx_lock(first)
        while not mtx_trylock(second):
            mtx_unlock(first)
            mtx_lock(first)
        mtx_unlock(second)
        mtx_unlock(first)

    @thread
    def t1(self):
        self.hold_or_back_off(addr(self.a), addr(self.b))

    @thread
    def t2(self):
        self.hold_or_back_off(addr(self.b), addr(self.a))
