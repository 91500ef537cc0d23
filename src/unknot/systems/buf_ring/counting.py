"""The two ways to count slots. One idea: a masked index cannot tell a word that stood still from one that went round
the ring; a full 32-bit counter can, until it wraps around itself."""

from unknot.lang import i32, u32
from unknot.systems.buf_ring.ring import Counting, mask, size


def next_index(index: u32) -> u32:
    """The index after this one: 0 after the last."""
    return (index + 1) & mask


def same(index: u32) -> u32:
    """An index is its slot."""
    return index


def meets(following: u32, tail: u32) -> bool:
    """With indices the ring is full when the next one is not released: that is why one slot stays empty."""
    return following == tail


def masked_distance(head: u32, tail: u32) -> u32:
    """Entries from `tail` to `head`."""
    return (size + head - tail) & mask


def next_count(count: u32) -> u32:
    """The count after this one; it wraps around at 2**32."""
    return count + 1


def slot_of(count: u32) -> u32:
    """A count is masked only here, to find its slot."""
    return count & mask


def no_room(following: u32, tail: u32) -> bool:
    """With counters the distance says it; as a signed number, so that a `tail` that ran ahead of it means room."""
    return i32(tail + size - following) < 1


INDICES = Counting(next_index, same, meets, masked_distance)
COUNTERS = Counting(next_count, slot_of, no_room, masked_distance)
