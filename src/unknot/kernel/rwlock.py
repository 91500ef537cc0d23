"""rwlock(9): reader/writer locks, with which a thread must not sleep. One idea: `shared.py` is the lock, this is its
names.

A new reader waits behind a waiting writer, unless this thread reads under some rwlock already (`td_rw_rlocks`): so a
writer that comes between two readers can close a cycle. `rw_wowned` and `rw_assert` are no steps.
"""

from __future__ import annotations

from unknot.kernel.lock import (
    LA_LOCKED,
    LA_NOTRECURSED,
    LA_RECURSED,
    LA_SLOCKED,
    LA_UNLOCKED,
    LA_XLOCKED,
    LC_RW,
    LO_UPGRADABLE,
    LOP_EXCLUSIVE,
    flags_of,
    lock_init,
    lock_initialized,
)
from unknot.kernel.lock import lock_object as lock_head
from unknot.kernel.shared import (
    clear_holders,
    destroy_shared,
    downgrade_alone,
    holders,
    lock_alone,
    lock_shared,
    try_alone,
    try_shared,
    unlock_alone,
    unlock_shared,
    upgrade_shared,
)
from unknot.kernel.thread import held_how, td
from unknot.kernel.witness import witness_assert
from unknot.lang import Ptr, addr, cstr, here, indivisible, struct, u32

RW_DUPOK = 0x01  # several of one type may be held
RW_NOWITNESS = 0x04  # hidden from WITNESS
RW_QUIET = 0x08
RW_RECURSE = 0x10  # its writer may take it again
RW_NEW = 0x20  # the memory is not zeroed

RA_LOCKED = LA_LOCKED
RA_RLOCKED = LA_SLOCKED
RA_WLOCKED = LA_XLOCKED
RA_UNLOCKED = LA_UNLOCKED
RA_RECURSED = LA_RECURSED
RA_NOTRECURSED = LA_NOTRECURSED


@struct
class rwlock:
    """A reader/writer lock."""

    lock_object: lock_head
    rw_lock: holders


def rw_init(rw: Ptr[rwlock], name: cstr, site: u32 = here()) -> None:
    """Makes `rw` a reader/writer lock. The memory must be zero."""
    rw_init_flags(rw, name, 0, site)


def rw_init_flags(rw: Ptr[rwlock], name: cstr, opts: u32, site: u32 = here()) -> None:
    """`rw_init` with RW_DUPOK, RW_NOWITNESS, RW_RECURSE, RW_NEW."""
    flags = flags_of(opts, RW_NOWITNESS, RW_RECURSE, RW_DUPOK, RW_NEW) | LO_UPGRADABLE
    with indivisible():
        lock_init(addr(rw.lock_object), LC_RW, name, None, flags, site)
        clear_holders(addr(rw.rw_lock))


def rw_destroy(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """Ends its life. Nobody may hold it."""
    destroy_shared(addr(rw.lock_object), addr(rw.rw_lock), "rw_destroy", site)


def rw_initialized(rw: Ptr[rwlock]) -> bool:
    """True between its init and its destroy."""
    with indivisible():
        return lock_initialized(addr(rw.lock_object))


# -- readers -----------------------------------------------------------------------------------------------------------


def rw_rlock(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """Reads; waits while a writer has it, or waits for it."""
    lock_shared(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, td.td_rw_rlocks != 0, "rw_rlock", site)
    td.td_rw_rlocks += 1


def rw_try_rlock(rw: Ptr[rwlock], site: u32 = here()) -> bool:
    """Reads unless a writer has it; waiting writers do not count."""
    shared = try_shared(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_try_rlock", site)
    if shared:
        td.td_rw_rlocks += 1
    return shared


def rw_runlock(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """Reads no longer, or once less."""
    unlock_shared(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_runlock", site)
    td.td_rw_rlocks -= 1


# -- the writer --------------------------------------------------------------------------------------------------------


def rw_wlock(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """Writes; waits while any other thread reads or writes."""
    lock_alone(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_wlock", site)


def rw_try_wlock(rw: Ptr[rwlock], site: u32 = here()) -> bool:
    """Writes if that needs no waiting."""
    return try_alone(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_try_wlock", site)


def rw_wunlock(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """Gives it up, once."""
    unlock_alone(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_wunlock", site)


def rw_unlock(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """`rw_wunlock` or `rw_runlock`, as this thread holds it."""
    if rw_wowned(rw):
        rw_wunlock(rw, site)
    else:
        rw_runlock(rw, site)


# -- from one to the other ---------------------------------------------------------------------------------------------


def rw_try_upgrade(rw: Ptr[rwlock], site: u32 = here()) -> bool:
    """From reader to writer, if nobody else reads and this thread does once. Never waits."""
    upgraded = upgrade_shared(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_try_upgrade", site)
    if upgraded:
        td.td_rw_rlocks -= 1
    return upgraded


def rw_downgrade(rw: Ptr[rwlock], site: u32 = here()) -> None:
    """From writer, unrecursed, to reader."""
    downgrade_alone(addr(rw.lock_object), addr(rw.rw_lock), LC_RW, "rw_downgrade", site)
    td.td_rw_rlocks += 1


# -- asking ------------------------------------------------------------------------------------------------------------


def rw_wowned(rw: Ptr[rwlock]) -> bool:
    """True if this thread is the writer."""
    return held_how(addr(rw.lock_object)) & LOP_EXCLUSIVE != 0


def rw_assert(rw: Ptr[rwlock], what: u32, site: u32 = here()) -> None:
    """RA_LOCKED, RA_RLOCKED or RA_WLOCKED, with RA_RECURSED or RA_NOTRECURSED; or RA_UNLOCKED. Of this thread, and only
    in a kernel with INVARIANTS."""
    witness_assert(addr(rw.lock_object), what, "Lock (rw)", site)
