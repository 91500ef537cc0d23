"""Critical sections, assertions, user mode, locks that WITNESS does not see. What each gives: test_sections.py."""

from unknot import initial, scenario, thread
from unknot.kernel.mutex import (
    MTX_DEF,
    MTX_SPIN,
    mtx,
    mtx_init,
    mtx_lock,
    mtx_lock_spin,
    mtx_trylock,
    mtx_unlock,
    mtx_unlock_spin,
)
from unknot.kernel.rwlock import RW_NOWITNESS, rw_init_flags, rw_rlock, rw_runlock, rwlock
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.kernel.systm import (
    KASSERT,
    MPASS,
    THREAD_NO_SLEEPING,
    THREAD_SLEEPING_OK,
    critical_enter,
    critical_exit,
    userret,
)
from unknot.kernel.thread import td
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import addr, atomic, u32


class Locks:
    m: mtx
    hidden: rwlock
    spin: mtx
    sleepable: sx
    n: atomic[u32]

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", None, MTX_DEF)
        rw_init_flags(addr(self.hidden), "hidden", RW_NOWITNESS)
        mtx_init(addr(self.spin), "spin", None, MTX_SPIN)
        sx_init(addr(self.sleepable), "sleepable")


# -- critical sections -------------------------------------------------------------------------------------------------


@scenario
class Nests(Locks):
    """Right, and no step of its own; spin locks and tries are allowed in it."""

    @thread
    def only(self):
        critical_enter()
        critical_enter()
        assert td.td_critnest == 2
        critical_exit()
        mtx_lock_spin(addr(self.spin))
        assert td.td_critnest == 2
        mtx_unlock_spin(addr(self.spin))
        if mtx_trylock(addr(self.m)):
            mtx_unlock(addr(self.m))
        critical_exit()
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        userret()


@scenario
class OthersRun(Locks):
    """Must fail: a critical section keeps nobody out who runs on another processor."""

    @thread(count=2)
    def each(self):
        critical_enter()
        assert self.n.fetch_add(1) == 0, "both are inside"
        self.n.fetch_sub(1)
        critical_exit()


@scenario
class ExitWithoutEnter(Locks):
    @thread
    def only(self):
        critical_exit()


@scenario
class NeverLeft(Locks):
    @thread
    def only(self):
        critical_enter()


@scenario
class UserInSection(Locks):
    @thread
    def only(self):
        critical_enter()
        userret()
        critical_exit()


@scenario
class BlocksInside(Locks):
    @thread
    def only(self):
        critical_enter()
        mtx_lock(addr(self.m))


@scenario
class SharesInside(Locks):
    @thread
    def only(self):
        critical_enter()
        rw_rlock(addr(self.hidden))


@scenario
class SleepsInside(Locks):
    @thread
    def only(self):
        critical_enter()
        witness_warn_sleep(None, 0)


# -- sleeping ----------------------------------------------------------------------------------------------------------


@scenario
class MaySleep(Locks):
    """Right: with nothing, with a sleepable lock, with the interlock."""

    @thread
    def only(self):
        witness_warn_sleep(None, 0)
        sx_xlock(addr(self.sleepable))
        witness_warn_sleep(None, 0)
        mtx_lock(addr(self.m))
        witness_warn_sleep(addr(self.m.lock_object), 0)
        mtx_unlock(addr(self.m))
        sx_xunlock(addr(self.sleepable))


@scenario
class SleepsWithMutex(Locks):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        witness_warn_sleep(None, 0, "malloc(M_WAITOK)")


@scenario
class SleepsWithSpin(Locks):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.spin))
        witness_warn_sleep(None, 0)


@scenario
class SleepsWithReader(Locks):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        rw_rlock(addr(self.hidden))
        witness_warn_sleep(addr(self.m.lock_object), 0)


@scenario
class SleepsInHandler(Locks):
    @thread
    def only(self):
        THREAD_NO_SLEEPING()
        witness_warn_sleep(None, 0)


@scenario
class Unbalanced(Locks):
    @thread
    def only(self):
        THREAD_SLEEPING_OK()


# -- locks that WITNESS does not see -----------------------------------------------------------------------------------


@scenario
class HiddenSleepable(Locks):
    @thread
    def only(self):
        rw_rlock(addr(self.hidden))
        sx_xlock(addr(self.sleepable))
        sx_xunlock(addr(self.sleepable))
        rw_runlock(addr(self.hidden))


@scenario
class HiddenLeak(Locks):
    """FreeBSD notices this one by td_rw_rlocks."""

    @thread
    def only(self):
        rw_rlock(addr(self.hidden))


# -- assertions --------------------------------------------------------------------------------------------------------


@scenario
class Holds(Locks):
    @thread
    def only(self):
        KASSERT(td.td_held == 0, "locks are held")
        MPASS(td.td_critnest == 0)


@scenario
class Panics(Locks):
    @thread
    def only(self):
        KASSERT(td.td_held == 1, "no lock is held")


@scenario
class Fails(Locks):
    @thread
    def only(self):
        MPASS(td.td_held == 1)
