"""malloc(9). One idea: what matters about memory to concurrency is where it may be asked for: M_WAITOK may sleep,
M_NOWAIT may fail (both is tried), and neither is allowed with a spin lock held or in a critical section.

Each allocation is an object of its own, whose use after free is seen. `malloc_of` gives it a type, so that traces
name its fields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from unknot.kernel.thread import td
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import (
    Ptr,
    alloc,
    cast,
    choose,
    cstr,
    event,
    extent,
    here,
    indivisible,
    null,
    offset,
    peek,
    require,
    size_of,
    store,
    u8,
    u32,
    u64,
)
from unknot.lang import free as give_back

M_NOWAIT: Final = 0x0001
M_WAITOK: Final = 0x0002
M_ZERO: Final = 0x0100

M_CACHE: Final = 1
M_DEVBUF: Final = 2
M_TEMP: Final = 3
"""Types of memory. They are numbers that mean nothing here; a program may have further ones."""

MALLOC_MOST: Final = 1 << 47
"""Bytes that nobody has."""

T = TypeVar("T")


def malloc(size: u64, type: u32, flags: u32, site: u32 = here()) -> voidp:
    """Memory for `size` bytes, or null with M_NOWAIT."""
    if not may_malloc(flags, site):
        return null
    with indivisible():
        memory = alloc(u8, size)
        event("did", "gives", memory)
        if flags & M_ZERO:
            _clear(memory, size)
    return memory


def malloc_of(kind: type[T]) -> Callable[..., T]:
    """malloc for objects of one type: `knote_malloc = malloc_of(knote)` in a module, then
    `kn = knote_malloc(M_KQUEUE, M_WAITOK | M_ZERO)`."""

    def malloc_typed(type: u32, flags: u32, site: u32 = here()) -> Any:
        if not may_malloc(flags, site):
            return null
        with indivisible():
            memory = alloc(kind)
            event("did", "gives", memory)
            if flags & M_ZERO:
                _clear(cast(Ptr[u8], memory), size_of(kind))
        return memory

    pointer: Any = Ptr
    malloc_typed.__annotations__["return"] = pointer[kind]
    return malloc_typed


def free(memory: voidp, type: u32, site: u32 = here()) -> None:
    """Gives memory back; nothing for null."""
    _not_critical("free", site)
    if memory is not None:
        give_back(memory)


def zfree(memory: voidp, type: u32, site: u32 = here()) -> None:
    """free."""
    free(memory, type, site)


def kmalloc(size: u64, type: voidp, flags: u32, site: u32 = here()) -> voidp:
    """malloc as C calls it: a type is a pointer, which means nothing."""
    return malloc(size, 0, flags, site)


def kmallocarray(count: u64, size: u64, type: voidp, flags: u32, site: u32 = here()) -> voidp:
    """mallocarray as C calls it."""
    fits = size == 0 or count <= MALLOC_MOST // size
    require(fits, "misuse", "mallocarray: {0:d} times {1:d} bytes @ {2:site}", count, size, site)
    return malloc(count * size, 0, flags, site)


def krealloc(memory: voidp, size: u64, type: voidp, flags: u32, site: u32 = here()) -> voidp:
    """realloc as C calls it: always other memory; the old one stays if there is none."""
    fresh = malloc(size, 0, flags, site)
    if fresh is None or memory is None:
        return fresh
    start, to = cast(Ptr[u8], memory), cast(Ptr[u8], fresh)
    with indivisible():
        for i in range(min(size, extent(start))):
            store(offset(to, i), peek(offset(start, i)))
    free(memory, 0, site)
    return fresh


def kreallocf(memory: voidp, size: u64, type: voidp, flags: u32, site: u32 = here()) -> voidp:
    """reallocf as C calls it: the old memory is given back in any case."""
    fresh = krealloc(memory, size, type, flags, site)
    if fresh is None:
        free(memory, 0, site)
    return fresh


def kfree(memory: voidp, type: voidp, site: u32 = here()) -> None:
    """free as C calls it."""
    free(memory, 0, site)


def may_malloc(flags: u32, site: u32) -> bool:
    """The rules of every allocation; False if it is to fail."""
    _not_critical("malloc", site)
    waits = flags & M_WAITOK != 0
    one = waits != (flags & M_NOWAIT != 0)
    require(one, "misuse", "malloc: one of M_WAITOK and M_NOWAIT is required @ {0:site}", site)
    if waits:
        witness_warn_sleep(null, site, "malloc(M_WAITOK)")
        return True
    fails = choose(2) != 0
    if fails:
        event("did", "gives null")
    return not fails


def _not_critical(what: cstr, site: u32) -> None:
    free = td.td_critnest == 0
    require(free, "sleep_not_allowed", "{0:text}: called with spinlock or critical section held @ {1:site}", what, site)


def _clear(memory: Ptr[u8], size: u64) -> None:
    words = cast(Ptr[u64], memory)
    for i in range(size // 8):
        store(offset(words, i), 0)
    for i in range(size // 8 * 8, size):
        store(offset(memory, i), 0)
