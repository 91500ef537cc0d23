"""Programs on which the two roads have once disagreed. Run by test_once_wrong.py; the name says what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from unknot import at_end, invariant, scenario, thread
from unknot.lang import (
    Ptr,
    addr,
    array,
    atomic,
    choose,
    idle,
    indivisible,
    join,
    load,
    offset,
    pause,
    spawn,
    store,
    struct,
    thread_local,
    u8,
    u32,
    u64,
)


def twice(x: u32) -> u32:
    return x * 2


@struct
class Hook:
    call: Callable[[u32], u32] = twice


@scenario
class IndexCountsUpBeforeTheAccess:
    cells: array[u64] = array(4)

    @thread
    def writer(self):
        i: u64 = 0
        i += 1
        self.cells[i] = 5
        i += 1
        assert self.cells[i] == 0
        assert self.cells[1] == 5


@scenario
class RaceOfAPointerThatMoves:
    cells: array[u64] = array(4)

    @thread
    def walker(self):
        p: Ptr[u64] = addr(self.cells[0])
        i: u32 = 0
        while i < 3:
            p = offset(p, 1)
            store(p, 1)
            i += 1

    @thread
    def reader(self):
        i: u64 = 1
        i += 2
        assert load(addr(self.cells[i])) < 2


@scenario
class RaceOfASumThatIsStored:
    total: u64
    part: u64
    other: u64

    @thread
    def adder(self):
        self.other += self.part

    @thread
    def writer(self):
        self.part += self.total


def serve(n: Ptr[u32]) -> None:
    while load(n) != 7:
        with indivisible(load(n) != 0, blocked_by=idle):
            store(n, 0)


@scenario
class ReadsAndThenWaitsForWork:
    n: u32

    @thread
    def server(self):
        serve(addr(self.n))


@scenario
class OneWaitsForWorkAndOneForNothing:
    n: u32
    never: u32

    @thread
    def server(self):
        serve(addr(self.n))

    @thread
    def other(self):
        while self.never == 0:
            pause()


@scenario
class ChoiceInACheckAtTheEnd:
    n: atomic[u32]

    @thread
    def setter(self):
        self.n.store(1)

    @at_end
    def all_but_two(self):
        assert choose(3) != 2


@scenario
class ChoiceInAnInvariant:
    n: atomic[u32]

    @thread
    def setter(self):
        self.n.store(1)

    @invariant
    def none(self) -> bool:
        return choose(2) == 0 or self.n.load() == 0


@scenario
class ChoiceOfTheThreadThatIsWaitedFor:
    go: u32

    @thread
    def waiter(self):
        with indivisible(self.go == 1, blocked_by=1):
            pass

    @thread
    def chooser(self):
        with indivisible(choose(2) == 1, blocked_by=0):
            self.go = 1


@scenario
class FunctionNamedOnlyInAFirstValue:
    hook: Hook

    @thread
    def caller(self):
        assert self.hook.call(4) == 8


mark: thread_local[u32] = 3
marks: thread_local[array[u8]] = array(5)


def leave_marks() -> None:
    global mark
    assert mark == 3 and marks[4] == 0
    mark = 9
    marks[4] = 8


@scenario
class ThreadLocalsOfANumberUsedAgain:
    n: atomic[u32]

    @thread
    def parent(self):
        global mark
        mark = 4
        join(spawn(leave_marks))
        join(spawn(leave_marks))
        assert mark == 4


@scenario
class BackFromTheFirstByte:
    cells: array[u32] = array(2)

    @thread
    def walker(self):
        store(offset(addr(self.cells[0]), -1), 1)


@scenario
class ShiftByMoreThanItsTypeHolds:
    n: u32

    @thread
    def shifter(self):
        assert u8(1) << (self.n + 256) == 1
