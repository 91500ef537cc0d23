"""Numbers from text: strtol and its kind. One idea: one function reads digits into 64 bits and says if they had room;
the rest is what each type makes of it."""

from __future__ import annotations

from unknot.lang import Ptr, addr, i32, i64, load, null, offset, store, struct, u8, u32, u64
from unknot.libc.ascii import LOWER_A, LOWER_X, LOWER_Z, MINUS, NINE, PLUS, ZERO
from unknot.libc.ctype import isspace, tolower
from unknot.libc.errno import EINVAL, ERANGE, fail

__all__ = [
    "atoi",
    "atol",
    "atoll",
    "strtoimax",
    "strtol",
    "strtoll",
    "strtoq",
    "strtoul",
    "strtoull",
    "strtoumax",
    "strtouq",
]

_MOST = (1 << 63) - 1


@struct
class scanned:
    """A number in a text: its size, its sign, where it ends, and whether it was too large for 64 bits."""

    size: u64
    negative: bool
    over: bool
    end: Ptr[u8]


def atoi(text: Ptr[u8]) -> i32:
    """The int at the beginning of a text, 0 if there is none."""
    return i32(strtol(text, null, 10))


def atol(text: Ptr[u8]) -> i64:
    """atoi for a long."""
    return strtol(text, null, 10)


def atoll(text: Ptr[u8]) -> i64:
    """atoi for a long long."""
    return strtol(text, null, 10)


def strtol(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> i64:
    """The long at the beginning of a text, and where it ends."""
    found = scanned()
    _scan(addr(found), text, end, base)
    most = u64(_MOST) + (1 if found.negative else 0)
    if found.over or found.size > most:
        fail(ERANGE)
        return i64(most)
    return i64(0 - found.size if found.negative else found.size)


def strtoll(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> i64:
    """strtol."""
    return strtol(text, end, base)


def strtoq(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> i64:
    """strtol."""
    return strtol(text, end, base)


def strtoimax(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> i64:
    """strtol."""
    return strtol(text, end, base)


def strtoul(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> u64:
    """The unsigned long at the beginning of a text, which may have a sign, and where it ends."""
    found = scanned()
    _scan(addr(found), text, end, base)
    if found.over:
        fail(ERANGE)
        return ~0
    return 0 - found.size if found.negative else found.size


def strtoull(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> u64:
    """strtoul."""
    return strtoul(text, end, base)


def strtouq(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> u64:
    """strtoul."""
    return strtoul(text, end, base)


def strtoumax(text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> u64:
    """strtoul."""
    return strtoul(text, end, base)


def _scan(found: Ptr[scanned], text: Ptr[u8], end: Ptr[Ptr[u8]], base: i32) -> None:
    """White space, a sign, a prefix, digits."""
    found.size, found.negative, found.over = 0, False, False
    found.end = text
    if base < 0 or base == 1 or base > 36:
        fail(EINVAL)
    else:
        at = text
        while isspace(i32(load(at))) != 0:
            at = offset(at, 1)
        sign = load(at)
        if sign == MINUS:
            found.negative = True
        if found.negative or sign == PLUS:
            at = offset(at, 1)
        radix = _radix(at, base)
        _digits(found, offset(at, 2) if _has_prefix(at, radix) else at, radix)
    if end is not None:
        store(end, found.end)


def _radix(text: Ptr[u8], base: i32) -> u32:
    """The base that is meant."""
    if base != 0:
        return u32(base)
    if load(text) != ZERO:
        return 10
    return 16 if _has_prefix(text, 16) else 8


def _has_prefix(text: Ptr[u8], radix: u32) -> bool:
    """True before 0x and a digit."""
    if radix != 16 or load(text) != ZERO or tolower(i32(load(offset(text, 1)))) != LOWER_X:
        return False
    return _digit(load(offset(text, 2))) < 16


def _digits(found: Ptr[scanned], text: Ptr[u8], radix: u32) -> None:
    at = text
    while True:
        digit = u64(_digit(load(at)))
        if digit >= u64(radix):
            return
        if found.size > (~u64(0) - digit) // u64(radix):
            found.over = True
        found.size = found.size * u64(radix) + digit
        at = offset(at, 1)
        found.end = at


def _digit(c: u8) -> u32:
    """What a digit is worth; beyond every base if it is none."""
    if ZERO <= c <= NINE:
        return u32(c - ZERO)
    letter = u8(tolower(i32(c)))
    return u32(letter - LOWER_A) + 10 if LOWER_A <= letter <= LOWER_Z else 99
