"""The table of visited states, in unknot's own language: 64-bit fingerprints, open addressing, one cache line for a
look-up.

One idea: a line of 64 bytes holds several fingerprints and, behind them, their masks (which threads have been run
from the state). The home of a fingerprint grows with the fingerprint, so the table grows in place in one sweep, by a
factor as small as we like, and stays full: about 9 bytes for a slot, over a load between 0.65 and 0.81.
"""

from __future__ import annotations

from unknot.explore.state import Search
from unknot.lang import Ptr, cast, load, offset, prefetch, store, u8, u16, u32, u64

LINE = 8
"""Words in a line."""
SLACK = 8192
"""Lines behind the last home, so that probing never wraps around."""


def home(s: Ptr[Search], fingerprint: u64) -> u64:
    """The first word of the line where probing for a fingerprint begins."""
    return (((fingerprint >> 32) * s.lines) >> 32) * LINE


def find(s: Ptr[Search], fingerprint: u64) -> u64:
    """The word that holds the fingerprint, or the empty one where it belongs."""
    line = home(s, fingerprint)
    while True:
        place: u64 = 0
        while place < s.per_line:
            held = load(offset(s.table, line + place))
            if held == fingerprint or held == 0:
                return line + place
            place += 1
        line += LINE


def fetch(s: Ptr[Search], fingerprint: u64) -> None:
    """Asks for the cache line that `find` will read."""
    prefetch(offset(s.table, home(s, fingerprint)))


def mask_at(s: Ptr[Search], place: u64) -> Ptr[u8]:
    """Where the mask of a fingerprint's word stands."""
    return offset(
        cast(Ptr[u8], s.table), ((place & ~u64(LINE - 1)) + s.per_line) * 8 + (place & (LINE - 1)) * s.mask_bytes
    )


def get_mask(s: Ptr[Search], place: u64) -> u64:
    """Which threads have been run from the state whose fingerprint is there."""
    at = mask_at(s, place)
    if s.mask_bytes == 1:
        return u64(load(at))
    if s.mask_bytes == 2:
        return u64(load(cast(Ptr[u16], at)))
    if s.mask_bytes == 4:
        return u64(load(cast(Ptr[u32], at)))
    return load(cast(Ptr[u64], at))


def set_mask(s: Ptr[Search], place: u64, mask: u64) -> None:
    """Replaces a mask."""
    at = mask_at(s, place)
    if s.mask_bytes == 1:
        store(at, u8(mask))
    elif s.mask_bytes == 2:
        store(cast(Ptr[u16], at), u16(mask))
    elif s.mask_bytes == 4:
        store(cast(Ptr[u32], at), u32(mask))
    elif s.mask_bytes == 8:
        store(cast(Ptr[u64], at), mask)


def grow(s: Ptr[Search], lines: u64) -> None:
    """Moves every entry to its place in a table of `lines` homes: shift all to the end, then put back in order.

    An entry's new place is never behind the place it is read from, because homes grow in proportion.
    """
    shift = (lines - s.lines) * LINE
    end = (s.lines + SLACK) * LINE
    word = end
    while word > 0:
        word -= 1
        store(offset(s.table, word + shift), load(offset(s.table, word)))
        if word < shift:
            store(offset(s.table, word), 0)
    s.lines = lines
    line = shift
    while line < end + shift:
        put_back(s, line)
        line += LINE


def put_back(s: Ptr[Search], line: u64) -> None:
    """Takes the entries out of a line and puts each where it belongs."""
    place = line
    while place < line + s.per_line:
        held = load(offset(s.table, place))
        if held != 0:
            mask: u64 = 0
            if s.mask_bytes != 0:
                mask = get_mask(s, place)
            store(offset(s.table, place), 0)
            new = find(s, held)
            store(offset(s.table, new), held)
            set_mask(s, new, mask)
        place += 1
