"""atomic(9) by FreeBSD's names. One idea: the name says the memory order; one without acq or rel is relaxed.

A word of `int` or 32 bits is an `atomic[u32]`, one of `long`, 64 bits or `ptr` an `atomic[u64]`, passed as `addr(x)`.
The names for 32, 64 and `ptr` are other names of the same functions, at the end. Words of 8 and 16 bits are not there.
"""

from __future__ import annotations

from unknot.lang import (
    Ptr,
    acq_rel,
    acquire,
    atomic,
    fence,
    indivisible,
    load,
    relaxed,
    release,
    seq_cst,
    store,
    u32,
    u64,
)

# -- int: changes without a result -------------------------------------------------------------------------------------


def atomic_add_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Adds."""
    p.fetch_add(v, relaxed)


def atomic_add_acq_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Adds. Acquire."""
    p.fetch_add(v, acquire)


def atomic_add_rel_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Adds. Release."""
    p.fetch_add(v, release)


def atomic_subtract_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Subtracts."""
    p.fetch_sub(v, relaxed)


def atomic_subtract_acq_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Subtracts. Acquire."""
    p.fetch_sub(v, acquire)


def atomic_subtract_rel_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Subtracts. Release."""
    p.fetch_sub(v, release)


def atomic_set_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Sets the bits."""
    p.fetch_or(v, relaxed)


def atomic_set_acq_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Sets the bits. Acquire."""
    p.fetch_or(v, acquire)


def atomic_set_rel_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Sets the bits. Release."""
    p.fetch_or(v, release)


def atomic_clear_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Clears the bits."""
    p.fetch_and(~v, relaxed)


def atomic_clear_acq_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Clears the bits. Acquire."""
    p.fetch_and(~v, acquire)


def atomic_clear_rel_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Clears the bits. Release."""
    p.fetch_and(~v, release)


# -- int: compare and set ----------------------------------------------------------------------------------------------


def atomic_cmpset_int(p: Ptr[atomic[u32]], old: u32, new: u32) -> bool:
    """Sets it to `new` if it is `old`; True if it was."""
    return p.cas(old, new, relaxed, fail=relaxed)


def atomic_cmpset_acq_int(p: Ptr[atomic[u32]], old: u32, new: u32) -> bool:
    """Sets it to `new` if it is `old`; True if it was. Acquire."""
    return p.cas(old, new, acquire, fail=relaxed)


def atomic_cmpset_rel_int(p: Ptr[atomic[u32]], old: u32, new: u32) -> bool:
    """Sets it to `new` if it is `old`; True if it was. Release."""
    return p.cas(old, new, release, fail=relaxed)


def atomic_fcmpset_int(p: Ptr[atomic[u32]], old: Ptr[u32], new: u32) -> bool:
    """Like cmpset; if it was not `*old`, that is what it was."""
    with indivisible():
        expected = load(old)
        seen = p.compare_exchange(expected, new, relaxed, fail=relaxed)
        store(old, seen)
        return seen == expected


def atomic_fcmpset_acq_int(p: Ptr[atomic[u32]], old: Ptr[u32], new: u32) -> bool:
    """Like cmpset; if it was not `*old`, that is what it was. Acquire."""
    with indivisible():
        expected = load(old)
        seen = p.compare_exchange(expected, new, acquire, fail=relaxed)
        store(old, seen)
        return seen == expected


def atomic_fcmpset_rel_int(p: Ptr[atomic[u32]], old: Ptr[u32], new: u32) -> bool:
    """Like cmpset; if it was not `*old`, that is what it was. Release."""
    with indivisible():
        expected = load(old)
        seen = p.compare_exchange(expected, new, release, fail=relaxed)
        store(old, seen)
        return seen == expected


# -- int: loads, stores, exchanges -------------------------------------------------------------------------------------


def atomic_load_int(p: Ptr[atomic[u32]]) -> u32:
    """Its value."""
    return p.load(relaxed)


def atomic_load_acq_int(p: Ptr[atomic[u32]]) -> u32:
    """Its value. Acquire."""
    return p.load(acquire)


