"""The locks of the two systems that the same vmm runs on, and what they let a thread do.

One idea: the code names what it means (lock the vCPU, sleep on its state, stay on this processor), and a *lock layer*
says what that is. FreeBSD has spin mutexes and critical sections, in which nobody may sleep. illumos has adaptive
mutexes and condition variables for all of it: there a thread may wait while it holds other mutexes, and with preemption
disabled, too. So the same patch can be right on the one and wrong on the other.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.interlock import lc_held
from unknot.kernel.mutex import MTX_DEF, MTX_SPIN, mtx, mtx_init, mtx_lock, mtx_lock_spin, mtx_unlock, mtx_unlock_spin
from unknot.kernel.sleepers import sleepq_add, sleepq_wait
from unknot.kernel.sleepqueue import how_to_sleep, msleep, msleep_spin
from unknot.kernel.systm import critical_enter, critical_exit
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cstr, here, i32, i64, indivisible, u32


class Locks(NamedTuple):
    """A lock layer. `short` locks (vioapic, vCPU) are held for a few lines; `long` ones (rendezvous_mtx) too, but not
    where a spin mutex is held. Each layer says what they are; `pin` and `unpin` keep the thread on its processor."""

    name: str
    short_init: Callable[[mtx, str], None]
    short_lock: Callable[..., None]
    short_unlock: Callable[..., None]
    short_sleep: Callable[..., i32]
    long_init: Callable[[mtx, str], None]
    long_lock: Callable[..., None]
    long_unlock: Callable[..., None]
    long_sleep: Callable[..., i32]
    pin: Callable[[], None]
    unpin: Callable[[], None]


def spin_init(m: Ptr[mtx], name: cstr, site: u32 = here()) -> None:
    """A spin mutex. vCPU locks are of one type; nobody holds two of them."""
    mtx_init(m, name, None, MTX_SPIN, site)


def block_init(m: Ptr[mtx], name: cstr, site: u32 = here()) -> None:
    """A mutex that blocks."""
    mtx_init(m, name, None, MTX_DEF, site)


def block_sleep(chan: voidp, m: Ptr[mtx], wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """FreeBSD's msleep: no other lock with which one must not sleep is held, and no critical section is open."""
    return msleep(chan, m, 0, wmesg, timo, site)


def cv_sleep(chan: voidp, m: Ptr[mtx], wmesg: cstr, timo: i64, site: u32 = here()) -> i32:
    """illumos's cv_wait and cv_reltimedwait: gives back this mutex, waits, takes it again, whatever else is held."""
    lc_held(addr(m.lock_object), site)
    with indivisible():
        mtx_unlock(m, site)
        sleepq_add(chan, m, 0, how_to_sleep(0, timo), site)
    error = sleepq_wait()
    mtx_lock(m, site)
    return error


def stay() -> None:
    """kpreempt_disable and kpreempt_enable: who waits all the same gives up the processor, which is allowed."""


FREEBSD = Locks(
    "freebsd",
    short_init=spin_init,
    short_lock=mtx_lock_spin,
    short_unlock=mtx_unlock_spin,
    short_sleep=msleep_spin,
    long_init=block_init,
    long_lock=mtx_lock,
    long_unlock=mtx_unlock,
    long_sleep=block_sleep,
    pin=critical_enter,
    unpin=critical_exit,
)

ILLUMOS = Locks(
    "illumos",
    short_init=block_init,
    short_lock=mtx_lock,
    short_unlock=mtx_unlock,
    short_sleep=cv_sleep,
    long_init=block_init,
    long_lock=mtx_lock,
    long_unlock=mtx_unlock,
    long_sleep=cv_sleep,
    pin=stay,
    unpin=stay,
)
