"""rwlock(9): what it keeps out, what it lets in, and how to get it wrong. What each gives: test_rwlock.py."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.rwlock import (
    RA_LOCKED,
    RA_RLOCKED,
    RA_UNLOCKED,
    RA_WLOCKED,
    RW_RECURSE,
    rw_assert,
    rw_destroy,
    rw_downgrade,
    rw_init,
    rw_init_flags,
    rw_rlock,
    rw_runlock,
    rw_try_rlock,
    rw_try_upgrade,
    rw_try_wlock,
    rw_unlock,
    rw_wlock,
    rw_wowned,
    rw_wunlock,
    rwlock,
)
from unknot.lang import addr, atomic, u32


class One:
    rw: rwlock
    n: u32

    @initial
    def setup(self):
        rw_init(addr(self.rw), "rw")


class Two:
    rw: rwlock
    other: rwlock

    @initial
    def setup(self):
        rw_init(addr(self.rw), "rw")
        rw_init(addr(self.other), "other")


class WithMutex:
    rw: rwlock
    m: mtx

    @initial
    def setup(self):
        rw_init(addr(self.rw), "rw")
        mtx_init(addr(self.m), "m", None, MTX_DEF)


# -- what it keeps out and what it lets in -----------------------------------------------------------------------------


@scenario
class OneReader(One):
    @thread
    def reader(self):
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))


@scenario
class OneWriter(One):
    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class TwoWriters(One):
    @thread(count=2)
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class Counts(One):
    """Writers keep each other out, and readers."""

    @thread(count=2)
    def writer(self):
        rw_wlock(addr(self.rw))
        self.n += 1
        self.n += 1
        rw_wunlock(addr(self.rw))

    @thread(count=2)
    def reader(self):
        rw_rlock(addr(self.rw))
        assert self.n % 2 == 0
        rw_runlock(addr(self.rw))

    @at_end
    def all_counted(self):
        assert self.n == 4


@scenario
class TwoReaders(One):
    """Must fail: readers are inside together."""

    inside: atomic[u32]

    @thread(count=2)
    def reader(self):
        rw_rlock(addr(self.rw))
        assert self.inside.fetch_add(1) == 0, "both read"
        self.inside.fetch_sub(1)
        rw_runlock(addr(self.rw))


@scenario
class ReaderPassesWokenWriter(One):
    """Must fail: a writer that waits is woken when the lock becomes free, but who comes then may be first."""

    had: atomic[bool]

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        self.had.store(True)
        rw_wunlock(addr(self.rw))

    @thread
    def reader(self):
        rw_rlock(addr(self.rw))
        waits = self.rw.rw_lock.waiting != 0
        rw_runlock(addr(self.rw))
        rw_rlock(addr(self.rw))
        assert self.had.load() or not waits, "the writer was passed"
        rw_runlock(addr(self.rw))


@scenario
class ReaderBehindWriter(One):
    """A new reader does not pass a writer that waits; a try does not care."""

    @thread
    def holder(self):
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))

    @thread
    def newcomer(self):
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))
        if rw_try_rlock(addr(self.rw)):
            rw_assert(addr(self.rw), RA_RLOCKED)
            rw_runlock(addr(self.rw))


@scenario
class ThreeParties(WithMutex):
    """Must deadlock: without the writer the two orders are harmless, with him they are not."""

    @thread
    def r1(self):
        rw_rlock(addr(self.rw))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        rw_runlock(addr(self.rw))

    @thread
    def r2(self):
        mtx_lock(addr(self.m))
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))
        mtx_unlock(addr(self.m))

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class TwoParties(ThreeParties):
    """Right: nobody writes."""

    writer = None


@scenario
class TryPasses(ThreeParties):
    """Right: a try does not wait behind the writer."""

    @thread
    def r2(self):
        mtx_lock(addr(self.m))
        if rw_try_rlock(addr(self.rw)):
            rw_runlock(addr(self.rw))
        mtx_unlock(addr(self.m))


@scenario
class ReadsAgain(One):
    """Right: who reads already does not wait behind the writer (td_rw_rlocks)."""

    @thread
    def reader(self):
        rw_rlock(addr(self.rw))
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))
        rw_runlock(addr(self.rw))

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class ReadsAnother(Two):
    """Right: to read under any rwlock is enough."""

    @thread
    def r1(self):
        rw_rlock(addr(self.rw))
        rw_rlock(addr(self.other))
        rw_runlock(addr(self.other))
        rw_runlock(addr(self.rw))

    @thread
    def r2(self):
        rw_rlock(addr(self.other))
        rw_rlock(addr(self.rw))
        rw_runlock(addr(self.rw))
        rw_runlock(addr(self.other))

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class Upgrades(One):
    """Right: of two readers one at most can upgrade, and only when the other is gone."""

    @thread(count=2)
    def reader(self):
        rw_rlock(addr(self.rw))
        if rw_try_upgrade(addr(self.rw)):
            assert rw_wowned(addr(self.rw))
            self.n += 1
            rw_downgrade(addr(self.rw))
            rw_assert(addr(self.rw), RA_RLOCKED)
            assert self.n > 0
        rw_unlock(addr(self.rw))


@scenario
class UpgradeFails(One):
    """Must fail: the other reader is in the way."""

    @thread(count=2)
    def reader(self):
        rw_rlock(addr(self.rw))
        assert rw_try_upgrade(addr(self.rw)), "not the only one"
        rw_unlock(addr(self.rw))


@scenario
class DowngradeLetsReadersIn(One):
    """Must fail: after a downgrade others read too."""

    inside: atomic[bool]

    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_downgrade(addr(self.rw))
        assert not self.inside.load(), "both read"
        rw_runlock(addr(self.rw))

    @thread
    def reader(self):
        rw_rlock(addr(self.rw))
        self.inside.store(True)
        self.inside.store(False)
        rw_runlock(addr(self.rw))


@scenario
class Tries(One):
    @thread(count=2)
    def each(self):
        if rw_try_wlock(addr(self.rw)):
            assert not rw_try_rlock(addr(self.rw))
            assert not rw_try_wlock(addr(self.rw))
            self.n += 1
            rw_wunlock(addr(self.rw))
        if rw_try_rlock(addr(self.rw)):
            assert not rw_try_wlock(addr(self.rw))
            rw_runlock(addr(self.rw))


@scenario
class Recurses(One):
    @initial
    def setup(self):
        rw_init_flags(addr(self.rw), "rw", RW_RECURSE)

    @thread(count=2)
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wlock(addr(self.rw))
        assert rw_try_wlock(addr(self.rw))
        rw_wunlock(addr(self.rw))
        rw_wunlock(addr(self.rw))
        rw_assert(addr(self.rw), RA_WLOCKED)
        self.n += 1
        rw_wunlock(addr(self.rw))
        rw_assert(addr(self.rw), RA_UNLOCKED)


# -- how to get it wrong -----------------------------------------------------------------------------------------------


@scenario
class Recursed(One):
    @thread
    def only(self):
        rw_wlock(addr(self.rw))
        rw_wlock(addr(self.rw))


@scenario
class ReadsWhileWriting(One):
    @thread
    def only(self):
        rw_wlock(addr(self.rw))
        rw_rlock(addr(self.rw))


@scenario
class WritesWhileReading(One):
    @thread
    def only(self):
        rw_rlock(addr(self.rw))
        rw_wlock(addr(self.rw))


@scenario
class ReaderUnlocksAsWriter(One):
    @thread
    def only(self):
        rw_rlock(addr(self.rw))
        rw_wunlock(addr(self.rw))


@scenario
class WriterUnlocksAsReader(One):
    @thread
    def only(self):
        rw_wlock(addr(self.rw))
        rw_runlock(addr(self.rw))


@scenario
class NotLocked(One):
    @thread
    def only(self):
        rw_runlock(addr(self.rw))


@scenario
class UnlockedByAnother(One):
    """A reader's lock is his own."""

    held: atomic[bool]

    @thread
    def reader(self):
        rw_rlock(addr(self.rw))
        self.held.store(True)
        rw_runlock(addr(self.rw))

    @thread
    def other(self):
        if self.held.load():
            rw_runlock(addr(self.rw))


