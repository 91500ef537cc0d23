"""Threads that wait until another one lets them go on: at condition variables and barriers. One idea: a bit for each
thread, which whoever wakes it clears; so what it waited at may be gone by then."""

from __future__ import annotations

from unknot.lang import i64, more, thread_id, u64

asleep: u64 = 0


def fall_asleep() -> None:
    """This thread waits from now on."""
    global asleep
    asleep |= my_bit()


def give_up() -> None:
    """This thread waits no longer, though nobody has woken it."""
    global asleep
    asleep &= ~my_bit()


def is_awake() -> bool:
    """True unless this thread waits."""
    return asleep & my_bit() == 0


def wake(mask: u64) -> None:
    """Lets the threads of a mask go on, and adds their numbers to the event before."""
    global asleep
    asleep &= ~mask
    while mask != 0:
        more(lowest(mask))
        mask &= mask - 1


# -- masks -------------------------------------------------------------------------------------------------------------


def my_bit() -> u64:
    """This thread in a mask."""
    return u64(1) << thread_id()


def count_of(mask: u64) -> u64:
    """How many threads a mask has."""
    count: u64 = 0
    while mask != 0:
        mask &= mask - 1
        count += 1
    return count


def lowest(mask: u64) -> i64:
    """The lowest thread in a mask, -1 if there is none."""
    if mask == 0:
        return -1
    number: i64 = 0
    while mask & 1 == 0:
        mask >>= 1
        number += 1
    return number


def one_of(mask: u64, position: u64) -> u64:
    """The mask of that thread alone which has so many below it in the mask."""
    for _ in range(position):
        mask &= mask - 1
    return mask & ~(mask - 1)
