"""What drivers do with a library: softcs, handlers, tables of functions, work for threads that wait for ever."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntFlag

import library_mutex
from library_mutex import KASSERT, mtx, mtx_init, mtx_lock, mtx_of, mtx_owned, mtx_unlock, td

from unknot import at_end, initial, scenario, thread
from unknot.lang import (
    Ptr,
    addr,
    array,
    cast,
    constant,
    cstr,
    i32,
    idle,
    indivisible,
    join,
    load,
    offset,
    spawn,
    struct,
    thread_local,
    u32,
)


class Flags(IntFlag):
    ACTIVE = 1
    QUEUED = 2


BOTH = Flags.ACTIVE | Flags.QUEUED
FAILED = -1
TITLE = "title"


@struct
class softc:
    lock: mtx
    handler: Callable[[Ptr[None], u32], None]
    total: u32
    name: cstr = "soft"
    flags: Flags = BOTH


def add(arg: Ptr[None], n: u32) -> None:
    sc = cast(Ptr[softc], arg)
    mtx_lock(addr(sc.lock))
    KASSERT(mtx_owned(addr(sc.lock)), "not locked")
    sc.total += n
    mtx_unlock(addr(sc.lock))


def even(n: u32) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: u32) -> bool:
    return n != 0 and even(n - 1)


@struct
class methods:
    handle: Callable[[Ptr[None], u32], None] = add
    test: Callable[[u32], bool] = even
    name: cstr = "methods"


softcs: array[softc] = array(2)
table: constant[methods] = methods()
names: thread_local[array[cstr]] = array(2)


def put(text: cstr = TITLE, arg: Ptr[None] = None, result: i32 = FAILED) -> i32:
    names[0] = text
    return result if arg is None else 1


@scenario
class Texts:
    first: cstr = "field"
    any: Ptr[None] = "field"

    @thread
    def run(self):
        assert self.first == self.any
        assert load(self.first) == 102 and load(offset(self.first, 5)) == 0
        assert put() == FAILED and names[0] == TITLE and names[0] == "title"
        assert put("é", addr(softcs[0])) == 1
        assert load(names[0]) == 0xC3 and load(offset(names[0], 1)) == 0xA9
        text = "a" if put() else "b"
        assert text == "a"
        assert softcs[1].name == "soft" and table.name == "methods"
        local = softc()
        assert local.name == "soft" and local.flags == BOTH and local.lock.owner == -1


@scenario
class Functions:
    soft: softc
    hits: u32

    @initial
    def setup(self):
        mtx_init(addr(self.soft.lock), "first", "soft")
        library_mutex.mtx_init(addr(softcs[1].lock), name="second", opts=1)
        self.soft.handler = self.hit
        softcs[1].handler = add

    def hit(self, arg: Ptr[None], n: u32) -> None:
        KASSERT(arg is not None, "no argument")
        self.hits += n

    @thread
    def run(self):
        self.soft.handler(addr(self.soft), 3)
        table.handle(addr(self.soft), 4)
        softcs[1].handler(addr(softcs[1]), 5)
        assert self.hits == 3 and self.soft.total == 4 and softcs[1].total == 5
        assert table.test(4) and not table.test(3)
        lo = addr(self.soft.lock.lock_object)
        assert mtx_of(lo) == addr(self.soft.lock) and lo.lo_type == "soft"
        assert softcs[1].lock.lock_object.lo_flags == 0x2000001
        assert softcs[1].lock.lock_object.lo_type == "second"
        self.soft.flags &= ~Flags.QUEUED
        assert self.soft.flags == Flags.ACTIVE
        assert td.held == 0


@scenario
class Together:
    """Two threads, one that is started and one that waits for work for ever."""

    soft: softc
    work: u32

    @initial
    def setup(self):
        mtx_init(addr(self.soft.lock), "soft")

    @thread(count=2)
    def adder(self):
        mtx_lock(addr(self.soft.lock))
        self.soft.total += 1
        mtx_unlock(addr(self.soft.lock))

    @thread
    def starter(self):
        join(spawn(add, addr(self.soft), 1))

    @thread
    def server(self):
        while True:
            with indivisible(self.work != 0, blocked_by=idle):
                self.work = 0

    @at_end
    def all(self):
        assert self.soft.total == 3


@scenario
class Leaks:
    soft: softc

    @initial
    def setup(self):
        mtx_init(addr(self.soft.lock), "soft")

    @thread
    def holder(self):
        mtx_lock(addr(self.soft.lock))


@scenario
class Leaves:
    """The function that is started is called as well, and there it may end with the lock held."""

    soft: softc

    @initial
    def setup(self):
        mtx_init(addr(self.soft.lock), "soft")

    def take(self) -> None:
        mtx_lock(addr(self.soft.lock))

    @thread
    def holder(self):
        self.take()
        mtx_unlock(addr(self.soft.lock))
        join(spawn(self.take))
