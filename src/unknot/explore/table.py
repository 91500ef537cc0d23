"""The table of visited states, in unknot's own language: 64-bit fingerprints, open addressing, linear probing.

One idea: the home of a fingerprint grows with the fingerprint, so the table can grow in place in one sweep, by a
factor as small as we like, and stay full: 8 bytes for a state, plus a byte or more for its mask, over a load between
0.57 and 0.8.
"""

from __future__ import annotations

from unknot.explore.state import Search
from unknot.lang import Ptr, cast, load, offset, prefetch, store, u8, u16, u32, u64

SLACK = 65536
"""Slots behind the last home, so that probing never wraps around."""


def home(s: Ptr[Search], fingerprint: u64) -> u64:
    """The slot where probing for a fingerprint begins."""
    return ((fingerprint >> 32) * s.slots) >> 32


def find(s: Ptr[Search], fingerprint: u64) -> u64:
    """The slot that holds the fingerprint, or the empty one where it belongs."""
    slot = home(s, fingerprint)
    while True:
        held = load(offset(s.table, slot))
        if held == fingerprint or held == 0:
            return slot
        slot += 1


def fetch(s: Ptr[Search], fingerprint: u64) -> None:
    """Asks for the cache lines that `find` will read."""
    slot = home(s, fingerprint)
    prefetch(offset(s.table, slot))
    if s.mask_bytes != 0:
        prefetch(offset(cast(Ptr[u8], s.masks), slot * s.mask_bytes))


def get_mask(s: Ptr[Search], slot: u64) -> u64:
    """Which threads have been run from the state in that slot."""
    if s.mask_bytes == 1:
        return u64(load(offset(cast(Ptr[u8], s.masks), slot)))
    if s.mask_bytes == 2:
        return u64(load(offset(cast(Ptr[u16], s.masks), slot)))
    if s.mask_bytes == 4:
        return u64(load(offset(cast(Ptr[u32], s.masks), slot)))
    return load(offset(s.masks, slot))


def set_mask(s: Ptr[Search], slot: u64, mask: u64) -> None:
    """Replaces the mask of a slot."""
    if s.mask_bytes == 1:
        store(offset(cast(Ptr[u8], s.masks), slot), u8(mask))
    elif s.mask_bytes == 2:
        store(offset(cast(Ptr[u16], s.masks), slot), u16(mask))
    elif s.mask_bytes == 4:
        store(offset(cast(Ptr[u32], s.masks), slot), u32(mask))
    elif s.mask_bytes == 8:
        store(offset(s.masks, slot), mask)


def grow(s: Ptr[Search], slots: u64) -> None:
    """Moves every entry to its place in a table of `slots` homes: shift all to the end, then put back in order.

    An entry's new place is never behind the place it is read from, because homes grow in proportion.
    """
    shift = slots - s.slots
    end = s.slots + SLACK
    slot = end
    while slot > 0:
        slot -= 1
        held = load(offset(s.table, slot))
        store(offset(s.table, slot + shift), held)
        if s.mask_bytes != 0:
            set_mask(s, slot + shift, get_mask(s, slot))
        if slot < shift:
            store(offset(s.table, slot), 0)
    s.slots = slots
    slot = shift
    while slot < end + shift:
        held = load(offset(s.table, slot))
        if held != 0:
            mask: u64 = 0
            if s.mask_bytes != 0:
                mask = get_mask(s, slot)
            store(offset(s.table, slot), 0)
            place = find(s, held)
            store(offset(s.table, place), held)
            set_mask(s, place, mask)
        slot += 1