def atomic_store_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Sets it."""
    p.store(v, relaxed)


def atomic_store_rel_int(p: Ptr[atomic[u32]], v: u32) -> None:
    """Sets it. Release."""
    p.store(v, release)


def atomic_fetchadd_int(p: Ptr[atomic[u32]], v: u32) -> u32:
    """Adds; what it was before."""
    return p.fetch_add(v, relaxed)


def atomic_readandclear_int(p: Ptr[atomic[u32]]) -> u32:
    """Sets it to 0; what it was before."""
    return p.exchange(0, relaxed)


def atomic_swap_int(p: Ptr[atomic[u32]], v: u32) -> u32:
    """Sets it; what it was before."""
    return p.exchange(v, relaxed)


def atomic_testandset_int(p: Ptr[atomic[u32]], v: u32) -> bool:
    """Sets bit `v` modulo the width; True if it was set before."""
    bit = u32(1) << (v & 31)
    return p.fetch_or(bit, relaxed) & bit != 0


def atomic_testandset_acq_int(p: Ptr[atomic[u32]], v: u32) -> bool:
    """Sets bit `v` modulo the width; True if it was set before. Acquire."""
    bit = u32(1) << (v & 31)
    return p.fetch_or(bit, acquire) & bit != 0


def atomic_testandclear_int(p: Ptr[atomic[u32]], v: u32) -> bool:
    """Clears bit `v` modulo the width; True if it was set before."""
    bit = u32(1) << (v & 31)
    return p.fetch_and(~bit, relaxed) & bit != 0


# -- long: changes without a result ------------------------------------------------------------------------------------


def atomic_add_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Adds."""
    p.fetch_add(v, relaxed)


def atomic_add_acq_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Adds. Acquire."""
    p.fetch_add(v, acquire)


def atomic_add_rel_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Adds. Release."""
    p.fetch_add(v, release)


def atomic_subtract_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Subtracts."""
    p.fetch_sub(v, relaxed)


def atomic_subtract_acq_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Subtracts. Acquire."""
    p.fetch_sub(v, acquire)


def atomic_subtract_rel_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Subtracts. Release."""
    p.fetch_sub(v, release)


def atomic_set_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Sets the bits."""
    p.fetch_or(v, relaxed)


def atomic_set_acq_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Sets the bits. Acquire."""
    p.fetch_or(v, acquire)


def atomic_set_rel_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Sets the bits. Release."""
    p.fetch_or(v, release)


def atomic_clear_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Clears the bits."""
    p.fetch_and(~v, relaxed)


def atomic_clear_acq_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Clears the bits. Acquire."""
    p.fetch_and(~v, acquire)


def atomic_clear_rel_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Clears the bits. Release."""
    p.fetch_and(~v, release)


# -- long: compare and set ---------------------------------------------------------------------------------------------


def atomic_cmpset_long(p: Ptr[atomic[u64]], old: u64, new: u64) -> bool:
    """Sets it to `new` if it is `old`; True if it was."""
    return p.cas(old, new, relaxed, fail=relaxed)


def atomic_cmpset_acq_long(p: Ptr[atomic[u64]], old: u64, new: u64) -> bool:
    """Sets it to `new` if it is `old`; True if it was. Acquire."""
    return p.cas(old, new, acquire, fail=relaxed)


def atomic_cmpset_rel_long(p: Ptr[atomic[u64]], old: u64, new: u64) -> bool:
    """Sets it to `new` if it is `old`; True if it was. Release."""
    return p.cas(old, new, release, fail=relaxed)


def atomic_fcmpset_long(p: Ptr[atomic[u64]], old: Ptr[u64], new: u64) -> bool:
    """Like cmpset; if it was not `*old`, that is what it was."""
    with indivisible():
        expected = load(old)
        seen = p.compare_exchange(expected, new, relaxed, fail=relaxed)
        store(old, seen)
        return seen == expected


def atomic_fcmpset_acq_long(p: Ptr[atomic[u64]], old: Ptr[u64], new: u64) -> bool:
    """Like cmpset; if it was not `*old`, that is what it was. Acquire."""
    with indivisible():
        expected = load(old)
        seen = p.compare_exchange(expected, new, acquire, fail=relaxed)
        store(old, seen)
        return seen == expected


def atomic_fcmpset_rel_long(p: Ptr[atomic[u64]], old: Ptr[u64], new: u64) -> bool:
    """Like cmpset; if it was not `*old`, that is what it was. Release."""
    with indivisible():
        expected = load(old)
        seen = p.compare_exchange(expected, new, release, fail=relaxed)
        store(old, seen)
        return seen == expected


# -- long: loads, stores, exchanges ------------------------------------------------------------------------------------


def atomic_load_long(p: Ptr[atomic[u64]]) -> u64:
    """Its value."""
    return p.load(relaxed)


def atomic_load_acq_long(p: Ptr[atomic[u64]]) -> u64:
    """Its value. Acquire."""
    return p.load(acquire)


def atomic_store_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Sets it."""
    p.store(v, relaxed)


