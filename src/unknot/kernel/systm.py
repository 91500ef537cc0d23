"""systm(9): assertions, critical sections, and the way back to user mode. One idea: what FreeBSD has in sys/systm.h.

`KASSERT`, `MPASS` and what the locks assert are checked in a kernel with INVARIANTS only (`--no-invariants`).
"""

from __future__ import annotations

from unknot.kernel.switches import kernel_invariants
from unknot.kernel.thread import (
    THREAD_CAN_SLEEP,
    THREAD_NO_SLEEPING,
    THREAD_SLEEPING_OK,
    critical_enter,
    critical_exit,
    no_locks_held,
)
from unknot.lang import cstr, here, require, u32

__all__ = [
    "KASSERT",
    "MPASS",
    "THREAD_CAN_SLEEP",
    "THREAD_NO_SLEEPING",
    "THREAD_SLEEPING_OK",
    "critical_enter",
    "critical_exit",
    "userret",
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
