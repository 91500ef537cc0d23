"""How every record was reached, in unknot's own language: two or three bytes a record. One idea: records are expanded
in the order they were stored, queue by queue, so the number of a parent is close to that of the last parent from its
queue.

An entry: a byte with the actor (5 bits; 31: it follows in a byte of its own), whether an outcome's number follows, and
the queue of the parent (2 bits); then that number, and the distance from the last parent from that queue, both as
variable-length integers of 7 bits a byte. Every 256 entries a checkpoint says where they start.
"""

from __future__ import annotations

from unknot.explore.state import NO_ITEM, QUEUES, Search
from unknot.lang import Ptr, load, offset, store, u8, u64

EVERY = 256
"""Entries between two checkpoints; a power of two."""
_ACTOR, _ORDINAL, _QUEUE = 31, 32, 6


def put_number(s: Ptr[Search], value: u64) -> None:
    """Appends a number."""
    while value >= 128:
        put_byte(s, (value & 127) | 128)
        value >>= 7
    put_byte(s, value)


def put_byte(s: Ptr[Search], value: u64) -> None:
    """Appends a byte."""
    store(offset(s.paths, s.path_end), u8(value))
    s.path_end += 1


def get_byte(s: Ptr[Search]) -> u64:
    """Reads the next byte."""
    value = u64(load(offset(s.paths, s.path_read)))
    s.path_read += 1
    return value


def get_number(s: Ptr[Search]) -> u64:
    """Reads the next number."""
    shift: u64 = 0
    value: u64 = 0
    while True:
        byte = get_byte(s)
        value |= (byte & 127) << shift
        if byte < 128:
            return value
        shift += 7


def checkpoint(s: Ptr[Search], item: u64) -> Ptr[u64]:
    """The checkpoint before an entry: where its entries start, and the last parents from each queue."""
    return offset(s.checkpoints, (1 + QUEUES) * (item // EVERY))


def add_path(s: Ptr[Search], parent: u64, queue: u64, actor: u64, ordinal: u64) -> None:
    """Appends the entry of record number `items`, whose parent came from that queue."""
    if s.items % EVERY == 0:
        place = checkpoint(s, s.items)
        store(place, s.path_end)
        for i in range(QUEUES):
            store(offset(place, i + 1), s.last_parents[i])
    head = min(actor, _ACTOR) | (queue << _QUEUE)
    if ordinal != 0:
        head |= _ORDINAL
    put_byte(s, head)
    if actor >= _ACTOR:
        put_byte(s, actor)
    if ordinal != 0:
        put_number(s, ordinal)
    number = (parent + 1) & NO_ITEM
    last = s.last_parents[queue]
    s.last_parents[queue] = number
    if number >= last:
        put_number(s, (number - last) << 1)
    else:
        put_number(s, ((last - number) << 1) | 1)
    s.items += 1


def run_look_up(s: Ptr[Search], item: u64) -> u64:
    """Reads the entry of a record into `found_actor` and `found_ordinal`; gives its parent. The last parents are not
    needed any more and are overwritten: the search is over."""
    place = checkpoint(s, item)
    s.path_read = load(place)
    for i in range(QUEUES):
        s.last_parents[i] = load(offset(place, i + 1))
    at = item - item % EVERY
    number: u64 = 0
    while at <= item:
        head = get_byte(s)
        queue = head >> _QUEUE
        s.found_actor = head & _ACTOR
        if s.found_actor == _ACTOR:
            s.found_actor = get_byte(s)
        s.found_ordinal = 0
        if head & _ORDINAL != 0:
            s.found_ordinal = get_number(s)
        distance = get_number(s)
        number = s.last_parents[queue]
        if distance & 1 == 0:
            number += distance >> 1
        else:
            number -= distance >> 1
        s.last_parents[queue] = number
        at += 1
    return (number - 1) & NO_ITEM
