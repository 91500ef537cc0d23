"""The search loop, in unknot's own language, compiled to native code: one loop for all orders that store states.

One idea: a record is a state together with the thread that ran last. By preemptions: from a record only that thread
goes on; the others wait for the next number of preemptions, unless it is blocked, has ended, or changed nothing (a
spin). Every thread is run once from every state, whenever that is cheapest, so the first fault found has the fewest
preemptions, and among those the fewest steps. Breadth first and depth first run all threads from a record at once.
"""

from __future__ import annotations

from unknot.explore.paths import add_path
from unknot.explore.state import (
    BLOCKED,
    BREADTH,
    BUDGET,
    CHOICE_COUNT,
    CHOICE_NEXT,
    CHOICES,
    DEADLOCK,
    DEPTH,
    DONE,
    FAULT,
    FAULT_KIND,
    FIRST_FINGERPRINT,
    FIRST_LIMIT,
    FOUND,
    FRESH,
    HEADER,
    HOLDER,
    LEVEL,
    LIMIT_LOOP,
    LOG,
    LOG_COUNT,
    MEMORY,
    NO_ITEM,
    NOBODY,
    NOT_THERE,
    PATH_ROOM,
    PAUSED,
    PENDING,
    PENDING_ROOM,
    PENDING_WORDS,
    PREEMPTIONS,
    RAN,
    RECORD_ROOM,
    STATES,
    Search,
)
from unknot.explore.table import SLACK, fetch, find, get_mask, grow, set_mask
from unknot.lang import Ptr, cast, load, offset, store, u64


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


def next_choice(s: Ptr[Search]) -> bool:
    """Prescribes the next outcome of the step just run; False if there is none."""
    count = get(s.context, CHOICE_NEXT)
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


def load_state(s: Ptr[Search], state: Ptr[u64], words: u64) -> None:
    """Makes a stored state the one worked on."""
    copy_words(s.image, state, words)
    i = words
    while i < s.image_words:
        put(s.image, i, 0)
        i += 1
    s.image_words = words


# what a step led to
# ------------------------------------------------------------------------------------------------------


def found(s: Ptr[Search], kind: u64, item: u64, actor: u64, ordinal: u64, length: u64) -> None:
    """Records a fault; the first one stays, unless a later one has a shorter schedule."""
    if s.fault == 0 or length < s.fault_length:
        s.fault = kind
        s.fault_item = item
        s.fault_actor = actor
        s.fault_ordinal = ordinal
        s.fault_length = length
        s.fault_detail = get(s.context, 11)


def step_failed(s: Ptr[Search], item: u64, actor: u64, ordinal: u64) -> None:
    """A step ended in a fault: a limit cuts the path, all else is found."""
    kind = get(s.context, FAULT_KIND)
    if kind >= FIRST_LIMIT and kind != LIMIT_LOOP:
        s.limits_hit |= u64(1) << (kind - FIRST_LIMIT)
    else:
        found(s, kind, item, actor, ordinal, s.length + 1)


def remember(s: Ptr[Search], state: Ptr[u64], fingerprint: u64, action: u64, last: u64, length: u64) -> None:
    """Puts the successor in the image on its way into the table: where it came from and what changed."""
    entry = offset(s.pending, s.pending_end)
    count = get(s.context, LOG_COUNT)
    put(entry, 0, fingerprint)
    put(entry, 1, cast(u64, state))
    put(entry, 2, action)
    put(entry, 3, last)
    put(entry, 4, length)
    put(entry, 5, state_words(s))
    put(entry, 6, count)
    put(entry, 7, s.image_words)
    i: u64 = 0
    while i < count:
        put(entry, PENDING_WORDS + 2 * i, get(s.context, LOG + 3 * i))
        put(entry, PENDING_WORDS + 2 * i + 1, get(s.context, LOG + 3 * i + 2))
        i += 1
    s.pending_end += PENDING_WORDS + 2 * count
    s.pending_count += 1
    fetch(s, fingerprint)


