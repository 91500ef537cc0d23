"""rmlock(9): read-mostly locks. One idea: a writer first keeps new readers out, then waits for those that are in.

FreeBSD's readers leave a tracker on a list of their processor and touch no shared memory; a writer takes a lock inside
the rmlock, collects the trackers and waits until their readers are gone. A reader that comes then waits for the lock
inside. Here the readers are a count and a mask. With RM_RECURSE a reader may read again, also past a writer.

With RM_SLEEPABLE a writer may sleep while he has it, a reader may not. `rm_wowned` and `rm_assert` are no steps.
"""

from __future__ import annotations

from unknot.kernel.lock import (
    LA_LOCKED,
    LA_NOTRECURSED,
    LA_RECURSED,
    LA_SLOCKED,
    LA_UNLOCKED,
    LA_XLOCKED,
    LC_RM,
    LC_RM_SLEEPABLE,
    LO_RECURSABLE,
    LO_SLEEPABLE,
    LOP_EXCLUSIVE,
    LOP_TRYLOCK,
    flags_of,
    lock_check,
    lock_init,
)
from unknot.kernel.lock import lock_object as lock_head
from unknot.kernel.shared import (
    check_may_wait,
    clear_holders,
    destroy_shared,
    holders,
    lowest,
    my_bit,
)
from unknot.kernel.thread import curthread, held_how, td
from unknot.kernel.witness import witness_assert, witness_checkorder, witness_lock, witness_unlock
from unknot.lang import Ptr, addr, cstr, event, here, i64, indivisible, require, struct, u32, wait_until

RM_NOWITNESS = 0x01  # hidden from WITNESS
RM_RECURSE = 0x02  # a reader may read again
RM_SLEEPABLE = 0x04  # the writer may sleep
RM_NEW = 0x08  # the memory is not zeroed
RM_DUPOK = 0x10  # several of one type may be held

RA_LOCKED = LA_LOCKED
RA_RLOCKED = LA_SLOCKED
RA_WLOCKED = LA_XLOCKED
RA_UNLOCKED = LA_UNLOCKED
RA_RECURSED = LA_RECURSED
RA_NOTRECURSED = LA_NOTRECURSED


@struct
class rmlock:
    """A read-mostly lock. `rm_lock.owner` is the writer, also while he waits for the readers that are in."""

    lock_object: lock_head
    rm_lock: holders


@struct
class rm_priotracker:
    """A reader's stay, on his stack; given to both ends of it. `rmp_rmlock` is null before and after."""

    rmp_rmlock: Ptr[rmlock] | None


def rm_init(rm: Ptr[rmlock], name: cstr, site: u32 = here()) -> None:
    """Makes `rm` a read-mostly lock. The memory must be zero."""
    rm_init_flags(rm, name, 0, site)


def rm_init_flags(rm: Ptr[rmlock], name: cstr, opts: u32, site: u32 = here()) -> None:
    """`rm_init` with RM_NOWITNESS, RM_RECURSE, RM_SLEEPABLE, RM_NEW, RM_DUPOK."""
    flags = flags_of(opts, RM_NOWITNESS, RM_RECURSE, RM_DUPOK, RM_NEW)
    number: u32 = LC_RM
    if opts & RM_SLEEPABLE:
        flags |= LO_SLEEPABLE
        number = LC_RM_SLEEPABLE
    with indivisible():
        lock_init(addr(rm.lock_object), number, name, None, flags, site)
        clear_holders(addr(rm.rm_lock))


def rm_destroy(rm: Ptr[rmlock], site: u32 = here()) -> None:
    """Ends its life. Nobody may hold it."""
    destroy_shared(addr(rm.lock_object), addr(rm.rm_lock), "rm_destroy", site)


# -- readers -----------------------------------------------------------------------------------------------------------


def rm_rlock(rm: Ptr[rmlock], tracker: Ptr[rm_priotracker], site: u32 = here()) -> None:
    """Reads; waits while a writer has it, or waits for the readers that are in."""
    lo, h, me, bit = addr(rm.lock_object), addr(rm.rm_lock), curthread(), my_bit()
    with indivisible():
        _check(rm, "rm_rlock", site)
        witness_checkorder(lo, 0, site, None)
        check_may_wait(lo, h.owner == 0 or h.owner == me or h.sharers & bit != 0, site)
        wait_until(h.owner == 0 or h.owner == me or h.sharers & bit != 0, blocked_by=i64(h.owner) - 1)
        _check_reader(rm, me, site)
        _read(rm, tracker, 0, site)


def rm_try_rlock(rm: Ptr[rmlock], tracker: Ptr[rm_priotracker], site: u32 = here()) -> bool:
    """Reads unless that means to wait for a writer."""
    lo, h, bit = addr(rm.lock_object), addr(rm.rm_lock), my_bit()
    with indivisible():
        _check(rm, "rm_try_rlock", site)
        recurses = h.sharers & bit != 0 and lo.lo_flags & LO_RECURSABLE != 0
        if h.owner != 0 and not recurses:
            event("did", "finds busy:", lo)
            return False
        _read(rm, tracker, LOP_TRYLOCK, site)
    return True


