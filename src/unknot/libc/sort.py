"""qsort and bsearch of stdlib.h. One idea: each element goes down to its place, so equal ones keep their order, as in
glibc's; what is sorted in a checker is short."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, cast, i32, null, offset, peek, store, u8, u64
from unknot.lang import aligned as is_aligned

__all__ = ["bsearch", "qsort"]


def qsort(first: voidp, count: u64, size: u64, order: Callable[[voidp, voidp], i32]) -> None:
    """Sorts."""
    start = cast(Ptr[u8], first)
    for i in range(u64(1), count):
        at = i
        while at > 0 and order(offset(start, (at - 1) * size), offset(start, at * size)) > 0:
            _swap(offset(start, (at - 1) * size), offset(start, at * size), size)
            at -= 1


def bsearch(key: voidp, first: voidp, count: u64, size: u64, order: Callable[[voidp, voidp], i32]) -> voidp:
    """An element that is as `key` in what is sorted, null if there is none."""
    start = cast(Ptr[u8], first)
    low: u64 = 0
    high = count
    while low < high:
        middle = (low + high) // 2
        found = order(key, offset(start, middle * size))
        if found == 0:
            return offset(start, middle * size)
        if found < 0:
            high = middle
        else:
            low = middle + 1
    return null


def _swap(a: Ptr[u8], b: Ptr[u8], size: u64) -> None:
    done: u64 = 0
    while done < size:
        p, q = offset(a, done), offset(b, done)
        if size - done >= 8 and is_aligned(p, 8) and is_aligned(q, 8):
            x, y = peek(cast(Ptr[u64], p)), peek(cast(Ptr[u64], q))
            store(cast(Ptr[u64], p), y)
            store(cast(Ptr[u64], q), x)
            done += 8
        else:
            c, d = peek(p), peek(q)
            store(p, d)
            store(q, c)
            done += 1
