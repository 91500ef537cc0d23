"""Single schedules, in unknot's own language: random walk and PCT. One idea: no state is stored, so any size of
program will do.

PCT: Burckhardt, Kothari, Musuvathi, Nagarakatti, "A randomized scheduler with probabilistic guarantees of finding
bugs", ASPLOS 2010: random priorities, the highest that can run runs, and at depth - 1 random steps the running thread
falls below all others. Differs: a thread that only spins or pauses falls too, or the schedule would never end.
"""

from __future__ import annotations

from unknot.explore.facts import keep_events
from unknot.explore.image import changed, get, next_choice, put, undo
from unknot.explore.loop import check_end, found, judge, step_failed
from unknot.explore.state import (
    BLOCKED,
    BUDGET,
    CHOICE_COUNT,
    CHOICE_NEXT,
    DEADLOCK,
    EVENT_COUNT,
    FAULT,
    FIRST_FINGERPRINT,
    FIRST_LIMIT,
    FOUND,
    LIMIT_LOOP,
    LOG_COUNT,
    NO_ITEM,
    NOBODY,
    NOT_THERE,
    PAUSED,
    RAN,
    Search,
)
from unknot.explore.waits import waits_in_a_cycle
from unknot.lang import Ptr, u64


def random_below(s: Ptr[Search], n: u64) -> u64:
    """A random number below n (xorshift64*, Vigna 2016)."""
    x = s.random
    x ^= x >> 12
    x ^= x << 25
    x ^= x >> 27
    s.random = x
    return ((x * 0x2545F4914F6CDD1D) >> 33) % n


def attempt(s: Ptr[Search], actor: u64) -> u64:
    """One outcome of an actor's step, or of the beginning if `actor` is NOBODY."""
    if actor == NOBODY:
        return u64(s.start(s.image, s.context))
    return u64(s.step(s.image, s.context, actor))


def pick_outcome(s: Ptr[Search], actor: u64) -> u64:
    """Runs one random outcome and leaves it in the image. Gives its status; its number goes into `walk_ordinal`."""
    put(s.context, CHOICE_COUNT, 0)
    status = attempt(s, actor)
    s.walk_ordinal = 0
    if status == NOT_THERE or get(s.context, CHOICE_NEXT) == 0:
        return status
    count: u64 = 1
    while next_choice(s, count):
        undo(s)
        attempt(s, actor)
        count += 1
    undo(s)
    put(s.context, CHOICE_COUNT, 0)
    status = attempt(s, actor)
    chosen = random_below(s, count)
    while s.walk_ordinal < chosen:
        next_choice(s, 0)
        undo(s)
        status = attempt(s, actor)
        s.walk_ordinal += 1
    return status


def deal_priorities(s: Ptr[Search], changes: u64) -> None:
    """PCT: a random order of the actors, and the steps at which the running one falls."""
    i: u64 = 0
    while i < s.actors:
        put(s.priorities, i, changes + 1 + random_below(s, 1 << 30))
        i += 1
    i = 0
    longest = s.depth
    if longest < 8:
        longest = 8
    while i < changes:
        put(s.changes, i, random_below(s, longest))
        i += 1
    s.change_count = changes


def fall(s: Ptr[Search], actor: u64) -> None:
    """Puts an actor below all others."""
    lowest: u64 = 1 << 62
    i: u64 = 0
    while i < s.actors:
        if get(s.priorities, i) < lowest:
            lowest = get(s.priorities, i)
        i += 1
    if lowest == 0:
        i = 0
        while i < s.actors:
            put(s.priorities, i, get(s.priorities, i) + 1024)
            i += 1
        lowest = 1024
    put(s.priorities, actor, lowest - 1)


def select(s: Ptr[Search], tried: u64, pct: bool) -> u64:
    """An actor that has not been tried in this state: a random one, or that of the highest priority."""
    left: u64 = 0
    best: u64 = 0
    best_priority: u64 = 0
    actor: u64 = 0
    while actor < s.actors:
        if (tried >> actor) & 1 == 0:
            left += 1
            if (
                left == 1
                or (pct and get(s.priorities, actor) > best_priority)
                or (not pct and random_below(s, left) == 0)
            ):
                best = actor
                best_priority = get(s.priorities, actor)
        actor += 1
    return best


