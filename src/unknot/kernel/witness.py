"""WITNESS: the rules about one thread's locks. One idea: what is about to be locked is compared with the list of locks
that this thread holds, in the order of `witness_checkorder` of FreeBSD; the order of locks itself is computed after the
search, from the "lock" events of all schedules.

Every lock calls these functions inside the indivisible block in which it is taken, so they are no steps. An order that
is only reversed somewhere, or two locks of one type, is no violation here.

Events: "lock" lock, how | lo_flags, name, type, site, then for each held lock, newest last: lock, how, type, site.
"locked" and "unlock" lock, how, site; "upgrade" and "downgrade" lock, site.
"""

from __future__ import annotations

from unknot.kernel.lock import (
    LA_NOTRECURSED,
    LA_RECURSED,
    LA_SLOCKED,
    LA_UNLOCKED,
    LA_XLOCKED,
    LC_SPIN_MUTEX,
    LO_SLEEPABLE,
    LO_UPGRADABLE,
    LO_WITNESS,
    LOP_EXCLUSIVE,
    LOP_NOWITNESS,
    LOP_SLEEPABLE,
    LOP_TRYLOCK,
    class_of,
    lock_assert,
    lock_class_name,
    lock_object,
)
from unknot.kernel.lock import LO_CLASSMASK as CLASS
from unknot.kernel.switches import witness_hides
from unknot.kernel.thread import (
    RECURSION,
    RECURSIONS,
    THREAD_CAN_SLEEP,
    held_add,
    held_how,
    held_index,
    held_remove,
    td,
)
from unknot.lang import Ptr, cstr, event, i64, more, require, u32


def hidden(how: u32) -> bool:
    """True if a held lock is one that WITNESS would not see, and shall not."""
    return witness_hides != 0 and how & LOP_NOWITNESS != 0


def _traits(lo: Ptr[lock_object], how: u32) -> u32:
    """`how` with what it says about the lock itself."""
    flags = lo.lo_flags
    unseen: u32 = 0 if flags & LO_WITNESS else LOP_NOWITNESS
    sleepable: u32 = LOP_SLEEPABLE if flags & LO_SLEEPABLE else 0
    return how | unseen | sleepable


# -- before it is taken ------------------------------------------------------------------------------------------------


def witness_checkorder(lo: Ptr[lock_object], how: u32, site: u32, interlock: Ptr[lock_object] | None) -> None:
    """May this thread wait for the lock now? `interlock` is a lock that is given up while it waits, or null."""
    how = _traits(lo, how)
    if hidden(how):
        return
    spin = class_of(lo.lo_flags) == LC_SPIN_MUTEX
    require(
        spin or td.td_critnest == 0,
        "lock_in_critical",
        "acquiring blockable sleep lock with spinlock or critical section held ({0:text}) {1:text} @ {2:site}",
        lock_class_name(lo.lo_flags),
        lo.lo_name,
        site,
    )
    at = held_index(lo)
    if at >= 0:
        _check_mode(lo, how, site, at)
        return
    if interlock is not None:
        _check_interlock(interlock, site)
    if how & LOP_SLEEPABLE:
        _check_rank(lo, site, interlock)
    _tell_order(lo, how, site)


def _check_mode(lo: Ptr[lock_object], how: u32, site: u32, at: i64) -> None:
    """A lock that this thread holds already is taken again in the same mode."""
    held, since = td.td_locks[at].how, td.td_locks[at].site
    require(
        held & LOP_EXCLUSIVE == 0 or how & LOP_EXCLUSIVE != 0,
        "lock_mode",
        "excl->share: shared lock of ({0:text}) {1:text} @ {2:site} while exclusively locked from {3:site}",
        lock_class_name(lo.lo_flags),
        lo.lo_name,
        site,
        since,
    )
    require(
        held & LOP_EXCLUSIVE != 0 or how & LOP_EXCLUSIVE == 0,
        "lock_mode",
        "share->excl: exclusive lock of ({0:text}) {1:text} @ {2:site} while share locked from {3:site}",
        lock_class_name(lo.lo_flags),
        lo.lo_name,
        site,
        since,
    )


