"""Copying and filling memory. One idea: eight bytes at a time where both sides allow it, so that a pointer is copied in
one access; bytes that were never written may be copied.

Every access is a step of its own, as in real code: others can come between.
"""

from __future__ import annotations

from unknot.lang import Ptr, aligned, cast, i32, load, offset, peek, store, u8, u16, u32, u64

_ONES = 0x0101010101010101


def copy_up(to: Ptr[u8], source: Ptr[u8], size: u64) -> None:
    """Copies from the first byte on."""
    _tell(to, source, size)
    done: u64 = 0
    while done < size:
        width = _width(offset(to, done), offset(source, done), size - done)
        _copy(offset(to, done), offset(source, done), width)
        done += width


def copy_down(to: Ptr[u8], source: Ptr[u8], size: u64) -> None:
    """Copies from the last byte on."""
    _tell(to, source, size)
    left = size
    while left > 0:
        width = _width(offset(to, left), offset(source, left), left)
        left -= width
        _copy(offset(to, left), offset(source, left), width)


def _tell(to: Ptr[u8], source: Ptr[u8], size: u64) -> None:
    """What is copied in parts may be pointers: a number made of one says that others may come to know it."""
    at: u64 = 0
    while not aligned(offset(source, at), 8):
        at += 1
    if aligned(offset(to, at), 8):
        return
    while at + 8 <= size:
        word = peek(cast(Ptr[u64], offset(source, at)))
        cast(u64, cast(Ptr[u8], word))
        at += 8


def fill(to: Ptr[u8], byte: u8, size: u64) -> None:
    """Sets all bytes."""
    done: u64 = 0
    word = u64(byte) * _ONES
    while done < size:
        at = offset(to, done)
        width = _width(at, at, size - done)
        if width == 8:
            store(cast(Ptr[u64], at), word)
        elif width == 4:
            store(cast(Ptr[u32], at), u32(word))
        elif width == 2:
            store(cast(Ptr[u16], at), u16(word))
        else:
            store(at, byte)
        done += width


def compare(a: Ptr[u8], b: Ptr[u8], size: u64) -> i32:
    """Below, at or above 0, as the first bytes that differ are."""
    for i in range(size):
        x, y = load(offset(a, i)), load(offset(b, i))
        if x != y:
            return i32(x) - i32(y)
    return 0


def _width(a: Ptr[u8], b: Ptr[u8], left: u64) -> u64:
    """How many bytes can be copied at once."""
    if left >= 8 and aligned(a, 8) and aligned(b, 8):
        return 8
    if left >= 4 and aligned(a, 4) and aligned(b, 4):
        return 4
    if left >= 2 and aligned(a, 2) and aligned(b, 2):
        return 2
    return 1


def _copy(to: Ptr[u8], source: Ptr[u8], width: u64) -> None:
    if width == 8:
        store(cast(Ptr[u64], to), peek(cast(Ptr[u64], source)))
    elif width == 4:
        store(cast(Ptr[u32], to), peek(cast(Ptr[u32], source)))
    elif width == 2:
        store(cast(Ptr[u16], to), peek(cast(Ptr[u16], source)))
    else:
        store(to, peek(source))
