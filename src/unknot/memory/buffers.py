"""The store buffers of x86-TSO, a program in unknot's own language. `tso.py` makes the user's accesses call it.

One idea: an entry takes two words, the bytes stored to (`places`) and the value, and an empty one is zero; so equal
buffers have equal bytes. Sizes are powers of two and accesses are aligned, hence `2 * address + size` names address and
size in one word: its lowest set bit is the size. A thread's entries stand in a row, the oldest first.

Code between the threads (number `threads`) has no buffer: its accesses go straight to memory.
"""

from __future__ import annotations

from unknot.frontend.python.parameters import param
from unknot.lang import Ptr, array, cast, indivisible, store, thread_id, u8, u16, u32, u64

threads = param("threads", 2, "threads that can exist at once")
entries = param("entries", 4, "stores that a buffer holds")

places: array[u64] = array(threads * entries)
values: array[u64] = array(threads * entries)


def push(p: u64, size: u64, value: u64) -> None:
    """A store: appended to this thread's buffer. If that is full, its oldest entry goes to memory first."""
    me = thread_id()
    if me >= threads:
        write(2 * p + size, value)
        return
    if places[(me + 1) * entries - 1] != 0:
        write_oldest(me)
    i = me * entries
    while places[i] != 0:
        i += 1
    places[i] = 2 * p + size
    values[i] = value


def find(p: u64, size: u64) -> u64:
    """Where a load finds its value: 1 + the index of this thread's newest store to its bytes, or 0 for memory.

    Accesses are aligned, so of two that overlap one is inside the other. A store of fewer bytes than the load wants
    cannot be forwarded: the load waits until it is in memory.
    """
    me = thread_id()
    if me >= threads:
        return 0
    i = (me + 1) * entries
    while i > me * entries:
        i -= 1
        place = places[i]
        length = size_at(place)
        if place != 0 and start_of(place) < p + size and p < start_of(place) + length:
            if size <= length:
                return i + 1
            for _ in range(i + 1 - me * entries):
                write_oldest(me)
            return 0
    return 0


def value_at(found: u64, p: u64) -> u64:
    """The bytes from `p` on of the entry that `find` has found; what stands above the load's size is of no meaning."""
    return values[found - 1] >> 8 * (p - start_of(places[found - 1]))


def drain(thread: u64) -> None:
    """Empties a thread's buffer into memory."""
    i = thread * entries
    while i < (thread + 1) * entries and places[i] != 0:
        write(places[i], values[i])
        places[i] = 0
        values[i] = 0
        i += 1


def drain_own() -> None:
    """What a full fence or a locked instruction waits for: this thread's buffer is empty."""
    me = thread_id()
    if me < threads:
        drain(me)


def forget(p: u64) -> None:
    """Drops this thread's stores to the object that `p` points into, which is about to go."""
    me = thread_id()
    if me >= threads:
        return
    kept = me * entries
    for i in range(me * entries, (me + 1) * entries):
        place = places[i]
        value = values[i]
        places[i] = 0
        values[i] = 0
        if place != 0 and place >> 25 != p >> 24:
            places[kept] = place
            values[kept] = value
            kept += 1


def flush(thread: u64) -> None:
    """The memory model's own step: a thread's oldest store reaches memory."""
    with indivisible(places[thread * entries] != 0):
        write_oldest(thread)


def write_oldest(thread: u64) -> None:
    """Writes the oldest entry to memory; the others move up."""
    first = thread * entries
    last = first + entries - 1
    write(places[first], values[first])
    for i in range(first, last):
        places[i] = places[i + 1]
        values[i] = values[i + 1]
    places[last] = 0
    values[last] = 0


def size_at(place: u64) -> u64:
    """The bytes that an entry writes."""
    return place & (~place + 1)


def start_of(place: u64) -> u64:
    """The address that an entry writes to."""
    return (place - size_at(place)) >> 1


def write(place: u64, value: u64) -> None:
    """Writes an entry to memory."""
    size = size_at(place)
    p = start_of(place)
    if size == 8:
        store(cast(Ptr[u64], p), value)
    elif size == 4:
        store(cast(Ptr[u32], p), u32(value))
    elif size == 2:
        store(cast(Ptr[u16], p), u16(value))
    else:
        store(cast(Ptr[u8], p), u8(value))
