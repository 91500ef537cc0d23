"""The block through which the search loop and the native successor functions talk. One idea: one table of words names
its places.

After `WORDS` words comes the log: for every word of the image that a step changed (word number, old value, new
value). Undoing a step and updating a state's fingerprint cost what the step changed, not what the state weighs.
"""

from __future__ import annotations

FIELDS = (
    "log_count",  # entries in the log
    "fault",  # ir.faults.Fault of the step, 0 if none
    "depth",  # how many indivisible blocks the thread is in
    "budget",  # rounds of private loops left in this step
    "max_loop",  # what `budget` starts with
    "paused",  # the step gave a spin-wait hint
    "holder",  # thread that a blocked thread waits for, or -1
    "choice_count",  # choices prescribed, then taken, in this step
    "choice_next",  # next choice to take
    "spawned",  # threads this step has started, a bit each
    "result",  # value that a returning function hands to its caller
    "detail",  # which invariant or check
    "event_count",  # words of the step's events
    "event_last",  # where its last event begins, plus 1; 0 if it is none that is collected
)
INDEX = {name: i for i, name in enumerate(FIELDS)}
CHOICES = 16
"""First word of the choices: pairs (value, how many)."""
MAX_CHOICES = 24
WORDS = CHOICES + 2 * MAX_CHOICES
LOG_ENTRIES = 1 << 16
LOG_SLACK = 4096
"""Entries kept free: straight code between two checks of the log's room writes fewer."""
LOG_FULL = LOG_ENTRIES - LOG_SLACK
"""Entries at which several changes of one word are made one; if that does not free half of the log, the step is cut."""
STRAIGHT = 500
"""Operations of straight code after which the log's room is checked."""
SEEN = 1 << 17
"""Slots of the hash table by which changes of one word are found; it stands behind the log."""
EVENTS = WORDS + 3 * LOG_ENTRIES + SEEN
"""First word of the events that the step has made, if any are collected: kind's number (high half) and thread, how many
words follow, those."""
EVENT_WORDS = 1 << 12
BYTES = 8 * (EVENTS + EVENT_WORDS)

RAN, CONTINUE, BLOCKED, FAULT, NOT_THERE, EXITED = range(6)
"""What a step returns. NOT_THERE: the thread does not exist or has ended. Two stay inside the successor: CONTINUE, a
frame was pushed or popped; EXITED, the thread has ended inside its calls."""
