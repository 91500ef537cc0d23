"""How every record was reached, in unknot's own language: two or three bytes a record. One idea: records are expanded
in the order they were stored, so the number of a parent is close to that of the parent before.

An entry: a byte with the actor (6 bits; 63: it follows in a byte of its own), whether an outcome's number follows,
and whether the parent is a record of the number of preemptions before; then that number, and the distance from the
last parent of that kind, both as variable-length integers of 7 bits a byte. Every 256 entries a checkpoint says where
they start.
"""

from __future__ import annotations

from unknot.explore.state import NO_ITEM, Search
from unknot.lang import Ptr, load, offset, store, u8, u64

EVERY = 256
"""Entries between two checkpoints; a power of two."""
_ACTOR, _ORDINAL, _OLD = 63, 64, 128


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


def checkpoint(s: Ptr[Search]) -> Ptr[u64]:
    """The checkpoint of the entry with number `items`."""
    return offset(s.checkpoints, 3 * (s.items // EVERY))


def add_path(s: Ptr[Search], parent: u64, actor: u64, ordinal: u64) -> None:
    """Appends the entry of record number `items`."""
    if s.items % EVERY == 0:
        place = checkpoint(s)
        store(place, s.path_end)
        store(offset(place, 1), s.last_old)
        store(offset(place, 2), s.last_new)
    head = actor
    if actor >= _ACTOR:
        head = _ACTOR
    if ordinal != 0:
        head |= _ORDINAL
    number = (parent + 1) & NO_ITEM
    last = s.last_new
    if number <= s.level_base:
        head |= _OLD
        last = s.last_old
        s.last_old = number
    else:
        s.last_new = number
    put_byte(s, head)
    if actor >= _ACTOR:
        put_byte(s, actor)
    if ordinal != 0:
        put_number(s, ordinal)
    distance = number - last
    if number >= last:
        put_number(s, distance << 1)
    else:
        put_number(s, ((last - number) << 1) | 1)
    s.items += 1


def run_look_up(s: Ptr[Search], item: u64) -> u64:
    """Reads the entry of a record into `found_actor` and `found_ordinal`; gives its parent."""
    place = offset(s.checkpoints, 3 * (item // EVERY))
    s.path_read = load(place)
    last_old = load(offset(place, 1))
    last_new = load(offset(place, 2))
    at = item - item % EVERY
    number: u64 = 0
    while at <= item:
        head = get_byte(s)
        s.found_actor = head & _ACTOR
        if s.found_actor == _ACTOR:
            s.found_actor = get_byte(s)
        s.found_ordinal = 0
        if head & _ORDINAL != 0:
            s.found_ordinal = get_number(s)
        distance = get_number(s)
        number = last_new
        if head & _OLD != 0:
            number = last_old
        if distance & 1 == 0:
            number += distance >> 1
        else:
            number -= distance >> 1
        if head & _OLD != 0:
            last_old = number
        else:
            last_new = number
        at += 1
    return (number - 1) & NO_ITEM
