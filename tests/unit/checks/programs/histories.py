"""Objects with a specification, right and wrong, for test_checks_linearizability.py."""

from collections.abc import Callable

from unknot import at_end, initial, operation, scenario, thread
from unknot.lang import (
    Ptr,
    addr,
    array,
    atomic,
    choose,
    idle,
    indivisible,
    load,
    relaxed,
    spawn,
    store,
    thread_id,
    u8,
    u32,
    u64,
)


class Fifo:
    """What a queue of at most two should do."""

    def __init__(self):
        self.items = []

    def push(self, item):
        if len(self.items) == 2:
            return False
        self.items.append(item)
        return True

    def pop(self):
        return self.items.pop(0) if self.items else 0


class Locked:
    """A ring of two, one lock around everything."""

    specification = Fifo
    slots: array[u32] = array(2)
    head: u32
    tail: u32
    held: bool

    def lock(self) -> None:
        with indivisible(not self.held):
            self.held = True

    def unlock(self) -> None:
        with indivisible():
            self.held = False

    @operation
    def push(self, item: u32) -> bool:
        self.lock()
        room = self.tail - self.head < 2
        if room:
            self.slots[self.tail % 2] = item
            self.tail += 1
        self.unlock()
        return room

    @operation
    def pop(self) -> u32:
        self.lock()
        item: u32 = 0
        if self.head != self.tail:
            item = self.slots[self.head % 2]
            self.head += 1
        self.unlock()
        return item


@scenario
class LockedQueue(Locked):
    @thread
    def producer(self):
        self.push(1)
        self.push(2)

    @thread(count=2)
    def consumer(self):
        self.pop()


@scenario
class StalePop(Locked):
    """The item is read under the lock, and taken under it, and let go in between."""

    @operation
    def pop(self) -> u32:
        self.lock()
        item: u32 = 0
        if self.head != self.tail:
            item = self.slots[self.head % 2]
        self.unlock()
        if item != 0:
            self.lock()
            self.head += 1
            self.unlock()
        return item

    @initial
    def fill(self):
        self.push(1)
        self.push(2)

    @thread(count=2)
    def consumer(self):
        self.pop()


@scenario
class WrongAtEnd(Locked):
    """Nobody sees the loss before the end."""

    @operation
    def push(self, item: u32) -> bool:
        at = self.tail
        with indivisible():
            self.slots[at % 2] = item
        with indivisible():
            self.tail = at + 1
        return True

    @thread(count=2)
    def producer(self, me: u32):
        self.push(me + 1)

    @at_end
    def drained(self):
        self.pop()
        self.pop()


class Cell:
    """What a register should do."""

    def __init__(self):
        self.value = 0

    def write(self, value):
        self.value = value

    def read(self):
        return self.value


@scenario
class StaleRegister:
    """Two copies, written one after the other: a read may see the new value and a later one the old."""

    specification = Cell
    copies: array[atomic[u32]] = array(2)

    @operation
    def write(self, value: u32) -> None:
        self.copies[0].store(value)
        self.copies[1].store(value)

    @operation
    def read(self) -> u32:
        return self.copies[choose(2)].load()

    @thread
    def writer(self):
        self.write(7)

    @thread
    def reader(self):
        self.read()
        self.read()


class Flags:
    """Two flags."""

    def __init__(self):
        self.up = [False, False]

    def hoist(self, which):
        self.up[which] = True

    def is_up(self, which):
        return self.up[which]


@scenario
class Dekker:
    """Hoist mine, look at the other's: under tso both may still see it down."""

    specification = Flags
    up: array[atomic[bool]] = array(2)

    @operation
    def hoist(self, which: u8) -> None:
        self.up[which].store(True, relaxed)

    @operation
    def is_up(self, which: u8) -> bool:
        return self.up[which].load(relaxed)

    @thread(count=2)
    def flagger(self, me: u8):
        self.hoist(me)
        self.is_up(1 - me)


class Waiting(Fifo):
    """A queue whose pop waits."""

    def pop(self):
        return self.items.pop(0) if self.items else NotImplemented


class WaitsForWork(Locked):
    specification = Waiting
    asked: atomic[u32]

    @operation
    def pop(self) -> u32:
        self.asked.fetch_add(1)
        with indivisible(self.head != self.tail and not self.held, blocked_by=idle):
            item = self.slots[self.head % 2]
            self.head += 1
        return item

    @thread
    def producer(self):
        self.push(1)
        self.push(2)

    @thread(count=2)
    def worker(self):
        self.pop()
        self.pop()


@scenario
class IdleWorkers(WaitsForWork):
    """Two pops of four never return, and need not."""


@scenario
class Barging(WaitsForWork):
    """The second of two comes first."""

    @operation
    def push(self, item: u32) -> bool:
        return Locked.push(self, 3 - item)


@scenario
class Endless(Locked):
    """Tries for ever."""

    @thread
    def producer(self):
        while not self.push(1):
            pass

    @thread
    def consumer(self):
        while self.pop() != 2:
            pass


class Fragile(Fifo):
    """Pops what is not there."""

    def pop(self):
        return self.items.pop(0)


@scenario
class FragileSpecification(Locked):
    specification = Fragile

    @thread
    def consumer(self):
        self.pop()


@scenario
class Spawned(Locked):
    """Threads that are started later."""

    @thread
    def parent(self):
        spawn(self.child)
        self.push(1)

    def child(self) -> None:
        self.pop()


class Wide:
    """Large and signed numbers."""

    def __init__(self):
        self.last = 0

    def mix(self, a, b):
        assert isinstance(b, bool) and a in (0xFFFF_FFFF_FFFF_FFFF, 1)
        self.last, before = a, self.last
        return before


@scenario
class WideNumbers:
    specification = Wide
    last: u64

    @operation
    def mix(self, a: u64, b: bool) -> u64:
        with indivisible():
            before = self.last
            self.last = a
        return before

    @thread
    def one(self):
        self.mix(0xFFFF_FFFF_FFFF_FFFF, True)

    @thread
    def other(self):
        self.mix(1, thread_id() == 0)


@scenario
class FromNowhere(Locked):
    """A pop that gives what nobody put in."""

    @operation
    def pop(self) -> u32:
        return 9

    @thread(count=2)
    def consumer(self):
        self.pop()


class Counter:
    """What tickets should be."""

    def __init__(self):
        self.given = 0

    def ticket(self):
        self.given += 1
        return self.given - 1


def take(n: Ptr[u32]) -> u32:
    with indivisible():
        old = load(n)
        store(n, old + 1)
    return old


@scenario
class ThroughPointer:
    """The operation's only step is taken in a function that it calls by a pointer."""

    specification = Counter
    given: u32

    @operation
    def ticket(self) -> u32:
        how: Callable[[Ptr[u32]], u32] = take
        return how(addr(self.given))

    @thread(count=2)
    def customer(self):
        self.ticket()
        self.ticket()


class Switch:
    def __init__(self):
        self.turns = 0

    def turn(self):
        before, self.turns = self.turns, self.turns + 2
        return before


@scenario
class OnAndOff:
    """The operation gives a bool, its specification a number that is as good as one."""

    specification = Switch
    on: atomic[u32]

    @operation
    def turn(self) -> bool:
        return self.on.exchange(1) != 0

    @thread(count=2)
    def someone(self):
        self.turn()


@scenario
class NeverAtAnEnd(OnAndOff):
    """What is wrong is not seen: histories are judged at the end of schedules."""

    @operation
    def turn(self) -> bool:
        return self.on.exchange(1) == 0

    @thread
    def clock(self):
        while True:
            self.on.fetch_xor(2)
