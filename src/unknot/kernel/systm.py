"""systm(9): assertions, critical sections, and the way back to user mode. One idea: what FreeBSD has in sys/systm.h.

`KASSERT`, `MPASS` and what the locks assert are checked in a kernel with INVARIANTS only (`--no-invariants`).
"""

from __future__ import annotations

from unknot.kernel.lock import lock_object
from unknot.kernel.malloc import M_WAITOK, M_ZERO, kfree, kmalloc
from unknot.kernel.switches import kernel_invariants
from unknot.kernel.thread import (
    THREAD_CAN_SLEEP,
    THREAD_NO_SLEEPING,
    THREAD_SLEEPING_OK,
    critical_enter,
    critical_exit,
    no_locks_held,
)
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import Ptr, cast, cstr, here, i32, load, null, offset, pause, peek, require, store, u8, u32, u64

__all__ = [
    "KASSERT",
    "MPASS",
    "THREAD_CAN_SLEEP",
    "THREAD_NO_SLEEPING",
    "THREAD_SLEEPING_OK",
    "copyin",
    "copyout",
    "cpu_spinwait",
    "critical_enter",
    "critical_exit",
    "hashdestroy",
    "hashinit",
    "userret",
    "witness_warn",
]


def KASSERT(expression: bool, message: cstr, site: u32 = here()) -> None:
    """`expression` is true; if not, `message` is what the kernel panics with."""
    require(kernel_invariants == 0 or expression, "assertion", "{0:text} @ {1:site}", message, site)


def MPASS(expression: bool, site: u32 = here()) -> None:
    """`expression` is true."""
    require(kernel_invariants == 0 or expression, "assertion", "Assertion failed at {0:site}", site)


def userret() -> None:
    """Returns to user mode: no lock is held, no section is open."""
    no_locks_held("userret: returning")


def cpu_spinwait() -> None:
    """The hint of a loop that spins: a switch here is no preemption."""
    pause()


# -- user memory -------------------------------------------------------------------------------------------------------


def copyin(uaddr: voidp, kaddr: voidp, size: u64, site: u32 = here()) -> i32:
    """Copies from user memory, byte by byte. It may sleep; it never fails here: 0."""
    return _copy(cast(Ptr[u8], uaddr), cast(Ptr[u8], kaddr), size, "copyin", site)


def copyout(kaddr: voidp, uaddr: voidp, size: u64, site: u32 = here()) -> i32:
    """Copies to user memory, likewise."""
    return _copy(cast(Ptr[u8], kaddr), cast(Ptr[u8], uaddr), size, "copyout", site)


def _copy(start: Ptr[u8], to: Ptr[u8], size: u64, what: cstr, site: u32) -> i32:
    witness_warn_sleep(null, site, what)
    for i in range(size):
        store(offset(to, i), peek(offset(start, i)))
    return 0


def witness_warn(flags: u32, lock: voidp, form: cstr, arguments: Ptr[u64], site: u32 = here()) -> None:
    """WITNESS_WARN as C calls it: this thread holds nothing with which one must not sleep, but `lock`. What would be
    printed is shown as it is, without its arguments."""
    witness_warn_sleep(cast(Ptr[lock_object], lock), site, form)


# -- tables of lists ---------------------------------------------------------------------------------------------------


def hashinit(elements: i32, type: voidp, mask: Ptr[u64], site: u32 = here()) -> voidp:
    """A table of empty lists, as many as the largest power of two that is not above `elements`; `mask` receives their
    number less one."""
    count: u64 = 1
    while count * 2 <= u64(elements):
        count *= 2
    store(mask, count - 1)
    return kmalloc(count * 8, type, M_WAITOK | M_ZERO, site)


def hashdestroy(table: voidp, type: voidp, mask: u64, site: u32 = here()) -> None:
    """Gives it back; its lists are empty."""
    lists = cast(Ptr[u64], table)
    for i in range(mask + 1):
        require(load(offset(lists, i)) == 0, "misuse", "hashdestroy: {0} not empty @ {1:site}", table, site)
    kfree(table, type, site)
