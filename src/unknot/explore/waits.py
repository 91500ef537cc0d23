"""Who waits, for whom, and whether for ever, in unknot's own language. One idea: a thread is asked by running its step
and taking that back.
"""

from __future__ import annotations

from unknot.explore.facts import keep_events
from unknot.explore.image import changed, copy_words, get, has_ended, next_choice, put, undo
from unknot.explore.state import (
    BLOCKED,
    CHOICE_COUNT,
    CHOICE_NEXT,
    EVENT_COUNT,
    FAULT,
    HEADER,
    HOLDER,
    IDLE,
    LOG,
    LOG_COUNT,
    MOST_OUTCOMES,
    NOBODY,
    NOT_THERE,
    RAN,
    SPIN_STEPS,
    Search,
)
from unknot.lang import Ptr, offset, u32, u64

SOMEWHERE, NOTHING, REST = range(3)
"""What comes of a thread that runs alone: it writes, ends or chooses; it stays as it is for ever; it waits for work."""


def holder_of(s: Ptr[Search], actor: u64) -> u64:
    """What an actor names that it waits for, the same whichever outcome of its step is chosen: a thread, or IDLE;
    NOBODY if it does not wait, or for nobody in particular. Leaves the image as it was."""
    holder: u64 = NOBODY
    ordinal: u64 = 0
    again = True
    put(s.context, CHOICE_COUNT, 0)
    while again:
        status = s.step(s.image, s.context, actor)
        undo(s)
        other = get(s.context, HOLDER)
        named = other < s.threads or other == IDLE
        if status != BLOCKED or not named or (ordinal > 0 and other != holder):
            holder = NOBODY
            again = False
        else:
            holder = other
            ordinal += 1
            again = next_choice(s, ordinal)
    put(s.context, CHOICE_COUNT, 0)
    put(s.context, CHOICE_NEXT, 0)
    return holder


def waits_in_a_cycle(s: Ptr[Search], actor: u64) -> bool:
    """True if the thread, found blocked just now, waits for one that waits ... for it. Leaves the image as it was."""
    undo(s)
    if actor >= s.threads or get(s.context, HOLDER) >= s.threads:
        return False
    holder = holder_of(s, actor)
    hops: u64 = 0
    s.cycle = u64(1) << actor
    while holder < s.threads and hops < s.threads:
        if holder == actor:
            return not can_buffers_move(s)
        s.cycle |= u64(1) << holder
        holder = holder_of(s, holder)
        hops += 1
    return False


def can_buffers_move(s: Ptr[Search]) -> bool:
    """True if the memory model still has something to do, which might yet help a blocked thread."""
    moved = False
    actor = s.threads
    while actor < s.actors and not moved:
        put(s.context, CHOICE_COUNT, 0)
        status = s.step(s.image, s.context, actor)
        moved = status != BLOCKED and status != NOT_THERE
        undo(s)
        actor += 1
    put(s.context, CHOICE_COUNT, 0)
    put(s.context, CHOICE_NEXT, 0)
    return moved


def can_anyone_move(s: Ptr[Search], record: Ptr[u64]) -> bool:
    """Tries every actor in the state worked on: can one of them change it, or fail?"""
    actor: u64 = 0
    while actor < s.actors:
        if can_move(s, record, actor):
            return True
        actor += 1
    return False


def can_move(s: Ptr[Search], record: Ptr[u64], actor: u64) -> bool:
    """Tries one actor in the state worked on: can it change it, or fail?"""
    ordinal: u64 = 0
    moved = False
    again = True
    put(s.context, CHOICE_COUNT, 0)
    while again and not moved:
        status = s.step(s.image, s.context, actor)
        ordinal += 1
        moved = status == FAULT or (status == RAN and changed(s, get(record, 0)) != get(record, 0))
        moved = moved or ordinal == MOST_OUTCOMES
        undo(s)
        again = status != NOT_THERE and next_choice(s, ordinal)
    put(s.context, CHOICE_COUNT, 0)
    return moved


