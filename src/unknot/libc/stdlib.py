"""stdlib.h without memory, numbers and sorting: ends of the program, random numbers, arithmetic; and what assert.h
calls. One idea: nothing comes from outside, so every run of a schedule is the same.

`rand` counts through a sequence of each thread's own, always the same one for the same seed; with `--nondet rand=0:3`
it gives every number of that range.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    array,
    choose,
    end_program,
    event,
    i32,
    i64,
    indivisible,
    load,
    null,
    offset,
    require,
    store,
    thread_local,
    u8,
    u32,
    u64,
)
from unknot.libc.ranges import nondet_rand

__all__ = [
    "_Exit",
    "__assert",
    "__assert_fail",
    "__assert_rtn",
    "_exit",
    "abort",
    "abs",
    "atexit",
    "div",
    "exit",
    "getenv",
    "imaxabs",
    "labs",
    "ldiv",
    "llabs",
    "lldiv",
    "quick_exit",
    "rand",
    "rand_r",
    "random",
    "secure_getenv",
    "srand",
    "srandom",
]

HANDLERS = 32
"""How many functions atexit takes: what C promises."""

exit_handlers: array[Callable[[], None]] = array(HANDLERS)
exit_handler_count: u32 = 0

random_state: thread_local[u64] = 1
"""Where this thread is in the sequence of `rand`."""

# -- ends --------------------------------------------------------------------------------------------------------------


def abort() -> None:
    """The program finds itself in error."""
    require(False, "abort", "the program calls abort()")


def __assert_fail(text: Ptr[u8], file: Ptr[u8], line: u32, function: Ptr[u8]) -> None:
    """An assert of the program is false, as glibc and musl call it."""
    require(False, "assertion_failed", "{0:text}", text)


def __assert(text: Ptr[u8], file: Ptr[u8], line: i32) -> None:
    """The same in glibc's other version."""
    require(False, "assertion_failed", "{0:text}", text)


def __assert_rtn(function: Ptr[u8], file: Ptr[u8], line: i32, text: Ptr[u8]) -> None:
    """The same on macOS."""
    require(False, "assertion_failed", "{0:text}", text)


def atexit(handler: Callable[[], None]) -> i32:
    """Has `handler` called when the program ends by `exit` or by the end of `main`, the last one first."""
    global exit_handler_count
    with indivisible():
        if exit_handler_count == HANDLERS:
            return 1
        exit_handlers[exit_handler_count] = handler
        exit_handler_count += 1
    return 0


def exit(status: i32) -> None:
    """Calls what atexit was given, then ends the program."""
    run_exit_handlers()
    end_program()


def run_exit_handlers() -> None:
    """Calls what atexit was given."""
    global exit_handler_count
    while True:
        with indivisible():
            if exit_handler_count == 0:
                return
            exit_handler_count -= 1
            handler = exit_handlers[exit_handler_count]
        handler()


def _exit(status: i32) -> None:
    """Ends the program at once."""
    end_program()


def _Exit(status: i32) -> None:
    """Ends the program at once."""
    end_program()


def quick_exit(status: i32) -> None:
    """Ends the program at once."""
    end_program()


# -- what comes from outside -------------------------------------------------------------------------------------------


def getenv(name: Ptr[u8]) -> voidp:
    """The environment is empty."""
    return null


def secure_getenv(name: Ptr[u8]) -> voidp:
    """The environment is empty."""
    return null


def rand() -> i32:
    """The next number from 0 to RAND_MAX; with a range for `rand`, every one of it."""
    global random_state
    if nondet_rand.count != 0:
        value = i32(nondet_rand.low + i64(choose(nondet_rand.count)))
        event("value", value)
        return value
    random_state = random_state * 6364136223846793005 + 1442695040888963407
    return i32(random_state >> 33)


def random() -> i64:
    """rand."""
    return i64(rand())


def srand(seed: u32) -> None:
    """Begins this thread's sequence anew."""
    global random_state
    random_state = u64(seed)


def srandom(seed: u32) -> None:
    """srand."""
    srand(seed)


def rand_r(state: Ptr[u32]) -> i32:
    """rand with a state that the caller keeps."""
    following = load(state) * 1103515245 + 12345
    store(state, following)
    return i32(following >> 1)


# -- arithmetic --------------------------------------------------------------------------------------------------------


def abs(number: i32) -> i32:
    """Without its sign."""
    return -number if number < 0 else number


def labs(number: i64) -> i64:
    """Without its sign."""
    return -number if number < 0 else number


def llabs(number: i64) -> i64:
    """Without its sign."""
    return -number if number < 0 else number


def imaxabs(number: i64) -> i64:
    """Without its sign."""
    return -number if number < 0 else number


def div(number: i32, by: i32) -> u64:
    """Quotient and remainder, the two halves of a register."""
    return u64(u32(number // by)) | u64(u32(number % by)) << 32


def ldiv(result: Ptr[i64], number: i64, by: i64) -> None:
    """Quotient and remainder, where the caller wants them."""
    store(result, number // by)
    store(offset(result, 1), number % by)


def lldiv(result: Ptr[i64], number: i64, by: i64) -> None:
    """ldiv."""
    ldiv(result, number, by)
