"""The tutorial's spin lock: a loop that waits for a change."""

from unknot import at_end, scenario, thread
from unknot.lang import Ptr, acquire, addr, atomic, pause, relaxed, release, struct, u32


@struct
class SpinLock:
    held: atomic[u32]

    def take(self) -> None:
        while not self.held.cas(0, 1, acquire):
            pause()

    def drop(self) -> None:
        self.held.store(0, release)


def take_badly(lock: Ptr[SpinLock]) -> None:
    while lock.held.load(relaxed) != 0:
        pause()
    lock.held.store(1, relaxed)


# unknot check spinlock.py::Works: verified
# unknot check spinlock.py::Works --memory tso: verified
@scenario
class Works:
    lock: SpinLock
    count: u32

    @thread(count=2)
    def adder(self) -> None:
        self.lock.take()
        self.count += 1
        self.lock.drop()

    @at_end
    def both_counted(self) -> None:
        assert self.count == 2


# unknot check spinlock.py::TestThenSet: violated, data race
@scenario
class TestThenSet(Works):
    @thread(count=2)
    def adder(self) -> None:
        take_badly(addr(self.lock))
        self.count += 1
        self.lock.drop()


# unknot check spinlock.py::Forgotten: violated, deadlock
@scenario
class Forgotten(Works):
    @thread(count=2)
    def adder(self) -> None:
        self.lock.take()
        self.count += 1
        if self.count == 1:
            return
        self.lock.drop()
