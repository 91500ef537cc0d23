"""rmlock(9): what it keeps out, what it lets in, and how to get it wrong. What each gives: test_rmlock.py."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.rmlock import (
    RA_LOCKED,
    RA_RLOCKED,
    RA_WLOCKED,
    RM_RECURSE,
    RM_SLEEPABLE,
    rm_assert,
    rm_destroy,
    rm_init,
    rm_init_flags,
    rm_priotracker,
    rm_rlock,
    rm_runlock,
    rm_try_rlock,
    rm_wlock,
    rm_wowned,
    rm_wunlock,
    rmlock,
)
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.kernel.thread import THREAD_CAN_SLEEP
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import addr, atomic, u32


class One:
    rm: rmlock
    n: u32

    @initial
    def setup(self):
        rm_init(addr(self.rm), "rm")


class Recursive(One):
    @initial
    def setup(self):
        rm_init_flags(addr(self.rm), "rm", RM_RECURSE)


class Sleepable(One):
    @initial
    def setup(self):
        rm_init_flags(addr(self.rm), "rm", RM_SLEEPABLE)


# -- what it keeps out and what it lets in -----------------------------------------------------------------------------


@scenario
class OneReader(One):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_runlock(addr(self.rm), addr(t))


@scenario
class OneWriter(One):
    @thread
    def only(self):
        rm_wlock(addr(self.rm))
        rm_wunlock(addr(self.rm))


@scenario
class Counts(One):
    @thread(count=2)
    def writer(self):
        rm_wlock(addr(self.rm))
        assert rm_wowned(addr(self.rm))
        self.n += 1
        self.n += 1
        rm_wunlock(addr(self.rm))

    @thread
    def reader(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        assert self.n % 2 == 0
        rm_runlock(addr(self.rm), addr(t))

    @at_end
    def all_counted(self):
        assert self.n == 4


@scenario
class SleepableCounts(Counts):
    @initial
    def setup(self):
        rm_init_flags(addr(self.rm), "rm", RM_SLEEPABLE)


@scenario
class TwoReaders(One):
    """Must fail: readers are inside together."""

    inside: atomic[u32]

    @thread(count=2)
    def reader(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        assert self.inside.fetch_add(1) == 0, "both read"
        self.inside.fetch_sub(1)
        rm_runlock(addr(self.rm), addr(t))


@scenario
class ThreeParties(One):
    """Must deadlock: a writer that waits for readers keeps new ones out."""

    m: mtx

    @initial
    def setup(self):
        rm_init(addr(self.rm), "rm")
        mtx_init(addr(self.m), "m", None, MTX_DEF)

    @thread
    def r1(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        rm_runlock(addr(self.rm), addr(t))

    @thread
    def r2(self):
        t = rm_priotracker()
        mtx_lock(addr(self.m))
        rm_rlock(addr(self.rm), addr(t))
        rm_runlock(addr(self.rm), addr(t))
        mtx_unlock(addr(self.m))

    @thread
    def writer(self):
        rm_wlock(addr(self.rm))
        rm_wunlock(addr(self.rm))


@scenario
class TwoParties(ThreeParties):
    """Right: nobody writes."""

    writer = None


@scenario
class ReadsAgain(Recursive):
    """Right: with RM_RECURSE who reads already passes the writer."""

    @thread
    def reader(self):
        t = rm_priotracker()
        u = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_rlock(addr(self.rm), addr(u))
        rm_runlock(addr(self.rm), addr(u))
        rm_assert(addr(self.rm), RA_RLOCKED)
        rm_runlock(addr(self.rm), addr(t))

    @thread
    def writer(self):
        rm_wlock(addr(self.rm))
        rm_wunlock(addr(self.rm))


@scenario
class Tries(One):
    """Right: a try waits for nobody."""

    @thread
    def reader(self):
        t = rm_priotracker()
        if rm_try_rlock(addr(self.rm), addr(t)):
            rm_assert(addr(self.rm), RA_RLOCKED)
            rm_runlock(addr(self.rm), addr(t))

    @thread
    def writer(self):
        t = rm_priotracker()
        rm_wlock(addr(self.rm))
        assert not rm_try_rlock(addr(self.rm), addr(t))
        rm_wunlock(addr(self.rm))


@scenario
class WriterSleeps(Sleepable):
    """Right: a sleepable rmlock's writer may sleep."""

    s: sx

    @initial
    def setup(self):
        rm_init_flags(addr(self.rm), "rm", RM_SLEEPABLE)
        sx_init(addr(self.s), "s")

    @thread(count=2)
    def writer(self):
        rm_wlock(addr(self.rm))
        witness_warn_sleep(None, 0)
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))
        rm_wunlock(addr(self.rm))


@scenario
class ReaderMayNot(Sleepable):
    """Right: but its reader may not, until he is out."""

    @thread
    def reader(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        assert not THREAD_CAN_SLEEP()
        rm_runlock(addr(self.rm), addr(t))
        assert THREAD_CAN_SLEEP()


# -- how to get it wrong -----------------------------------------------------------------------------------------------


@scenario
class ReadsTwice(One):
    @thread
    def only(self):
        t = rm_priotracker()
        u = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_rlock(addr(self.rm), addr(u))


@scenario
class ReadsWhileWriting(Recursive):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_wlock(addr(self.rm))
        rm_rlock(addr(self.rm), addr(t))


@scenario
class WritesWhileReading(One):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_wlock(addr(self.rm))


@scenario
class WritesTwice(One):
    @thread
    def only(self):
        rm_wlock(addr(self.rm))
        rm_wlock(addr(self.rm))


@scenario
class WrongTracker(One):
    @thread
    def only(self):
        t = rm_priotracker()
        u = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_runlock(addr(self.rm), addr(u))


@scenario
class TrackerInUse(Recursive):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_rlock(addr(self.rm), addr(t))


@scenario
class NotLocked(One):
    @thread
    def only(self):
        rm_wunlock(addr(self.rm))


@scenario
class Leaks(One):
    @thread
    def only(self):
        rm_wlock(addr(self.rm))


@scenario
class SleepsWhileReading(Sleepable):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        witness_warn_sleep(None, 0)


@scenario
class SleepsWhileWriting(One):
    @thread
    def only(self):
        rm_wlock(addr(self.rm))
        witness_warn_sleep(None, 0)


@scenario
class SleepableAfterMutex(Sleepable):
    m: mtx

    @initial
    def setup(self):
        rm_init_flags(addr(self.rm), "rm", RM_SLEEPABLE)
        mtx_init(addr(self.m), "m", None, MTX_DEF)

    @thread
    def only(self):
        mtx_lock(addr(self.m))
        rm_wlock(addr(self.rm))


@scenario
class DestroyedWhileRead(One):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_destroy(addr(self.rm))


@scenario
class NotInitialised:
    rm: rmlock

    @thread
    def only(self):
        rm_wlock(addr(self.rm))


@scenario
class NotHeld(One):
    @thread
    def only(self):
        rm_assert(addr(self.rm), RA_LOCKED)


@scenario
class NotWriting(One):
    @thread
    def only(self):
        t = rm_priotracker()
        rm_rlock(addr(self.rm), addr(t))
        rm_assert(addr(self.rm), RA_WLOCKED)
