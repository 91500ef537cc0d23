"""Small programs whose states can be counted by hand. The counts, and why, stand in test_explore_counts.py."""

from unknot import at_end, initial, param, scenario, thread
from unknot.lang import Ptr, addr, alloc, atomic, choose, free, indivisible, join, spawn, struct, u64

n = param("n", 3, "how often")


@struct
class Pair:
    first: u64
    second: u64


@scenario
class TwoStores:
    x: atomic[u64]
    y: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)

    @thread
    def b(self) -> None:
        self.y.store(1)


@scenario
class TwoStoresToOneWord:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)

    @thread
    def b(self) -> None:
        self.x.store(2)


@scenario
class TwoIncrements:
    x: atomic[u64]

    @thread(count=2)
    def t(self) -> None:
        self.x.store(self.x.load() + 1)


@scenario
class ThreeThreads:
    x: atomic[u64]

    @thread(count=3)
    def t(self) -> None:
        self.x.fetch_add(1)


@scenario
class ChooseBefore:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        value = choose(3)
        self.x.store(value)


@scenario
class ChooseInside:
    x: u64

    @thread
    def a(self) -> None:
        with indivisible():
            self.x = choose(3)


@scenario
class ChooseTwice:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(choose(2) * 2 + choose(2))


@scenario
class Blocks:
    x: u64
    y: u64

    @thread(count=2)
    def t(self) -> None:
        with indivisible():
            self.x += 1
            self.y += self.x


@scenario
class Locked:
    held: bool
    x: u64

    @thread(count=2)
    def t(self) -> None:
        with indivisible(not self.held):
            self.held = True
        self.x += 1
        with indivisible():
            self.held = False


@struct
class Cell:
    x: atomic[u64]


def store_one(cell: Ptr[Cell]) -> None:
    cell.x.store(1)


@scenario
class SpawnAndJoin:
    cell: Cell

    @thread
    def a(self) -> None:
        child = spawn(store_one, addr(self.cell))
        join(child)


@scenario
class SpinLoop:
    flag: atomic[u64]
    work: atomic[u64]

    @thread
    def waits(self) -> None:
        while self.flag.load() == 0:
            pass

    @thread
    def works(self) -> None:
        for _ in range(n):
            self.work.store(0)
        self.flag.store(1)


@scenario
class Private:
    @thread
    def a(self) -> None:
        p = alloc(Pair)
        p.first = 1
        p.second = 2


@scenario
class Freed:
    @thread
    def a(self) -> None:
        p = alloc(Pair)
        p.first = 1
        free(p)


@scenario
class Grid:
    x: atomic[u64]

    @thread(count=3)
    def t(self) -> None:
        for _ in range(n):
            self.x.store(0)


@scenario
class Beginnings:
    """Two ways to begin, and a check that both end well."""

    x: atomic[u64]

    @initial
    def begin(self) -> None:
        self.x.store(choose(2))

    @thread
    def a(self) -> None:
        self.x.fetch_add(1)

    @at_end
    def counted(self) -> None:
        assert self.x.load() <= 2, "too many"
