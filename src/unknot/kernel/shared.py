"""What sx(9) and rwlock(9) have in common: one thread has the lock alone, or several share it. One idea: a bit for each
thread, so that reports can say who keeps whom waiting.

A thread that wants the lock alone and cannot have it registers as a waiter; while one is registered, newcomers that
would share the lock wait too. When the lock becomes free, all registered waiters are woken: they are no waiters any
more, and whoever comes first has it, as in FreeBSD.
"""

from __future__ import annotations

from unknot.kernel.lock import (
    LO_RECURSABLE,
    LO_SLEEPABLE,
    LOP_EXCLUSIVE,
    LOP_TRYLOCK,
    lock_check,
    lock_class_name,
    lock_destroy,
    lock_object,
)
from unknot.kernel.thread import THREAD_CAN_SLEEP, curthread, held_how
from unknot.kernel.witness import (
    witness_checkorder,
    witness_downgrade,
    witness_lock,
    witness_try_upgrade,
    witness_unlock,
    witness_upgrade,
)
from unknot.lang import Ptr, cstr, event, i64, indivisible, require, struct, thread_id, u32, u64, wait_until


@struct
class holders:
    """Who holds a lock, and who waits to have it alone. The masks have a bit for each thread; `owner` is 1 and the
    thread's number, or 0. `abandoned`: a signal took a waiter away, which is not noticed before the lock is free."""

    owner: u32
    recursed: u32
    shares: u32  # several of one thread count
    abandoned: u32
    sharers: u64
    waiting: u64


# -- masks -------------------------------------------------------------------------------------------------------------


def my_bit() -> u64:
    """This thread in a mask."""
    return u64(1) << thread_id()


def lowest(mask: u64) -> i64:
    """The lowest thread in a mask, -1 if there is none."""
    if mask == 0:
        return -1
    number: i64 = 0
    while mask & 1 == 0:
        mask >>= 1
        number += 1
    return number


def is_free(h: Ptr[holders]) -> bool:
    """True if nobody holds it."""
    return h.owner == 0 and h.shares == 0


def may_share(h: Ptr[holders], passes: bool) -> bool:
    """True if a newcomer can share it now. `passes`: he need not wait behind waiters."""
    return h.owner == 0 and ((h.waiting == 0 and h.abandoned == 0) or passes)


def keeps_from_sharing(h: Ptr[holders]) -> i64:
    """The thread that a sharer waits for: the owner, or a waiter that comes before him, or another sharer."""
    if h.owner:
        return i64(h.owner) - 1
    return lowest(h.waiting) if h.waiting else lowest(h.sharers)


def keeps_from_owning(h: Ptr[holders]) -> i64:
    """The thread that somebody who wants it alone waits for: the owner, or one of those that share it."""
    return i64(h.owner) - 1 if h.owner else lowest(h.sharers)


def check_may_wait(lo: Ptr[lock_object], free: bool, site: u32) -> None:
    """To wait for a sleepable lock that is not free is to sleep."""
    allowed = free or lo.lo_flags & LO_SLEEPABLE == 0 or THREAD_CAN_SLEEP()
    require(
        allowed,
        "sleep_not_allowed",
        "waiting for sx {0:text} @ {1:site}: trying sleep, but thread marked as sleeping prohibited",
        lo.lo_name,
        site,
    )


# -- shared ------------------------------------------------------------------------------------------------------------


def lock_shared(lo: Ptr[lock_object], h: Ptr[holders], number: u32, passes: bool, what: cstr, site: u32) -> None:
    """Shares it; waits while another thread has it alone, and behind waiters unless he `passes`."""
    me = curthread()
    with indivisible():
        lock_check(lo, number, what, site)
        witness_checkorder(lo, 0, site, None)
        check_may_wait(lo, may_share(h, passes) or h.owner == me, site)
        wait_until(may_share(h, passes) or h.owner == me, blocked_by=keeps_from_sharing(h))
        share(lo, h, what, 0, site)