def _check_interlock(interlock: Ptr[lock_object], site: u32) -> None:
    """The interlock is held, once."""
    at = held_index(interlock)
    name, kind = interlock.lo_name, lock_class_name(interlock.lo_flags)
    require(at >= 0, "not_owner", "interlock ({0:text}) {1:text} not locked @ {2:site}", kind, name, site)
    once = td.td_locks[at].how & RECURSIONS == 0
    require(once, "lock_recursion", "interlock ({0:text}) {1:text} recursed @ {2:site}", kind, name, site)


def _check_rank(lo: Ptr[lock_object], site: u32, interlock: Ptr[lock_object] | None) -> None:
    """A sleepable lock is not taken while one is held with which one must not sleep."""
    for i in range(i64(td.td_held) - 1, -1, -1):
        how, held = td.td_locks[i].how, td.td_locks[i].lock
        if held != interlock and not hidden(how):
            require(
                how & LOP_SLEEPABLE != 0,
                "sleepable_after_nonsleepable",
                "lock order reversal: (sleepable after non-sleepable)"
                " 1st {0:text} ({1:text}, {2:text}) @ {3:site}, 2nd {4:text} ({5:text}, {6:text}) @ {7:site}",
                held.lo_name,
                held.lo_type,
                lock_class_name(how),
                td.td_locks[i].site,
                lo.lo_name,
                lo.lo_type,
                lock_class_name(lo.lo_flags),
                site,
            )


def _tell_order(lo: Ptr[lock_object], how: u32, site: u32) -> None:
    """For the graph of orders: this lock after those that are held."""
    event("lock", lo, how | lo.lo_flags, lo.lo_name, lo.lo_type, site)
    for i in range(td.td_held):
        if not hidden(td.td_locks[i].how):
            more(td.td_locks[i].lock, td.td_locks[i].how, td.td_locks[i].type, td.td_locks[i].site)


# -- taken, given up ---------------------------------------------------------------------------------------------------


def witness_lock(lo: Ptr[lock_object], how: u32, site: u32) -> None:
    """This thread has it now."""
    how = _traits(lo, how)
    at = held_index(lo)
    if at >= 0:
        td.td_locks[at].how += RECURSION
    else:
        if how & LOP_TRYLOCK and not hidden(how):
            _tell_order(lo, how, site)
        held_add(lo, lo.lo_type, how & ~LOP_TRYLOCK | lo.lo_flags & CLASS, site)
    event("locked", lo, how, site)


def witness_unlock(lo: Ptr[lock_object], how: u32, site: u32) -> None:
    """This thread gives it up, once."""
    at = held_index(lo)
    require(
        at >= 0,
        "not_owner",
        "lock ({0:text}) {1:text} not locked @ {2:site}",
        lock_class_name(lo.lo_flags),
        lo.lo_name,
        site,
    )
    held, since = td.td_locks[at].how, td.td_locks[at].site
    require(
        held & LOP_EXCLUSIVE == 0 or how & LOP_EXCLUSIVE != 0,
        "lock_mode",
        "excl->ushare: shared unlock of ({0:text}) {1:text} @ {2:site} while exclusively locked from {3:site}",
        lock_class_name(lo.lo_flags),
        lo.lo_name,
        site,
        since,
    )
    require(
        held & LOP_EXCLUSIVE != 0 or how & LOP_EXCLUSIVE == 0,
        "lock_mode",
        "share->uexcl: exclusive unlock of ({0:text}) {1:text} @ {2:site} while share locked from {3:site}",
        lock_class_name(lo.lo_flags),
        lo.lo_name,
        site,
        since,
    )
    if held & RECURSIONS:
        td.td_locks[at].how = held - RECURSION
    else:
        held_remove(at)
    event("unlock", lo, how, site)


def witness_try_upgrade(lo: Ptr[lock_object], site: u32) -> None:
    """This thread may try to upgrade it: it shares it."""
    at = held_index(lo)
    kind, name = lock_class_name(lo.lo_flags), lo.lo_name
    require(at >= 0, "not_owner", "upgrade of unlocked lock ({0:text}) {1:text} @ {2:site}", kind, name, site)
    shared = td.td_locks[at].how & LOP_EXCLUSIVE == 0
    require(shared, "lock_mode", "upgrade of exclusive lock ({0:text}) {1:text} @ {2:site}", kind, name, site)


def witness_upgrade(lo: Ptr[lock_object], site: u32) -> None:
    """What was shared is now exclusive."""
    at = _check_change(lo, site, "upgrade")
    td.td_locks[at].how |= LOP_EXCLUSIVE
    event("upgrade", lo, site)