def add_record(s: Ptr[Search], entry: Ptr[u64], flags: u64) -> None:
    """Appends a pending successor to the records to expand: its source's words with its changes."""
    record = offset(s.new, s.new_end)
    state = offset(record, HEADER)
    words = get(entry, 5)
    had = get(entry, 7)
    put(record, 0, get(entry, 0))
    put(record, 1, (get(entry, 4) << 32) | (words << 16) | (get(entry, 3) << 8) | flags)
    put(record, 2, s.items)
    if had > words:
        had = words
    copy_words(state, cast(Ptr[u64], get(entry, 1)), had)
    while had < words:
        put(state, had, 0)
        had += 1
    count = get(entry, 6)
    i: u64 = 0
    while i < count:
        word = get(entry, PENDING_WORDS + 2 * i)
        if word < words:
            put(state, word, get(entry, PENDING_WORDS + 2 * i + 1))
        i += 1
    if s.order == DEPTH:
        put(s.old, s.old_end, s.new_end)
        s.old_end += 1
    s.new_end += HEADER + words
    if get(entry, 4) > s.depth:
        s.depth = get(entry, 4)
    action = get(entry, 2)
    add_path(s, action & NO_ITEM, (action >> 40) & 0xFF, action >> 48)


def drain(s: Ptr[Search]) -> None:
    """Looks all pending successors up; new states, and states reached by a thread not yet run from them, become
    records."""
    entry = s.pending
    while s.pending_count > 0:
        fingerprint = get(entry, 0)
        last = get(entry, 3)
        bits: u64 = 0xFFFFFFFFFFFFFFFF
        if last != NOBODY:
            bits = u64(1) << last
        slot = find(s, fingerprint)
        if get(s.table, slot) == 0:
            put(s.table, slot, fingerprint)
            s.states += 1
            if s.order == PREEMPTIONS:
                set_mask(s, slot, bits)
            add_record(s, entry, FRESH)
        elif s.order == PREEMPTIONS:
            mask = get_mask(s, slot)
            set_mask(s, slot, mask | bits)
            if get_mask(s, slot) != mask:
                add_record(s, entry, 0)
        entry = offset(entry, PENDING_WORDS + 2 * get(entry, 6))
        s.pending_count -= 1
    s.pending_end = 0


# running steps
# -----------------------------------------------------------------------------------------------------------


def run_actor(s: Ptr[Search], record: Ptr[u64], state: Ptr[u64], actor: u64, last: u64) -> bool:
    """Runs all outcomes of one actor's step; False if it cannot run, or changes nothing."""
    moved = False
    ordinal: u64 = 0
    put(s.context, CHOICE_COUNT, 0)
    again = True
    while again:
        status = s.step(s.image, s.context, actor)
        if status == FAULT:
            step_failed(s, get(record, 2), actor, ordinal)
            moved = True
        elif status == RAN:
            s.transitions += 1
            fingerprint = changed(s, get(record, 0))
            if fingerprint != get(record, 0):
                moved = True
                after = last
                if get(s.context, PAUSED) != 0:
                    after = NOBODY
                action = get(record, 2) | (actor << 40) | (ordinal << 48)
                remember(s, state, fingerprint, action, after, s.length + 1)
        elif status == BLOCKED and waits_in_a_cycle(s, actor):
            found(s, DEADLOCK, get(record, 2), NOBODY, 0, s.length)
        undo(s)
        ordinal += 1
        again = status != NOT_THERE and next_choice(s)
    if s.pending_count >= PENDING or s.pending_end > PENDING_ROOM:
        drain(s)
    return moved


def waits_in_a_cycle(s: Ptr[Search], actor: u64) -> bool:
    """True if the blocked thread waits for one that waits ... for it. Leaves the image and the choices as they were."""
    undo(s)
    if actor >= s.threads or get(s.context, CHOICE_NEXT) != 0:
        return False
    holder = get(s.context, HOLDER)
    hops: u64 = 0
    while holder < s.threads and hops < s.threads:
        if holder == actor:
            return not can_buffers_move(s)
        put(s.context, CHOICE_COUNT, 0)
        status = s.step(s.image, s.context, holder)
        undo(s)
        holder = get(s.context, HOLDER) if status == BLOCKED else u64(NOBODY)
        hops += 1
    put(s.context, CHOICE_COUNT, 0)
    put(s.context, CHOICE_NEXT, 0)
    return False


