"""The bounded buffer on the kernel library: a mutex, msleep and wakeup. There is no twin: a mutex here keeps the books
that WITNESS keeps, and its rules are checked on every schedule."""

from unknot import at_end, initial, param, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.sleepqueue import msleep, wakeup
from unknot.lang import addr, null, u32

rounds = param("rounds", 4, "items of each producer")
size = param("size", 2, "places in the buffer")


@scenario
class MtxBuffer:
    m: mtx
    items: u32
    room: u32 = size

    @initial
    def setup(self):
        mtx_init(addr(self.m), "buffer", null, MTX_DEF)

    @thread(count=2)
    def producer(self):
        for _ in range(rounds):
            mtx_lock(addr(self.m))
            while self.room == 0:
                msleep(addr(self.room), addr(self.m), 0, "room", 0)
            self.room -= 1
            self.items += 1
            wakeup(addr(self.items))
            mtx_unlock(addr(self.m))

    @thread(count=2)
    def consumer(self):
        for _ in range(rounds):
            mtx_lock(addr(self.m))
            while self.items == 0:
                msleep(addr(self.items), addr(self.m), 0, "items", 0)
            self.items -= 1
            self.room += 1
            wakeup(addr(self.room))
            mtx_unlock(addr(self.m))

    @at_end
    def all_went_through(self):
        assert self.items == 0 and self.room == size
