"""One thread's mistakes with its locks, and the same done right."""

from unknot import initial, scenario, thread
from unknot.kernel.mutex import (
    MA_OWNED,
    MTX_DEF,
    MTX_RECURSE,
    mtx,
    mtx_assert,
    mtx_destroy,
    mtx_init,
    mtx_lock,
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
from unknot.kernel.sx import sx, sx_init, sx_slock, sx_sunlock, sx_xlock, sx_xunlock
from unknot.kernel.thread import critical_enter, critical_exit
from unknot.lang import addr, choose, null, racy, u32


class OneMutex:
    m: mtx
    value: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)


@scenario
class Recursed(OneMutex):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class RecursionAllowed(OneMutex):
    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF | MTX_RECURSE)

    @thread(count=2)
    def t(self):
        mtx_lock(addr(self.m))
        mtx_lock(addr(self.m))
        self.value += 1
        mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class UnlockOfALockNotHeld(OneMutex):
    @thread
    def t1(self):
        mtx_unlock(addr(self.m))


@scenario
class UnlockOfAnothersLock(OneMutex):
    @thread
    def owner(self):
        mtx_lock(addr(self.m))
        self.value = 1
        mtx_unlock(addr(self.m))

    @thread
    def thief(self):
        mtx_unlock(addr(self.m))


@scenario
class DoubleUnlockOnAnErrorPath(OneMutex):
    """The error path unlocks, and so does the common way out."""

    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        error = choose(2)
        if error != 0:
            mtx_unlock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class LockLeakedOnAnErrorPath(OneMutex):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        error = choose(2)
        if error != 0:
            return
        mtx_unlock(addr(self.m))


@scenario
class DestroyedWhileHeld(OneMutex):
    busy: racy[u32]

    @thread
    def user(self):
        mtx_lock(addr(self.m))
        self.busy = 1
        self.busy = 2
        mtx_unlock(addr(self.m))

    @thread
    def owner(self):
        if self.busy == 1:
            mtx_destroy(addr(self.m))


@scenario
class UsedAfterDestroy(OneMutex):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        mtx_destroy(addr(self.m))
        mtx_lock(addr(self.m))


@scenario
class NeverInitialised(OneMutex):
    @initial
    def setup(self):
        self.value = 0

    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))


@scenario
class AssertedButNotOwned(OneMutex):
    @thread
    def t1(self):
        mtx_lock(addr(self.m))
        self.change()
        mtx_unlock(addr(self.m))

    @thread
    def t2(self):
        self.change()

    def change(self) -> None:
        mtx_assert(addr(self.m), MA_OWNED)
        self.value += 1


@scenario
class AssertedAndOwned(OneMutex):
    @thread(count=2)
    def t(self):
        mtx_lock(addr(self.m))
        self.change()
        mtx_unlock(addr(self.m))

    def change(self) -> None:
        mtx_assert(addr(self.m), MA_OWNED)
        self.value += 1


class OneRw:
    rw: rwlock
    value: u32

    @initial
    def setup(self):
        rw_init(addr(self.rw), "rw")


@scenario
class ReadLockedThenWriteLocked(OneRw):
    @thread
    def t1(self):
        rw_rlock(addr(self.rw))
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))
        rw_runlock(addr(self.rw))


@scenario
class UpgradeThatMayFail(OneRw):
    """Whoever cannot upgrade gives up its read lock first."""

    @thread(count=2)
    def t(self):
        rw_rlock(addr(self.rw))
        if not rw_try_upgrade(addr(self.rw)):
            rw_runlock(addr(self.rw))
            rw_wlock(addr(self.rw))
        self.value += 1
        rw_downgrade(addr(self.rw))
        seen = self.value
        assert seen > 0
        rw_runlock(addr(self.rw))


@scenario
class WriteUnlockOfAReadLock(OneRw):
    @thread
    def t1(self):
        rw_rlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class ExclusiveThenShared:
    s: sx

    @initial
    def setup(self):
        sx_init(addr(self.s), "s")

    @thread
    def t1(self):
        sx_xlock(addr(self.s))
        sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))
        sx_xunlock(addr(self.s))


@scenario
class LockInACriticalSection(OneMutex):
    @thread
    def t1(self):
        critical_enter()
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        critical_exit()


@scenario
class CriticalSectionLeftTwice(OneMutex):
    @thread
    def t1(self):
        critical_enter()
        critical_exit()
        critical_exit()