def can_buffers_move(s: Ptr[Search]) -> bool:
    """True if the memory model still has something to do, which might yet help a blocked thread."""
    moved = False
    actor = s.threads
    while actor < s.actors and not moved:
        put(s.context, CHOICE_COUNT, 0)
        moved = s.step(s.image, s.context, actor) == RAN
        undo(s)
        actor += 1
    put(s.context, CHOICE_COUNT, 0)
    put(s.context, CHOICE_NEXT, 0)
    return moved


def can_anyone_move(s: Ptr[Search], record: Ptr[u64]) -> bool:
    """Tries every actor in the state worked on: can one of them change it, or fail?"""
    actor: u64 = 0
    while actor < s.actors:
        put(s.context, CHOICE_COUNT, 0)
        again = True
        while again:
            status = s.step(s.image, s.context, actor)
            moved = status == FAULT or (status == RAN and changed(s, get(record, 0)) != get(record, 0))
            undo(s)
            if moved:
                put(s.context, CHOICE_COUNT, 0)
                return True
            again = status != NOT_THERE and next_choice(s)
        actor += 1
    return False


def check_end(s: Ptr[Search], record: Ptr[u64]) -> None:
    """Nobody in this record has moved: if that is so of all, it is the end of a schedule or a deadlock."""
    if can_anyone_move(s, record):
        return
    if s.ended(s.image) == 0:
        found(s, DEADLOCK, get(record, 2), NOBODY, 0, s.length)
        return
    kind = s.final(s.image, s.context)
    undo(s)
    if kind != 0:
        found(s, kind, get(record, 2), NOBODY, 0, s.length)


def run_others(s: Ptr[Search], record: Ptr[u64], state: Ptr[u64], skip: u64) -> bool:
    """Runs every thread that has not been run from this state; True if one of them moved."""
    slot = find(s, get(record, 0))
    mask = get_mask(s, slot)
    set_mask(s, slot, 0xFFFFFFFFFFFFFFFF)
    moved = False
    thread: u64 = 0
    while thread < s.threads:
        if thread != skip and (mask >> thread) & 1 == 0:
            moved = run_actor(s, record, state, thread, thread) or moved
        thread += 1
    return moved


def run_buffers(s: Ptr[Search], record: Ptr[u64], state: Ptr[u64], last: u64) -> bool:
    """Runs the steps of the memory model; they are no switch, so `last` stays."""
    moved = False
    actor = s.threads
    while actor < s.actors:
        moved = run_actor(s, record, state, actor, last) or moved
        actor += 1
    return moved


def run_all(s: Ptr[Search], record: Ptr[u64], state: Ptr[u64]) -> bool:
    """Runs every actor."""
    moved = False
    actor: u64 = 0
    while actor < s.actors:
        last = actor
        if actor >= s.threads:
            last = NOBODY
        moved = run_actor(s, record, state, actor, last) or moved
        actor += 1
    return moved


def expand_new(s: Ptr[Search], record: Ptr[u64]) -> None:
    """Goes on from a record of this level: its last thread, or everyone if that cannot move."""
    state = offset(record, HEADER)
    last = (get(record, 1) >> 8) & 0xFF
    if s.order == DEPTH:
        state = s.image
    if get(record, 1) & FRESH != 0:
        kind = s.check(s.image, s.context)
        undo(s)
        if kind != 0:
            found(s, kind, get(record, 2), NOBODY, 0, s.length)
    if s.order != PREEMPTIONS or last == NOBODY:
        if not run_all(s, record, state):
            check_end(s, record)
        return
    moved = run_actor(s, record, state, last, last)
    flushed = run_buffers(s, record, state, last)
    if not moved and not run_others(s, record, state, last) and not flushed:
        check_end(s, record)


# the queue
# ---------------------------------------------------------------------------------------------------------------


def record_length(record: Ptr[u64]) -> u64:
    """How many steps led to a record."""
    return get(record, 1) >> 32


def record_words(record: Ptr[u64]) -> u64:
    """Words of the state in a record."""
    return (get(record, 1) >> 16) & 0xFFFF


def work_on(s: Ptr[Search], record: Ptr[u64]) -> None:
    """Makes a record's state the one worked on."""
    load_state(s, offset(record, HEADER), record_words(record))
    s.length = record_length(record)


