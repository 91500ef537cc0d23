"""The search loop, in unknot's own language, compiled to native code: one loop for all orders that store states.

One idea: a record is a state together with the thread that ran last. By preemptions: from a record only that thread
goes on; the others wait for the next number of preemptions, unless it is blocked, has ended, or changed nothing (a
spin). Every thread is run once from every state, whenever that is cheapest, so the first fault found has the fewest
preemptions, and among those the fewest steps. Breadth first and depth first run all threads from a record at once.
"""

from __future__ import annotations

from unknot.explore.facts import keep_events, keep_finding, live_threads
from unknot.explore.image import changed, clear_beyond, copy_words, get, next_choice, put, state_words, undo
from unknot.explore.packing import pack_changed, packed_room, unpack
from unknot.explore.paths import add_path
from unknot.explore.state import (
    AGAIN,
    AGAIN_WORDS,
    BLOCKED,
    BUDGET,
    CHOICE_COUNT,
    CHOICE_NEXT,
    DEADLOCK,
    DEPTH,
    DETAIL,
    DONE,
    EVENT_COUNT,
    FAULT,
    FAULT_KIND,
    FIRST_FINGERPRINT,
    FIRST_LIMIT,
    FOUND,
    FRESH,
    HEADER,
    LEVEL,
    LIMIT_LOOP,
    LOG,
    LOG_COUNT,
    LONGEST_PATH,
    MEMORY,
    MOST_OUTCOMES,
    MOST_WORDS,
    NEW,
    NO_ITEM,
    NOBODY,
    NOT_THERE,
    OLD,
    PAUSED,
    PENDING,
    PENDING_ROOM,
    PENDING_WORDS,
    PREEMPTIONS,
    QUEUES,
    RAN,
    STATES,
    STUCK,
    WROTE,
    Search,
)
from unknot.explore.stuck import END, PAUSE, TARGET, forget_edges, is_hopeless, keep_edge
from unknot.explore.table import LINE, SLACK, fetch, find, get_mask, grow, set_mask
from unknot.explore.waits import all_idle, can_anyone_move, can_move, is_stuck, note_attempts, waits_in_a_cycle, wrote
from unknot.lang import Ptr, cast, offset, u64

# what a step led to
# ------------------------------------------------------------------------------------------------------


def found(s: Ptr[Search], kind: u64, item: u64, actor: u64, ordinal: u64, length: u64) -> None:
    """Records a fault; the first one stays, unless a later one has a shorter schedule."""
    if s.go_on != 0 and kind != LIMIT_LOOP:
        keep_finding(s, kind, item, actor, ordinal, involved(s, kind, actor), get(s.context, DETAIL))
    elif s.fault == 0 or length < s.fault_length:
        s.fault = kind
        s.fault_item = item
        s.fault_actor = actor
        s.fault_ordinal = ordinal
        s.fault_length = length
        s.fault_detail = get(s.context, DETAIL)


def involved(s: Ptr[Search], kind: u64, actor: u64) -> u64:
    """The threads by whose positions two violations of a kind are told apart, a bit each."""
    if s.cycle != 0:
        return s.cycle
    if actor < s.threads:
        return u64(1) << actor
    return live_threads(s) if kind == DEADLOCK else u64(0)


def step_failed(s: Ptr[Search], item: u64, actor: u64, ordinal: u64) -> None:
    """A step ended in a fault: a limit cuts the path, all else is found."""
    kind = get(s.context, FAULT_KIND)
    if kind >= FIRST_LIMIT and kind != LIMIT_LOOP:
        s.limits_hit |= u64(1) << (kind - FIRST_LIMIT)
    else:
        found(s, kind, item, actor, ordinal, s.length + 1)


def remember(
    s: Ptr[Search], state: Ptr[u64], fingerprint: u64, parent: u64, action: u64, last: u64, wrote: u64
) -> None:
    """Puts the successor in the image on its way into the table: where it came from (`action`: the actor, above it
    which of its outcomes, above it the length) and what changed. `wrote` is 1 if others may notice."""
    entry = offset(s.pending, s.pending_end)
    count = get(s.context, LOG_COUNT)
    put(entry, 0, fingerprint)
    put(entry, 1, cast(u64, state))
    put(entry, 2, parent)
    put(entry, 3, last | (wrote << 8) | (s.queue << 9))
    put(entry, 4, action)
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
    """Appends a pending successor to the records to expand. One whose state is not new need not outlive this number of
    preemptions: the record of the first visit waits for the next."""
    ends = s.new_end if flags & FRESH != 0 else s.again_end
    if ends + HEADER + packed_room(get(entry, 5)) > s.region or s.path_end + LONGEST_PATH > s.max_path_bytes:
        s.full = 1
        return
    if flags & FRESH != 0:
        words = write_record(s, offset(s.new, s.new_end), entry, flags)
        if s.order == DEPTH:
            put(s.old, s.old_end, s.new_end)
            s.old_end += 1
        s.new_end += words
    else:
        words = write_record(s, offset(s.again, s.again_end), entry, flags)
        s.again_end += words
    s.stored += words
    action = get(entry, 4)
    s.depth = max(s.depth, action >> 32)
    add_path(s, get(entry, 2), get(entry, 3) >> 9, action & 0xFF, (action & 0xFFFFFFFF) >> 8)


