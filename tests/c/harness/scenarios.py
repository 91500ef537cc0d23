"""Scenarios over queue.c."""

from unknot import at_end, initial, invariant, scenario, thread
from unknot.c import (
    OPEN,
    ROOM,
    puts_done,
    queue_each,
    queue_get,
    queue_init,
    queue_put,
    queue_t,
)
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, atomic, i32, null, size_of, u32, u64


def twice(value: i32, context: voidp) -> i32:
    return value * 2


def small(q: Ptr[queue_t], value: i32) -> bool:
    return value < 10 and size_of(queue_t) > 8 * ROOM


@scenario
class PutAndGet:
    q: queue_t
    got: atomic[i32]

    @initial
    def prepare(self):
        queue_init(addr(self.q))
        assert self.q.state == OPEN

    @thread
    def putter(self):
        assert queue_put(addr(self.q), 7)

    @thread(count=2)
    def getter(self, me: u64):
        value = queue_get(addr(self.q))
        assert value == 7 or value == -1
        if value == 7:
            self.got.fetch_add(1)

    @invariant
    def counted(self):
        assert self.q.count <= 1

    @at_end
    def nothing_lost(self):
        assert self.q.count == u32(1 - self.got.load())


@scenario
class PutTwice:
    q: queue_t

    @initial
    def prepare(self):
        queue_init(addr(self.q))
        self.q.wanted = small

    @thread(count=2)
    def putter(self, me: u64):
        queue_put(addr(self.q), 3 + i32(me))

    @thread
    def late(self):
        assert not queue_put(addr(self.q), 10)

    @at_end
    def both(self):
        assert queue_each(addr(self.q), twice, null) == 14
        assert puts_done == 0 or puts_done == 2
        assert queue_get(addr(self.q)) + queue_get(addr(self.q)) == 7
        assert queue_get(addr(self.q)) == -1


@scenario
class Refill:
    q: queue_t

    @initial
    def prepare(self):
        queue_init(addr(self.q))

    @thread
    def putter(self):
        queue_put(addr(self.q), 1)
        queue_put(addr(self.q), 2)

    @thread
    def getter(self):
        queue_get(addr(self.q))
