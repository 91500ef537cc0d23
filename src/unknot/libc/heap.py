"""Memory of stdlib.h and its kin. One idea: every allocation is an object of its own, without an address that another
could have; so alignment is never a question, and what is out of bounds or used too late is always seen.

An allocation never fails, except where no machine could fulfil it. `malloc(0)` gives an object of one byte.
"""

from __future__ import annotations

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, alloc, cast, event, extent, i32, indivisible, null, store, u8, u64
from unknot.lang import free as give_back
from unknot.libc.errno import EINVAL, ENOMEM, fail
from unknot.libc.memory import copy_up, fill

__all__ = [
    "aligned_alloc",
    "calloc",
    "cfree",
    "free",
    "malloc",
    "malloc_usable_size",
    "memalign",
    "posix_memalign",
    "realloc",
    "reallocarray",
    "reallocf",
    "valloc",
]

_MOST = 1 << 24
"""From this size on there is no such object."""


def malloc(size: u64) -> voidp:
    """Memory for `size` bytes, without values."""
    if size >= _MOST:
        fail(ENOMEM)
        return null
    with indivisible():
        memory = alloc(u8, max(size, 1))
        event("did", "gives", memory)
    return memory


def calloc(count: u64, size: u64) -> voidp:
    """Memory of zeros for `count` objects."""
    if _too_much(count, size):
        fail(ENOMEM)
        return null
    with indivisible():
        memory = alloc(u8, max(count * size, 1))
        event("did", "gives", memory)
        fill(memory, 0, max(count * size, 1))
    return memory


def realloc(memory: voidp, size: u64) -> voidp:
    """Memory of another size with the same content: always at another place, so that old pointers are seen."""
    if memory is None:
        return malloc(size)
    if size == 0:
        free(memory)
        return null
    moved = malloc(size)
    if moved is not None:
        copy_up(cast(Ptr[u8], moved), cast(Ptr[u8], memory), min(extent(memory), size))
        give_back(memory)
    return moved


def reallocarray(memory: voidp, count: u64, size: u64) -> voidp:
    """realloc for `count` objects."""
    if _too_much(count, size):
        fail(ENOMEM)
        return null
    return realloc(memory, count * size)


def reallocf(memory: voidp, size: u64) -> voidp:
    """realloc as BSD has it: if it fails, the memory is given back."""
    moved = realloc(memory, size)
    if moved is None and size != 0:
        free(memory)
    return moved


def free(memory: voidp) -> None:
    """Gives memory back; nothing for null."""
    if memory is not None:
        give_back(memory)


def cfree(memory: voidp) -> None:
    """free."""
    free(memory)


def aligned_alloc(alignment: u64, size: u64) -> voidp:
    """malloc: every object is aligned to anything."""
    if not _is_power(alignment):
        fail(EINVAL)
        return null
    return malloc(size)


def memalign(alignment: u64, size: u64) -> voidp:
    """aligned_alloc, as it was once called."""
    return aligned_alloc(alignment, size)


def posix_memalign(place: Ptr[voidp], alignment: u64, size: u64) -> i32:
    """aligned_alloc into `place`; an error number."""
    if alignment < 8 or not _is_power(alignment):
        return EINVAL
    memory = malloc(size)
    if memory is None:
        return ENOMEM
    store(place, memory)
    return 0


def valloc(size: u64) -> voidp:
    """malloc: every object begins a page."""
    return malloc(size)


def malloc_usable_size(memory: voidp) -> u64:
    """How many bytes an object has."""
    return 0 if memory is None else extent(memory)


def _too_much(count: u64, size: u64) -> bool:
    """True if the product cannot be had."""
    return size != 0 and count > _MOST // size


def _is_power(number: u64) -> bool:
    return number != 0 and number & (number - 1) == 0
