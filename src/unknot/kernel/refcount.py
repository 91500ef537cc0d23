"""refcount(9). One idea: one atomic word, and nobody counts below 0 or into the upper half of its range.

Releasing has release order, and acquire order for who counts down to 0: what others did before their release is seen by
whoever frees the object. A count that wraps around is the violation `refcount`; FreeBSD panics with INVARIANTS, and
without lets the object live for ever.
"""

from __future__ import annotations

from unknot.kernel.switches import kernel_invariants
from unknot.lang import Ptr, acquire, atomic, fence, here, relaxed, release, require, u32

REFCOUNT_SATURATED = 1 << 31
"""The bit of counts that are none any more."""
REFCOUNT_SATURATION_VALUE = 3 << 30
"""Where a count that has wrapped around stays, in a kernel without INVARIANTS."""


def refcount_init(count: Ptr[atomic[u32]], value: u32, site: u32 = here()) -> None:
    """Sets it, before anybody else can see it."""
    right = value & REFCOUNT_SATURATED == 0 or kernel_invariants == 0
    require(right, "refcount", "invalid initial refcount value {0:d} @ {1:site}", value, site)
    count.store(value, relaxed)


def refcount_load(count: Ptr[atomic[u32]]) -> u32:
    """How many there are; it may change at once."""
    return count.load(relaxed)


def refcount_acquire(count: Ptr[atomic[u32]], site: u32 = here()) -> u32:
    """One reference more, by somebody who has one already. What it was before."""
    old = count.fetch_add(1, relaxed)
    _check(count, old & REFCOUNT_SATURATED != 0, site)
    return old


def refcount_acquiren(count: Ptr[atomic[u32]], n: u32, site: u32 = here()) -> u32:
    """`n` references more. What it was before."""
    old = count.fetch_add(n, relaxed)
    _check(count, old & REFCOUNT_SATURATED != 0, site)
    return old


def refcount_acquire_checked(count: Ptr[atomic[u32]]) -> bool:
    """One reference more, if that does not overflow."""
    old = count.load(relaxed)
    while True:
        if (old + 1) & REFCOUNT_SATURATED:
            return False
        seen = count.compare_exchange(old, old + 1, relaxed)
        if seen == old:
            return True
        old = seen


def refcount_acquire_if_not_zero(count: Ptr[atomic[u32]]) -> bool:
    """One reference more, unless there is none: then the object is going, and must not be used."""
    return refcount_acquire_if_gt(count, 0)


def refcount_acquire_if_gt(count: Ptr[atomic[u32]], n: u32) -> bool:
    """One reference more, if there are more than `n`."""
    old = count.load(relaxed)
    while True:
        if old <= n:
            return False
        if old & REFCOUNT_SATURATED:
            return True
        seen = count.compare_exchange(old, old + 1, relaxed)
        if seen == old:
            return True
        old = seen


def refcount_release(count: Ptr[atomic[u32]], site: u32 = here()) -> bool:
    """One reference less; True for the last: who gets it frees the object."""
    return refcount_releasen(count, 1, site)


def refcount_releasen(count: Ptr[atomic[u32]], n: u32, site: u32 = here()) -> bool:
    """`n` references less; True if none is left."""
    fence(release)
    old = count.fetch_sub(n, relaxed)
    wrong = old < n or old & REFCOUNT_SATURATED != 0
    _check(count, wrong, site)
    if wrong or old > n:
        return False
    fence(acquire)
    return True


def refcount_release_if_last(count: Ptr[atomic[u32]]) -> bool:
    """The last reference less; False, and nothing is done, if there are others."""
    if count.cas(1, 0, release, fail=relaxed):
        fence(acquire)
        return True
    return False


def refcount_release_if_not_last(count: Ptr[atomic[u32]]) -> bool:
    """One reference less; False, and nothing is done, if it is the last."""
    old = count.load(relaxed)
    while True:
        if old <= 1:
            return False
        if old & REFCOUNT_SATURATED:
            return True
        seen = count.compare_exchange(old, old - 1, release, fail=relaxed)
        if seen == old:
            return True
        old = seen


def _check(count: Ptr[atomic[u32]], wrong: bool, site: u32) -> None:
    """The count has not wrapped around."""
    if wrong:
        require(kernel_invariants == 0, "refcount", "refcount {0} wraparound @ {1:site}", count, site)
        count.store(REFCOUNT_SATURATION_VALUE, relaxed)
