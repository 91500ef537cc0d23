"""One program for each kind of fault, as small as it can be. What each must give stands in test_checks_traces.py."""

from unknot import at_end, initial, invariant, scenario, thread
from unknot.lang import (
    Ptr,
    addr,
    alloc,
    array,
    atomic,
    cast,
    choose,
    free,
    indivisible,
    join,
    load,
    null,
    offset,
    pause,
    racy,
    spawn,
    struct,
    u8,
    u32,
    u64,
    unreachable,
)


@struct
class Node:
    value: u64


@struct
class Lock:
    """A mutex: 0 is free, else 1 + the number of the owner."""

    owner: u64


def acquire(lock: Ptr[Lock], me: u64) -> None:
    with indivisible(lock.owner == 0, blocked_by=lock.owner - 1):
        lock.owner = me + 1


def release(lock: Ptr[Lock]) -> None:
    with indivisible():
        lock.owner = 0


@scenario
class LostUpdate:
    x: atomic[u64]

    @thread(count=2)
    def inc(self) -> None:
        self.x.store(self.x.load() + 1)

    @at_end
    def both_count(self) -> None:
        assert self.x.load() == 2, "an increment was lost"


@scenario
class LostUpdateAtAPause:
    x: atomic[u64]

    @thread(count=2)
    def inc(self) -> None:
        seen = self.x.load()
        pause()
        self.x.store(seen + 1)

    @at_end
    def both_count(self) -> bool:
        return self.x.load() == 2


@scenario
class Assertion:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        self.x.store(2)

    @thread
    def b(self) -> None:
        assert self.x.load() != 1, "one was seen"


@scenario
class Chosen:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        with indivisible():
            self.x.store(choose(4))
        assert self.x.load() != 2, "two was chosen"


@scenario
class AbBa:
    first: Lock
    second: Lock

    @thread
    def a(self) -> None:
        acquire(addr(self.first), 0)
        acquire(addr(self.second), 0)
        release(addr(self.second))
        release(addr(self.first))

    @thread
    def b(self) -> None:
        acquire(addr(self.second), 1)
        acquire(addr(self.first), 1)
        release(addr(self.first))
        release(addr(self.second))


@scenario
class AbBaWhileAThirdRuns(AbBa):
    ticks: atomic[u64]

    @thread
    def c(self) -> None:
        while True:
            self.ticks.store(1)
            self.ticks.store(0)


@scenario
class OneOrder(AbBa):
    @thread
    def b(self) -> None:
        acquire(addr(self.first), 1)
        acquire(addr(self.second), 1)
        release(addr(self.second))
        release(addr(self.first))


@scenario
class SelfDeadlock:
    lock: Lock

    @thread
    def a(self) -> None:
        acquire(addr(self.lock), 0)
        acquire(addr(self.lock), 0)


@scenario
class WaitsForNobody:
    flag: atomic[u64]

    @thread
    def a(self) -> None:
        while self.flag.load() == 0:
            pass

    @thread
    def b(self) -> None:
        self.flag.store(0)


@scenario
class UseAfterFree:
    shared: Ptr[Node]
    open: atomic[bool]

    @initial
    def begin(self) -> None:
        self.shared = alloc(Node)
        self.shared.value = 7
        self.open.store(True)

    @thread
    def user(self) -> None:
        if self.open.load():
            with indivisible():
                assert self.shared.value == 7

    @thread
    def owner(self) -> None:
        self.open.store(False)
        free(self.shared)


@scenario
class DoubleFree:
    shared: atomic[Ptr[Node]]

    @initial
    def begin(self) -> None:
        self.shared.store(alloc(Node))

    @thread(count=2)
    def owner(self) -> None:
        mine = self.shared.load()
        if mine is not null:
            self.shared.store(null)
            free(mine)


@scenario
class BadFree:
    pair: array[u64] = array(2)

    @thread
    def a(self) -> None:
        free(addr(self.pair[1]))


@scenario
class NullPointer:
    shared: atomic[Ptr[Node]]

    @thread
    def reader(self) -> None:
        node = self.shared.load()
        assert node.value == 0

    @thread
    def writer(self) -> None:
        node = alloc(Node)
        node.value = 0
        self.shared.store(node)


@scenario
class Index:
    slots: array[u32] = array(4)
    last: atomic[u64] = 3

    @thread
    def reader(self) -> None:
        self.slots[self.last.load()] = 1

    @thread
    def writer(self) -> None:
        self.last.fetch_add(1)


@scenario
class PastTheEnd:
    slots: array[u32] = array(4)

    @thread
    def a(self) -> None:
        p = addr(self.slots[0])
        assert load(offset(p, 3)) == 0
        assert load(offset(p, 4)) == 0


@scenario
class Misaligned:
    bytes: array[u8] = array(16)

    @thread
    def a(self) -> None:
        assert load(cast(Ptr[u64], addr(self.bytes[4]))) == 0


@scenario
class Uninitialised:
    @thread
    def a(self) -> None:
        node = alloc(Node)
        assert node.value == 0


@scenario
class Leak:
    given: atomic[bool]

    @thread
    def a(self) -> None:
        node = alloc(Node)
        if not self.given.exchange(True):
            free(node)

    @thread
    def b(self) -> None:
        self.given.store(True)


@scenario
class Race:
    x: u64

    @thread(count=2)
    def t(self, me: u64) -> None:
        self.x = me


@scenario
class RacyByIntention:
    x: racy[u64]

    @thread(count=2)
    def t(self, me: u64) -> None:
        self.x = me


@scenario
class ReadersOnly:
    x: u64

    @thread(count=2)
    def t(self) -> None:
        assert self.x == 0


@scenario
class Invariant:
    x: atomic[u64]
    y: atomic[u64]

    @thread(count=2)
    def t(self) -> None:
        self.x.fetch_add(1)
        self.y.fetch_add(1)

    @invariant
    def never_two_ahead(self) -> bool:
        return self.x.load() < self.y.load() + 2


@scenario
class Division:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        divisor = self.x.load()
        self.x.store(6 // divisor)

    @thread
    def b(self) -> None:
        self.x.store(1)


@scenario
class Shift:
    x: atomic[u64] = 64

    @thread
    def a(self) -> None:
        by = self.x.load()
        self.x.store(u64(1) << by)


@scenario
class Unreachable:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        if self.x.load() == 1:
            unreachable("b was first")

    @thread
    def b(self) -> None:
        self.x.store(1)


def nothing() -> None:
    pass


@scenario
class JoinTwice:
    @thread
    def a(self) -> None:
        child = spawn(nothing)
        join(child)
        join(child)


@scenario
class Endless:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        n: u64 = 0
        while True:
            n += 1


@scenario
class EndlessBeginning:
    @thread
    def a(self) -> None:
        n: u64 = 0
        while True:
            n += 1


def down(n: u64) -> u64:
    if n == 0:
        return 0
    return down(n - 1) + 1


@scenario
class Recursion:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(down(self.x.load() + 5))
        assert self.x.load() == 5


@scenario
class DeepRecursion:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(down(self.x.load() + 1_000_000))


@scenario
class ManyObjects:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        while True:
            node = alloc(Node)
            node.value = 0


@scenario
class ManyThreads:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        for _ in range(3):
            spawn(nothing)
