"""What programs of other checkers call. One idea: `assume` leaves a schedule without a verdict, an error is a
violation, and hints to other tools mean nothing here.

`condition` is 64 bits wide, whatever a program declares: who links widens it. __VERIFIER_atomic_begin and its kind are
no functions: the front end of C makes indivisible blocks of them.
"""

from __future__ import annotations

from unknot.lang import Ptr, assume, pause, require, thread_id, u8, u32, u64

__all__ = [
    "__CPROVER_assert",
    "__CPROVER_assume",
    "__ESBMC_assert",
    "__ESBMC_assume",
    "__ESBMC_yield",
    "__VERIFIER_assert",
    "__VERIFIER_assume",
    "__VERIFIER_error",
    "__VERIFIER_loop_begin",
    "__VERIFIER_loop_bound",
    "__VERIFIER_spin_end",
    "__VERIFIER_spin_start",
    "__VERIFIER_tid",
    "assume_abort_if_not",
    "reach_error",
]


def __VERIFIER_assume(condition: u64) -> None:
    """Only schedules on which this holds count."""
    assume(condition != 0)


def __ESBMC_assume(condition: u64) -> None:
    """__VERIFIER_assume."""
    assume(condition != 0)


def __CPROVER_assume(condition: u64) -> None:
    """__VERIFIER_assume."""
    assume(condition != 0)


def assume_abort_if_not(condition: u64) -> None:
    """__VERIFIER_assume, where a program leaves it to the checker."""
    assume(condition != 0)


def __VERIFIER_assert(condition: u64) -> None:
    """This holds."""
    require(condition != 0, "assertion_failed", "__VERIFIER_assert")


def __ESBMC_assert(condition: u64, text: Ptr[u8]) -> None:
    """This holds; `text` says what."""
    _holds(condition != 0, text)


def __CPROVER_assert(condition: u64, text: Ptr[u8]) -> None:
    """This holds; `text` says what."""
    _holds(condition != 0, text)


def reach_error() -> None:
    """Control does not come here."""
    require(False, "reach_error", "the program calls reach_error()")


def __VERIFIER_error() -> None:
    """Control does not come here."""
    require(False, "reach_error", "the program calls __VERIFIER_error()")


def __VERIFIER_loop_begin() -> None:
    """A loop that waits begins: nothing."""


def __VERIFIER_spin_start() -> None:
    """A round of it begins: nothing."""


def __VERIFIER_spin_end(over: u64) -> None:
    """A round of it ends; unless it was the last, others should run."""
    if over == 0:
        pause()


def __VERIFIER_loop_bound(rounds: u32) -> None:
    """How often a loop is to be unrolled: nothing, loops end when they end."""


def __VERIFIER_tid() -> u32:
    """This thread's number."""
    return u32(thread_id())


def __ESBMC_yield() -> None:
    """Others should run."""
    pause()


def _holds(condition: bool, text: Ptr[u8]) -> None:
    if text is None:
        require(condition, "assertion_failed", "an assertion without a text")
    else:
        require(condition, "assertion_failed", "{0:text}", text)