def write_record(s: Ptr[Search], record: Ptr[u64], entry: Ptr[u64], flags: u64) -> u64:
    """A record: the words of its source with the changes of the step. Gives its size in words."""
    state = offset(record, HEADER)
    words = get(entry, 5)
    had = min(get(entry, 7), words)
    changes = offset(entry, PENDING_WORDS)
    size = words
    if s.packs != 0:
        size = pack_changed(s, state, get(entry, 1), had, changes, get(entry, 6), words)
    else:
        write_changed(state, cast(Ptr[u64], get(entry, 1)), had, changes, get(entry, 6), words)
    last = get(entry, 3) & 0xFF
    if (get(entry, 3) >> 8) & 1 != 0:
        flags |= WROTE
    put(record, 0, get(entry, 0))
    put(record, 1, (get(entry, 4) >> 32 << 32) | (size << 10) | (last << 2) | flags)
    put(record, 2, s.items)
    return HEADER + size


def write_changed(state: Ptr[u64], source: Ptr[u64], had: u64, changes: Ptr[u64], count: u64, words: u64) -> None:
    """The state of `words` words that the changes make of the source, which had `had`."""
    copy_words(state, source, had)
    while had < words:
        put(state, had, 0)
        had += 1
    i: u64 = 0
    while i < count:
        word = get(changes, 2 * i)
        if word < words:
            put(state, word, get(changes, 2 * i + 1))
        i += 1


def drain(s: Ptr[Search]) -> None:
    """Looks all pending successors up; new states, and states reached by a thread not yet run from them, become
    records."""
    entry = s.pending
    if not table_has_room(s, s.pending_count):
        s.full = 1
        s.pending_count = 0
    while s.pending_count > 0:
        fingerprint = get(entry, 0)
        last = get(entry, 3) & 0xFF
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
    waits = False
    while again:
        status = s.step(s.image, s.context, actor)
        waits = status == BLOCKED and (waits or ordinal == 0)
        if get(s.context, EVENT_COUNT) != 0:
            keep_events(s, get(record, 2), NOBODY if status == BLOCKED else actor, ordinal)
        if status == FAULT:
            step_failed(s, get(record, 2), actor, ordinal)
            ends_here(s, record)
            moved = True
        elif status == RAN:
            s.transitions += 1
            fingerprint = changed(s, get(record, 0))
            if fingerprint != get(record, 0):
                moved = True
                after = last
                kind: u64 = TARGET
                if get(s.context, PAUSED) != 0:
                    after = NOBODY
                    kind = PAUSE
                if s.edges_room != 0:
                    keep_edge(s, get(record, 0), fingerprint, kind)
                action = actor | (ordinal << 8) | ((s.length + 1) << 32)
                remember(s, state, fingerprint, get(record, 2), action, after, wrote(s, actor))
        undo(s)
        if s.pending_count >= PENDING or s.pending_end > PENDING_ROOM:
            drain(s)
        ordinal += 1
        again = status != NOT_THERE and s.full == 0 and next_choice(s, ordinal)
    if waits and waits_in_a_cycle(s, actor):
        found(s, DEADLOCK, get(record, 2), NOBODY, 0, s.length)
    if ordinal >= MOST_OUTCOMES:
        ends_here(s, record)
    s.cycle = 0
    return moved


def ends_here(s: Ptr[Search], record: Ptr[u64]) -> None:
    """A way from this record's state is at its end, or was cut."""
    if s.edges_room != 0:
        keep_edge(s, get(record, 0), 0, END)


def judge(s: Ptr[Search], item: u64, end: bool) -> u64:
    """What is wrong in the state worked on, whichever choices its invariants (its checks at the end) make; 0 if
    nothing."""
    kind: u64 = 0
    ordinal: u64 = 0
    again = True
    put(s.context, CHOICE_COUNT, 0)
    put(s.context, CHOICE_NEXT, 0)
    put(s.context, EVENT_COUNT, 0)
    while again:
        kind = s.final(s.image, s.context) if end else s.check(s.image, s.context)
        undo(s)
        if end and get(s.context, EVENT_COUNT) != 0:
            keep_events(s, item, NOBODY, ordinal)
        if kind >= FIRST_LIMIT and kind != LIMIT_LOOP:
            s.limits_hit |= u64(1) << (kind - FIRST_LIMIT)
            kind = 0
        ordinal += 1
        again = kind == 0 and next_choice(s, ordinal)
    put(s.context, CHOICE_COUNT, 0)
    return kind


