"""mutex(9). One idea: a mutex is a word with its owner's number; taking it is one step that waits until the word is 0.

Which of several waiting threads gets it is not determined: FreeBSD promises no fairness, and every order is tried.
`mtx_owned` and `mtx_assert` look at this thread's own books and are no steps.
"""

from __future__ import annotations

from unknot.kernel.lock import (
    LA_NOTRECURSED,
    LA_RECURSED,
    LA_UNLOCKED,
    LA_XLOCKED,
    LC_SLEEP_MUTEX,
    LC_SPIN_MUTEX,
    LO_RECURSABLE,
    LOP_DUPOK,
    LOP_EXCLUSIVE,
    LOP_TRYLOCK,
    class_of,
    flags_of,
    lock_assert,
    lock_check,
    lock_destroy,
    lock_init,
    lock_initialized,
)
from unknot.kernel.lock import lock_object as lock_head
from unknot.kernel.thread import RECURSIONS, curthread, held_how, td
from unknot.kernel.witness import witness_checkorder, witness_lock, witness_unlock
from unknot.lang import Ptr, addr, cstr, event, here, i64, indivisible, require, struct, u32, wait_until

MTX_DEF = 0  # blocks; who waits for it sleeps
MTX_SPIN = 0x01  # spins, in a critical section
MTX_RECURSE = 0x04  # its owner may take it again
MTX_NOWITNESS = 0x08  # hidden from WITNESS
MTX_QUIET = 0x10
MTX_NEW = 0x40  # the memory is not zeroed
MTX_DUPOK = 0x80  # several of one type may be held

MA_OWNED = LA_XLOCKED
MA_NOTOWNED = LA_UNLOCKED
MA_RECURSED = LA_RECURSED
MA_NOTRECURSED = LA_NOTRECURSED


@struct
class mtx:
    """A mutex. `mtx_lock` is 0, or 1 and the number of the thread that owns it."""

    lock_object: lock_head
    mtx_lock: u32
    mtx_recurse: u32


def mtx_init(m: Ptr[mtx], name: cstr, type: cstr | None, opts: u32, site: u32 = here()) -> None:
    """Makes `m` a mutex. `type` may be None: then it is `name`. The memory must be zero, or `opts` have MTX_NEW."""
    flags = flags_of(opts, MTX_NOWITNESS, MTX_RECURSE, MTX_DUPOK, MTX_NEW)
    number: u32 = LC_SPIN_MUTEX if opts & MTX_SPIN else LC_SLEEP_MUTEX
    with indivisible():
        lock_init(addr(m.lock_object), number, name, type, flags, site)
        m.mtx_lock = 0
        m.mtx_recurse = 0


def mtx_destroy(m: Ptr[mtx], site: u32 = here()) -> None:
    """Ends its life. Its owner may do so while it holds it, once: that also gives it up."""
    me, lo = curthread(), addr(m.lock_object)
    with indivisible():
        mine = m.mtx_lock == me
        unheld = m.mtx_lock == 0 or (mine and m.mtx_recurse == 0)
        require(unheld, "lock_destroyed", "mtx_destroy: mutex {0:text} is held @ {1:site}", lo.lo_name, site)
        if mine:
            if class_of(lo.lo_flags) == LC_SPIN_MUTEX:
                _spinlock_exit(site)
            witness_unlock(lo, LOP_EXCLUSIVE, site)
        m.mtx_lock = 0
        lock_destroy(lo, site)


# -- blocking ----------------------------------------------------------------------------------------------------------


def mtx_lock(m: Ptr[mtx], site: u32 = here()) -> None:
    """Takes it; waits while another thread has it."""
    mtx_lock_flags(m, 0, site)


def mtx_lock_flags(m: Ptr[mtx], opts: u32, site: u32 = here()) -> None:
    """`mtx_lock` with MTX_DUPOK: this time two locks of one type are meant; or MTX_RECURSE: its owner may take it again
    this time."""
    me, lo = curthread(), addr(m.lock_object)
    how: u32 = LOP_EXCLUSIVE | LOP_DUPOK if opts & MTX_DUPOK else LOP_EXCLUSIVE
    with indivisible():
        lock_check(lo, LC_SLEEP_MUTEX, "mtx_lock", site)
        witness_checkorder(lo, how, site, None)
        wait_until(m.mtx_lock == 0 or m.mtx_lock == me, blocked_by=i64(m.mtx_lock) - 1)
        _take(m, me, how, opts, site, "_mtx_lock_sleep")


def mtx_trylock(m: Ptr[mtx], site: u32 = here()) -> bool:
    """Takes it if that needs no waiting. Never recurses on a mutex without MTX_RECURSE: then it fails."""
    me, lo = curthread(), addr(m.lock_object)
    with indivisible():
        lock_check(lo, LC_SLEEP_MUTEX, "mtx_trylock", site)
        return _try(m, me, lo.lo_flags & LO_RECURSABLE != 0, site)


