"""Programs whose asserts say what the language means. Each scenario must run to its end without a fault."""

from collections.abc import Callable
from enum import IntEnum, IntFlag

from unknot import at_end, initial, invariant, param, scenario, thread
from unknot.lang import (
    Ptr,
    acquire,
    addr,
    alloc,
    array,
    atomic,
    cast,
    choose,
    fence,
    free,
    i8,
    i16,
    i32,
    i64,
    indivisible,
    join,
    load,
    null,
    offset,
    pause,
    racy,
    relaxed,
    release,
    size_of,
    spawn,
    store,
    struct,
    thread_id,
    thread_local,
    u8,
    u16,
    u32,
    u64,
    union,
    unreachable,
)

LIMIT = 3
MASK = u8(0x1FF)
DEBUG = False
rounds = param("rounds", 2, "how often")


class State(IntEnum):
    IDLE = 0
    BUSY = 7


class Flags(IntFlag):
    ACTIVE = 1
    QUEUED = 2


class Signed(IntEnum):
    LOW = -1
    HIGH = 1


@struct
class Point:
    x: i32
    y: i32 = -5

    def sum(self) -> i32:
        return self.x + self.y

    def move(self, dx: i32, dy: i32 = 0) -> Ptr["Point"]:
        self.x += dx
        self.y += dy
        return self


@union
class Word:
    whole: u32
    low: u16
    bytes: array[u8, 4]


@struct
class Node:
    value: u64
    next: Ptr["Node"]
    points: array[Point, 2]
    word: Word
    visit: Callable[[u64], u64]
    state: State = State.BUSY
    grid: array[array[u8]] = array(2, 3)


counter: u32 = 7
own: thread_local[u32] = 1
flag: atomic[bool] = atomic(True)
where: atomic[Ptr[Node]]
handler: Callable[[u64], u64]
quiet: racy[u32] = 4


def twice(x: u64) -> u64:
    return x * 2


def thrice(x: u64) -> u64:
    return x * 3


def pick(second: bool) -> Callable[[u64], u64]:
    return thrice if second else twice


def apply(f: Callable[[u64], u64], x: u64) -> u64:
    return f(x)


def factorial(n: u64) -> u64:
    return 1 if n < 2 else n * factorial(n - 1)


def even(n: u32) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: u32) -> bool:
    return n != 0 and even(n - 1)


def add(a: u32, b: u32 = LIMIT, c: u32 = 0) -> u32:
    return a + b * 10 + c * 100


def set_to(p: Ptr[u32], value: u32) -> None:
    store(p, value)


def bump() -> u32:
    global counter
    counter += 1
    return counter


def fail() -> bool:
    unreachable("fail was called")


def first_above(p: Ptr[array[u32, 4]], limit: u32) -> i32:
    for i in range(4):
        if p[i] > limit:
            return i32(i)
    return -1


def with_return(p: Ptr[u32]) -> u32:
    with indivisible():
        if load(p) == 1:
            return 10
        store(p, 1)
    return 20


@scenario
class Numbers:
    @thread
    def run(self):
        a: u8 = 250
        a += 10
        assert a == 4
        b: i8 = 127
        b = b + 1
        assert b == -128
        assert u32(b) == 0xFFFFFF80
        assert u8(300) == 44 and MASK == 255
        assert i32(-7) // 2 == -3 and i32(-7) % 2 == -1
        assert -7 // 2 == -3 and -7 % 2 == -1
        c: i32 = -7
        assert c // 2 == -3
        assert c % 2 == -1
        assert c >> 1 == -4
        d: u32 = 0x80000000
        assert d >> 31 == 1 and d << 1 == 0
        assert u64(d) + d == 0x100000000
        wide: u64 = d
        assert wide + d == 0x100000000
        assert ~d == 0x7FFFFFFF
        assert -d == d
        e: i64 = c
        assert e == -7 and i16(e) == -7
        assert d > 1 and u32(c) > 1
        assert (d & 0xF0000000) | 3 == 0x80000003
        assert d ^ d == 0
        shift: u8 = 4
        assert 1 << u32(shift) == 16
        assert min(d, 5) == 5 and max(c, 2) == 2
        assert 1 < a < 5 and not 5 < a < 1
        assert bool(d) and not bool(d ^ d)
        f = d
        f //= 3
        f %= 1000
        f <<= 2
        f |= 1
        f &= 0xFF
        f ^= 1
        f -= 1
        f *= 2
        f >>= 1
        assert State.BUSY == 7 and Signed.LOW == -1
        assert size_of(Node) == 64 and size_of(Word) == 4


