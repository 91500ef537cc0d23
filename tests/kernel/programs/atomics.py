"""atomic(9): what each function does, and what it orders. What each gives: test_atomic.py."""

from unknot import at_end, scenario, thread
from unknot.kernel.atomic import (
    atomic_add_acq_32,
    atomic_add_int,
    atomic_add_long,
    atomic_add_rel_long,
    atomic_clear_int,
    atomic_clear_long,
    atomic_cmpset_acq_int,
    atomic_cmpset_int,
    atomic_cmpset_ptr,
    atomic_cmpset_rel_long,
    atomic_fcmpset_acq_int,
    atomic_fcmpset_long,
    atomic_fetchadd_32,
    atomic_fetchadd_64,
    atomic_load_acq_int,
    atomic_load_int,
    atomic_load_long,
    atomic_readandclear_int,
    atomic_readandclear_long,
    atomic_set_int,
    atomic_set_ptr,
    atomic_store_int,
    atomic_store_long,
    atomic_store_rel_int,
    atomic_subtract_int,
    atomic_subtract_long,
    atomic_swap_64,
    atomic_swap_int,
    atomic_testandclear_int,
    atomic_testandset_int,
    atomic_testandset_long,
    atomic_thread_fence_acq,
    atomic_thread_fence_acq_rel,
    atomic_thread_fence_rel,
    atomic_thread_fence_seq_cst,
)
from unknot.lang import addr, atomic, pause, racy, u32, u64


class Words:
    i: atomic[u32]
    w: atomic[u64]


@scenario
class Ints(Words):
    @thread
    def only(self):
        p = addr(self.i)
        atomic_store_int(p, 5)
        atomic_add_int(p, 3)
        atomic_add_acq_32(p, 1)
        atomic_subtract_int(p, 2)
        assert atomic_load_int(p) == 7
        atomic_set_int(p, 0x18)
        atomic_clear_int(p, 3)
        assert atomic_load_acq_int(p) == 0x1C
        assert not atomic_cmpset_int(p, 1, 2)
        assert atomic_cmpset_acq_int(p, 0x1C, 2)
        assert atomic_fetchadd_32(p, 0xFFFF_FFFF) == 2
        assert atomic_swap_int(p, 9) == 1
        assert atomic_readandclear_int(p) == 9
        assert not atomic_testandset_int(p, 33)
        assert atomic_testandset_int(p, 1)
        assert atomic_load_int(p) == 2
        assert atomic_testandclear_int(p, 1)
        assert not atomic_testandclear_int(p, 1)
        old: u32 = 4
        assert not atomic_fcmpset_acq_int(p, addr(old), 6)
        assert old == 0
        assert atomic_fcmpset_acq_int(p, addr(old), 6)
        assert old == 0 and atomic_load_int(p) == 6


@scenario
class Longs(Words):
    @thread
    def only(self):
        p = addr(self.w)
        atomic_store_long(p, 1 << 40)
        atomic_add_long(p, 3)
        atomic_add_rel_long(p, 1)
        atomic_subtract_long(p, 2)
        assert atomic_load_long(p) == (1 << 40) + 2
        atomic_set_ptr(p, 1)
        atomic_clear_long(p, 1 << 40)
        assert atomic_cmpset_ptr(p, 3, 4)
        assert not atomic_cmpset_rel_long(p, 3, 4)
        assert atomic_fetchadd_64(p, 1) == 4
        assert atomic_swap_64(p, 7) == 5
        assert atomic_readandclear_long(p) == 7
        assert not atomic_testandset_long(p, 63)
        old: u64 = 0
        assert not atomic_fcmpset_long(p, addr(old), 6)
        assert old == 1 << 63


@scenario
class Counts(Words):
    @thread(count=3)
    def adder(self):
        atomic_add_int(addr(self.i), 1)

    @at_end
    def all_counted(self):
        assert atomic_load_int(addr(self.i)) == 3


@scenario
class CountsByHand(Words):
    """Must fail: load and store are two steps."""

    @thread(count=2)
    def adder(self):
        atomic_store_int(addr(self.i), atomic_load_int(addr(self.i)) + 1)

    @at_end
    def all_counted(self):
        assert atomic_load_int(addr(self.i)) == 2, "one was lost"


@scenario
class CountsByCompare(Words):
    @thread(count=2)
    def adder(self):
        old = atomic_load_int(addr(self.i))
        while not atomic_fcmpset_acq_int(addr(self.i), addr(old), old + 1):
            pause()

    @at_end
    def all_counted(self):
        assert atomic_load_int(addr(self.i)) == 2


@scenario
class Published(Words):
    """Right in every memory model."""

    data: racy[u32]

    @thread
    def writer(self):
        self.data = 1
        atomic_store_rel_int(addr(self.i), 1)

    @thread
    def reader(self):
        if atomic_load_acq_int(addr(self.i)) == 1:
            assert self.data == 1


@scenario
class StoreBuffers(Words):
    """Right only where nothing is reordered: each stores, then looks at the other."""

    seen: atomic[u32]

    @thread
    def one(self):
        atomic_store_rel_int(addr(self.i), 1)
        if atomic_load_acq_int(addr(self.seen)) == 0:
            atomic_store_long(addr(self.w), 1)

    @thread
    def two(self):
        atomic_store_rel_int(addr(self.seen), 1)
        if atomic_load_acq_int(addr(self.i)) == 0:
            assert atomic_load_long(addr(self.w)) == 0, "neither saw the other"


@scenario
class Fenced(StoreBuffers):
    """Right: with a fence between."""

    @thread
    def one(self):
        atomic_store_int(addr(self.i), 1)
        atomic_thread_fence_seq_cst()
        if atomic_load_int(addr(self.seen)) == 0:
            atomic_store_long(addr(self.w), 1)

    @thread
    def two(self):
        atomic_store_int(addr(self.seen), 1)
        atomic_thread_fence_seq_cst()
        if atomic_load_int(addr(self.i)) == 0:
            assert atomic_load_long(addr(self.w)) == 0, "neither saw the other"


@scenario
class WeaklyFenced(StoreBuffers):
    """Must fail where stores are buffered: these fences do not keep a load behind a store."""

    @thread
    def one(self):
        atomic_store_int(addr(self.i), 1)
        atomic_thread_fence_acq_rel()
        if atomic_load_int(addr(self.seen)) == 0:
            atomic_store_long(addr(self.w), 1)

    @thread
    def two(self):
        atomic_store_int(addr(self.seen), 1)
        atomic_thread_fence_rel()
        atomic_thread_fence_acq()
        if atomic_load_int(addr(self.i)) == 0:
            assert atomic_load_long(addr(self.w)) == 0, "neither saw the other"