def atomic_store_rel_long(p: Ptr[atomic[u64]], v: u64) -> None:
    """Sets it. Release."""
    p.store(v, release)


def atomic_fetchadd_long(p: Ptr[atomic[u64]], v: u64) -> u64:
    """Adds; what it was before."""
    return p.fetch_add(v, relaxed)


def atomic_readandclear_long(p: Ptr[atomic[u64]]) -> u64:
    """Sets it to 0; what it was before."""
    return p.exchange(0, relaxed)


def atomic_swap_long(p: Ptr[atomic[u64]], v: u64) -> u64:
    """Sets it; what it was before."""
    return p.exchange(v, relaxed)


def atomic_testandset_long(p: Ptr[atomic[u64]], v: u64) -> bool:
    """Sets bit `v` modulo the width; True if it was set before."""
    bit = u64(1) << (v & 63)
    return p.fetch_or(bit, relaxed) & bit != 0


def atomic_testandset_acq_long(p: Ptr[atomic[u64]], v: u64) -> bool:
    """Sets bit `v` modulo the width; True if it was set before. Acquire."""
    bit = u64(1) << (v & 63)
    return p.fetch_or(bit, acquire) & bit != 0


def atomic_testandclear_long(p: Ptr[atomic[u64]], v: u64) -> bool:
    """Clears bit `v` modulo the width; True if it was set before."""
    bit = u64(1) << (v & 63)
    return p.fetch_and(~bit, relaxed) & bit != 0


# -- fences ------------------------------------------------------------------------------------------------------------


def atomic_thread_fence_acq() -> None:
    """Loads before it come before everything after it."""
    fence(acquire)


def atomic_thread_fence_rel() -> None:
    """Everything before it comes before stores after it."""
    fence(release)


def atomic_thread_fence_acq_rel() -> None:
    """Both."""
    fence(acq_rel)


def atomic_thread_fence_seq_cst() -> None:
    """Both, and all such fences have one order."""
    fence(seq_cst)


# -- other names -------------------------------------------------------------------------------------------------------

atomic_add_32 = atomic_add_int
atomic_add_acq_32 = atomic_add_acq_int
atomic_add_rel_32 = atomic_add_rel_int
atomic_subtract_32 = atomic_subtract_int
atomic_subtract_acq_32 = atomic_subtract_acq_int
atomic_subtract_rel_32 = atomic_subtract_rel_int
atomic_set_32 = atomic_set_int
atomic_set_acq_32 = atomic_set_acq_int
atomic_set_rel_32 = atomic_set_rel_int
atomic_clear_32 = atomic_clear_int
atomic_clear_acq_32 = atomic_clear_acq_int
atomic_clear_rel_32 = atomic_clear_rel_int
atomic_cmpset_32 = atomic_cmpset_int
atomic_cmpset_acq_32 = atomic_cmpset_acq_int
atomic_cmpset_rel_32 = atomic_cmpset_rel_int
atomic_fcmpset_32 = atomic_fcmpset_int
atomic_fcmpset_acq_32 = atomic_fcmpset_acq_int
atomic_fcmpset_rel_32 = atomic_fcmpset_rel_int
atomic_load_32 = atomic_load_int
atomic_load_acq_32 = atomic_load_acq_int
atomic_store_32 = atomic_store_int
atomic_store_rel_32 = atomic_store_rel_int
atomic_fetchadd_32 = atomic_fetchadd_int
atomic_readandclear_32 = atomic_readandclear_int
atomic_swap_32 = atomic_swap_int
atomic_testandset_32 = atomic_testandset_int
atomic_testandset_acq_32 = atomic_testandset_acq_int
atomic_testandclear_32 = atomic_testandclear_int

