"""States that wait, packed, in unknot's own language. One idea: of a large state only the words are kept that are not
zero, with a bit for each word that tells which; most of a large state is zero.

A packed state: how many words it has; a bit for each of them, 64 to a word; those that are not zero, in order.
"""

from __future__ import annotations

from unknot.explore.image import get, put
from unknot.explore.state import Search
from unknot.lang import Ptr, cast, u64

BITS = 64


def packed_room(words: u64) -> u64:
    """Words that a packed state of so many words takes at most."""
    return 1 + (words + BITS - 1) // BITS + words


def pack(target: Ptr[u64], source: Ptr[u64], words: u64) -> u64:
    """Packs `words` words. Gives how many words that took."""
    put(target, 0, words)
    maps = (words + BITS - 1) // BITS
    end = 1 + maps
    first: u64 = 0
    part: u64 = 0
    while part < maps:
        last = min(first + BITS, words)
        bits: u64 = 0
        bit: u64 = 1
        i = first
        while i < last:
            value = get(source, i)
            put(target, end, value)
            if value != 0:
                end += 1
                bits |= bit
            bit <<= 1
            i += 1
        put(target, 1 + part, bits)
        first = last
        part += 1
    return end


def unpack(target: Ptr[u64], source: Ptr[u64]) -> u64:
    """The words of a packed state. Gives how many they are."""
    words = get(source, 0)
    maps = (words + BITS - 1) // BITS
    next_value = 1 + maps
    first: u64 = 0
    part: u64 = 0
    while part < maps:
        bits = get(source, 1 + part)
        last = min(first + BITS, words)
        i = first
        while i < last:
            value: u64 = 0
            if bits & 1 != 0:
                value = get(source, next_value)
                next_value += 1
            put(target, i, value)
            bits >>= 1
            i += 1
        first = last
        part += 1
    return words


def unpacked(s: Ptr[Search], source: u64) -> Ptr[u64]:
    """The words of the state that a pending successor comes from: the image itself, or a packed state."""
    if source == cast(u64, s.image):
        return s.image
    if s.unpacked_from != source:
        s.unpacked_from = source
        s.unpacked_words = unpack(s.unpacked, cast(Ptr[u64], source))
    return s.unpacked


def swap_changes(base: Ptr[u64], changes: Ptr[u64], count: u64, words: u64) -> None:
    """Makes the changes of a step (word, value), each below `words`, and keeps in their place what was there."""
    i: u64 = 0
    while i < count:
        word = get(changes, 2 * i)
        if word < words:
            before = get(base, word)
            put(base, word, get(changes, 2 * i + 1))
            put(changes, 2 * i + 1, before)
        i += 1


def swap_back(base: Ptr[u64], changes: Ptr[u64], count: u64, words: u64) -> None:
    """Takes `swap_changes` back, the last change first, for a word may have changed twice."""
    i = count
    while i > 0:
        i -= 1
        word = get(changes, 2 * i)
        if word < words:
            after = get(base, word)
            put(base, word, get(changes, 2 * i + 1))
            put(changes, 2 * i + 1, after)


def pack_changed(
    s: Ptr[Search], target: Ptr[u64], source: u64, had: u64, changes: Ptr[u64], count: u64, words: u64
) -> u64:
    """Packs the state of `words` words that the changes make of the source, which had `had`. Gives how many words that
    took."""
    base = unpacked(s, source)
    if base != s.image:
        i = had
        while i < words:
            put(base, i, 0)
            i += 1
    swap_changes(base, changes, count, words)
    size = pack(target, base, words)
    swap_back(base, changes, count, words)
    return size
