"""Keeps what steps say about themselves, in unknot's own language. One idea: a fact is an event of a thread, word for
word; the search keeps each distinct one once, with the step that first made it and who was alive whenever it was made.

Where a search is to go on after a violation, violations are facts too, of kind `FINDING`.
"""

from __future__ import annotations

from unknot.explore.image import get, has_ended, position, put
from unknot.explore.state import (
    EVENT_COUNT,
    EVENTS,
    FACT_SLOTS,
    FACT_WORDS,
    FINDING,
    MOST_FACT_WORDS,
    MOST_FACTS,
    Search,
)
from unknot.lang import Ptr, offset, u64


def fact_hash(words: Ptr[u64], count: u64) -> u64:
    """A hash of words (multiply and rotate)."""
    h = count + 0x9E3779B97F4A7C15
    i: u64 = 0
    while i < count:
        h = (h ^ get(words, i)) * 0xFF51AFD7ED558CCD
        h ^= h >> 29
        i += 1
    return h ^ (h >> 32)


def same_words(one: Ptr[u64], other: Ptr[u64], count: u64) -> bool:
    """True if the words are equal."""
    i: u64 = 0
    while i < count:
        if get(one, i) != get(other, i):
            return False
        i += 1
    return True


def keep_fact(s: Ptr[Search], fact: Ptr[u64], item: u64, actor: u64, ordinal: u64) -> None:
    """Keeps a fact (its head, the count of its words, those) that the step just run has made."""
    count = get(fact, 1) + 2
    slot = fact_hash(fact, count) & (FACT_SLOTS - 1)
    live = live_threads(s)
    while get(s.fact_slots, slot) != 0:
        known = offset(s.facts, get(s.fact_slots, slot) - 1)
        if get(known, FACT_WORDS + 1) + 2 == count and same_words(offset(known, FACT_WORDS), fact, count):
            put(known, 3, get(known, 3) & live)
            put(known, 4, get(known, 4) | live)
            return
        slot = (slot + 1) & (FACT_SLOTS - 1)
    if s.fact_count == MOST_FACTS or s.facts_end + FACT_WORDS + count > MOST_FACT_WORDS:
        s.facts_lost += 1
        return
    put(s.fact_slots, slot, s.facts_end + 1)
    entry = offset(s.facts, s.facts_end)
    put(entry, 0, item)
    put(entry, 1, actor | (ordinal << 8))
    put(entry, 2, s.length | (s.level << 32))
    put(entry, 3, live)
    put(entry, 4, live)
    i: u64 = 0
    while i < count:
        put(entry, FACT_WORDS + i, get(fact, i))
        i += 1
    s.facts_end += FACT_WORDS + count
    s.fact_count += 1


def keep_events(s: Ptr[Search], item: u64, actor: u64, ordinal: u64) -> None:
    """Makes facts of the events of the step just run, which is still in the image."""
    at: u64 = 0
    count = get(s.context, EVENT_COUNT)
    while at < count:
        event = offset(s.context, EVENTS + at)
        keep_fact(s, event, item, actor, ordinal)
        at += 2 + get(event, 1)


def live_threads(s: Ptr[Search]) -> u64:
    """A bit for each thread that is there and has not ended, in the state worked on."""
    live: u64 = 0
    thread: u64 = 0
    while thread < s.threads:
        if not has_ended(s, thread):
            live |= u64(1) << thread
        thread += 1
    return live


def keep_finding(s: Ptr[Search], kind: u64, item: u64, actor: u64, ordinal: u64, threads: u64, detail: u64) -> None:
    """Keeps a violation as a fact: its fault, its detail, and where those `threads` (a bit each) stand."""
    event = offset(s.context, EVENTS)
    put(event, 0, FINDING << 32)
    put(event, 1, 2 + s.threads)
    put(event, 2, kind)
    put(event, 3, detail)
    thread: u64 = 0
    while thread < s.threads:
        where: u64 = 0
        if (threads >> thread) & 1 != 0:
            where = position(s, thread)
        put(event, 4 + thread, where)
        thread += 1
    keep_fact(s, event, item, actor, ordinal)
