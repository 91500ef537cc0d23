"""Interlocks: what a sleep gives back and takes again. One idea: how a lock is held, and of what kind it is, stands in
the thread's own books, so nothing has to be asked of the lock."""

from __future__ import annotations

from unknot.kernel.lock import (
    LC_RW,
    LC_SX,
    LOP_EXCLUSIVE,
    class_of,
    lock_object,
)
from unknot.kernel.mutex import mtx, mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_wunlock, rmlock
from unknot.kernel.rwlock import rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.sx import sx, sx_slock, sx_sunlock, sx_xlock, sx_xunlock
from unknot.kernel.thread import RECURSIONS, held_how
from unknot.lang import Ptr, cast, indivisible, require, u32

# -- of a kind that is known -------------------------------------------------------------------------------------------


def lc_held(lock: Ptr[lock_object], site: u32) -> u32:
    """How this thread holds the interlock, as `td_locks` says it: it must hold it, once."""
    how = held_how(lock)
    if how == 0:
        with indivisible():
            require(False, "not_owner", "interlock {0:text} not locked @ {1:site}", lock.lo_name, site)
    if how & RECURSIONS:
        with indivisible():
            require(False, "lock_recursion", "interlock {0:text} recursed @ {1:site}", lock.lo_name, site)
    return how


def lc_unlock_rw(rw: Ptr[rwlock], how: u32, site: u32) -> None:
    """Gives back a rw lock."""
    if how & LOP_EXCLUSIVE:
        rw_wunlock(rw, site)
    else:
        rw_runlock(rw, site)


def lc_lock_rw(rw: Ptr[rwlock], how: u32, site: u32) -> None:
    """Takes a rw lock."""
    if how & LOP_EXCLUSIVE:
        rw_wlock(rw, site)
    else:
        rw_rlock(rw, site)


def lc_unlock_sx(s: Ptr[sx], how: u32, site: u32) -> None:
    """Gives back an sx lock."""
    if how & LOP_EXCLUSIVE:
        sx_xunlock(s, site)
    else:
        sx_sunlock(s, site)


def lc_lock_sx(s: Ptr[sx], how: u32, site: u32) -> None:
    """Takes an sx lock."""
    if how & LOP_EXCLUSIVE:
        sx_xlock(s, site)
    else:
        sx_slock(s, site)


def lc_unlock_rm(rm: Ptr[rmlock], how: u32, site: u32) -> None:
    """Gives back a rm lock held for writing; a reader's tracker is not known here."""
    if how & LOP_EXCLUSIVE == 0:
        with indivisible():
            require(False, "misuse", "sleeping with {0:text} held for reading @ {1:site}", rm.lock_object.lo_name, site)
    rm_wunlock(rm, site)


# -- of any kind -------------------------------------------------------------------------------------------------------


def lc_unlock(lock: Ptr[lock_object], how: u32, site: u32) -> None:
    """Gives it back."""
    kind = class_of(how)
    if kind == LC_SX:
        lc_unlock_sx(cast(Ptr[sx], lock), how, site)
    elif kind == LC_RW:
        lc_unlock_rw(cast(Ptr[rwlock], lock), how, site)
    else:
        mtx_unlock(cast(Ptr[mtx], lock), site)


def lc_lock(lock: Ptr[lock_object], how: u32, site: u32) -> None:
    """Takes it."""
    kind = class_of(how)
    if kind == LC_SX:
        lc_lock_sx(cast(Ptr[sx], lock), how, site)
    elif kind == LC_RW:
        lc_lock_rw(cast(Ptr[rwlock], lock), how, site)
    else:
        mtx_lock(cast(Ptr[mtx], lock), site)
