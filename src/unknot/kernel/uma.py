"""uma(9): zones of items of one size, with what makes and unmakes them. One idea: a zone caches nothing, so that use
after `uma_zfree` is seen; `uminit` runs with each allocation before `ctor`, `fini` with each release after `dtor`.

A zone made with UMA_ZONE_NOFREE never gives an item's memory back: readers without a lock may still look at it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.malloc import M_ZERO, kfree, malloc
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, alloc, cstr, event, free, here, i32, indivisible, null, require, struct, u32, u64

UMA_ZONE_ZINIT: Final = 0x0002  # items are zero at first
UMA_ZONE_NOFREE: Final = 0x0020  # their memory is never given back


@struct
class uma_zone:
    """A zone. `uz_items`: how many are out."""

    uz_name: cstr
    uz_size: u64
    uz_ctor: Callable[[voidp, i32, voidp, u32], i32]
    uz_dtor: Callable[[voidp, i32, voidp], None]
    uz_init: Callable[[voidp, i32, u32], i32]
    uz_fini: Callable[[voidp, i32], None]
    uz_flags: u32
    uz_items: u32


def uma_zcreate(
    name: cstr,
    size: u64,
    ctor: Callable[[voidp, i32, voidp, u32], i32],
    dtor: Callable[[voidp, i32, voidp], None],
    uminit: Callable[[voidp, i32, u32], i32],
    fini: Callable[[voidp, i32], None],
    align: u32,
    flags: u32,
    site: u32 = here(),
) -> Ptr[uma_zone]:
    """A zone; each of the four functions may be null."""
    zone = alloc(uma_zone)
    with indivisible():
        zone.uz_name = name
        zone.uz_size = size
        zone.uz_ctor = ctor
        zone.uz_dtor = dtor
        zone.uz_init = uminit
        zone.uz_fini = fini
        zone.uz_flags = flags
        zone.uz_items = 0
        event("did", "makes a zone", zone)
    return zone


def uma_zdestroy(zone: Ptr[uma_zone], site: u32 = here()) -> None:
    """Ends it. All its items have come back."""
    with indivisible():
        require(
            zone.uz_items == 0, "misuse", "uma_zdestroy: zone {0:text} was not empty @ {1:site}", zone.uz_name, site
        )
    free(zone)


def uma_zalloc(zone: Ptr[uma_zone], flags: u32, site: u32 = here()) -> voidp:
    """An item; null if there is none with M_NOWAIT, or if what makes it fails."""
    return uma_zalloc_arg(zone, null, flags, site)


def uma_zalloc_arg(zone: Ptr[uma_zone], arg: voidp, flags: u32, site: u32 = here()) -> voidp:
    """uma_zalloc with an argument for `ctor`."""
    with indivisible():
        size, ctor, uminit = zone.uz_size, zone.uz_ctor, zone.uz_init
        zeroes: u32 = M_ZERO if zone.uz_flags & UMA_ZONE_ZINIT else 0
    item = malloc(size, 0, flags | zeroes, site)
    if item is None:
        return null
    if uminit is not None and uminit(item, i32(size), flags) != 0:
        kfree(item, null, site)
        return null
    if ctor is not None and ctor(item, i32(size), arg, flags) != 0:
        _give_back(zone, item, site)
        return null
    with indivisible():
        zone.uz_items += 1
    return item


def uma_zfree(zone: Ptr[uma_zone], item: voidp, site: u32 = here()) -> None:
    """Gives an item back; nothing for null."""
    uma_zfree_arg(zone, item, null, site)


def uma_zfree_arg(zone: Ptr[uma_zone], item: voidp, arg: voidp, site: u32 = here()) -> None:
    """uma_zfree with an argument for `dtor`."""
    if item is None:
        return
    with indivisible():
        size, dtor = zone.uz_size, zone.uz_dtor
        require(zone.uz_items > 0, "misuse", "uma_zfree: zone {0:text} has no item out @ {1:site}", zone.uz_name, site)
        zone.uz_items -= 1
    if dtor is not None:
        dtor(item, i32(size), arg)
    _give_back(zone, item, site)


def _give_back(zone: Ptr[uma_zone], item: voidp, site: u32) -> None:
    """After `fini`; the memory stays if the zone says so."""
    with indivisible():
        size, fini, flags = zone.uz_size, zone.uz_fini, zone.uz_flags
    if fini is not None:
        fini(item, i32(size))
    if flags & UMA_ZONE_NOFREE == 0:
        kfree(item, null, site)
