"""sleep(9): sleeping on a channel, with or without an interlock, and waking. One idea: giving back the interlock and
joining the sleepers is one step, so a wakeup by whoever takes the lock next finds the sleeper.

A sleep is up to three steps: joining the sleepers, going on, and taking the interlock again (not with PDROP). A time
that is not 0 may pass at any moment. A sleep with PCATCH ends when the thread has a signal (signals.py).
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.errno import EINTR, ERESTART, EWOULDBLOCK
from unknot.kernel.interlock import (
    lc_held,
    lc_lock_rw,
    lc_lock_sx,
    lc_unlock_rm,
    lc_unlock_rw,
    lc_unlock_sx,
)
from unknot.kernel.lock import lock_object
from unknot.kernel.mutex import mtx, mtx_lock, mtx_lock_spin, mtx_unlock, mtx_unlock_spin
from unknot.kernel.rmlock import rm_wlock, rmlock
from unknot.kernel.rwlock import rwlock
from unknot.kernel.signals import signalled
from unknot.kernel.sleepers import (
    CATCHES,
    TIMED,
    sleepq_add,
    sleepq_broadcast,
    sleepq_signal,
    sleepq_signal_any,
    sleepq_wait,
)
from unknot.kernel.sx import sx
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import Ptr, addr, choose, cstr, here, i32, i64, indivisible, null, require, u32
from unknot.lang import pause as others_run

PRIMASK: Final = 0xFF
PCATCH: Final = 0x100  # a signal ends the sleep
PDROP: Final = 0x200  # the interlock is not taken again
PNOLOCK: Final = 0x400  # no interlock, no time: the caller knows why no wakeup is lost

PSWP: Final = 80
PVM: Final = 84
PINOD: Final = 88
PRIBIO: Final = 92
PVFS: Final = 96
PZERO: Final = 100
PSOCK: Final = 104
PWAIT: Final = 108
PLOCK: Final = 112
PPAUSE: Final = 116

C_CATCH: Final = 0x0800  # for pause_sbt: a signal ends it

hz: Final = 1000
"""Ticks in a second. No time is measured: any that is not 0 may pass at once, or take as long as everything else."""


# -- with an interlock -------------------------------------------------------------------------------------------------


def mtx_sleep(chan: voidp, lock: Ptr[mtx], priority: u32, wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Sleeps with a mutex as interlock; without one if it is null."""
    if lock is None:
        return _sleep_alone(chan, priority, wmesg, timo, site)
    lc_held(addr(lock.lock_object), site)
    may_sleep(chan, addr(lock.lock_object), wmesg, site)
    with indivisible():
        mtx_unlock(lock, site)
        sleepq_add(chan, lock, priority & PRIMASK, how_to_sleep(priority, timo), site)
    error = sleepq_wait()
    if priority & PDROP == 0:
        mtx_lock(lock, site)
    return error