@scenario
class FlagBits:
    flags: Flags

    @thread
    def run(self):
        self.flags |= Flags.ACTIVE | Flags.QUEUED
        assert self.flags & Flags.QUEUED and self.flags == 3
        self.flags &= ~Flags.ACTIVE
        assert self.flags == Flags.QUEUED and not self.flags & Flags.ACTIVE


@scenario
class Truth:
    zero: u32

    @thread
    def run(self):
        yes = self.zero == 0
        no = self.zero != 0
        assert yes or fail()
        assert not (no and fail())
        assert yes and not no
        x: u32 = 5 if yes else 6
        assert x == 5
        y = self.zero if no else x
        assert y == 5
        n = 0
        while x:
            x -= 1
            n += 1
        assert n == 5
        if no or (yes and self.zero == 0):
            n = 7
        assert n == 7
        if DEBUG:
            fail()
        assert yes != no
        assert not (yes & no) and (yes | no) and (yes ^ no)
        p = null if no else addr(self.zero)
        assert p and n and not (p and self.zero)
        both = yes and self.zero == 0 and n == 7
        assert both


@scenario
class Loops:
    table: array[u32] = array(4)

    @thread
    def run(self):
        total: u64 = 0
        for i in range(5):
            if i == 1:
                continue
            if i == 4:
                break
            total += i
        else:
            fail()
        assert total == 5
        small: u8 = 0
        for j in range(u8(200), u8(255), 50):
            small += j
        assert small == u8(450)
        down: i32 = 0
        for k in range(i32(3), -1, -1):
            down = down * 10 + k
        assert down == 3210
        for k in range(i32(2)):
            down += k
        else:
            down = 1
        assert down == 1
        n = 0
        while n < 3:
            n += 1
        else:
            n = 10
        assert n == 10
        bound: u64 = 3
        seen = 0
        for r in range(bound):
            bound = r
            seen += 1
        assert seen == 3
        while True:
            n -= 1
            if n == 5:
                break
        assert n == 5
        for a in range(4):
            self.table[a] = u32(a) * 10
        assert first_above(addr(self.table), 15) == 2
        assert first_above(addr(self.table), 50) == -1
        assert len(self.table) == 4


@scenario
class Calls:
    @thread
    def run(self):
        assert factorial(5) == 120
        assert even(10) and not even(7)
        assert add(1) == 31 and add(1, 2) == 21 and add(1, c=2) == 231 and add(b=1, a=0) == 10
        assert pick(False)(4) == 8
        assert apply(pick(True), 4) == 12
        f = twice
        assert f(21) == 42
        f = thrice
        assert f(1) == 3
        assert f == thrice and f != twice
        x: u32 = 1
        set_to(addr(x), 9)
        assert x == 9
        a, b = 1, 2
        a, b = b, a
        assert a == 2 and b == 1
        c = d = bump()
        assert c == 8 and d == 8 and counter == 8
        p: u32 = 0
        assert with_return(addr(p)) == 20 and with_return(addr(p)) == 10


@scenario
class Memory:
    node: Node
    spare: Point

    @thread
    def run(self):
        assert self.node.state == State.BUSY and self.node.points[1].y == -5 and self.spare.y == -5
        p = addr(self.node)
        p.value = 1
        assert p.next is None and p.next == null and not p.next
        p.next = p
        assert p.next.next.value == 1 and p.next is not None
        p.word.whole = 0x01020304
        assert p.word.low == 0x0304 and p.word.bytes[3] == 1
        p.points[1].move(2).move(dx=1, dy=6)
        assert p.points[1].sum() == 4 and self.node.points[1].x == 3 and p.points[0].x == 0
        i = 1
        assert p.points[i].y == 1
        p.grid[1][2] = 9
        row = addr(p.grid[1])
        assert row[2] == 9 and len(row) == 3
        p.visit = twice
        assert p.visit(3) == 6
        local = Point()
        assert local.x == 0 and local.y == -5
        local.move(1)
        assert local.sum() == -4
        for k in range(2):
            fresh = Point()
            assert fresh.x == 0
            fresh.x = i32(k) + 1
        q = addr(local.x)
        assert load(q) == 1
        store(q, 12)
        assert local.x == 12
        assert cast(Ptr[i32], cast(u64, q) + 4) == offset(q, 1)
        assert load(offset(q, 1)) == -5
        numbers: array[u16] = array(3)
        numbers[2] = 5
        assert numbers[0] == 0 and numbers[2] == 5
        heap = alloc(Node, LIMIT)
        last = offset(heap, 2)
        last.value = 4
        assert offset(last, -2) == heap
        free(heap)
        word: Ptr[u8] = cast(Ptr[u8], addr(self.node.word))
        assert load(word) == 4