def witness_downgrade(lo: Ptr[lock_object], site: u32) -> None:
    """What was exclusive is now shared."""
    at = _check_change(lo, site, "downgrade")
    exclusive, kind = td.td_locks[at].how & LOP_EXCLUSIVE != 0, lock_class_name(lo.lo_flags)
    require(exclusive, "lock_mode", "downgrade of shared lock ({0:text}) {1:text} @ {2:site}", kind, lo.lo_name, site)
    td.td_locks[at].how &= ~LOP_EXCLUSIVE
    event("downgrade", lo, site)


def _check_change(lo: Ptr[lock_object], site: u32, what: cstr) -> i64:
    """A change of mode is possible; where the lock stands."""
    kind, name, at = lock_class_name(lo.lo_flags), lo.lo_name, held_index(lo)
    can = lo.lo_flags & LO_UPGRADABLE != 0
    require(can, "lock_mode", "{0:text} of non-upgradable lock ({1:text}) {2:text} @ {3:site}", what, kind, name, site)
    require(at >= 0, "not_owner", "{0:text} of unlocked lock ({1:text}) {2:text} @ {3:site}", what, kind, name, site)
    once = td.td_locks[at].how & RECURSIONS == 0
    require(once, "lock_mode", "{0:text} of recursed lock ({1:text}) {2:text} @ {3:site}", what, kind, name, site)
    return at


# -- may I sleep here? -------------------------------------------------------------------------------------------------


def witness_warn_sleep(interlock: Ptr[lock_object] | None, site: u32, what: cstr = "Sleeping") -> None:
    """This thread may sleep: it holds no lock with which one must not, but the interlock, and is in no context that
    must not. `what` it is about to do."""
    require(
        td.td_critnest == td.td_spinlocks, "sleep_not_allowed", "{0:text} in a critical section @ {1:site}", what, site
    )
    for i in range(i64(td.td_held) - 1, -1, -1):
        how = td.td_locks[i].how
        seen = not hidden(how) or class_of(how) == LC_SPIN_MUTEX  # the scheduler sees spin mutexes without WITNESS
        if how & LOP_SLEEPABLE == 0 and seen:
            _check_held(interlock, site, what, i)
    require(td.td_epochnest == 0, "sleep_with_lock", "{0:text} in an epoch section @ {1:site}", what, site)
    allowed = THREAD_CAN_SLEEP()
    require(allowed, "sleep_not_allowed", "{0:text} @ {1:site}, but thread marked as sleeping prohibited", what, site)


def _check_held(interlock: Ptr[lock_object] | None, site: u32, what: cstr, at: i64) -> None:
    """The held lock is the interlock."""
    how, lock, since = td.td_locks[at].how, td.td_locks[at].lock, td.td_locks[at].site
    mode: cstr = "exclusive" if how & LOP_EXCLUSIVE else "shared"
    require(
        lock == interlock,
        "sleep_with_lock",
        "{0:text} @ {1:site} with the following non-sleepable locks held:"
        " {2:text} {3:text} {4:text} r = {5:d} ({6}) locked @ {7:site}",
        what,
        site,
        mode,
        lock_class_name(how),
        td.td_locks[at].type,
        (how & RECURSIONS) // RECURSION,
        lock,
        since,
    )


# -- assertions --------------------------------------------------------------------------------------------------------


def witness_assert(lo: Ptr[lock_object], what: u32, kind: cstr, site: u32) -> None:
    """`what` (LA_ flags) is so of this thread and the lock, in a kernel with INVARIANTS. `kind`: what it is called."""
    how = held_how(lo)
    if what == LA_UNLOCKED:
        lock_assert(how == 0, lo, kind, "locked", site)
        return
    lock_assert(how != 0, lo, kind, "not locked", site)
    lock_assert(what & LA_XLOCKED == 0 or how & LOP_EXCLUSIVE != 0, lo, kind, "not exclusively locked", site)
    lock_assert(what & LA_SLOCKED == 0 or how & LOP_EXCLUSIVE == 0, lo, kind, "exclusively locked", site)
    lock_assert(what & LA_RECURSED == 0 or how & RECURSIONS != 0, lo, kind, "not recursed", site)
    lock_assert(what & LA_NOTRECURSED == 0 or how & RECURSIONS == 0, lo, kind, "recursed", site)
