"""Pointers as 64-bit words: an object's number above, a byte offset below. One idea: an access past the end of an
object can never reach another one, so it is always seen.

Both executors use these numbers, so pointers print and compare alike. 0 is null. An address fits 47 bits, as on real
machines, so programs may keep something of their own in the upper 16.
"""

from __future__ import annotations

from unknot.ir.program import Program

ADDRESS_BITS = 47
OFFSET_BITS = 24
LARGEST_OBJECT = 1 << (OFFSET_BITS - 1)
"""Bytes. The upper half of the offsets is before the first byte of the object with the next number."""
HEAP_BASE = 0x40_0000
"""Number of the heap object that starts at granule 0; one further per granule."""
FUNCTION_BASE = 0x60_0000
"""Number of the first function; its offset is always 0."""
GRANULE = 16
"""Bytes in a granule, the unit of allocation. An object is named by its first granule; allocation takes the lowest
free run."""


def pointer(number: int, offset: int = 0) -> int:
    """The address of byte `offset` of the object `number`."""
    return (number << OFFSET_BITS) + offset


def object_numbers(program: Program) -> dict[str, int]:
    """The number of every global, from 1, in order. A thread-local one takes `max_threads + 1` numbers in a row, by
    thread; the last is for code that runs between the threads (init, invariants)."""
    numbers, following = {}, 1
    for item in program.globals.values():
        numbers[item.name] = following
        following += program.max_threads + 1 if item.thread_local else 1
    return numbers


def function_addresses(program: Program) -> dict[str, int]:
    """The address of every function, in order of definition."""
    return {name: pointer(FUNCTION_BASE + i) for i, name in enumerate(program.functions)}