@scenario
class Atomics:
    n: atomic[u32]
    signed: atomic[i32]
    pointer: atomic[Ptr[Point]]
    state: atomic[State]
    many: array[atomic[u8]] = array(2)
    point: Point

    @thread
    def run(self):
        self.n.store(5, release)
        assert self.n.load(acquire) == 5
        assert self.n.exchange(6) == 5
        assert self.n.cas(6, 7) and not self.n.cas(6, 8)
        assert self.n.compare_exchange(7, 9, order=relaxed) == 7
        assert self.n.fetch_add(1) == 9 and self.n.fetch_sub(2) == 10 and self.n.load() == 8
        assert self.n.fetch_or(3) == 8 and self.n.fetch_and(9) == 11 and self.n.fetch_xor(1) == 9
        assert self.n.fetch_max(20) == 8 and self.n.fetch_min(3) == 20 and self.n.load(relaxed) == 3
        self.signed.store(-4)
        assert self.signed.fetch_max(-3) == -4 and self.signed.fetch_min(2) == -3 and self.signed.load() == -3
        fence()
        fence(acquire)
        assert self.pointer.load() is None
        assert self.pointer.cas(null, addr(self.point))
        self.pointer.load().x = 3
        assert self.point.x == 3
        self.state.store(State.BUSY)
        assert self.state.load() == State.BUSY
        i = 1
        self.many[i].store(200)
        self.many[i].fetch_add(100)
        assert self.many[1].load() == 44
        p = addr(self.n)
        p.store(1)
        assert p.load() == 1 and self.n.load() == 1
        assert flag.load()
        flag.store(False)
        local: atomic[u32] = atomic(3)
        assert local.fetch_add(1) == 3


@scenario
class Globals:
    @initial
    def setup(self):
        global handler
        handler = twice
        assert own == 1

    @thread(count=2)
    def run(self, me: u64):
        global own
        assert own == 1
        own += u32(me)
        assert own == 1 + u32(me)
        assert thread_id() == me
        assert handler(4) == 8
        assert quiet == 4


class Base:
    total: atomic[u32]
    limit: u32 = 1

    def add(self, n: u32) -> u32:
        return self.total.fetch_add(n)

    @thread
    def a(self):
        self.add(1)

    def extra(self) -> u32:
        return 100


@scenario
class Inherited(Base):
    limit: u32 = 2
    STEP = 3

    @thread
    def b(self):
        self.add(self.STEP)
        assert self.limit == 2
        assert self.extra() == 101

    def extra(self) -> u32:
        return Base.extra(self) + 1

    @invariant
    def bounded(self) -> bool:
        return self.total.load() <= 4

    @invariant
    def counted(self):
        assert self.total.load() != 2

    @at_end
    def all(self):
        assert self.total.load() == 4

    @at_end
    def also(self) -> bool:
        return self.limit == 2


def child(p: Ptr[atomic[u32]], n: u32) -> None:
    p.fetch_add(n)


@scenario
class Spawned:
    sum: atomic[u32]
    turn: u32

    def child_of_scenario(self, n: u32) -> None:
        self.sum.fetch_add(n)

    @thread
    def parent(self):
        t = spawn(child, addr(self.sum), 1)
        join(t)
        join(spawn(self.child_of_scenario, 1))
        assert self.sum.load() == 2
        n = choose(3)
        assert n < 3

    @thread
    def waiter(self):
        with indivisible(self.sum.load() == 2, blocked_by=0):
            self.turn = 1
        pause()
        for i in range(rounds):
            with indivisible():
                if i == 1:
                    break
        with indivisible(when=self.turn == 1):
            pass