@scenario
class Leaks(One):
    @thread
    def only(self):
        rw_rlock(addr(self.rw))


@scenario
class UpgradesUnlocked(One):
    @thread
    def only(self):
        rw_try_upgrade(addr(self.rw))


@scenario
class UpgradesAsWriter(One):
    @thread
    def only(self):
        rw_wlock(addr(self.rw))
        rw_try_upgrade(addr(self.rw))


@scenario
class DowngradesAsReader(One):
    @thread
    def only(self):
        rw_rlock(addr(self.rw))
        rw_downgrade(addr(self.rw))


@scenario
class DowngradesRecursed(Recurses):
    @thread
    def writer(self):
        rw_wlock(addr(self.rw))
        rw_wlock(addr(self.rw))
        rw_downgrade(addr(self.rw))


@scenario
class DestroyedWhileRead(One):
    @thread
    def only(self):
        rw_rlock(addr(self.rw))
        rw_destroy(addr(self.rw))


@scenario
class UsedAfterDestroy(One):
    @thread
    def only(self):
        rw_destroy(addr(self.rw))
        rw_rlock(addr(self.rw))


@scenario
class NotInitialised:
    rw: rwlock

    @thread
    def only(self):
        rw_wlock(addr(self.rw))


@scenario
class NotHeld(One):
    @thread
    def only(self):
        rw_assert(addr(self.rw), RA_LOCKED)


@scenario
class NotWriting(One):
    @thread
    def only(self):
        rw_rlock(addr(self.rw))
        rw_assert(addr(self.rw), RA_WLOCKED)
        rw_runlock(addr(self.rw))


@scenario
class Writing(One):
    @thread
    def only(self):
        rw_wlock(addr(self.rw))
        rw_assert(addr(self.rw), RA_RLOCKED)
        rw_wunlock(addr(self.rw))
