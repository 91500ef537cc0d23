"""What each thread has touched since it last met the others, a program in unknot's own language. `merge_accesses.py`
makes accesses call it.

One idea: an entry is a word of memory (8 bytes) with a bit for each byte read and each byte written; a thread's entries
are those of its step under way or, while it is suspended, of its last one. An access that meets an entry of another
thread, one of the two a write, is ordered by nothing: the two could come in the other order, which is seen only where
every access is a step. Then `unordered` ends the search.

Code between the threads (number `threads`) has no entries: nobody runs beside it.
"""

from __future__ import annotations

from unknot.frontend.python.parameters import param
from unknot.lang import array, require, thread_id, u64

threads = param("threads", 2, "threads that can exist at once")
room = param("room", 32, "words that a thread can have touched")

MASKS = 16
"""Bits of an entry below the number of its word: 8 for bytes read, 8 for bytes written."""
OBJECT = 21
"""Bits of a word's number below the number of its object."""

entries: array[u64] = array(threads * room)
quiet: u64 = 0
"""Not 0 in a block that is no step. Its accesses belong to the step under way, so all are kept, and nothing is
forgotten. Nobody is suspended there: one number does for all threads."""


def hush() -> None:
    """A block that is no step begins."""
    global quiet
    quiet += 1


def speak() -> None:
    """A block that is no step ends."""
    global quiet
    quiet -= 1


def note(p: u64, size: u64, write: u64) -> None:
    """A plain access: others must not have touched these bytes, and are told from now on."""
    me = thread_id()
    if me < threads:
        compare(me, p, size, write)
        keep(me * room, p >> 3, mask(p, size) << (0 if write != 0 else 8))


def check(p: u64, size: u64, write: u64) -> None:
    """Another access, which is a step or part of one: others must not have touched these bytes plainly."""
    if quiet != 0:
        note(p, size, write)
        return
    me = thread_id()
    if me < threads:
        compare(me, p, size, write)


def gone(p: u64) -> None:
    """An object goes: others must not have touched it. That this thread has is forgotten: what has its number next is
    another object."""
    me = thread_id()
    if me < threads and p != 0:
        number = p >> (3 + OBJECT)
        for t in range(threads):
            i = t * room
            while t != me and i < (t + 1) * room and entries[i] != 0:
                require(entries[i] >> (MASKS + OBJECT) != number, "unordered", "")
                i += 1
        leave_out(me * room, number)


def leave_out(first: u64, number: u64) -> None:
    """Takes the entries of an object out of a row."""
    i = first
    kept = first
    while i < first + room and entries[i] != 0:
        entry = entries[i]
        entries[i] = 0
        if entry >> (MASKS + OBJECT) != number:
            entries[kept] = entry
            kept += 1
        i += 1


def forget(thread: u64) -> None:
    """A thread has met the others: what it touched before is behind it."""
    if thread < threads:
        i = thread * room
        while i < (thread + 1) * room and entries[i] != 0:
            entries[i] = 0
            i += 1


def forget_own() -> None:
    """The same for the thread that runs."""
    if quiet == 0:
        forget(thread_id())


def mask(p: u64, size: u64) -> u64:
    """The bytes of an access in its word."""
    return ((1 << size) - 1) << (p & 7)


def compare(me: u64, p: u64, size: u64, write: u64) -> None:
    """Ends the search if another thread's entry meets the access."""
    bytes = mask(p, size)
    if write != 0:
        bytes |= bytes << 8
    for t in range(threads):
        if t != me:
            i = t * room
            while i < (t + 1) * room and entries[i] != 0:
                require(entries[i] >> MASKS != p >> 3 or entries[i] & bytes == 0, "unordered", "")
                i += 1


def keep(first: u64, word: u64, bits: u64) -> None:
    """Adds to this thread's entries."""
    i = first
    while i < first + room and entries[i] != 0 and entries[i] >> MASKS != word:
        i += 1
    require(i < first + room, "unordered", "")
    entries[i] = entries[i] | word << MASKS | bits