def rm_rlock_new(rm: Ptr[rmlock], tracker: Ptr[rm_priotracker], site: u32 = here()) -> None:
    """`rm_rlock` with a tracker that has no value yet, as C's locals."""
    tracker.rmp_rmlock = None
    rm_rlock(rm, tracker, site)


def rm_try_rlock_new(rm: Ptr[rmlock], tracker: Ptr[rm_priotracker], site: u32 = here()) -> bool:
    """`rm_try_rlock` with a tracker that has no value yet."""
    tracker.rmp_rmlock = None
    return rm_try_rlock(rm, tracker, site)


def rm_runlock(rm: Ptr[rmlock], tracker: Ptr[rm_priotracker], site: u32 = here()) -> None:
    """Reads no longer, or once less. `tracker` is the one of the lock that it ends."""
    lo, h = addr(rm.lock_object), addr(rm.rm_lock)
    with indivisible():
        _check(rm, "rm_runlock", site)
        witness_unlock(lo, 0, site)
        right = tracker.rmp_rmlock == rm
        require(right, "misuse", "rm_runlock: tracker {0} is not for {1} @ {2:site}", tracker, rm, site)
        tracker.rmp_rmlock = None
        h.shares -= 1
        if held_how(lo) == 0:
            h.sharers &= ~my_bit()
        if lo.lo_flags & LO_SLEEPABLE:
            td.td_nosleeping -= 1


def _check_reader(rm: Ptr[rmlock], me: u32, site: u32) -> None:
    """This thread does not have the lock already, or may have it again."""
    lo, h = addr(rm.lock_object), addr(rm.rm_lock)
    require(h.owner != me, "lock_mode", "rm_rlock: wlock already held for {0:text} @ {1:site}", lo.lo_name, site)
    require(
        h.sharers & my_bit() == 0 or lo.lo_flags & LO_RECURSABLE != 0,
        "lock_recursion",
        "rm_rlock: recursed on non-recursive rmlock {0:text} @ {1:site}",
        lo.lo_name,
        site,
    )


def _read(rm: Ptr[rmlock], tracker: Ptr[rm_priotracker], how: u32, site: u32) -> None:
    lo, h = addr(rm.lock_object), addr(rm.rm_lock)
    unused = tracker.rmp_rmlock is None
    require(unused, "misuse", "rm_rlock: tracker {0} is in use @ {1:site}", tracker, site)
    tracker.rmp_rmlock = rm
    h.shares += 1
    h.sharers |= my_bit()
    if lo.lo_flags & LO_SLEEPABLE:
        td.td_nosleeping += 1
    witness_lock(lo, how, site)


# -- the writer --------------------------------------------------------------------------------------------------------


def rm_wlock(rm: Ptr[rmlock], site: u32 = here()) -> None:
    """Writes: keeps new readers out, then waits for those that are in."""
    lo, h, me = addr(rm.lock_object), addr(rm.rm_lock), curthread()
    with indivisible():
        _check(rm, "rm_wlock", site)
        witness_checkorder(lo, LOP_EXCLUSIVE, site, None)
        check_may_wait(lo, h.owner == 0 or h.owner == me, site)
        wait_until(h.owner == 0 or h.owner == me, blocked_by=i64(h.owner) - 1)
        once = h.owner != me
        require(once, "lock_recursion", "rm_wlock: recursed on rmlock {0:text} @ {1:site}", lo.lo_name, site)
        h.owner = me
        if h.shares == 0:
            witness_lock(lo, LOP_EXCLUSIVE, site)
            return
    with indivisible(h.shares == 0, blocked_by=lowest(h.sharers)):
        witness_lock(lo, LOP_EXCLUSIVE, site)


def rm_wunlock(rm: Ptr[rmlock], site: u32 = here()) -> None:
    """Gives it up."""
    with indivisible():
        _check(rm, "rm_wunlock", site)
        witness_unlock(addr(rm.lock_object), LOP_EXCLUSIVE, site)
        rm.rm_lock.owner = 0


def _check(rm: Ptr[rmlock], what: cstr, site: u32) -> None:
    """It is one of the two kinds of rmlock."""
    number: u32 = LC_RM_SLEEPABLE if rm.lock_object.lo_flags & LO_SLEEPABLE else LC_RM
    lock_check(addr(rm.lock_object), number, what, site)


# -- asking ------------------------------------------------------------------------------------------------------------


def rm_wowned(rm: Ptr[rmlock]) -> bool:
    """True if this thread is the writer."""
    return held_how(addr(rm.lock_object)) & LOP_EXCLUSIVE != 0


def rm_assert(rm: Ptr[rmlock], what: u32, site: u32 = here()) -> None:
    """RA_LOCKED, RA_RLOCKED or RA_WLOCKED, with RA_RECURSED or RA_NOTRECURSED; or RA_UNLOCKED. Of this thread, and only
    in a kernel with INVARIANTS."""
    witness_assert(addr(rm.lock_object), what, "Lock (rm)", site)