def take_old(s: Ptr[Search]) -> None:
    """One more preemption: from a record of the level before, runs the threads that have not been run from its
    state."""
    record = offset(s.old, s.old_next)
    s.old_next += HEADER + record_words(record)
    if s.old_next < s.old_end:
        fetch(s, get(offset(s.old, s.old_next), 0))
    slot = find(s, get(record, 0))
    mask = get_mask(s, slot)
    s.length = record_length(record)
    everyone = (u64(1) << s.threads) - 1
    if s.threads == 64:
        everyone = 0xFFFFFFFFFFFFFFFF
    if mask & everyone != everyone:
        work_on(s, record)
        run_others(s, record, offset(record, HEADER), NOBODY)


def take_new(s: Ptr[Search]) -> None:
    """Expands the next record of this level, in order of length; depth first, the one stored last."""
    record = offset(s.new, s.new_next)
    if s.order == DEPTH:
        s.old_end -= 1
        s.new_end = get(s.old, s.old_end)
        record = offset(s.new, s.new_end)
        copy_words(s.scratch, record, HEADER)
        work_on(s, record)
        expand_new(s, s.scratch)
        drain(s)
        return
    s.new_next += HEADER + record_words(record)
    work_on(s, record)
    expand_new(s, record)


def next_is_old(s: Ptr[Search]) -> bool:
    """True if the record with the fewest steps waits since the level before."""
    if s.order != PREEMPTIONS or s.old_next >= s.old_end:
        return False
    if s.new_next >= s.new_end:
        return True
    return record_length(offset(s.old, s.old_next)) <= record_length(offset(s.new, s.new_next))


def is_empty(s: Ptr[Search]) -> bool:
    """True if no record waits at this level."""
    if s.order == DEPTH:
        return s.old_end == 0
    return s.new_next >= s.new_end and (s.order == BREADTH or s.old_next >= s.old_end)


def has_room(s: Ptr[Search]) -> u64:
    """0 if the next expansion has room, growing the table if it must; else why not."""
    if s.max_states != 0 and s.states >= s.max_states:
        return STATES
    if s.states + 4096 >= s.most:
        slots = s.slots + (s.slots >> 1) - (s.slots >> 4)
        if slots > s.max_slots or memory_used(s) + (slots - s.slots) * (8 + s.mask_bytes) > s.memory_limit:
            return MEMORY
        grow(s, slots)
        s.most = slots - (slots >> 2) + (slots >> 4)
    if (
        s.new_end + RECORD_ROOM > s.region
        or s.path_end + PATH_ROOM > s.max_path_bytes
        or memory_used(s) > s.memory_limit
    ):
        return MEMORY
    return DONE


def memory_used(s: Ptr[Search]) -> u64:
    """Bytes in use."""
    return (s.slots + SLACK) * (8 + s.mask_bytes) + s.path_end + (s.new_end + s.old_end) * 8


def run_start(s: Ptr[Search]) -> u64:
    """Makes the first records: all outcomes of the beginning. The image holds the first content of all globals."""
    put(s.context, CHOICE_COUNT, 0)
    ordinal: u64 = 0
    s.length = 0
    again = True
    while again:
        status = s.start(s.image, s.context)
        if status == FAULT:
            s.fault_length = 0
            step_failed(s, NO_ITEM, 0, ordinal)
        elif status == BLOCKED:
            found(s, DEADLOCK, NO_ITEM, NOBODY, ordinal, 0)
        else:
            remember(s, s.image, changed(s, FIRST_FINGERPRINT), NO_ITEM | (ordinal << 48), NOBODY, 0)
            drain(s)
        undo(s)
        ordinal += 1
        again = next_choice(s)
    if s.fault != 0:
        return FOUND
    return DONE


def run_search(s: Ptr[Search], budget: u64) -> u64:
    """Expands up to `budget` records. Gives why it stopped (see explore/state.py)."""
    while budget > 0:
        budget -= 1
        if is_empty(s):
            drain(s)
        if s.fault != 0 and (is_empty(s) or s.order == DEPTH or s.length >= s.fault_length):
            return FOUND
        if is_empty(s):
            if s.order == PREEMPTIONS:
                return LEVEL
            return DONE
        room = has_room(s)
        if room != DONE:
            return room
        if next_is_old(s):
            take_old(s)
        else:
            take_new(s)
    return BUDGET
