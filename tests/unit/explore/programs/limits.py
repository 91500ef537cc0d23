"""Programs that reach limits: large ones, endless ones, ones with large steps."""

from unknot import at_end, initial, invariant, param, scenario, thread
from unknot.lang import (
    Ptr,
    addr,
    alloc,
    array,
    atomic,
    choose,
    free,
    indivisible,
    join,
    load,
    null,
    spawn,
    store,
    struct,
    u64,
)

n = param("n", 1000, "how many")
wrong = param("wrong", 0, "which is wrong")
threads = param("threads", 1, "how many threads beside the last")


def down(depth: u64) -> u64:
    if depth == 0:
        return 0
    return down(depth - 1) + 1


def fib(i: u64) -> u64:
    if i < 2:
        return i
    return fib(i - 1) + fib(i - 2)


def nothing() -> None:
    pass


@struct
class Node:
    value: u64


@struct
class Large:
    words: array[u64] = array(20_000)


@scenario
class Counting:
    """As many states as its counters have values: more than anybody can visit."""

    x: atomic[u64]
    y: atomic[u64]

    @thread
    def a(self) -> None:
        while True:
            self.x.fetch_add(1)

    @thread
    def b(self) -> None:
        while True:
            self.y.fetch_add(1)


@scenario
class Deep:
    """Wrong only with two preemptions or more."""

    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        seen = self.x.load()
        self.x.store(3)
        assert seen != 2 or self.x.load() != 4, "b came between twice"

    @thread
    def b(self) -> None:
        if self.x.load() == 1:
            self.x.store(2)
            if self.x.load() == 3:
                self.x.store(4)


@scenario
class Straight:
    """One thread: no schedule has a preemption."""

    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        self.x.store(2)


@scenario
class Recursive:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        self.x.store(down(n))


@scenario
class InitialObject:
    """The beginning itself needs memory."""

    node: Ptr[Node]

    @initial
    def make(self) -> None:
        self.node = alloc(Node)

    @thread
    def run(self) -> None:
        self.node.value = 1


@scenario
class Objects:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        for _ in range(n):
            node = alloc(Node)
            node.value = 0


@scenario
class Children:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        for _ in range(n):
            spawn(nothing)
        self.x.store(2)


@scenario
class ChildrenOneByOne:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        for _ in range(n):
            join(spawn(nothing))


@scenario
class Rounds:
    """A step that computes `n` rounds."""

    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)
        total: u64 = 0
        for i in range(n):
            total += i
        self.x.store(total)
        assert self.x.load() == n * (n - 1) // 2


@scenario
class RecursiveRounds:
    """A step with tens of thousands of calls."""

    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(fib(20))
        assert self.x.load() == 6765


@scenario
class LongBlock:
    """A step that changes one word `n` times."""

    x: u64

    @thread
    def a(self) -> None:
        with indivisible():
            for _ in range(n):
                self.x += 1
        assert self.x == n


@scenario
class WideBlock:
    """A step that changes `n` words."""

    words: array[u64] = array(70_000)
    x: atomic[u64]

    @thread
    def a(self) -> None:
        with indivisible():
            for i in range(n):
                self.words[i] = i + 1
        assert self.words[n - 1] == n
        self.x.store(1)


@scenario
class LargeObject:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        p = alloc(Large)
        p.words[19_999] = 1
        self.x.store(1)
        free(p)
        self.x.store(2)


@scenario
class ManyOutcomes:
    """A step with `n` outcomes, one of which is wrong."""

    x: atomic[u64]

    @thread
    def a(self) -> None:
        with indivisible():
            self.x.store(choose(n))
        assert self.x.load() != wrong, "that one"


@scenario
class ManyChoices:
    """A step with `n` choices."""

    x: atomic[u64]

    @thread
    def a(self) -> None:
        total: u64 = 0
        for i in range(n):
            total += choose(1 + u64(i == 0))
        self.x.store(total)


@scenario
class RealChoices:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        total: u64 = 0
        for _ in range(n):
            total |= choose(2)
        self.x.store(total)


@scenario
class LargeState:
    """A state of more than 65,536 words."""

    words: array[u64] = array(70_000)
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.words[69_999] = 1
        self.x.store(1)
        assert self.words[69_999] == 1

    @thread
    def b(self) -> None:
        self.x.store(2)


@struct
class Huge:
    words: array[u64] = array(5_000_000)


@scenario
class TooLarge:
    huge: Huge

    @thread
    def a(self) -> None:
        self.huge.words[0] = 1


@scenario
class ManyThreads:
    x: atomic[u64]

    @thread(count=threads)
    def t(self) -> None:
        with indivisible():
            pass

    @thread
    def one_more(self) -> None:
        with indivisible():
            pass


@scenario
class EndlessInvariant:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)

    @invariant
    def never(self) -> bool:
        i: u64 = 0
        while i < 10_000_000 + self.x.load():
            i += 0
        return True


@scenario
class DeepInvariant:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)

    @invariant
    def deep(self) -> bool:
        return down(n) == n


@scenario
class LargeInvariant:
    x: atomic[u64]

    @thread
    def a(self) -> None:
        self.x.store(1)

    @invariant
    def large(self) -> bool:
        p = alloc(Large)
        return p != null

    @at_end
    def frees(self) -> None:
        free(alloc(Node))


def bump(n: Ptr[u64]) -> None:
    store(n, load(n) + 1)


@scenario
class InvariantsThatWrite:
    """What an invariant writes through a pointer is gone when it has been asked."""

    x: atomic[u64]
    asked: u64

    @thread
    def a(self) -> None:
        self.x.store(1)

    @invariant
    def first(self) -> bool:
        bump(addr(self.asked))
        return self.asked == 1

    @invariant
    def second(self) -> bool:
        bump(addr(self.asked))
        return self.asked == 1