def wrote(s: Ptr[Search], actor: u64) -> u64:
    """1 if the step just run changed more than its own thread's context, ended the thread, or made a choice."""
    if s.spins == 0:
        return 0
    if actor >= s.threads or has_ended(s, actor) or get(s.context, CHOICE_NEXT) != 0:
        return 1
    first = s.contexts + actor * s.context_words
    i = get(s.context, LOG_COUNT)
    while i > 0:
        i -= 1
        word = get(s.context, LOG + 3 * i)
        if word < first or word >= first + s.context_words:
            return 1
    return 0


def is_stuck(s: Ptr[Search]) -> bool:
    """True if every thread, run alone, is blocked or goes round for ever without writing: then nobody will ever change
    what the others read, whatever the schedule. Such a state is first reached by a step that writes. Threads that come
    to wait for work do not count: if there are no others, that is the end."""
    if can_buffers_move(s):
        return False
    live = False
    thread: u64 = 0
    while thread < s.threads:
        if not has_ended(s, thread) and not is_idle(s, thread):
            alone = comes_alone_to(s, thread)
            if alone == SOMEWHERE:
                return False
            if alone == NOTHING:
                live = True
        thread += 1
    return live


def comes_alone_to(s: Ptr[Search], thread: u64) -> u64:
    """What comes of the thread if it runs alone: NOTHING if it is blocked or comes back to where it was without writing
    (cycles are found as by Brent, 1980), REST if it waits for work. Leaves the image as it was."""
    first = s.contexts + thread * s.context_words
    copy_words(offset(s.scratch, HEADER), offset(s.image, first), s.context_words)
    fingerprint: u64 = 1
    anchor: u64 = 1
    steps: u64 = 0
    spins = False
    rests = False
    status: u32 = RAN
    going = True
    while going:
        put(s.context, CHOICE_COUNT, 0)
        status = s.step(s.image, s.context, thread)
        steps += 1
        going = status == RAN and get(s.context, CHOICE_NEXT) == 0 and wrote(s, thread) == 0 and steps < SPIN_STEPS
        spins = status == BLOCKED and stays_blocked(s, thread)
        if going:
            fingerprint = changed(s, fingerprint)
            put(s.context, LOG_COUNT, 0)
            spins = fingerprint == anchor
            going = not spins
            if steps & (steps - 1) == 0:
                anchor = fingerprint
    undo(s)
    if status == BLOCKED and spins:
        rests = is_idle(s, thread)
    copy_words(offset(s.image, first), offset(s.scratch, HEADER), s.context_words)
    put(s.context, CHOICE_COUNT, 0)
    put(s.context, CHOICE_NEXT, 0)
    return REST if rests else NOTHING if spins else SOMEWHERE


def note_attempts(s: Ptr[Search], item: u64) -> None:
    """Keeps what threads say that are about to wait, in a state that is stuck: nobody is run from there."""
    thread: u64 = 0
    while thread < s.threads:
        if not has_ended(s, thread):
            comes_alone_to(s, thread)
            if get(s.context, EVENT_COUNT) != 0:
                keep_events(s, item, NOBODY, 0)
        thread += 1


def stays_blocked(s: Ptr[Search], thread: u64) -> bool:
    """True if the step just found blocked is so whatever its choices."""
    ordinal: u64 = 1
    status: u32 = BLOCKED
    while status == BLOCKED and next_choice(s, ordinal):
        undo(s)
        status = s.step(s.image, s.context, thread)
        ordinal += 1
    return status == BLOCKED


def all_idle(s: Ptr[Search]) -> bool:
    """True if every thread that has not ended waits for work. Nobody can move."""
    thread: u64 = 0
    while thread < s.threads:
        if not has_ended(s, thread) and not is_idle(s, thread):
            return False
        thread += 1
    return True


def is_idle(s: Ptr[Search], thread: u64) -> bool:
    """True if the thread waits for work, whichever outcome of its step is chosen. Leaves the image as it was."""
    return holder_of(s, thread) == IDLE
