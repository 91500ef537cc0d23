"""refcount(9): who frees, and how to count wrong. What each gives: test_refcount.py."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.refcount import (
    REFCOUNT_SATURATION_VALUE,
    refcount_acquire,
    refcount_acquire_checked,
    refcount_acquire_if_gt,
    refcount_acquire_if_not_zero,
    refcount_acquiren,
    refcount_init,
    refcount_load,
    refcount_release,
    refcount_release_if_last,
    refcount_release_if_not_last,
    refcount_releasen,
)
from unknot.lang import Ptr, addr, alloc, atomic, free, struct, u32


@struct
class thing:
    refs: atomic[u32]
    value: u32


def put(t: Ptr[thing]) -> None:
    """Gives a reference back."""
    if refcount_release(addr(t.refs)):
        free(t)


class One:
    t: Ptr[thing]

    @initial
    def setup(self):
        self.t = alloc(thing)
        self.t.value = 0
        refcount_init(addr(self.t.refs), 2)


class Count:
    n: atomic[u32]

    @initial
    def setup(self):
        refcount_init(addr(self.n), 1)


@scenario
class LastFrees(One):
    @thread(count=2)
    def holder(self):
        assert self.t.value == 0
        put(self.t)


@scenario
class OneTooMany(One):
    """Wrong: three give back, two have."""

    @thread(count=3)
    def holder(self):
        put(self.t)


@scenario
class UsedAfterRelease(One):
    @thread(count=2)
    def holder(self):
        put(self.t)
        assert self.t.value == 0


@scenario
class Functions(Count):
    @thread
    def only(self):
        p = addr(self.n)
        assert refcount_acquire(p) == 1
        assert refcount_acquiren(p, 3) == 2
        assert not refcount_releasen(p, 3)
        assert refcount_load(p) == 2
        assert not refcount_release_if_last(p)
        assert refcount_release_if_not_last(p)
        assert not refcount_release_if_not_last(p)
        assert not refcount_acquire_if_gt(p, 1)
        assert refcount_acquire_if_gt(p, 0)
        assert not refcount_release(p)
        assert refcount_acquire_checked(p)
        assert not refcount_release(p)
        assert refcount_release_if_last(p)
        assert not refcount_acquire_if_not_zero(p)
        assert refcount_load(p) == 0


@scenario
class IfNotZero(Count):
    """Right: who finds it gone does not use it."""

    gone: atomic[bool]

    @thread
    def owner(self):
        if refcount_release(addr(self.n)):
            self.gone.store(True)

    @thread(count=2)
    def finder(self):
        if refcount_acquire_if_not_zero(addr(self.n)):
            assert not self.gone.load()
            if refcount_release(addr(self.n)):
                self.gone.store(True)

    @at_end
    def freed(self):
        assert self.gone.load()


@scenario
class IfNotLast(Count):
    """Right: one of the two keeps the last reference, and counts down to 0."""

    frees: atomic[u32]

    @initial
    def setup(self):
        refcount_init(addr(self.n), 2)

    @thread(count=2)
    def holder(self):
        if not refcount_release_if_not_last(addr(self.n)) and refcount_release(addr(self.n)):
            self.frees.fetch_add(1)

    @at_end
    def freed_once(self):
        assert self.frees.load() == 1 and refcount_load(addr(self.n)) == 0


@scenario
class LookedAt(Count):
    """Must fail: to look whether there is one and then to take it is too late."""

    @thread
    def owner(self):
        refcount_release(addr(self.n))

    @thread
    def finder(self):
        if refcount_load(addr(self.n)) != 0:
            assert refcount_acquire(addr(self.n)) != 0, "it is gone"


@scenario
class Underflow(Count):
    @thread
    def only(self):
        refcount_release(addr(self.n))
        refcount_release(addr(self.n))


@scenario
class Overflow(Count):
    @thread
    def only(self):
        refcount_acquiren(addr(self.n), 0x7FFF_FFFF)
        refcount_acquire(addr(self.n))


@scenario
class BadStart(Count):
    @thread
    def only(self):
        refcount_init(addr(self.n), 1 << 31)


@scenario
class Saturates(Underflow):
    """Without INVARIANTS the count stays where it does no harm."""

    @at_end
    def stays(self):
        assert refcount_load(addr(self.n)) == REFCOUNT_SATURATION_VALUE
