"""What the native search keeps, as a struct of unknot's own language. One idea: Python fills it, native code works on
it, both read it.

All sizes are in words of 8 bytes unless said otherwise. The regions are reserved address space; only what is used
costs memory.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.lang import Ptr, array, struct, u8, u16, u32, u64

HEADER = 3
"""Words before the state in a stored record: fingerprint; length (32 bits), words of state (22), last thread (8),
flags (2); item number."""
MOST_WORDS = (1 << 22) - 1
"""Words that a state may have."""
MOST_OUTCOMES = 1 << 20
"""Outcomes of one step that are run; if there are more, the step is cut."""
NOBODY = 0xFF
"""`last` of a record from which every thread may go on without a preemption."""
FRESH = 1
"""Flag of a record: the state was new when this was stored, so its properties must be checked."""

WROTE = 2
"""Flag of a record: the step to it changed more than its own thread's registers, ended the thread, or made a choice."""
SPIN_STEPS = 256
"""Steps after which a thread that runs alone is believed not to spin."""

PREEMPTIONS, BREADTH, DEPTH = 0, 1, 2

DONE, BUDGET, LEVEL, FOUND, MEMORY, STATES = range(6)
"""Why the native search came back: nothing left; its budget is used up; this number of preemptions is done; a fault;
limits."""

RAN, CONTINUE, BLOCKED, FAULT, NOT_THERE = range(5)
FIRST_LIMIT = 64
LIMIT_LOOP = 67
LIMIT_STEP = 68
DEADLOCK = 34
STUCK = 37
LOG_COUNT, FAULT_KIND, PAUSED, HOLDER, CHOICE_COUNT, CHOICE_NEXT = 0, 1, 5, 6, 7, 8
CHOICES = 16
LOG = 64
DETAIL, EVENT_COUNT = 11, 12
EVENTS = 64 + 3 * (1 << 16) + (1 << 17)
"""Places in the context block; a test compares them with compile/context.py."""

IDLE = 0xFFFFFFFFFFFFFFFE
"""HOLDER of a thread that waits for work."""
FINDING = 0xFFFFFF
"""Number of the kind of fact that is a violation."""
FACT_WORDS = 5
"""Words of a kept fact before its own: item of the record, actor (8 bits) and ordinal; length (32 bits) and number of
preemptions; threads alive whenever it was made; threads alive when it was."""
FACT_SLOTS = 1 << 20
MOST_FACTS = 1 << 19
MOST_FACT_WORDS = 1 << 26

NEW, OLD, AGAIN, QUEUES = range(4)
"""Queues of records: states first reached with this number of preemptions; those of the number before; states of this
number that another thread has reached too, which can be forgotten once that thread has been run from them."""
AGAIN_WORDS = 1 << 17
"""Words after which the queue of such states starts from its beginning when it is empty."""

PENDING = 64
"""Successors that wait for their place in the table to arrive from memory."""
PENDING_WORDS = 8
"""Words of a pending successor before its changes."""
PENDING_ROOM = 1 << 18
"""Words of pending successors at which they are looked up early; the region holds twice as many."""
RECORD_ROOM = 1 << 24
"""Words by which the records of one expansion may exceed the limit of memory; more than one record."""
PATH_ROOM = 1 << 20
"""Bytes by which the paths of one expansion may exceed the limit of memory."""
LONGEST_PATH = 32
"""Bytes that one record's path takes at most."""
NO_ITEM = (1 << 40) - 1
"""Parent of the first records."""
FIRST_FINGERPRINT = 0x5EED
"""Fingerprint of the image before anything has run."""


