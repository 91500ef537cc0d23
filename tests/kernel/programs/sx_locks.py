"""sx(9): what it keeps out, what it lets in, and how to get it wrong. What each gives: test_sx.py."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.errno import EINTR, ERESTART
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.signals import tdsignal
from unknot.kernel.sx import (
    SA_LOCKED,
    SA_RECURSED,
    SA_SLOCKED,
    SA_UNLOCKED,
    SA_XLOCKED,
    SX_RECURSE,
    sx,
    sx_assert,
    sx_destroy,
    sx_downgrade,
    sx_init,
    sx_init_flags,
    sx_slock,
    sx_slock_sig,
    sx_sunlock,
    sx_try_slock,
    sx_try_upgrade,
    sx_try_xlock,
    sx_unlock,
    sx_xholder,
    sx_xlock,
    sx_xlock_sig,
    sx_xlocked,
    sx_xunlock,
)
from unknot.kernel.systm import THREAD_NO_SLEEPING, THREAD_SLEEPING_OK
from unknot.lang import addr, atomic, u32


class One:
    s: sx
    n: u32

    @initial
    def setup(self):
        sx_init(addr(self.s), "s")


class WithMutex(One):
    m: mtx

    @initial
    def setup(self):
        sx_init(addr(self.s), "s")
        mtx_init(addr(self.m), "m", None, MTX_DEF)


# -- what it keeps out and what it lets in -----------------------------------------------------------------------------


@scenario
class OneShares(One):
    @thread
    def only(self):
        sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))


@scenario
class OneAlone(One):
    @thread
    def only(self):
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))


@scenario
class Counts(One):
    @thread(count=2)
    def writer(self):
        sx_xlock(addr(self.s))
        self.n += 1
        self.n += 1
        sx_xunlock(addr(self.s))

    @thread
    def reader(self):
        sx_slock(addr(self.s))
        assert self.n % 2 == 0
        sx_sunlock(addr(self.s))

    @at_end
    def all_counted(self):
        assert self.n == 4


@scenario
class TwoShare(One):
    """Must fail: they are inside together."""

    inside: atomic[u32]

    @thread(count=2)
    def reader(self):
        sx_slock(addr(self.s))
        assert self.inside.fetch_add(1) == 0, "both share"
        self.inside.fetch_sub(1)
        sx_sunlock(addr(self.s))


@scenario
class Unfair(One):
    """Must fail: a waiter is woken, but who comes then may be first."""

    had: atomic[bool]

    @thread
    def writer(self):
        sx_xlock(addr(self.s))
        self.had.store(True)
        sx_xunlock(addr(self.s))

    @thread
    def other(self):
        sx_xlock(addr(self.s))
        waits = self.s.sx_lock.waiting != 0
        sx_xunlock(addr(self.s))
        sx_xlock(addr(self.s))
        assert self.had.load() or not waits, "the writer was passed"
        sx_xunlock(addr(self.s))


@scenario
class ThreeParties(One):
    """Must deadlock: who shares nothing yet waits behind the writer."""

    t: sx

    @initial
    def setup(self):
        sx_init(addr(self.s), "s")
        sx_init(addr(self.t), "t")

    @thread
    def r1(self):
        sx_slock(addr(self.s))
        sx_xlock(addr(self.t))
        sx_xunlock(addr(self.t))
        sx_sunlock(addr(self.s))

    @thread
    def r2(self):
        sx_xlock(addr(self.t))
        sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))
        sx_xunlock(addr(self.t))

    @thread
    def writer(self):
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))


@scenario
class TwoParties(ThreeParties):
    """Right: nobody wants it alone."""

    writer = None


@scenario
class SharesAgain(One):
    """Right: who shares it already does not wait behind the writer (td_sx_slocks)."""

    @thread
    def reader(self):
        sx_slock(addr(self.s))
        sx_slock(addr(self.s))
        sx_assert(addr(self.s), SA_SLOCKED | SA_RECURSED)
        sx_sunlock(addr(self.s))
        sx_sunlock(addr(self.s))

    @thread
    def writer(self):
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))


@scenario
class Upgrades(One):
    @thread(count=2)
    def reader(self):
        sx_slock(addr(self.s))
        if sx_try_upgrade(addr(self.s)):
            assert sx_xlocked(addr(self.s))
            self.n += 1
            sx_downgrade(addr(self.s))
            assert not sx_xlocked(addr(self.s))
            assert self.n > 0
        sx_unlock(addr(self.s))


@scenario
class Tries(One):
    @thread(count=2)
    def each(self):
        if sx_try_xlock(addr(self.s)):
            assert not sx_try_slock(addr(self.s))
            self.n += 1
            sx_unlock(addr(self.s))
        if sx_try_slock(addr(self.s)):
            assert not sx_try_xlock(addr(self.s))
            sx_unlock(addr(self.s))


@scenario
class Recurses(One):
    @initial
    def setup(self):
        sx_init_flags(addr(self.s), "s", SX_RECURSE)

    @thread(count=2)
    def writer(self):
        sx_xlock(addr(self.s))
        sx_xlock(addr(self.s))
        sx_assert(addr(self.s), SA_XLOCKED | SA_RECURSED)
        sx_xunlock(addr(self.s))
        self.n += 1
        sx_xunlock(addr(self.s))
        sx_assert(addr(self.s), SA_UNLOCKED)


@scenario
class MutexInside(WithMutex):
    """Right: a mutex under an sx lock."""

    @thread(count=2)
    def each(self):
        sx_slock(addr(self.s))
        mtx_lock(addr(self.m))
        self.n += 1
        mtx_unlock(addr(self.m))
        sx_sunlock(addr(self.s))


@scenario
class Holder(One):
    """Must fail: somebody holds it, and that can be read."""

    @thread
    def writer(self):
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))

    @thread
    def looks(self):
        assert sx_xholder(addr(self.s)) != 0, "writer holds it"


class Signalled(One):
    @thread
    def holder(self):
        sx_xlock(addr(self.s))
        tdsignal(1, 2)
        sx_xunlock(addr(self.s))


@scenario
class InterruptedAlone(Signalled):
    @thread
    def waiter(self):
        error = sx_xlock_sig(addr(self.s))
        assert error == 0 or error == EINTR or (error < 0 and error == ERESTART)
        if error == 0:
            sx_assert(addr(self.s), SA_XLOCKED)
            sx_xunlock(addr(self.s))
        sx_assert(addr(self.s), SA_UNLOCKED)

    @at_end
    def nobody_waits(self):
        assert self.s.sx_lock.waiting == 0


@scenario
class InterruptedSharing(Signalled):
    @thread
    def waiter(self):
        error = sx_slock_sig(addr(self.s))
        if error == 0:
            sx_assert(addr(self.s), SA_SLOCKED)
            sx_sunlock(addr(self.s))
        sx_assert(addr(self.s), SA_UNLOCKED)


@scenario
class IsInterrupted(Signalled):
    """Must fail: the signal comes while it waits."""

    @thread
    def waiter(self):
        error = sx_xlock_sig(addr(self.s))
        assert error == 0, "interrupted"
        sx_xunlock(addr(self.s))


@scenario
class FreeInCallout(One):
    """Right: who must not sleep may take it when it is free."""

    @thread
    def only(self):
        THREAD_NO_SLEEPING()
        sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))
        THREAD_SLEEPING_OK()


# -- how to get it wrong -----------------------------------------------------------------------------------------------


@scenario
class Recursed(One):
    @thread
    def only(self):
        sx_xlock(addr(self.s))
        sx_xlock(addr(self.s))


@scenario
class SharesWhileAlone(One):
    @thread
    def only(self):
        sx_xlock(addr(self.s))
        sx_slock(addr(self.s))


@scenario
class AloneWhileSharing(One):
    @thread
    def only(self):
        sx_slock(addr(self.s))
        sx_xlock(addr(self.s))


@scenario
class SunlockOfAlone(One):
    @thread
    def only(self):
        sx_xlock(addr(self.s))
        sx_sunlock(addr(self.s))


@scenario
class XunlockOfShared(One):
    @thread
    def only(self):
        sx_slock(addr(self.s))
        sx_xunlock(addr(self.s))


@scenario
class NotLocked(One):
    @thread
    def only(self):
        sx_xunlock(addr(self.s))


@scenario
class Leaks(One):
    @thread
    def only(self):
        sx_xlock(addr(self.s))


@scenario
class AfterMutex(WithMutex):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        sx_slock(addr(self.s))


@scenario
class WaitsInCallout(One):
    @thread
    def holder(self):
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))

    @thread
    def handler(self):
        THREAD_NO_SLEEPING()
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))
        THREAD_SLEEPING_OK()


@scenario
class SharesInCallout(WaitsInCallout):
    @thread
    def handler(self):
        THREAD_NO_SLEEPING()
        sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))
        THREAD_SLEEPING_OK()


@scenario
class Destroyed(One):
    @thread
    def only(self):
        sx_xlock(addr(self.s))
        sx_destroy(addr(self.s))


@scenario
class UsedAfterDestroy(One):
    @thread
    def only(self):
        sx_destroy(addr(self.s))
        sx_xlock(addr(self.s))


@scenario
class NotInitialised:
    s: sx

    @thread
    def only(self):
        sx_slock(addr(self.s))


@scenario
class NotHeld(One):
    @thread
    def only(self):
        sx_assert(addr(self.s), SA_LOCKED)