def check_end(s: Ptr[Search], record: Ptr[u64]) -> None:
    """Nobody in this record has moved: if that is so of all, it is the end of a schedule or a deadlock."""
    if can_anyone_move(s, record):
        return
    if s.ended(s.image) == 0 and not all_idle(s):
        found(s, DEADLOCK, get(record, 2), NOBODY, 0, s.length)
        return
    s.ends += 1
    ends_here(s, record)
    kind = judge(s, get(record, 2), True)
    if kind != 0:
        found(s, kind, get(record, 2), NOBODY, 0, s.length)


def run_others(s: Ptr[Search], record: Ptr[u64], state: Ptr[u64], skip: u64, slot: u64) -> bool:
    """Runs every thread that has not been run from this state, which is in `slot`; True if one of them moved."""
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
    last = (get(record, 1) >> 2) & 0xFF
    if s.order == DEPTH:
        state = s.image
    if get(record, 1) & FRESH != 0:
        kind = judge(s, get(record, 2), False)
        if kind == 0 and s.spins != 0 and get(record, 1) & WROTE != 0 and is_stuck(s):
            kind = DEADLOCK
            note_attempts(s, get(record, 2))
        if kind == 0 and s.past_lines != 0 and is_hopeless(s, get(record, 0)):
            kind = STUCK
        if kind != 0:
            found(s, kind, get(record, 2), NOBODY, 0, s.length)
            if s.go_on != 0:
                set_mask(s, find(s, get(record, 0)), 0xFFFFFFFFFFFFFFFF)
                return
    if s.order != PREEMPTIONS or last == NOBODY:
        if not run_all(s, record, state):
            check_end(s, record)
        return
    moved = run_actor(s, record, state, last, last)
    flushed = run_buffers(s, record, state, last)
    if not moved:
        moved = run_others(s, record, state, last, find(s, get(record, 0)))
    if not moved and not flushed:
        check_end(s, record)


# the queue
# ---------------------------------------------------------------------------------------------------------------


AHEAD = 12
"""How many records ahead the table is asked for (if records differ in size, what is asked for may be none; no harm)."""


def record_length(record: Ptr[u64]) -> u64:
    """How many steps led to a record."""
    return get(record, 1) >> 32


def record_words(record: Ptr[u64]) -> u64:
    """Words that the state takes in a record."""
    return (get(record, 1) >> 10) & MOST_WORDS


def work_on(s: Ptr[Search], record: Ptr[u64]) -> None:
    """Makes a record's state the one worked on."""
    state = offset(record, HEADER)
    words = record_words(record)
    if s.packs != 0:
        words = unpack(s.image, state)
    else:
        copy_words(s.image, state, words)
    clear_beyond(s, words)
    s.length = record_length(record)


def take_old(s: Ptr[Search]) -> None:
    """One more preemption: from a record of the level before, runs the threads that have not been run from its
    state."""
    record = offset(s.old, s.old_next)
    size = HEADER + record_words(record)
    ahead = s.old_next + AHEAD * size
    s.old_next += size
    if ahead < s.old_end:
        fetch(s, get(offset(s.old, ahead), 0))
    slot = find(s, get(record, 0))
    mask = get_mask(s, slot)
    s.length = record_length(record)
    everyone = (u64(1) << s.threads) - 1
    if s.threads == 64:
        everyone = 0xFFFFFFFFFFFFFFFF
    if mask & everyone != everyone:
        work_on(s, record)
        run_others(s, record, offset(record, HEADER), NOBODY, slot)


def run_rest(s: Ptr[Search]) -> bool:
    """True if one more preemption would run anything: from a record of the level before, a thread that has not been run
    from its state could go on."""
    while s.old_next < s.old_end:
        record = offset(s.old, s.old_next)
        s.old_next += HEADER + record_words(record)
        work_on(s, record)
        mask = get_mask(s, find(s, get(record, 0)))
        thread: u64 = 0
        while thread < s.threads:
            if (mask >> thread) & 1 == 0 and can_move(s, record, thread):
                return True
            thread += 1
    return False


def take_new(s: Ptr[Search]) -> None:
    """Expands the next new record of this level, in order of length; depth first, the one stored last."""
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


def take_again(s: Ptr[Search]) -> None:
    """Runs the thread that has reached a known state, from the next such record."""
    record = offset(s.again, s.again_next)
    s.again_next += HEADER + record_words(record)
    work_on(s, record)
    expand_new(s, record)


