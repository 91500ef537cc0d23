"""Orders of locks that deadlock or not for a reason that is easily overlooked."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_trylock, mtx_unlock
from unknot.kernel.rwlock import (
    rw_init,
    rw_rlock,
    rw_runlock,
    rw_try_wlock,
    rw_wlock,
    rw_wunlock,
    rwlock,
)
from unknot.kernel.sleepqueue import sx_sleep
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, array, atomic, choose, join, null, spawn, u32


def both(outer: Ptr[mtx], inner: Ptr[mtx]) -> None:
    mtx_lock(outer)
    mtx_lock(inner)
    mtx_unlock(inner)
    mtx_unlock(outer)


class Locks:
    a: mtx
    b: mtx
    c: mtx
    gates: array[mtx] = array(2)
    r: rwlock
    flag: atomic[u32]

    @initial
    def setup(self) -> None:
        mtx_init(addr(self.a), "a", null, MTX_DEF)
        mtx_init(addr(self.b), "b", null, MTX_DEF)
        mtx_init(addr(self.c), "c", null, MTX_DEF)
        for i in range(2):
            mtx_init(addr(self.gates[i]), "gate", null, MTX_DEF)
        rw_init(addr(self.r), "r")


@scenario
class SpinsOnTheWay(Locks):
    """When y waits for a, x has yet to see the flag: it is not blocked, but what it will read never changes."""

    @thread
    def x(self) -> None:
        mtx_lock(addr(self.a))
        while self.flag.load() != 1:
            pass
        mtx_lock(addr(self.b))
        mtx_unlock(addr(self.b))
        mtx_unlock(addr(self.a))

    @thread
    def y(self) -> None:
        mtx_lock(addr(self.b))
        self.flag.store(1)
        mtx_lock(addr(self.a))
        mtx_unlock(addr(self.a))
        mtx_unlock(addr(self.b))


@scenario
class SpinsOnlyThere(Locks):
    """The same, but x takes b in no other state."""

    @thread
    def x(self) -> None:
        mtx_lock(addr(self.a))
        while self.flag.load() != 1:
            pass
        mtx_lock(addr(self.b))
        mtx_unlock(addr(self.b))
        mtx_unlock(addr(self.a))

    @thread
    def y(self) -> None:
        mtx_lock(addr(self.b))
        self.flag.store(1)
        mtx_lock(addr(self.a))
        self.flag.store(2)
        mtx_unlock(addr(self.a))
        mtx_unlock(addr(self.b))


@scenario
class TryBeforeLock(Locks):
    """A lock that was tried for is held like any other."""

    @thread
    def x(self) -> None:
        if mtx_trylock(addr(self.a)):
            mtx_lock(addr(self.b))
            mtx_unlock(addr(self.b))
            mtx_unlock(addr(self.a))

    @thread
    def y(self) -> None:
        both(addr(self.b), addr(self.a))


@scenario
class JoinsOnOneBranch(Locks):
    @thread
    def x(self) -> None:
        t = spawn(both, addr(self.a), addr(self.b))
        if choose(2) == 0:
            join(t)
        both(addr(self.b), addr(self.a))


@scenario
class SharedGate(Locks):
    """Both hold the gate for reading: it keeps nobody out."""

    @thread
    def x(self) -> None:
        rw_rlock(addr(self.r))
        both(addr(self.a), addr(self.b))
        rw_runlock(addr(self.r))

    @thread
    def y(self) -> None:
        rw_rlock(addr(self.r))
        both(addr(self.b), addr(self.a))
        rw_runlock(addr(self.r))


@scenario
class HalfSharedGate(Locks):
    @thread
    def x(self) -> None:
        rw_rlock(addr(self.r))
        both(addr(self.a), addr(self.b))
        rw_runlock(addr(self.r))

    @thread
    def y(self) -> None:
        rw_wlock(addr(self.r))
        both(addr(self.b), addr(self.a))
        rw_wunlock(addr(self.r))


@scenario
class TwoGates(Locks):
    """Two gates of one type."""

    @thread(count=2)
    def x(self, me: u32) -> None:
        mtx_lock(addr(self.gates[me]))
        if me == 0:
            both(addr(self.a), addr(self.b))
        else:
            both(addr(self.b), addr(self.a))
        mtx_unlock(addr(self.gates[me]))


@scenario
class GateOfTwoInThree(Locks):
    @thread(count=2)
    def x(self, me: u32) -> None:
        mtx_lock(addr(self.gates[0]))
        if me == 0:
            both(addr(self.a), addr(self.b))
        else:
            both(addr(self.b), addr(self.c))
        mtx_unlock(addr(self.gates[0]))

    @thread
    def y(self) -> None:
        both(addr(self.c), addr(self.a))


@scenario
class WriterWhoTries(Locks):
    """Readers do not wait behind one who only tries."""

    @thread
    def x(self) -> None:
        rw_rlock(addr(self.r))
        mtx_lock(addr(self.a))
        mtx_unlock(addr(self.a))
        rw_runlock(addr(self.r))

    @thread
    def y(self) -> None:
        mtx_lock(addr(self.a))
        rw_rlock(addr(self.r))
        rw_runlock(addr(self.r))
        mtx_unlock(addr(self.a))

    @thread
    def z(self) -> None:
        if rw_try_wlock(addr(self.r)):
            rw_wunlock(addr(self.r))


@scenario
class AtTheBeginning(Locks):
    @initial
    def first(self) -> None:
        both(addr(self.a), addr(self.b))

    @thread(count=2)
    def x(self) -> None:
        both(addr(self.b), addr(self.a))


@scenario
class AtTheEnd(Locks):
    @thread(count=2)
    def x(self) -> None:
        both(addr(self.b), addr(self.a))

    @at_end
    def last(self) -> None:
        both(addr(self.a), addr(self.b))


@scenario
class TwoDeadlocks(Locks):
    """In the same lines, of other locks."""

    @thread
    def x(self) -> None:
        both(addr(self.a), addr(self.b))
        both(addr(self.c), addr(self.gates[0]))

    @thread
    def y(self) -> None:
        both(addr(self.b), addr(self.a))
        both(addr(self.gates[0]), addr(self.c))


@scenario
class TakenAgainAfterSleep:
    """Sleep gives one back and takes it again, after the one that was taken later."""

    outer: sx
    inner: sx

    @initial
    def setup(self) -> None:
        sx_init(addr(self.outer), "outer")
        sx_init(addr(self.inner), "inner")

    @thread
    def sleeper(self) -> None:
        sx_xlock(addr(self.outer))
        sx_xlock(addr(self.inner))
        sx_sleep(addr(self.outer), addr(self.outer), 0, "nap", 10)
        sx_xunlock(addr(self.inner))
        sx_xunlock(addr(self.outer))

    @thread
    def other(self) -> None:
        sx_xlock(addr(self.outer))
        sx_xlock(addr(self.inner))
        sx_xunlock(addr(self.inner))
        sx_xunlock(addr(self.outer))
