"""A file as users write it. mypy --strict must accept it, and unknot must run it."""

from collections.abc import Callable
from enum import IntEnum

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
    constant,
    cstr,
    event,
    fence,
    free,
    here,
    i64,
    idle,
    indivisible,
    join,
    load,
    more,
    null,
    offset,
    pause,
    racy,
    release,
    require,
    size_of,
    spawn,
    store,
    struct,
    thread_exit,
    thread_id,
    thread_local,
    u8,
    u16,
    u32,
    u64,
    union,
)

size = param("size", 4, "slots in the ring")
checked = param("checked", True)


class State(IntEnum):
    IDLE = 0
    BUSY = 1


@struct
class Ring:
    head: atomic[u32]
    tail: atomic[u32] = atomic(0)
    state: State = State.IDLE
    drops: racy[u32]
    slots: array[u64] = array(size)
    grid: array[array[u8]] = array(2, 3)
    filter: Callable[[u64], bool]
    next: "Ptr[Ring] | None"

    def put(self, item: u64) -> bool:
        head = self.head.load(acquire)
        if head - self.tail.load() >= len(self.slots):
            self.drops += 1
            return False
        self.slots[head % size] = item
        self.head.store(head + 1, release)
        return True


@union
class Word:
    whole: u32
    halves: array[u16] = array(2)


counter: u32 = 0
errno: thread_local[u32] = 0
ring: Ring = Ring()
last: atomic[Ptr[Ring]] = atomic()


most: constant[u32] = 2
TITLE = "title"


@struct
class Latch:
    name: cstr = "latch"
    owner: i64 = -1


def latch_lock(latch: Ptr[Latch], name: cstr = TITLE, site: u32 = here()) -> None:
    event("latch", latch, latch.name, site)
    more(site)
    with indivisible(latch.owner == -1, blocked_by=idle):
        require(latch.name == name or most == 2, "misuse", "{0} {1:text} {2:site} {3:d}", latch, name, site, most)
        latch.owner = i64(thread_id())


@thread_exit
def latch_end() -> None:
    require(errno < 3, "lock_leak", "the thread ends with {0:d}", errno)


def odd(item: u64) -> bool:
    return item % 2 == 1


def child(r: Ptr[Ring], item: u64) -> None:
    r.put(item)


@scenario
class Typed:
    ring: Ring
    word: Word
    turn: atomic[u32]
    done: u32 = 0
    latch: Latch

    @initial
    def setup(self) -> None:
        self.ring.filter = odd
        self.ring.next = addr(self.ring)
        last.store(self.ring.next)

    @thread
    def producer(self) -> None:
        global counter, errno
        r = addr(self.ring)
        if r.filter(3) and r.next is not None:
            r.put(u64(3))
        counter += u32(r.slots[0])
        errno = 2
        latch_lock(addr(self.latch), "other")
        x: u32 = 0
        store(addr(x), 7)
        assert load(addr(x)) == 7 and size_of(Word) == 4
        number = spawn(child, r, u64(5))
        join(number)
        assert last.load().head.load() == 2, "both are in"
        with indivisible(self.turn.load() == 0, blocked_by=1):
            self.done = 1

    @thread(count=2)
    def consumer(self, me: u64) -> None:
        assert thread_id() == me + 1
        node = alloc(Ring, 2)
        second = offset(node, 1)
        second.next = null
        raw = cast(Ptr[u64], node)
        assert raw == cast(Ptr[u64], node)
        free(node)
        fence()
        pause()
        if choose(2) == 0 and self.turn.cas(0, 1):
            self.turn.fetch_sub(1)

    @invariant
    def bounded(self) -> bool:
        return self.ring.head.load() <= 2

    @at_end
    def all_in(self) -> None:
        assert self.ring.drops == 0 and self.done == 1
        if checked:
            assert self.word.halves[1] == 0