def first_queue(s: Ptr[Search]) -> u64:
    """The queue whose next record has the fewest steps; QUEUES if all are empty."""
    if s.order != PREEMPTIONS:
        waits = s.old_end if s.order == DEPTH else s.new_end - s.new_next
        return NEW if waits != 0 else QUEUES
    first: u64 = QUEUES
    fewest: u64 = 1 << 62
    if s.old_next < s.old_end:
        first = OLD
        fewest = record_length(offset(s.old, s.old_next))
    if s.new_next < s.new_end and record_length(offset(s.new, s.new_next)) < fewest:
        first = NEW
        fewest = record_length(offset(s.new, s.new_next))
    if s.again_next < s.again_end and record_length(offset(s.again, s.again_next)) < fewest:
        first = AGAIN
        fewest = record_length(offset(s.again, s.again_next))
    if s.pending_count != 0 and get(s.pending, 4) >> 32 < fewest:
        first = QUEUES
    return first


def select_queue(s: Ptr[Search]) -> u64:
    """The queue to take from. Successors on their way into the table come first if they may have fewer steps than any
    record that waits; then the queue of known states, if it is empty, may start anew, for nothing points into it."""
    queue = first_queue(s)
    worn = s.again_next == s.again_end and s.again_end > AGAIN_WORDS
    if queue == QUEUES or worn:
        drain(s)
        if s.again_next == s.again_end:
            s.again_next = 0
            s.again_end = 0
            s.again_given = 0
            s.unpacked_from = 0
        queue = first_queue(s)
    return queue


def table_has_room(s: Ptr[Search], states: u64) -> bool:
    """True if the table has room for so many more states, growing it if it must."""
    while s.states + states >= s.most:
        lines = s.lines + (s.lines >> 2)
        if lines > s.max_lines or is_over(s, (lines - s.lines) * LINE * 8):
            return False
        grow(s, lines)
        s.most = lines * s.per_line * 13 // 16
    return True


def has_room(s: Ptr[Search]) -> u64:
    """0 if there is room to go on, growing the table if it must; else why not."""
    if s.max_states != 0 and s.states >= s.max_states:
        return STATES
    if s.full != 0 or is_over(s, 0) or not table_has_room(s, 4096):
        return MEMORY
    return DONE


def is_over(s: Ptr[Search], more: u64) -> bool:
    """True if so many more bytes are too many, even without the edges: they go before anything else has to."""
    used = memory_used(s) + more
    if used > s.memory_limit and s.edges_end != 0:
        used -= s.edges_end * 8
        forget_edges(s)
    return used > s.memory_limit


def memory_used(s: Ptr[Search]) -> u64:
    """Bytes in use."""
    words = s.new_end - s.new_given + s.old_end - s.old_given + s.again_end - s.again_given
    return (s.lines + SLACK) * LINE * 8 + s.path_end + (words + s.edges_end) * 8


def run_start(s: Ptr[Search]) -> u64:
    """Makes the first records: all outcomes of the beginning. The image holds the first content of all globals."""
    put(s.context, CHOICE_COUNT, 0)
    ordinal: u64 = 0
    s.length = 0
    again = True
    while again:
        status = s.start(s.image, s.context)
        if get(s.context, EVENT_COUNT) != 0:
            keep_events(s, NO_ITEM, NOBODY, ordinal)
        if status == FAULT:
            s.fault_length = 0
            step_failed(s, NO_ITEM, 0, ordinal)
        elif status == BLOCKED:
            found(s, DEADLOCK, NO_ITEM, NOBODY, ordinal, 0)
        else:
            remember(s, s.image, changed(s, FIRST_FINGERPRINT), NO_ITEM, ordinal << 8, NOBODY, 1)
            drain(s)
        undo(s)
        ordinal += 1
        again = s.full == 0 and next_choice(s, ordinal)
    if s.fault != 0:
        return FOUND
    return DONE


def run_search(s: Ptr[Search], budget: u64) -> u64:
    """Expands up to `budget` records. Gives why it stopped (see explore/state.py)."""
    s.unpacked_from = 0
    while budget > 0:
        budget -= 1
        s.queue = select_queue(s)
        if s.fault != 0 and (s.queue == QUEUES or s.order == DEPTH or s.length >= s.fault_length):
            return FOUND
        if s.queue == QUEUES:
            return LEVEL if s.order == PREEMPTIONS else DONE
        room = has_room(s)
        if room != DONE:
            return room
        if s.queue == OLD:
            take_old(s)
        elif s.queue == AGAIN:
            take_again(s)
        else:
            take_new(s)
    drain(s)
    return BUDGET
