"""pthread_cleanup_push and pthread_cleanup_pop. One idea: handlers stand on the stack of the function that pushed them
and are linked in a thread's own list; pthread_exit runs those that are left. There is no cancellation, so where a
thread may be cancelled does not matter."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, i32, null, store, struct, thread_local

__all__ = ["cleanup_pop", "cleanup_push", "pthread_setcancelstate", "pthread_setcanceltype", "pthread_testcancel"]


@struct
class pthread_cleanup:
    """A handler, with what it is given."""

    routine: Callable[[voidp], None]
    arg: voidp
    below: Ptr[pthread_cleanup]


cleanups: thread_local[Ptr[pthread_cleanup]] = null
"""The handler pushed last."""


def cleanup_push(entry: Ptr[pthread_cleanup], routine: Callable[[voidp], None], arg: voidp) -> None:
    """What pthread_cleanup_push becomes; `entry` lies on the caller's stack."""
    global cleanups
    entry.routine = routine
    entry.arg = arg
    entry.below = cleanups
    cleanups = entry


def cleanup_pop(entry: Ptr[pthread_cleanup], execute: i32) -> None:
    """What pthread_cleanup_pop becomes."""
    global cleanups
    cleanups = entry.below
    if execute:
        entry.routine(entry.arg)


def run_cleanups() -> None:
    """Runs all that are left, the last one first."""
    global cleanups
    while cleanups is not None:
        entry = cleanups
        cleanups = entry.below
        entry.routine(entry.arg)


# -- without effect ----------------------------------------------------------------------------------------------------


def pthread_setcancelstate(state: i32, old: Ptr[i32]) -> i32:
    """Nobody is cancelled."""
    if old is not None:
        store(old, 0)
    return 0


def pthread_setcanceltype(kind: i32, old: Ptr[i32]) -> i32:
    """Nobody is cancelled."""
    if old is not None:
        store(old, 0)
    return 0


def pthread_testcancel() -> None:
    """Nobody is cancelled."""
