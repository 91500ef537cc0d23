"""time.h, sys/time.h, and the sleeping of unistd.h. One idea: time does not pass. All clocks say the same for ever, and
a sleep may take any time, which it does anyway: others may come between. Who loops until a moment has come loops for
ever.
"""

from __future__ import annotations

from unknot.lang import Ptr, i32, i64, pause, store, struct, u32, u64

__all__ = [
    "clock",
    "clock_getres",
    "clock_gettime",
    "clock_nanosleep",
    "difftime",
    "gettimeofday",
    "nanosleep",
    "sleep",
    "time",
    "timespec_get",
    "usleep",
]

NOW = 1_000_000_000
"""What clocks say, in seconds."""

_BIAS = 1023
_MANTISSA_BITS = 52


@struct
class timespec:
    """Seconds, and nanoseconds or microseconds."""

    tv_sec: i64
    tv_nsec: i64


def time(place: Ptr[i64]) -> i64:
    """Seconds."""
    if place is not None:
        store(place, NOW)
    return NOW


def clock() -> i64:
    """Microseconds of the processor's: none."""
    return 0


def difftime(later: i64, earlier: i64) -> u64:
    """later - earlier as a double, for less than 2**53 seconds."""
    difference = later - earlier
    size = u64(-difference if difference < 0 else difference)
    if size == 0:
        return 0
    exponent: u64 = _BIAS + _MANTISSA_BITS
    while size >> _MANTISSA_BITS == 0:
        size <<= 1
        exponent -= 1
    sign: u64 = 1 << 63 if difference < 0 else 0
    return sign | exponent << _MANTISSA_BITS | size & ((1 << _MANTISSA_BITS) - 1)


def clock_gettime(clock: i32, at: Ptr[timespec]) -> i32:
    """Any clock."""
    at.tv_sec, at.tv_nsec = NOW, 0
    return 0


def clock_getres(clock: i32, at: Ptr[timespec]) -> i32:
    """A nanosecond."""
    if at is not None:
        at.tv_sec, at.tv_nsec = 0, 1
    return 0


def timespec_get(at: Ptr[timespec], base: i32) -> i32:
    """clock_gettime of C11."""
    at.tv_sec, at.tv_nsec = NOW, 0
    return base


def gettimeofday(at: Ptr[timespec], zone: Ptr[u64]) -> i32:
    """clock_gettime of BSD."""
    at.tv_sec, at.tv_nsec = NOW, 0
    return 0


def nanosleep(wanted: Ptr[timespec], left: Ptr[timespec]) -> i32:
    """Others may run."""
    pause()
    return 0


def clock_nanosleep(clock: i32, flags: i32, wanted: Ptr[timespec], left: Ptr[timespec]) -> i32:
    """Others may run."""
    pause()
    return 0


def sleep(seconds: u32) -> u32:
    """Others may run."""
    pause()
    return 0


def usleep(microseconds: u32) -> i32:
    """Others may run."""
    pause()
    return 0