def mtx_unlock(m: Ptr[mtx], site: u32 = here()) -> None:
    """Gives it up, once."""
    with indivisible():
        lock_check(addr(m.lock_object), LC_SLEEP_MUTEX, "mtx_unlock", site)
        _release(m, site)


# -- spinning ----------------------------------------------------------------------------------------------------------


def mtx_lock_spin(m: Ptr[mtx], site: u32 = here()) -> None:
    """Takes a spin mutex and enters a critical section."""
    me, lo = curthread(), addr(m.lock_object)
    with indivisible():
        lock_check(lo, LC_SPIN_MUTEX, "mtx_lock_spin", site)
        witness_checkorder(lo, LOP_EXCLUSIVE, site, None)
        wait_until(m.mtx_lock == 0 or m.mtx_lock == me, blocked_by=i64(m.mtx_lock) - 1)
        _spinlock_enter()
        _take(m, me, LOP_EXCLUSIVE, 0, site, "mtx_lock_spin")


def mtx_trylock_spin(m: Ptr[mtx], site: u32 = here()) -> bool:
    """Takes a spin mutex if it is free, and then enters a critical section. Never recurses."""
    me, lo = curthread(), addr(m.lock_object)
    with indivisible():
        lock_check(lo, LC_SPIN_MUTEX, "mtx_trylock_spin", site)
        taken = _try(m, me, False, site)
        if taken:
            _spinlock_enter()
        return taken


def mtx_unlock_spin(m: Ptr[mtx], site: u32 = here()) -> None:
    """Gives a spin mutex up, once, and leaves its critical section."""
    with indivisible():
        lock_check(addr(m.lock_object), LC_SPIN_MUTEX, "mtx_unlock_spin", site)
        _release(m, site)
        _spinlock_exit(site)


def _spinlock_enter() -> None:
    td.td_critnest += 1
    td.td_spinlocks += 1


def _spinlock_exit(site: u32) -> None:
    require(td.td_critnest > 0, "critical", "spinlock_exit: td_critnest == 0 @ {0:site}", site)
    td.td_critnest -= 1
    td.td_spinlocks -= 1


# -- the word ----------------------------------------------------------------------------------------------------------


def _take(m: Ptr[mtx], me: u32, how: u32, opts: u32, site: u32, what: cstr) -> None:
    """It is free, or this thread has it already."""
    lo = addr(m.lock_object)
    if m.mtx_lock == me:
        require(
            lo.lo_flags & LO_RECURSABLE != 0 or opts & MTX_RECURSE != 0,
            "lock_recursion",
            "{0:text}: recursed on non-recursive mutex {1:text} @ {2:site}",
            what,
            lo.lo_name,
            site,
        )
        m.mtx_recurse += 1
    m.mtx_lock = me
    witness_lock(lo, how, site)


def _try(m: Ptr[mtx], me: u32, recurse: bool, site: u32) -> bool:
    lo = addr(m.lock_object)
    if m.mtx_lock == me and recurse:
        m.mtx_recurse += 1
    elif m.mtx_lock != 0:
        event("did", "finds busy:", lo)
        return False
    m.mtx_lock = me
    witness_lock(lo, LOP_EXCLUSIVE | LOP_TRYLOCK, site)
    return True


def _release(m: Ptr[mtx], site: u32) -> None:
    witness_unlock(addr(m.lock_object), LOP_EXCLUSIVE, site)
    if m.mtx_recurse:
        m.mtx_recurse -= 1
    else:
        m.mtx_lock = 0


# -- asking ------------------------------------------------------------------------------------------------------------


def mtx_owned(m: Ptr[mtx]) -> bool:
    """True if this thread has it. For assertions: False says nothing about other threads."""
    return held_how(addr(m.lock_object)) != 0


def mtx_recursed(m: Ptr[mtx]) -> bool:
    """True if this thread has it more than once."""
    return held_how(addr(m.lock_object)) & RECURSIONS != 0


def mtx_initialized(m: Ptr[mtx]) -> bool:
    """True between its init and its destroy."""
    with indivisible():
        return lock_initialized(addr(m.lock_object))


def mtx_name(m: Ptr[mtx]) -> cstr:
    """The name it was given."""
    with indivisible():
        return m.lock_object.lo_name


def mtx_assert(m: Ptr[mtx], what: u32, site: u32 = here()) -> None:
    """MA_OWNED, with MA_RECURSED or MA_NOTRECURSED; or MA_NOTOWNED. Only in a kernel with INVARIANTS."""
    lo = addr(m.lock_object)
    if what == MA_NOTOWNED:
        lock_assert(not mtx_owned(m), lo, "mutex", "owned", site)
        return
    lock_assert(mtx_owned(m), lo, "mutex", "not owned", site)
    lock_assert(what & MA_RECURSED == 0 or mtx_recursed(m), lo, "mutex", "not recursed", site)
    lock_assert(what & MA_NOTRECURSED == 0 or not mtx_recursed(m), lo, "mutex", "recursed", site)
