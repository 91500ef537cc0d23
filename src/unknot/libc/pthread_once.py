"""pthread_once. One idea: the control word is 0 at first, then 1 and the number of the thread that runs the routine, at
last -1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.lang import Ptr, event, i32, i64, indivisible, load, store, wait_until
from unknot.libc.held import current

__all__ = ["pthread_once"]

DONE: Final = -1


def pthread_once(control: Ptr[i32], routine: Callable[[], None]) -> i32:
    """Runs the routine if nobody has yet; returns when it was run."""
    once(control, routine)
    return 0


def once(control: Ptr[i32], routine: Callable[[], None]) -> None:
    """Runs the routine if nobody has yet, or waits until it was run."""
    with indivisible():
        event("wants", control)
        wait_until(load(control) <= 0, blocked_by=i64(load(control)) - 1)
        first = load(control) == 0
        if first:
            store(control, i32(current()))
    if first:
        routine()
        with indivisible():
            store(control, DONE)
