"""callout(9). One idea: no time passes; a service thread, softclock, fires any pending callout at any moment, one after
the other, as one processor does.

A callout with a lock (callout_init_mtx, callout_init_rw) fires under it: while softclock waits for the lock, who holds
it can still stop or reset the callout. Without one, or once the handler has begun, callout_stop comes too late and
says so by 0. softclock touches a callout when it takes it from the list, never after its handler has begun: the
handler may free it.

Pending callouts are listed in order of their addresses. Events: "callout" what, callout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.lock import LOP_EXCLUSIVE, lock_object
from unknot.kernel.mutex import mtx, mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_wlock, rm_wunlock, rmlock
from unknot.kernel.rwlock import rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.thread import handler_returned, held_how, td
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import (
    Ptr,
    addr,
    cast,
    choose,
    event,
    here,
    i32,
    i64,
    idle,
    indivisible,
    load,
    null,
    require,
    spawn,
    store,
    struct,
    thread_id,
    u32,
    u64,
)

CALLOUT_ACTIVE: Final = 0x0002
CALLOUT_PENDING: Final = 0x0004
CALLOUT_MPSAFE: Final = 0x0008
CALLOUT_RETURNUNLOCKED: Final = 0x0010  # the handler gives back the lock itself
CALLOUT_SHAREDLOCK: Final = 0x0020  # a rw lock is taken for reading
CALLOUT_INITIALIZED: Final = 0x1000  # not FreeBSD's

NOTHING: Final = 0
FIRED: Final = 1
RUNNING: Final = 2
CANCELLED: Final = 3


@struct
class callout:
    """A function to be called later, once. `c_site`: where it was made, which is where reports say that its lock is
    taken."""

    c_next: Ptr[callout]
    c_lock: Ptr[lock_object] | None
    c_take: Callable[[Ptr[lock_object], u32], bool]
    c_give: Callable[[Ptr[lock_object], u32], None]
    c_func: Callable[[voidp], None]
    c_arg: voidp
    c_flags: u32
    c_site: u32


@struct
class callout_cpu:
    """softclock's own: what is pending, and what it is at. `cc_draining`: somebody waits for the end of that."""

    cc_pending: Ptr[callout]
    cc_curr: Ptr[callout]
    cc_phase: u32
    cc_draining: bool
    cc_thread: u32
    cc_started: bool


cc: callout_cpu = callout_cpu()


# -- making ------------------------------------------------------------------------------------------------------------


def callout_init(c: Ptr[callout], mpsafe: i32, site: u32 = here()) -> None:
    """Makes a callout whose handler runs without a lock. (mpsafe 0 means Giant, which there is not.)"""
    require(mpsafe != 0, "misuse", "callout_init of {0} takes Giant, which unknot does not have @ {1:site}", c, site)
    _init(c, null, null, null, 0, site)


def callout_init_mtx(c: Ptr[callout], lock: Ptr[mtx] | None, flags: u32, site: u32 = here()) -> None:
    """Makes a callout whose handler runs with the mutex held. Flag: CALLOUT_RETURNUNLOCKED."""
    if lock is None:
        _init(c, null, null, null, flags, site)
    else:
        _init(c, addr(lock.lock_object), _take_mtx, _give_mtx, flags, site)


def callout_init_rw(c: Ptr[callout], lock: Ptr[rwlock], flags: u32, site: u32 = here()) -> None:
    """Makes a callout whose handler runs with the rw lock held. Flags: CALLOUT_RETURNUNLOCKED, CALLOUT_SHAREDLOCK."""
    if flags & CALLOUT_SHAREDLOCK:
        _init(c, addr(lock.lock_object), _share_rw, _unshare_rw, flags, site)
    else:
        _init(c, addr(lock.lock_object), _take_rw, _give_rw, flags, site)


def callout_init_rm(c: Ptr[callout], lock: Ptr[rmlock], flags: u32, site: u32 = here()) -> None:
    """Makes a callout whose handler runs with the rm lock held for writing. Flag: CALLOUT_RETURNUNLOCKED."""
    reads = flags & CALLOUT_SHAREDLOCK != 0
    require(not reads, "misuse", "callout_init_rm of {0} with CALLOUT_SHAREDLOCK @ {1:site}", c, site)
    _init(c, addr(lock.lock_object), _take_rm, _give_rm, flags, site)


def callout_init_take(c: Ptr[callout], take: Callable[[Ptr[lock_object], u32], bool], site: u32) -> None:
    """Makes a callout whose lock is one that is not modelled: `take` is one step under it, and asks `callout_runs`."""
    _init(c, null, take, null, 0, site)


