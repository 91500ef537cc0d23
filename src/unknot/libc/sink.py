"""Where formatted text goes. One idea: a sink takes one byte after the other; it leads into memory, as for snprintf, or
out of the program, eight bytes to an event, which traces show.

event("output", descriptor, bytes, word): the bytes of `word`, the lowest first. Consecutive ones are one text.
"""

from __future__ import annotations

from unknot.lang import Ptr, cast, cstr, event, i32, i64, load, offset, store, struct, u8, u32, u64
from unknot.libc.ascii import LOWER_A, UPPER_A, ZERO

STDOUT = 1
STDERR = 2


@struct
class sink:
    """`to` is 0 for memory: `room` bytes at `out`, which end with a zero. Else a descriptor; `word` has `held` bytes
    that have not been told yet. `count`: how many bytes came."""

    out: Ptr[u8]
    room: u64
    count: u64
    word: u64
    held: u32
    to: u32


@struct
class directive:
    """What stands between % and its letter. `precision` is -1 without one, `size` the argument's in bytes."""

    left: bool
    plus: bool
    space: bool
    alternate: bool
    zero: bool
    upper: bool
    size: u32
    width: i64
    precision: i64


def among(c: u8, letters: cstr) -> bool:
    """True if a character is one of those."""
    at = cast(Ptr[u8], letters)
    while load(at) != 0:
        if load(at) == c:
            return True
        at = offset(at, 1)
    return False


def put(s: Ptr[sink], c: u8) -> None:
    """One byte."""
    if s.to == 0:
        if s.count + 1 < s.room:
            store(offset(s.out, s.count), c)
    else:
        s.word |= u64(c) << u64(s.held * 8)
        s.held += 1
        if s.held == 8:
            _tell(s)
    s.count += 1


def put_text(s: Ptr[sink], text: Ptr[u8]) -> None:
    """The bytes of a text."""
    at = text
    while load(at) != 0:
        put(s, load(at))
        at = offset(at, 1)


def put_bytes(s: Ptr[sink], start: Ptr[u8], count: u64) -> None:
    """That many bytes."""
    for i in range(count):
        put(s, load(offset(start, i)))


def put_prefix(s: Ptr[sink], characters: u64) -> None:
    """Up to eight characters, the first one lowest."""
    left = characters
    while left != 0:
        put(s, u8(left))
        left >>= 8


def put_digit(s: Ptr[sink], digit: u8, upper: bool) -> None:
    """A digit of any base up to 36."""
    put(s, digit + ZERO if digit < 10 else digit - 10 + (UPPER_A if upper else LOWER_A))


def pad(s: Ptr[sink], c: u8, count: i64) -> None:
    """The same byte, that often; not at all if `count` is below 0."""
    for _i in range(i64(0), count):
        put(s, c)


def finish(s: Ptr[sink]) -> i32:
    """Ends the text in memory, or tells what is left; how many bytes came."""
    if s.to != 0:
        _tell(s)
    elif s.room > 0:
        store(offset(s.out, min(s.count, s.room - 1)), 0)
    return i32(s.count)


def _tell(s: Ptr[sink]) -> None:
    if s.held > 0:
        event("output", s.to, s.held, s.word)
    s.held, s.word = 0, 0
