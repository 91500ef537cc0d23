"""sx(9): shared/exclusive locks, with which a thread may sleep. One idea: `shared.py` is the lock, this is its names.

A thread that shares an sx lock already does not wait behind waiting writers (`td_sx_slocks`), others do: as in FreeBSD
since 12. `sx_xlocked` and `sx_assert` look at this thread's own books and are no steps.
"""

from __future__ import annotations

from unknot.kernel.errno import EINTR, ERESTART
from unknot.kernel.lock import (
    LA_LOCKED,
    LA_NOTRECURSED,
    LA_RECURSED,
    LA_SLOCKED,
    LA_UNLOCKED,
    LA_XLOCKED,
    LC_SX,
    LO_SLEEPABLE,
    LO_UPGRADABLE,
    LOP_EXCLUSIVE,
    flags_of,
    lock_check,
    lock_init,
)
from unknot.kernel.lock import lock_object as lock_head
from unknot.kernel.shared import (
    check_may_wait,
    clear_holders,
    destroy_shared,
    downgrade_alone,
    holders,
    lock_alone,
    lock_shared,
    may_share,
    my_bit,
    share,
    take_alone,
    try_alone,
    try_shared,
    unlock_alone,
    unlock_shared,
    upgrade_shared,
)
from unknot.kernel.signals import signalled
from unknot.kernel.thread import curthread, held_how, td
from unknot.kernel.witness import witness_assert, witness_checkorder
from unknot.lang import Ptr, addr, choose, cstr, event, here, i32, i64, indivisible, struct, u32, wait_until

SX_DUPOK = 0x01  # several of one type may be held
SX_NOWITNESS = 0x04  # hidden from WITNESS
SX_QUIET = 0x08
SX_RECURSE = 0x20  # its owner may take it again
SX_NEW = 0x40  # the memory is not zeroed

SA_LOCKED = LA_LOCKED
SA_SLOCKED = LA_SLOCKED
SA_XLOCKED = LA_XLOCKED
SA_UNLOCKED = LA_UNLOCKED
SA_RECURSED = LA_RECURSED
SA_NOTRECURSED = LA_NOTRECURSED


@struct
class sx:
    """A shared/exclusive lock."""

    lock_object: lock_head
    sx_lock: holders


def sx_init(s: Ptr[sx], name: cstr, site: u32 = here()) -> None:
    """Makes `s` an sx lock. The memory must be zero."""
    sx_init_flags(s, name, 0, site)


def sx_init_flags(s: Ptr[sx], name: cstr, opts: u32, site: u32 = here()) -> None:
    """`sx_init` with SX_DUPOK, SX_NOWITNESS, SX_RECURSE, SX_NEW."""
    flags = flags_of(opts, SX_NOWITNESS, SX_RECURSE, SX_DUPOK, SX_NEW) | LO_SLEEPABLE | LO_UPGRADABLE
    with indivisible():
        lock_init(addr(s.lock_object), LC_SX, name, None, flags, site)
        clear_holders(addr(s.sx_lock))


def sx_destroy(s: Ptr[sx], site: u32 = here()) -> None:
    """Ends its life. Nobody may hold it."""
    destroy_shared(addr(s.lock_object), addr(s.sx_lock), "sx_destroy", site)


# -- shared ------------------------------------------------------------------------------------------------------------


def sx_slock(s: Ptr[sx], site: u32 = here()) -> None:
    """Shares it; waits while another thread has it alone, or waits for that."""
    lock_shared(addr(s.lock_object), addr(s.sx_lock), LC_SX, td.td_sx_slocks != 0, "sx_slock", site)
    td.td_sx_slocks += 1


def sx_slock_sig(s: Ptr[sx], site: u32 = here()) -> i32:
    """`sx_slock` that a signal ends: 0, EINTR or ERESTART."""
    me, passes, lo, h = curthread(), td.td_sx_slocks != 0, addr(s.lock_object), addr(s.sx_lock)
    with indivisible():
        lock_check(lo, LC_SX, "sx_slock_sig", site)
        witness_checkorder(lo, 0, site, None)
        check_may_wait(lo, may_share(h, passes) or h.owner == me, site)
        wait_until(may_share(h, passes) or h.owner == me or signalled())
        if not may_share(h, passes) and h.owner != me:
            event("did", "is interrupted waiting for", lo)
            return EINTR if choose(2) == 0 else ERESTART
        share(lo, h, "sx_slock_sig", 0, site)
    td.td_sx_slocks += 1
    return 0


