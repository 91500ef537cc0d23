"""Locks whose kind is known only when they are taken: the interlock of a condition variable, the lock of a callout. One
idea: what FreeBSD keeps in a lock class as lc_unlock and lc_lock; how a lock is held stands in the thread's own books.
"""

from __future__ import annotations

from unknot.kernel.lock import (
    LC_RM,
    LC_RM_SLEEPABLE,
    LC_RW,
    LC_SLEEP_MUTEX,
    LC_SX,
    LOP_EXCLUSIVE,
    lock_class,
    lock_object,
)
from unknot.kernel.mutex import mtx, mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_wlock, rm_wunlock, rmlock
from unknot.kernel.rwlock import rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.sx import sx, sx_slock, sx_sunlock, sx_xlock, sx_xunlock
from unknot.kernel.thread import RECURSIONS, held_how
from unknot.lang import Ptr, cast, indivisible, require, u32


# -- of a kind that is known -------------------------------------------------------------------------------------------


def lc_held(lock: Ptr[lock_object], site: u32) -> bool:
    """Whether this thread has the interlock alone, not shared. It must hold it once."""
    how = held_how(lock)
    if how == 0:
        with indivisible():
            require(False, "not_owner", "interlock {0:text} not locked @ {1:site}", lock.lo_name, site)
    if how & RECURSIONS:
        with indivisible():
            require(False, "lock_recursion", "interlock {0:text} recursed @ {1:site}", lock.lo_name, site)
    return how & LOP_EXCLUSIVE != 0


def lc_unlock_rw(rw: Ptr[rwlock], alone: bool, site: u32) -> None:
    """Gives back a rw lock."""
    if alone:
        rw_wunlock(rw, site)
    else:
        rw_runlock(rw, site)


def lc_lock_rw(rw: Ptr[rwlock], alone: bool, site: u32) -> None:
    """Takes a rw lock."""
    if alone:
        rw_wlock(rw, site)
    else:
        rw_rlock(rw, site)


def lc_unlock_sx(s: Ptr[sx], alone: bool, site: u32) -> None:
    """Gives back an sx lock."""
    if alone:
        sx_xunlock(s, site)
    else:
        sx_sunlock(s, site)


def lc_lock_sx(s: Ptr[sx], alone: bool, site: u32) -> None:
    """Takes an sx lock."""
    if alone:
        sx_xlock(s, site)
    else:
        sx_slock(s, site)


def lc_unlock_rm(rm: Ptr[rmlock], alone: bool, site: u32) -> None:
    """Gives back a rm lock held for writing; a reader's tracker is not known here."""
    if not alone:
        with indivisible():
            require(False, "misuse", "sleeping with {0:text} held for reading @ {1:site}", rm.lock_object.lo_name, site)
    rm_wunlock(rm, site)


# -- of any kind -------------------------------------------------------------------------------------------------------


def lc_class(lock: Ptr[lock_object]) -> u32:
    """The class of a lock."""
    with indivisible():
        return lock_class(lock)


def lc_unlock(lock: Ptr[lock_object], alone: bool, site: u32) -> None:
    """Gives it back."""
    kind = lc_class(lock)
    if kind == LC_SX:
        lc_unlock_sx(cast(Ptr[sx], lock), alone, site)
    elif kind == LC_RW:
        lc_unlock_rw(cast(Ptr[rwlock], lock), alone, site)
    elif kind == LC_RM or kind == LC_RM_SLEEPABLE:
        lc_unlock_rm(cast(Ptr[rmlock], lock), alone, site)
    else:
        mtx_unlock(cast(Ptr[mtx], lock), site)


def lc_lock(lock: Ptr[lock_object], alone: bool, site: u32) -> None:
    """Takes it."""
    kind = lc_class(lock)
    if kind == LC_SX:
        lc_lock_sx(cast(Ptr[sx], lock), alone, site)
    elif kind == LC_RW:
        lc_lock_rw(cast(Ptr[rwlock], lock), alone, site)
    elif kind == LC_RM or kind == LC_RM_SLEEPABLE:
        rm_wlock(cast(Ptr[rmlock], lock), site)
    else:
        mtx_lock(cast(Ptr[mtx], lock), site)