atomic_add_64 = atomic_add_long
atomic_add_acq_64 = atomic_add_acq_long
atomic_add_rel_64 = atomic_add_rel_long
atomic_subtract_64 = atomic_subtract_long
atomic_subtract_acq_64 = atomic_subtract_acq_long
atomic_subtract_rel_64 = atomic_subtract_rel_long
atomic_set_64 = atomic_set_long
atomic_set_acq_64 = atomic_set_acq_long
atomic_set_rel_64 = atomic_set_rel_long
atomic_clear_64 = atomic_clear_long
atomic_clear_acq_64 = atomic_clear_acq_long
atomic_clear_rel_64 = atomic_clear_rel_long
atomic_cmpset_64 = atomic_cmpset_long
atomic_cmpset_acq_64 = atomic_cmpset_acq_long
atomic_cmpset_rel_64 = atomic_cmpset_rel_long
atomic_fcmpset_64 = atomic_fcmpset_long
atomic_fcmpset_acq_64 = atomic_fcmpset_acq_long
atomic_fcmpset_rel_64 = atomic_fcmpset_rel_long
atomic_load_64 = atomic_load_long
atomic_load_acq_64 = atomic_load_acq_long
atomic_store_64 = atomic_store_long
atomic_store_rel_64 = atomic_store_rel_long
atomic_fetchadd_64 = atomic_fetchadd_long
atomic_readandclear_64 = atomic_readandclear_long
atomic_swap_64 = atomic_swap_long
atomic_testandset_64 = atomic_testandset_long
atomic_testandset_acq_64 = atomic_testandset_acq_long
atomic_testandclear_64 = atomic_testandclear_long

atomic_add_ptr = atomic_add_long
atomic_add_acq_ptr = atomic_add_acq_long
atomic_add_rel_ptr = atomic_add_rel_long
atomic_subtract_ptr = atomic_subtract_long
atomic_subtract_acq_ptr = atomic_subtract_acq_long
atomic_subtract_rel_ptr = atomic_subtract_rel_long
atomic_set_ptr = atomic_set_long
atomic_set_acq_ptr = atomic_set_acq_long
atomic_set_rel_ptr = atomic_set_rel_long
atomic_clear_ptr = atomic_clear_long
atomic_clear_acq_ptr = atomic_clear_acq_long
atomic_clear_rel_ptr = atomic_clear_rel_long
atomic_cmpset_ptr = atomic_cmpset_long
atomic_cmpset_acq_ptr = atomic_cmpset_acq_long
atomic_cmpset_rel_ptr = atomic_cmpset_rel_long
atomic_fcmpset_ptr = atomic_fcmpset_long
atomic_fcmpset_acq_ptr = atomic_fcmpset_acq_long
atomic_fcmpset_rel_ptr = atomic_fcmpset_rel_long
atomic_load_ptr = atomic_load_long
atomic_load_acq_ptr = atomic_load_acq_long
atomic_store_ptr = atomic_store_long
atomic_store_rel_ptr = atomic_store_rel_long
atomic_fetchadd_ptr = atomic_fetchadd_long
atomic_readandclear_ptr = atomic_readandclear_long
atomic_swap_ptr = atomic_swap_long
atomic_testandset_ptr = atomic_testandset_long
atomic_testandset_acq_ptr = atomic_testandset_acq_long
atomic_testandclear_ptr = atomic_testandclear_long