def sx_try_slock(s: Ptr[sx], site: u32 = here()) -> bool:
    """Shares it unless another thread has it alone."""
    shared = try_shared(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_try_slock", site)
    if shared:
        td.td_sx_slocks += 1
    return shared


def sx_sunlock(s: Ptr[sx], site: u32 = here()) -> None:
    """Shares it no longer, or once less."""
    unlock_shared(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_sunlock", site)
    td.td_sx_slocks -= 1


# -- exclusive ---------------------------------------------------------------------------------------------------------


def sx_xlock(s: Ptr[sx], site: u32 = here()) -> None:
    """Takes it alone; waits while any other thread holds it."""
    lock_alone(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_xlock", site)


def sx_xlock_sig(s: Ptr[sx], site: u32 = here()) -> i32:
    """`sx_xlock` that a signal ends: 0, EINTR or ERESTART."""
    lo, h, bit = addr(s.lock_object), addr(s.sx_lock), my_bit()
    with indivisible():
        lock_check(lo, LC_SX, "sx_xlock_sig", site)
        witness_checkorder(lo, LOP_EXCLUSIVE, site, None)
        if take_alone(lo, h, "sx_xlock_sig", LOP_EXCLUSIVE, site):
            return 0
        check_may_wait(lo, False, site)
        h.waiting |= bit
        event("did", "waits for", lo)
    while True:
        with indivisible(h.waiting & bit == 0 or signalled()):
            if h.waiting & bit == 0 and take_alone(lo, h, "sx_xlock_sig", LOP_EXCLUSIVE, site):
                return 0
            if signalled():
                if h.waiting & bit:
                    h.waiting &= ~bit
                    h.abandoned = 1
                event("did", "is interrupted waiting for", lo)
                return EINTR if choose(2) == 0 else ERESTART
            h.waiting |= bit
            event("did", "waits again for", lo)


def sx_try_xlock(s: Ptr[sx], site: u32 = here()) -> bool:
    """Takes it alone if that needs no waiting."""
    return try_alone(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_try_xlock", site)


def sx_xunlock(s: Ptr[sx], site: u32 = here()) -> None:
    """Gives it up, once."""
    unlock_alone(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_xunlock", site)


def sx_unlock(s: Ptr[sx], site: u32 = here()) -> None:
    """`sx_xunlock` or `sx_sunlock`, as this thread holds it."""
    if held_how(addr(s.lock_object)) & LOP_EXCLUSIVE:
        sx_xunlock(s, site)
    else:
        sx_sunlock(s, site)


# -- from one to the other ---------------------------------------------------------------------------------------------


def sx_try_upgrade(s: Ptr[sx], site: u32 = here()) -> bool:
    """From shared to exclusive, if nobody else shares it and this thread does once. Never waits."""
    upgraded = upgrade_shared(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_try_upgrade", site)
    if upgraded:
        td.td_sx_slocks -= 1
    return upgraded


def sx_downgrade(s: Ptr[sx], site: u32 = here()) -> None:
    """From exclusive, unrecursed, to shared."""
    downgrade_alone(addr(s.lock_object), addr(s.sx_lock), LC_SX, "sx_downgrade", site)
    td.td_sx_slocks += 1


# -- asking ------------------------------------------------------------------------------------------------------------


def sx_xlocked(s: Ptr[sx]) -> bool:
    """True if this thread has it alone."""
    return held_how(addr(s.lock_object)) & LOP_EXCLUSIVE != 0


def sx_xholder(s: Ptr[sx]) -> i64:
    """The number of the thread that has it alone, -1 if there is none. It may change at once: a step."""
    with indivisible():
        return i64(s.sx_lock.owner) - 1


def sx_assert(s: Ptr[sx], what: u32, site: u32 = here()) -> None:
    """SA_LOCKED, SA_SLOCKED or SA_XLOCKED, with SA_RECURSED or SA_NOTRECURSED; or SA_UNLOCKED. Of this thread, and only
    in a kernel with INVARIANTS."""
    witness_assert(addr(s.lock_object), what, "Lock (sx)", site)