def _init(
    c: Ptr[callout],
    lock: Ptr[lock_object] | None,
    take: Callable[[Ptr[lock_object], u32], bool],
    give: Callable[[Ptr[lock_object], u32], None],
    flags: u32,
    site: u32,
) -> None:
    with indivisible():
        _start_softclock()
        pending = load(_place_of(c)) == c
        require(not pending, "misuse", "callout_init of {0}, which is pending @ {1:site}", c, site)
        c.c_next = null
        c.c_lock = lock
        c.c_take = take
        c.c_give = give
        c.c_func = null
        c.c_arg = null
        c.c_flags = flags | CALLOUT_INITIALIZED
        event("callout", "initialises", c)
        c.c_site = site


def _start_softclock() -> None:
    if not cc.cc_started:
        cc.cc_started = True
        cc.cc_thread = u32(spawn(softclock))


# -- setting and stopping ----------------------------------------------------------------------------------------------


def callout_reset(c: Ptr[callout], ticks: i64, func: Callable[[voidp], None], arg: voidp, site: u32 = here()) -> i32:
    """Has func(arg) called later, anew if it was pending. 1 if that was prevented which was to come, else 0."""
    with indivisible():
        known = c.c_flags & CALLOUT_INITIALIZED != 0
        require(known, "lock_uninitialised", "callout_reset of {0} without callout_init @ {1:site}", c, site)
        cancelled: i32 = 0
        if cc.cc_curr == c:
            if cc.cc_phase == FIRED:
                cc.cc_phase = CANCELLED
                cancelled = 1
            if cc.cc_draining:
                return cancelled
        if c.c_flags & CALLOUT_PENDING:
            _take_out(c)
            cancelled = 1
        c.c_func = func
        c.c_arg = arg
        c.c_flags |= CALLOUT_ACTIVE | CALLOUT_PENDING
        place = _place_of(c)
        c.c_next = load(place)
        store(place, c)
        event("callout", "sets", c)
    return cancelled


def callout_reset_on(
    c: Ptr[callout], ticks: i64, func: Callable[[voidp], None], arg: voidp, cpu: i32, site: u32 = here()
) -> i32:
    """callout_reset: there is one processor for callouts."""
    return callout_reset(c, ticks, func, arg, site)


def callout_reset_sbt(
    c: Ptr[callout], sbt: i64, pr: i64, func: Callable[[voidp], None], arg: voidp, flags: u32, site: u32 = here()
) -> i32:
    """callout_reset with a precise time, which is all the same here."""
    return callout_reset(c, sbt, func, arg, site)


def callout_reset_sbt_on(
    c: Ptr[callout],
    sbt: i64,
    pr: i64,
    func: Callable[[voidp], None],
    arg: voidp,
    cpu: i32,
    flags: u32,
    site: u32 = here(),
) -> i32:
    """callout_reset: there are neither precise times nor processors."""
    return callout_reset(c, sbt, func, arg, site)


def callout_schedule(c: Ptr[callout], ticks: i64, site: u32 = here()) -> i32:
    """callout_reset with the function and argument of the last time."""
    with indivisible():
        return callout_reset(c, ticks, c.c_func, c.c_arg, site)


def callout_stop(c: Ptr[callout], site: u32 = here()) -> i32:
    """1: prevented. 0: its handler runs, and cannot be stopped. -1: it was not set. The callout's lock must be held."""
    with indivisible():
        lock = c.c_lock
        owned = lock is None or held_how(lock) & LOP_EXCLUSIVE != 0
        require(owned, "not_owner", "callout_stop of {0} without its lock {1} @ {2:site}", c, lock, site)
        result: i32 = -1
        if c.c_flags & CALLOUT_PENDING:
            _take_out(c)
            result = 1
        c.c_flags &= ~CALLOUT_ACTIVE
        if cc.cc_curr == c:
            stops = cc.cc_phase == FIRED
            if stops:
                cc.cc_phase = CANCELLED
            result = 1 if stops else 0
        event("callout", "stops" if result > 0 else "cannot stop" if result == 0 else "finds unset", c)
    return result


def callout_drain(c: Ptr[callout], site: u32 = here()) -> i32:
    """callout_stop that waits until the handler has returned: after it the callout's memory may be freed."""
    with indivisible():
        _may_drain(c, site)
        running = cc.cc_curr == c
        result = _withdraw(c)
        cc.cc_draining = cc.cc_draining or running
        event("callout", "waits for" if running else "drains", c)
    if running:
        with indivisible(cc.cc_curr != c, blocked_by=i64(cc.cc_thread)):
            _withdraw(c)
            event("callout", "drains", c)
            result = 0
    return result


def _may_drain(c: Ptr[callout], site: u32) -> None:
    itself = cc.cc_curr == c and cc.cc_started and cc.cc_thread == thread_id()
    require(not itself, "drain_with_lock", "callout_drain of {0} from its own handler @ {1:site}", c, site)
    lock = c.c_lock
    free = lock is None or held_how(lock) == 0
    require(free, "drain_with_lock", "callout_drain of {0} with its lock {1} held @ {2:site}", c, lock, site)
    witness_warn_sleep(null, site, "callout_drain")