def msleep(chan: voidp, lock: Ptr[mtx], priority: u32, wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """mtx_sleep, by its old name."""
    return mtx_sleep(chan, lock, priority, wmesg, timo, site)


def msleep_sbt(
    chan: voidp, lock: Ptr[mtx], priority: u32, wmesg: cstr, sbt: i64, pr: i64, flags: u32, site: u32 = here()
) -> i32:
    """mtx_sleep with a precise time, which is all the same here."""
    return mtx_sleep(chan, lock, priority, wmesg, sbt, site)


def msleep_spin(chan: voidp, lock: Ptr[mtx], wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Sleeps with a spin mutex as interlock, the only one held. No signal ends the sleep."""
    lc_held(addr(lock.lock_object), site)
    may_sleep(chan, addr(lock.lock_object), wmesg, site)
    with indivisible():
        mtx_unlock_spin(lock, site)
        sleepq_add(chan, lock, 0, how_to_sleep(0, timo), site)
    error = sleepq_wait()
    mtx_lock_spin(lock, site)
    return error


def rw_sleep(chan: voidp, lock: Ptr[rwlock], priority: u32, wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Sleeps with a rw lock, which is taken again as it was held."""
    how = lc_held(addr(lock.lock_object), site)
    may_sleep(chan, addr(lock.lock_object), wmesg, site)
    with indivisible():
        lc_unlock_rw(lock, how, site)
        sleepq_add(chan, lock, priority & PRIMASK, how_to_sleep(priority, timo), site)
    error = sleepq_wait()
    if priority & PDROP == 0:
        lc_lock_rw(lock, how, site)
    return error


def sx_sleep(chan: voidp, lock: Ptr[sx], priority: u32, wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Sleeps with an sx lock, which is taken again as it was held."""
    how = lc_held(addr(lock.lock_object), site)
    may_sleep(chan, addr(lock.lock_object), wmesg, site)
    with indivisible():
        lc_unlock_sx(lock, how, site)
        sleepq_add(chan, lock, priority & PRIMASK, how_to_sleep(priority, timo), site)
    error = sleepq_wait()
    if priority & PDROP == 0:
        lc_lock_sx(lock, how, site)
    return error


def rm_sleep(chan: voidp, lock: Ptr[rmlock], priority: u32, wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Sleeps with a rm lock that is held for writing."""
    how = lc_held(addr(lock.lock_object), site)
    may_sleep(chan, addr(lock.lock_object), wmesg, site)
    with indivisible():
        lc_unlock_rm(lock, how, site)
        sleepq_add(chan, lock, priority & PRIMASK, how_to_sleep(priority, timo), site)
    error = sleepq_wait()
    if priority & PDROP == 0:
        rm_wlock(lock, site)
    return error


# -- without -----------------------------------------------------------------------------------------------------------


def tsleep(chan: voidp, priority: u32, wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Sleeps without an interlock. A wakeup that comes before it is lost, so a time or PNOLOCK is required."""
    return _sleep_alone(chan, priority, wmesg, timo, site)


def _sleep_alone(chan: voidp, priority: u32, wmesg: cstr, timo: i64, site: u32) -> i32:
    dropping = priority & PDROP != 0
    require(not dropping, "bad_sleep", 'PDROP requires a non-Giant lock: "{0:text}" @ {1:site}', wmesg, site)
    protected = timo != 0 or priority & PNOLOCK != 0
    require(protected, "bad_sleep", 'sleeping without a lock: "{0:text}" @ {1:site}', wmesg, site)
    may_sleep(chan, null, wmesg, site)
    with indivisible():
        sleepq_add(chan, null, priority & PRIMASK, how_to_sleep(priority, timo), site)
    return sleepq_wait()


def pause(wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """Lets time pass: one step, after which others run. (The hint of a loop that spins is cpu_spinwait.)"""
    return pause_sbt(wmesg, timo, 0, 0, site)


def pause_sig(wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """pause, which a signal ends."""
    return pause_sbt(wmesg, timo, 0, C_CATCH, site)


def pause_sbt(wmesg: cstr, sbt: i64, pr: i64, flags: u32, site: u32 = here()) -> i32:
    """pause with a precise time."""
    witness_warn_sleep(null, site)
    with indivisible():
        others_run()
        if flags & C_CATCH and signalled():
            return EINTR if choose(2) == 0 else ERESTART
    return EWOULDBLOCK


# -- waking ------------------------------------------------------------------------------------------------------------


def wakeup(chan: voidp, site: u32 = here()) -> None:
    """Wakes all who sleep on a channel."""
    sleepq_broadcast(chan, site)


def wakeup_one(chan: voidp, site: u32 = here()) -> None:
    """Wakes the one of the highest priority, of several the one that has slept longest."""
    sleepq_signal(chan, site)


def wakeup_any(chan: voidp, site: u32 = here()) -> None:
    """Wakes one, no matter which."""
    sleepq_signal_any(chan, site)


# -- what all sleeps have in common ------------------------------------------------------------------------------------


def may_sleep(chan: voidp, lock: Ptr[lock_object] | None, wmesg: cstr, site: u32) -> None:
    """There is a channel, and this thread may sleep."""
    require(chan is not None, "misuse", 'sleeping on no channel: "{0:text}" @ {1:site}', wmesg, site)
    witness_warn_sleep(lock, site)


def how_to_sleep(priority: u32, timo: i64) -> u32:
    """What can end a sleep, as sleepers.py has it."""
    how: u32 = TIMED if timo != 0 else 0
    return how | CATCHES if priority & PCATCH else how
