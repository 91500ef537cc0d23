"""The state being worked on: its words, its fingerprint, taking back what a step changed. In unknot's own language.

One idea: a step leaves a log of what it changed, and everything about a step follows from that log.
"""

from __future__ import annotations

from unknot.explore.state import (
    CHOICE_COUNT,
    CHOICE_NEXT,
    CHOICES,
    FIRST_LIMIT,
    LIMIT_STEP,
    LOG,
    LOG_COUNT,
    MOST_OUTCOMES,
    Search,
)
from unknot.lang import Ptr, load, offset, store, u64


def get(p: Ptr[u64], i: u64) -> u64:
    """Word `i` of a region."""
    return load(offset(p, i))


def put(p: Ptr[u64], i: u64, value: u64) -> None:
    """Sets word `i` of a region."""
    store(offset(p, i), value)


def mix(x: u64) -> u64:
    """A bijection that spreads 64 bits well (the finaliser of MurmurHash3, Appleby 2011, with wider shifts)."""
    x ^= x >> 32
    x *= 0xFF51AFD7ED558CCD
    x ^= x >> 29
    x *= 0xC4CEB9FE1A85EC53
    return x ^ (x >> 32)


def changed(s: Ptr[Search], fingerprint: u64) -> u64:
    """The fingerprint after the changes in the log: each word of a state contributes on its own, so only they count."""
    count = get(s.context, LOG_COUNT)
    entry = offset(s.context, LOG)
    i: u64 = 0
    while i < count:
        key = (get(entry, 0) + 1) * 0x9E3779B97F4A7C15
        fingerprint ^= mix(get(entry, 1) ^ key) ^ mix(get(entry, 2) ^ key)
        entry = offset(entry, 3)
        i += 1
    if fingerprint == 0:
        return 1
    return fingerprint


def undo(s: Ptr[Search]) -> None:
    """Takes the changes in the log back."""
    i = get(s.context, LOG_COUNT)
    while i > 0:
        i -= 1
        entry = offset(s.context, LOG + 3 * i)
        put(s.image, get(entry, 0), get(entry, 1))
    put(s.context, LOG_COUNT, 0)


def next_choice(s: Ptr[Search], ordinal: u64) -> bool:
    """Prescribes outcome `ordinal` of the step just run; False if there is none, or too many."""
    count = get(s.context, CHOICE_NEXT)
    if ordinal >= MOST_OUTCOMES and count != 0:
        s.limits_hit |= u64(1) << (LIMIT_STEP - FIRST_LIMIT)
        count = 0
    while count > 0:
        place = CHOICES + 2 * (count - 1)
        value = get(s.context, place) + 1
        if value < get(s.context, place + 1):
            put(s.context, place, value)
            put(s.context, CHOICE_COUNT, count)
            return True
        count -= 1
    put(s.context, CHOICE_COUNT, 0)
    return False


def copy_words(target: Ptr[u64], source: Ptr[u64], count: u64) -> None:
    """Copies words."""
    i: u64 = 0
    while i < count:
        put(target, i, get(source, i))
        i += 1


def state_words(s: Ptr[Search]) -> u64:
    """Words of the state in the image."""
    if s.heap != 0:
        return s.static_words + 3 * get(s.image, 0)
    return s.static_words


def clear_beyond(s: Ptr[Search], words: u64) -> None:
    """The image now holds a state of so many words: what the one before had beyond goes."""
    i = words
    while i < s.image_words:
        put(s.image, i, 0)
        i += 1
    s.image_words = words


def position(s: Ptr[Search], thread: u64) -> u64:
    """Where a thread stands: its program counter and how deep it is in calls."""
    return get(s.image, s.contexts + thread * s.context_words) & 0xFFFFFFFF


def has_ended(s: Ptr[Search], thread: u64) -> bool:
    """True if the thread is not there or has ended, in the state worked on."""
    return position(s, thread) & 0xFFFF <= 1