def is_change(s: Ptr[Search]) -> bool:
    """PCT: True if the running thread falls at this step."""
    i: u64 = 0
    while i < s.change_count:
        if get(s.changes, i) == s.path_length:
            return True
        i += 1
    return False


def walk_step(s: Ptr[Search], record: Ptr[u64], pct: bool) -> bool:
    """One step of the walk; False if the schedule is over. `record` holds the state's fingerprint, changes and item
    number."""
    tried: u64 = 0
    everyone: u64 = 0xFFFFFFFFFFFFFFFF
    if s.actors < 64:
        everyone = (u64(1) << s.actors) - 1
    while tried != everyone:
        actor = select(s, tried, pct)
        status = pick_outcome(s, actor)
        put(record, 2, s.path_length)
        if get(s.context, EVENT_COUNT) != 0:
            keep_events(s, NO_ITEM, NOBODY, 0)
        if status == FAULT:
            step_failed(s, s.path_length, actor, s.walk_ordinal)
            undo(s)
            return False
        if status == BLOCKED and waits_in_a_cycle(s, actor):
            found(s, DEADLOCK, s.path_length, NOBODY, 0, s.length)
            return False
        fingerprint = changed(s, get(record, 0))
        if status == RAN and fingerprint != get(record, 0):
            if pct and (get(s.context, PAUSED) != 0 or is_change(s)):
                fall(s, actor)
            advance(s, record, actor, fingerprint)
            return s.fault == 0
        undo(s)
        if pct:
            fall(s, actor)
        tried |= u64(1) << actor
    check_end(s, record)
    return False


def advance(s: Ptr[Search], record: Ptr[u64], actor: u64, fingerprint: u64) -> None:
    """Keeps the step just run and checks the state it led to."""
    s.transitions += 1
    put(s.trail, s.path_length, actor | (s.walk_ordinal << 8))
    s.path_length += 1
    s.length = s.path_length
    put(record, 0, fingerprint)
    put(record, 2, s.path_length)
    put(s.context, LOG_COUNT, 0)
    kind = judge(s, NO_ITEM, False)
    if kind != 0:
        found(s, kind, s.path_length, NOBODY, 0, s.length)


def walk(s: Ptr[Search], record: Ptr[u64], pct: bool, changes: u64) -> None:
    """One schedule from the beginning; the image holds the first content of all globals, and holds it again
    afterwards."""
    s.path_length = 0
    s.length = 0
    if pct:
        deal_priorities(s, changes)
    put(record, 0, FIRST_FINGERPRINT)
    status = pick_outcome(s, NOBODY)
    if get(s.context, EVENT_COUNT) != 0:
        keep_events(s, NO_ITEM, NOBODY, 0)
    s.start_ordinal = s.walk_ordinal
    if status != RAN:
        kind = get(s.context, 1)
        if status == BLOCKED:
            kind = DEADLOCK
        if kind >= FIRST_LIMIT and kind != LIMIT_LOOP:
            s.limits_hit |= u64(1) << (kind - FIRST_LIMIT)
        else:
            found(s, kind, NO_ITEM, NOBODY, s.walk_ordinal, 0)
        undo(s)
        return
    put(record, 0, changed(s, FIRST_FINGERPRINT))
    put(s.context, LOG_COUNT, 0)
    kind = judge(s, NO_ITEM, False)
    if kind != 0:
        found(s, kind, 0, NOBODY, 0, 0)
        return
    going = True
    while going:
        going = walk_step(s, record, pct)
        if s.path_length >= s.max_steps:
            s.cut += 1
            going = False
    if s.path_length > s.depth:
        s.depth = s.path_length


def run_walks(s: Ptr[Search], first: Ptr[u64], words: u64, pct: bool, changes: u64, count: u64) -> u64:
    """Up to `count` schedules from the image `first`; gives FOUND, or BUDGET when they are done."""
    while count > 0:
        i: u64 = 0
        while i < words:
            put(s.image, i, get(first, i))
            i += 1
        walk(s, s.scratch, pct, changes)
        s.schedules += 1
        if s.fault != 0:
            return FOUND
        count -= 1
    return BUDGET
