"""Keeps the history of a schedule, a program in unknot's own language. `record_history.py` makes operations call it.

One idea: what counts is which operations ended before others began. Calls in a row commute, and so do returns in a
row, so each row stands sorted by thread: equal histories have equal words. A call waits to be recorded until the thread
takes its next step: it might as well have come that late, and the later it comes, the more the history says.

An event's first word, from the lowest bit: 1 if it is a return; 7 bits thread; 8 bits number of the operation; 4 bits
how many words follow; 44 bits for values that fit there.
"""

from __future__ import annotations

from unknot.frontend.python.parameters import param
from unknot.lang import array, event, more, require, struct, thread_id, thread_local, u16, u64

events = param("events", 64, "events that a history holds")
room = param("room", 64, "words of its events")
most = param("most", 1, "values of a call that stand in words of their own")

VALUES = 20
"""First bit of the values in an event's word."""


@struct
class Marks:
    """Words used, the word at which the last row begins, events."""

    used: u16
    row: u16
    count: u16


@struct
class Announced:
    """A call that waits to be recorded. `first` is its event's first word so far with the lowest bit set, or 0 if there
    is none."""

    first: u64
    values: array[u64] = array(most)


words: array[u64] = array(room)
marks: Marks = Marks()
announced: thread_local[Announced] = Announced()


def announce(head: u64, given: u64, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> None:
    """An operation is called: recorded when this thread takes its next step."""
    begin()
    announced.first = head | given << 16 | 1
    keep(0, a)
    keep(1, b)
    keep(2, c)
    keep(3, d)
    keep(4, e)
    keep(5, f)


def begin() -> None:
    """The step is taken."""
    if announced.first != 0:
        given = announced.first >> 16 & 0xF
        head = announced.first - (given << 16) - 1
        announced.first = 0
        record(head, given, kept(0), kept(1), kept(2), kept(3), kept(4), kept(5))


def keep(i: u64, value: u64) -> None:
    """Keeps a value of the call."""
    if i < most:
        announced.values[i] = value


def kept(i: u64) -> u64:
    """A value of the call, which is forgotten."""
    value: u64 = 0
    if i < most:
        value = announced.values[i]
        announced.values[i] = 0
    return value


def finish(head: u64, given: u64, value: u64) -> None:
    """An operation returns."""
    begin()
    record(head, given, value, 0, 0, 0, 0, 0)


def record(head: u64, given: u64, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> None:
    """An event of this thread. `given` values follow in words of their own; a single small one goes into the first.
    Traces are told too."""
    first = head | thread_id() << 1
    following = given
    if given == 1 and a >> (64 - VALUES) == 0:
        first |= a << VALUES
        following = 0
    first |= following << 16
    full = u64(marks.used) + following >= room or marks.count >= events
    require(not full, "history_full", "the history is full")
    if (words[marks.row] ^ first) & 1 != 0:
        marks.row = marks.used
    at = place(first)
    make_room(at, following + 1)
    words[at] = first
    event("operation", first)
    put(at + 1, following, 0, a)
    put(at + 1, following, 1, b)
    put(at + 1, following, 2, c)
    put(at + 1, following, 3, d)
    put(at + 1, following, 4, e)
    put(at + 1, following, 5, f)


def place(first: u64) -> u64:
    """Where an event belongs in the last row: behind those of threads with smaller numbers."""
    at = u64(marks.row)
    while at < marks.used and words[at] & 0xFE < first & 0xFE:
        at += 1 + (words[at] >> 16 & 0xF)
    return at


def make_room(at: u64, count: u64) -> None:
    """Moves what stands from `at` on."""
    i = u64(marks.used)
    while i > at:
        i -= 1
        words[i + count] = words[i]
    marks.used += u16(count)
    marks.count += 1


def put(start: u64, following: u64, i: u64, value: u64) -> None:
    """One of the words that follow."""
    if i < following:
        words[start + i] = value
        more(value)


def emit() -> None:
    """The history so far, as an event for the search."""
    event("history")
    for i in range(u64(marks.used)):
        more(words[i])
