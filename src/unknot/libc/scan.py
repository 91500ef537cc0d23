"""sscanf. One idea: the text is read once, from left to right, and what a directive finds is stored at once.

Conversions d i u x X o c s n %, sizes hh h l ll q j z t, a width, and * for what is not stored. Any other directive
ends the reading, as text that does not fit.
"""

from __future__ import annotations

from unknot.lang import Ptr, addr, cast, i32, load, offset, store, struct, u8, u16, u32, u64
from unknot.libc.ascii import (
    LOWER_C,
    LOWER_H,
    LOWER_N,
    LOWER_O,
    LOWER_S,
    LOWER_X,
    MINUS,
    NINE,
    PERCENT,
    PLUS,
    STAR,
    ZERO,
)
from unknot.libc.ctype import isspace, isxdigit, tolower
from unknot.libc.sink import among

__all__ = ["__isoc99_sscanf", "sscanf"]

_NO_LIMIT = 1 << 32
_END = -1
_LETTER_A = ord("a")
_LETTER_I = ord("i")


@struct
class reader:
    """Where the text and the arguments are, how much was read and stored, and what the directive says: how many bytes
    a number has, how many characters there may be, and whether it is stored."""

    text: Ptr[u8]
    arguments: Ptr[u64]
    read: u64
    stored: i32
    size: u32
    width: u64
    kept: bool


def sscanf(text: Ptr[u8], form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """How many values were read from a text, or -1 if it ended before the first."""
    r = reader()
    r.text, r.arguments, r.read, r.stored = text, arguments, 0, 0
    at = form
    while load(at) != 0:
        c = load(at)
        at = offset(at, 1)
        if isspace(i32(c)) != 0:
            _skip(addr(r))
        elif c != PERCENT:
            if load(r.text) != c:
                return _result(addr(r))
            _take(addr(r))
        else:
            at = _size(addr(r), _width(addr(r), at))
            if not _convert(addr(r), load(at)):
                return _result(addr(r))
            at = offset(at, 1)
    return r.stored


def __isoc99_sscanf(text: Ptr[u8], form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """sscanf, as glibc's headers call it."""
    return sscanf(text, form, arguments)


def _result(r: Ptr[reader]) -> i32:
    return _END if r.stored == 0 and load(r.text) == 0 else r.stored


def _take(r: Ptr[reader]) -> None:
    """One character was read."""
    r.text = offset(r.text, 1)
    r.read += 1


def _skip(r: Ptr[reader]) -> None:
    """White space."""
    while isspace(i32(load(r.text))) != 0:
        _take(r)


def _width(r: Ptr[reader], start: Ptr[u8]) -> Ptr[u8]:
    """A star and a width, which may both be missing."""
    at = start
    r.kept = load(at) != STAR
    if not r.kept:
        at = offset(at, 1)
    r.width = 0
    while ZERO <= load(at) <= NINE:
        r.width = r.width * 10 + u64(load(at) - ZERO)
        at = offset(at, 1)
    return at


def _size(r: Ptr[reader], start: Ptr[u8]) -> Ptr[u8]:
    """The letters that say how wide the argument is."""
    r.size = 4
    at = start
    while True:
        c = load(at)
        if c == LOWER_H:
            r.size //= 2
        elif among(c, "ljztq"):
            r.size = 8
        else:
            return at
        at = offset(at, 1)


def _convert(r: Ptr[reader], letter: u8) -> bool:
    """Reads and stores one value; False if it is not there."""
    if letter == LOWER_N:
        _keep(r, r.read)
        return True
    if letter != LOWER_C:
        _skip(r)
    if letter == PERCENT:
        fits = load(r.text) == PERCENT
        if fits:
            _take(r)
        return fits
    found = False
    if among(letter, "cs"):
        found = _characters(r, letter == LOWER_S)
    elif among(letter, "diuxXo"):
        found = _number(r, letter)
    if found and r.kept:
        r.stored += 1
    return found


def _next(r: Ptr[reader]) -> u64:
    """The next argument."""
    word = load(r.arguments)
    r.arguments = offset(r.arguments, 1)
    return word


def _keep(r: Ptr[reader], value: u64) -> None:
    """Stores a number."""
    if not r.kept:
        return
    to = _next(r)
    if r.size == 8:
        store(cast(Ptr[u64], to), value)
    elif r.size == 4:
        store(cast(Ptr[u32], to), u32(value))
    elif r.size == 2:
        store(cast(Ptr[u16], to), u16(value))
    else:
        store(cast(Ptr[u8], to), u8(value))


def _characters(r: Ptr[reader], word: bool) -> bool:
    """Characters up to the width, or those of a word with a 0 behind them."""
    left = r.width if r.width != 0 else _NO_LIMIT if word else 1
    to = cast(Ptr[u8], _next(r)) if r.kept else r.text
    any_read = False
    while left > 0 and load(r.text) != 0 and not (word and isspace(i32(load(r.text))) != 0):
        if r.kept:
            store(to, load(r.text))
        to = offset(to, 1)
        _take(r)
        left -= 1
        any_read = True
    if any_read and word and r.kept:
        store(to, 0)
    return any_read


def _number(r: Ptr[reader], letter: u8) -> bool:
    """A sign, a prefix, digits; False if there is no digit."""
    left = r.width if r.width != 0 else _NO_LIMIT
    negative = load(r.text) == MINUS
    if (negative or load(r.text) == PLUS) and left > 1:
        _take(r)
        left -= 1
    base = _base(r, letter)
    if base == 16 and _prefixed(r) and left > 2:
        _take(r)
        _take(r)
        left -= 2
    value: u64 = 0
    any_read = False
    while left > 0 and _worth(load(r.text)) < base:
        value = value * base + _worth(load(r.text))
        _take(r)
        left -= 1
        any_read = True
    if any_read:
        _keep(r, 0 - value if negative else value)
    return any_read


def _base(r: Ptr[reader], letter: u8) -> u64:
    """What a conversion says, or for i the prefix."""
    if letter == LOWER_O:
        return 8
    if u8(tolower(i32(letter))) == LOWER_X:
        return 16
    if letter != _LETTER_I or load(r.text) != ZERO:
        return 10
    return 16 if _prefixed(r) else 8


def _prefixed(r: Ptr[reader]) -> bool:
    """True before 0x and a digit."""
    if load(r.text) != ZERO or u8(tolower(i32(load(offset(r.text, 1))))) != LOWER_X:
        return False
    return isxdigit(i32(load(offset(r.text, 2)))) != 0


def _worth(c: u8) -> u64:
    """What a digit is worth; beyond every base if it is none."""
    if ZERO <= c <= NINE:
        return u64(c - ZERO)
    return u64(u8(tolower(i32(c))) - _LETTER_A) + 10 if isxdigit(i32(c)) != 0 else 99