def try_shared(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> bool:
    """Shares it if nobody has it alone."""
    with indivisible():
        lock_check(lo, number, what, site)
        if h.owner != 0:
            event("did", "finds busy:", lo)
            return False
        share(lo, h, what, LOP_TRYLOCK, site)
    return True


def unlock_shared(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> None:
    """Has one share less."""
    with indivisible():
        lock_check(lo, number, what, site)
        witness_unlock(lo, 0, site)
        h.shares -= 1
        if held_how(lo) == 0:
            h.sharers &= ~my_bit()
        if h.shares == 0:
            let_waiters_try(h)


def share(lo: Ptr[lock_object], h: Ptr[holders], what: cstr, how: u32, site: u32) -> None:
    """This thread has one share more. Call it in an indivisible block, when `may_share`."""
    require(
        h.owner != curthread(),
        "lock_mode",
        "{0:text}: exclusive lock already held for {1:text} @ {2:site}",
        what,
        lo.lo_name,
        site,
    )
    h.shares += 1
    h.sharers |= my_bit()
    witness_lock(lo, how, site)


# -- alone -------------------------------------------------------------------------------------------------------------


def lock_alone(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> None:
    """Takes it alone; registers and waits while anybody else holds it."""
    bit = my_bit()
    with indivisible():
        lock_check(lo, number, what, site)
        witness_checkorder(lo, LOP_EXCLUSIVE, site, None)
        if take_alone(lo, h, what, LOP_EXCLUSIVE, site):
            return
        check_may_wait(lo, False, site)
        h.waiting |= bit
        event("did", "waits for", lo)
    while True:
        with indivisible(h.waiting & bit == 0, blocked_by=keeps_from_owning(h)):
            lock_check(lo, number, what, site)
            if take_alone(lo, h, what, LOP_EXCLUSIVE, site):
                return
            h.waiting |= bit
            event("did", "waits again for", lo)


def try_alone(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> bool:
    """Takes it alone if nobody else holds it."""
    me = curthread()
    with indivisible():
        lock_check(lo, number, what, site)
        again = h.owner == me and lo.lo_flags & LO_RECURSABLE == 0
        if again or not take_alone(lo, h, what, LOP_EXCLUSIVE | LOP_TRYLOCK, site):
            event("did", "finds busy:", lo)
            return False
    return True


def unlock_alone(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> None:
    """Gives it up, once."""
    with indivisible():
        lock_check(lo, number, what, site)
        witness_unlock(lo, LOP_EXCLUSIVE, site)
        if h.recursed:
            h.recursed -= 1
        else:
            h.owner = 0
            let_waiters_try(h)


def let_waiters_try(h: Ptr[holders]) -> None:
    """The lock is free: there are no registered waiters any more."""
    h.waiting = 0
    h.abandoned = 0


def take_alone(lo: Ptr[lock_object], h: Ptr[holders], what: cstr, how: u32, site: u32) -> bool:
    """It is this thread's now, or once more; False if others hold it. Call it in an indivisible block."""
    me = curthread()
    if h.owner == me:
        require(
            lo.lo_flags & LO_RECURSABLE != 0,
            "lock_recursion",
            "{0:text}: recursed on non-recursive {1:text} {2:text} @ {3:site}",
            what,
            lock_class_name(lo.lo_flags),
            lo.lo_name,
            site,
        )
        h.recursed += 1
    elif not is_free(h):
        return False
    h.owner = me
    witness_lock(lo, how, site)
    return True


# -- from one to the other, and away -----------------------------------------------------------------------------------


def upgrade_shared(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> bool:
    """The only share becomes ownership; False if there are others. Never waits."""
    with indivisible():
        lock_check(lo, number, what, site)
        witness_try_upgrade(lo, site)
        if h.shares > 1:
            event("did", "cannot upgrade", lo)
            return False
        witness_upgrade(lo, site)
        h.shares = 0
        h.sharers = 0
        h.owner = curthread()
    return True


def downgrade_alone(lo: Ptr[lock_object], h: Ptr[holders], number: u32, what: cstr, site: u32) -> None:
    """Ownership becomes a share. Registered waiters stay."""
    with indivisible():
        lock_check(lo, number, what, site)
        witness_downgrade(lo, site)
        h.owner = 0
        h.shares = 1
        h.sharers = my_bit()


def clear_holders(h: Ptr[holders]) -> None:
    """Nobody holds it."""
    h.owner = 0
    h.recursed = 0
    h.shares = 0
    h.sharers = 0
    let_waiters_try(h)


def destroy_shared(lo: Ptr[lock_object], h: Ptr[holders], what: cstr, site: u32) -> None:
    """Ends its life. Nobody may hold it."""
    with indivisible():
        require(is_free(h), "lock_destroyed", "{0:text}: {1:text} is held @ {2:site}", what, lo.lo_name, site)
        clear_holders(h)
        lock_destroy(lo, site)