@struct
class Search:
    """One search. See the fields' comments; times and limits are Python's business."""

    # the program
    image: Ptr[u64]  # the state being worked on, a whole image
    context: Ptr[u64]
    step: Callable[[Ptr[u64], Ptr[u64], u64], u32]
    check: Callable[[Ptr[u64], Ptr[u64]], u64]
    final: Callable[[Ptr[u64], Ptr[u64]], u64]
    ended: Callable[[Ptr[u64]], u64]
    start: Callable[[Ptr[u64], Ptr[u64]], u32]
    threads: u64
    actors: u64  # threads, then store buffers
    static_words: u64  # words of a state before its heap
    heap: u64  # 1 if word 0 of the image counts the granules in use
    contexts: u64  # word where the first thread's context begins
    context_words: u64
    spins: u64  # 1 if a thread could go round without writing
    image_words: u64  # words of `image` that may be other than 0
    order: u64
    # visited states (explore/table.py)
    table: Ptr[u64]
    mask_bytes: u64  # of each mask: 0, 1, 2, 4 or 8
    per_line: u64  # fingerprints in a line
    lines: u64
    most: u64  # entries at which the table must grow
    max_lines: u64
    # records to expand, by queue; all but `again` may be needed until the next number of preemptions is done
    old: Ptr[u64]
    new: Ptr[u64]
    old_next: u64
    old_end: u64
    new_next: u64
    new_end: u64
    old_given: u64  # words at the front whose memory has been given back
    new_given: u64
    again: Ptr[u64]
    again_next: u64
    again_end: u64
    again_given: u64
    queue: u64  # where the record being expanded came from
    region: u64  # words reserved for each
    # how each record was reached (explore/paths.py)
    paths: Ptr[u8]
    checkpoints: Ptr[u64]
    path_end: u64
    path_read: u64
    last_parents: array[u64] = array(QUEUES)
    items: u64
    max_path_bytes: u64
    found_actor: u64
    found_ordinal: u64
    # successors on their way into the table
    pending: Ptr[u64]
    pending_count: u64
    pending_end: u64
    scratch: Ptr[u64]  # a record's header, depth first
    # packed states (explore/packing.py)
    packs: u64  # 1 if states that wait are packed
    unpacked: Ptr[u64]  # the words of the packed state at `unpacked_from`, which were `unpacked_words`
    unpacked_from: u64
    unpacked_words: u64
    stored: u64  # words of all records so far
    # counts
    states: u64
    max_states: u64
    transitions: u64
    length: u64  # of the record being expanded
    memory_limit: u64  # bytes
    limits_hit: u64  # a bit for each kind of limit, from FIRST_LIMIT
    full: u64  # 1 if something found no room: the search must stop
    # what was found
    fault: u64
    fault_item: u64
    fault_actor: u64  # NOBODY if the state itself is at fault
    fault_ordinal: u64
    fault_length: u64
    fault_detail: u64
    level: u64  # preemptions
    go_on: u64  # 1 if the search goes on after a violation
    cycle: u64  # threads of the wait-for cycle just found, a bit each
    # facts (explore/facts.py)
    facts: Ptr[u64]
    facts_end: u64  # words
    fact_slots: Ptr[u64]  # hash table: places in `facts`, plus 1
    fact_count: u64
    facts_lost: u64  # facts for which there was no room
    # random walks
    trail: Ptr[u64]  # the steps of the walk: actor, outcome
    random: u64  # state of the generator
    path_length: u64
    walk_ordinal: u64  # which outcome of the step was taken
    start_ordinal: u64
    schedules: u64
    depth: u64  # longest schedule so far
    priorities: Ptr[u64]
    changes: Ptr[u64]
    change_count: u64
    max_steps: u64
    ends: u64  # records at which all threads had ended
    cut: u64  # schedules that were longer than max_steps
    # edges, to find states from which there is no way to the end (explore/stuck.py)
    edges: Ptr[u64]
    edges_room: u64  # words; 0 if edges are not kept
    edges_end: u64
    edges_source: u64  # fingerprint of the state whose edges were noted last
    sweep_first: u64  # where the sweep ends
    sweep_read: u64
    sweep_keep: u64
    sweep_changed: u64
    marks: Ptr[u8]  # a bit for each place of the table: the state is good
    counts: Ptr[u16]  # for each place of the table: edges that count
    past: Ptr[u64]  # table and marks of the search before this one
    past_lines: u64  # 0 if there was none
    past_marks: Ptr[u8]