def _withdraw(c: Ptr[callout]) -> i32:
    """It is not pending any more: 1 if it was, else -1."""
    was = c.c_flags & CALLOUT_PENDING != 0
    if was:
        _take_out(c)
    c.c_flags &= ~CALLOUT_ACTIVE
    return 1 if was else -1


# -- asking ------------------------------------------------------------------------------------------------------------


def callout_pending(c: Ptr[callout]) -> bool:
    """True from reset until it fires or is stopped."""
    with indivisible():
        return c.c_flags & CALLOUT_PENDING != 0


def callout_active(c: Ptr[callout]) -> bool:
    """True from reset until it is stopped or callout_deactivate is called."""
    with indivisible():
        return c.c_flags & CALLOUT_ACTIVE != 0


def callout_deactivate(c: Ptr[callout]) -> None:
    """What a handler does to say that it has begun."""
    with indivisible():
        c.c_flags &= ~CALLOUT_ACTIVE


# -- firing ------------------------------------------------------------------------------------------------------------


def softclock() -> None:
    """The service thread."""
    td.td_nosleeping = 1
    while True:
        with indivisible(cc.cc_pending is not None, blocked_by=idle):
            c = _take_any()
            lock, flags, func, arg = c.c_lock, c.c_flags, c.c_func, c.c_arg
            take, give, site = c.c_take, c.c_give, c.c_site
            cc.cc_curr = c
            cc.cc_phase = u32(RUNNING if take is None else FIRED)
            event("callout", "fires", c)
        runs = True
        if take is not None:
            runs = take(cast(Ptr[lock_object], lock), site)
        if runs:
            func(arg)
        if lock is not None and (not runs or flags & CALLOUT_RETURNUNLOCKED == 0):
            give(lock, site)
        handler_returned("a callout", 1)
        with indivisible():
            cc.cc_curr = null
            cc.cc_phase = NOTHING
            cc.cc_draining = False
            event("callout", "is done with", c)


def _take_any() -> Ptr[callout]:
    """One of those that are pending, which it is no more."""
    count: u64 = 0
    each = cc.cc_pending
    while each is not None:
        count += 1
        each = each.c_next
    found = cc.cc_pending
    for _ in range(choose(count)):
        found = found.c_next
    _take_out(found)
    return found


# -- the list ----------------------------------------------------------------------------------------------------------


def _place_of(c: Ptr[callout]) -> Ptr[Ptr[callout]]:
    """The link to it, or to where it would stand."""
    place = addr(cc.cc_pending)
    while load(place) is not None and cast(u64, load(place)) < cast(u64, c):
        place = addr(load(place).c_next)
    return place


def _take_out(c: Ptr[callout]) -> None:
    store(_place_of(c), c.c_next)
    c.c_next = null
    c.c_flags &= ~CALLOUT_PENDING


# -- the locks of callouts ---------------------------------------------------------------------------------------------
# Only what a program uses is compiled, because each callout knows its functions. Those that take the lock tell whether
# the callout runs: it does not if it was stopped or reset before softclock had the lock.


def callout_runs() -> bool:
    """Whether it was neither stopped nor reset before softclock had the lock; from here on it is too late."""
    with indivisible():
        runs = cc.cc_phase == FIRED
        if runs:
            cc.cc_phase = RUNNING
        event("callout", "runs" if runs else "skips", cc.cc_curr)
    return runs


def _take_mtx(lock: Ptr[lock_object], site: u32) -> bool:
    with indivisible():
        mtx_lock(cast(Ptr[mtx], lock), site)
        return callout_runs()


def _give_mtx(lock: Ptr[lock_object], site: u32) -> None:
    mtx_unlock(cast(Ptr[mtx], lock), site)


def _take_rw(lock: Ptr[lock_object], site: u32) -> bool:
    rw_wlock(cast(Ptr[rwlock], lock), site)
    return callout_runs()


def _give_rw(lock: Ptr[lock_object], site: u32) -> None:
    rw_wunlock(cast(Ptr[rwlock], lock), site)


def _share_rw(lock: Ptr[lock_object], site: u32) -> bool:
    rw_rlock(cast(Ptr[rwlock], lock), site)
    return callout_runs()


def _unshare_rw(lock: Ptr[lock_object], site: u32) -> None:
    rw_runlock(cast(Ptr[rwlock], lock), site)


def _take_rm(lock: Ptr[lock_object], site: u32) -> bool:
    rm_wlock(cast(Ptr[rmlock], lock), site)
    return callout_runs()


def _give_rm(lock: Ptr[lock_object], site: u32) -> None:
    rm_wunlock(cast(Ptr[rmlock], lock), site)
