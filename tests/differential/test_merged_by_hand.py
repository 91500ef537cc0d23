"""With --reduce nothing is lost, by hand: what would take with it what a thread touched in the step under way.

One idea: in each of these programs two threads meet unordered, in a step that hides it if what is touched is forgotten,
or was never kept.
"""

from __future__ import annotations

import pytest

from unknot import at_end, check, initial, scenario, thread
from unknot.core.options import Options
from unknot.lang import Ptr, addr, alloc, aside, assume, atomic, choose, extent, free, load, pause, store, struct, u32


@struct
class Item:
    value: u32


def put(p: Ptr[u32], value: u32) -> None:
    store(p, value)


def see(p: Ptr[u32]) -> u32:
    return load(p)


@scenario
class BothLeave:
    """Each schedule in which one touches x in the reduced search is left with that step."""

    a: atomic[u32]
    x: u32

    @thread(count=2)
    def leaver(self):
        self.a.store(1)
        self.x = 1
        assume(False)


@scenario
class BothPass:
    """Only a schedule between the steps lets both pass; their race is one as well."""

    a: atomic[u32]
    x: u32
    y: u32

    @thread
    def one(self):
        self.a.store(1)
        self.x = 1
        assume(self.y == 1)

    @thread
    def other(self):
        self.a.store(2)
        self.y = 1
        assume(self.x == 1)

    @at_end
    def never(self):
        assert self.x == 0, "both passed"


@scenario
class LeaveByChoice:
    a: atomic[u32]
    x: u32

    @thread(count=2)
    def leaver(self):
        self.a.store(1)
        if choose(2) == 1:
            self.x = 1
            assume(False)


@scenario
class AtomicAside:
    """An atomic access that begins no step lets nothing be forgotten."""

    a: atomic[u32]
    x: u32

    @thread(count=2)
    def toucher(self):
        self.a.store(1)
        self.x = 1
        with aside():
            self.a.load()


@scenario
class CalledAside:
    """What a function touches that is only called aside."""

    a: atomic[u32]
    x: u32
    y: u32

    @thread
    def writer(self):
        self.a.store(1)
        self.y = 1
        with aside():
            put(addr(self.x), 1)

    @thread
    def reader(self):
        if self.a.load() == 1:
            seen: u32 = 0
            with aside():
                seen = see(addr(self.x))
            assert seen == 1, "not yet"


@scenario
class AllocatesAside:
    a: atomic[u32]
    x: u32

    @thread(count=2)
    def toucher(self):
        self.a.store(1)
        self.x = 1
        with aside():
            free(alloc(Item))


@scenario
class AsksForExtent:
    """That an object is there is read as well."""

    flag: atomic[u32]
    item: Ptr[Item]
    x: u32

    @initial
    def setup(self):
        self.item = alloc(Item)

    @thread
    def asker(self):
        item = self.item
        self.flag.store(1)
        self.x = 1
        assert extent(item) == 4

    @thread
    def freer(self):
        item = self.item
        if self.flag.load() == 1:
            free(item)


BROKEN = (BothLeave, BothPass, LeaveByChoice, AtomicAside, CalledAside, AllocatesAside, AsksForExtent)


@pytest.mark.parametrize("broken", BROKEN)
def test_is_found_all_the_same(broken: type) -> None:
    for races in (True, False):
        whole = check(broken, Options(races=races))
        reduced = check(broken, Options(races=races, reduce=True))
        assert reduced.verdict == whole.verdict
        assert whole.verdict == "violated" or not races
        assert not reduced.reduced


@scenario
class Ordered:
    """No race: the search stays reduced."""

    turn: atomic[u32]
    x: u32
    y: u32

    @thread
    def first(self):
        self.x = 1
        with aside():
            put(addr(self.y), self.x)
        self.turn.store(1)

    @thread
    def second(self):
        assume(self.turn.load() == 1)
        with aside():
            self.x = see(addr(self.y)) + 1
        assume(self.x == 2)
        assert self.y == 1


def test_what_is_ordered_stays_reduced() -> None:
    whole, reduced = check(Ordered, Options()), check(Ordered, Options(reduce=True))
    assert whole.verdict == reduced.verdict == "verified"
    assert reduced.reduced


@scenario
class Spin:
    """Both wait for ever, reading plain memory on the way."""

    f: atomic[u32]
    stop: atomic[u32]
    x: u32

    @thread
    def first(self):
        self.x = 1
        self.stop.store(1)
        while self.f.load() != self.x + 1:
            pause()

    @thread
    def second(self):
        while self.stop.load() == 0:
            pause()
        while self.f.load() != self.x + 1:
            pause()


def test_who_spins_is_found_with_and_without_the_check_for_stuck() -> None:
    assert check(Spin, Options(reduce=True)).verdict == "violated"
    without = check(Spin, Options(reduce=True, stuck=False))
    assert without.verdict == "violated" and not without.reduced
    assert not check(Ordered, Options(reduce=True, all_findings=True)).reduced
