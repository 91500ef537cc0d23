"""What x86-TSO does around threads, objects and indivisible blocks. `test_memory_tso.py` says how each must end."""

from __future__ import annotations

from unknot import at_end, initial, invariant, scenario, thread
from unknot.lang import (
    Ptr,
    addr,
    alloc,
    array,
    atomic,
    fence,
    free,
    indivisible,
    join,
    null,
    pause,
    racy,
    relaxed,
    release,
    spawn,
    struct,
    thread_id,
    u8,
    u16,
    u32,
    u64,
)


@struct
class Waiter:
    done: atomic[u32]
    value: racy[u32]


@struct
class Mixed:
    a: racy[u8]
    b: racy[u16]
    c: racy[u32]
    d: racy[u64]
    last: racy[u8]


def put_seven(to: Ptr[Waiter]) -> None:
    to.value = 7


def nothing() -> None:
    pass


class Dekker:
    """Both threads say that they want to go in and look at the other; one of them must see it."""

    wants: array[atomic[u32], 2]
    saw: array[u32, 2]

    @thread(count=2)
    def t(self, me: u64) -> None:
        self.wants[me].store(1, relaxed)
        self.between()
        self.saw[me] = self.wants[1 - me].load(relaxed) + 1

    @at_end
    def one_saw_the_other(self) -> None:
        assert self.saw[0] + self.saw[1] >= 3


@scenario
class DekkerBare(Dekker):
    def between(self) -> None:
        pass


@scenario
class DekkerFence(Dekker):
    def between(self) -> None:
        fence()


@scenario
class DekkerReleaseFence(Dekker):
    def between(self) -> None:
        fence(release)


@scenario
class DekkerIndivisible(Dekker):
    def between(self) -> None:
        with indivisible():
            pass


@scenario
class DekkerStoreInside:
    """What an indivisible block stores is in memory when it ends."""

    x: atomic[u32]
    y: atomic[u32]
    r0: u32
    r1: u32

    @thread
    def a(self) -> None:
        with indivisible():
            self.x.store(1, relaxed)
        self.r0 = self.y.load(relaxed)

    @thread
    def b(self) -> None:
        with indivisible():
            self.y.store(1, relaxed)
        self.r1 = self.x.load(relaxed)

    @at_end
    def one_saw_the_other(self) -> None:
        assert self.r0 + self.r1 >= 1


@scenario
class DekkerLoadInside:
    """An indivisible block is a full fence for what stands before it, too; inside it a thread sees its own stores."""

    x: atomic[u32]
    y: atomic[u32]
    r0: u32
    r1: u32

    @thread
    def a(self) -> None:
        self.x.store(1, relaxed)
        with indivisible():
            assert self.x.load(relaxed) == 1
            self.r0 = self.y.load(relaxed)

    @thread
    def b(self) -> None:
        self.y.store(1, relaxed)
        with indivisible(self.y.load(relaxed) == 1):
            self.r1 = self.x.load(relaxed)

    @at_end
    def one_saw_the_other(self) -> None:
        assert self.r0 + self.r1 >= 1


@scenario
class DekkerFree(Dekker):
    def between(self) -> None:
        free(alloc(u32))


@scenario
class DekkerAlloc(Dekker):
    """Allocation is no fence."""

    def between(self) -> None:
        p = alloc(u32)
        self.wants[0].load(relaxed)
        self.leaked = p

    leaked: racy[Ptr[u32]]


@scenario
class DekkerSpawn(Dekker):
    def between(self) -> None:
        join(spawn(nothing))


@scenario
class LoadedBeforeSpawn:
    """The start of a thread waits for earlier stores, but the load before it does not wait with it."""

    x: atomic[u32]
    y: atomic[u32]
    r0: u32
    r1: u32

    @thread
    def a(self) -> None:
        self.x.store(1, relaxed)
        seen = self.y.load(relaxed)
        child = spawn(nothing)
        self.r0 = seen
        join(child)

    @thread
    def b(self) -> None:
        self.y.store(1)
        self.r1 = self.x.load(relaxed)

    @at_end
    def one_saw_the_other(self) -> None:
        assert self.r0 + self.r1 >= 1


@scenario
class SpawnAndJoin:
    """A new thread sees what was stored before it began; whoever joins it sees what it stored."""

    w: Waiter

    def child(self) -> None:
        assert self.w.value == 3
        put_seven(addr(self.w))

    @thread
    def parent(self) -> None:
        self.w.value = 3
        child = spawn(self.child)
        join(child)
        assert self.w.value == 7
        join(spawn(nothing))

    @at_end
    def all_stored(self) -> None:
        assert self.w.value == 7


@scenario
class StoresOutliveTheirThread:
    """A thread may end before its stores are in memory; the check at the end comes after both."""

    w: Waiter
    old: u32

    @thread
    def a(self) -> None:
        self.w.value = 1

    @thread
    def b(self) -> None:
        self.old = self.w.value

    @at_end
    def all_stored(self) -> None:
        assert self.w.value == 1


@scenario
class InitialStoresAreThere:
    """Code between the threads has no buffer."""

    w: Waiter
    mixed: Mixed

    @initial
    def start(self) -> None:
        self.w.value = 5
        assert self.w.value == 5
        assert thread_id() == 1

    @thread
    def a(self) -> None:
        assert self.w.value == 5
        self.w.value = 6

    @invariant
    def known(self) -> bool:
        return self.w.value == 5 or self.w.value == 6


@scenario
class Sizes:
    """Every size goes through the buffer, and comes back."""

    mixed: Mixed

    @thread
    def a(self) -> None:
        self.mixed.a = 0xFF
        self.mixed.b = 0x2345
        self.mixed.c = 0x2345_6789
        self.mixed.d = 0x1234_5678_9ABC_DEF0
        self.mixed.last = 9
        assert self.mixed.a == 0xFF
        assert self.mixed.b == 0x2345
        assert self.mixed.c == 0x2345_6789
        assert self.mixed.d == 0x1234_5678_9ABC_DEF0
        assert self.mixed.last == 9

    @at_end
    def all_stored(self) -> None:
        assert self.mixed.a == 0xFF
        assert self.mixed.b == 0x2345
        assert self.mixed.c == 0x2345_6789
        assert self.mixed.d == 0x1234_5678_9ABC_DEF0
        assert self.mixed.last == 9


@scenario
class StoreThenFree:
    """A store to an object that is freed next must not reach it later."""

    @thread
    def a(self) -> None:
        p = alloc(Waiter)
        put_seven(p)
        free(p)

    @thread
    def b(self) -> None:
        p = alloc(Waiter)
        put_seven(p)
        free(p)


@scenario
class WaiterOnTheStack:
    """Stores to a function's own object go with it; those of others come before it goes."""

    head: atomic[Ptr[Waiter]]
    got: u32

    def wait(self) -> u32:
        mine: Waiter = Waiter()
        mine.done.store(0, relaxed)
        mine.value = 0
        self.head.store(addr(mine))
        while mine.done.load(relaxed) == 0:
            pause()
        mine.value = mine.value + 1
        return mine.value

    @thread
    def waiter(self) -> None:
        self.got = self.wait()
        self.got = self.wait_briefly()

    def wait_briefly(self) -> u32:
        mine: Waiter = Waiter()
        put_seven(addr(mine))
        return 8

    @thread
    def waker(self) -> None:
        while self.head.load(relaxed) == null:
            pause()
        w = self.head.load(relaxed)
        w.value = 7
        w.done.store(1, release)

    @at_end
    def woken(self) -> None:
        assert self.got == 8


class Lock:
    """A lock that is given back by a plain store, so that its holder may seem to hold it a little longer."""

    owner: atomic[u32]
    other: atomic[u32]

    def take_both(self, me: u32) -> None:
        with indivisible(self.owner.load(relaxed) == 0, blocked_by=self.owner.load(relaxed) - 1):
            self.owner.store(me + 1, relaxed)
        with indivisible(self.other.load(relaxed) == 0, blocked_by=self.other.load(relaxed) - 1):
            self.other.store(me + 1, relaxed)


@scenario
class LateRelease(Lock):
    """Each waits for a lock that the other has given back already: no deadlock, the stores are on their way."""

    @thread
    def a(self) -> None:
        with indivisible(self.owner.load(relaxed) == 0, blocked_by=self.owner.load(relaxed) - 1):
            self.owner.store(1, relaxed)
        self.owner.store(0, release)
        with indivisible(self.other.load(relaxed) == 0, blocked_by=self.other.load(relaxed) - 1):
            self.other.store(1, relaxed)
        self.other.store(0, release)

    @thread
    def b(self) -> None:
        with indivisible(self.other.load(relaxed) == 0, blocked_by=self.other.load(relaxed) - 1):
            self.other.store(2, relaxed)
        self.other.store(0, release)
        with indivisible(self.owner.load(relaxed) == 0, blocked_by=self.owner.load(relaxed) - 1):
            self.owner.store(2, relaxed)
        self.owner.store(0, release)


@scenario
class TrueDeadlock(Lock):
    @thread
    def a(self) -> None:
        self.take_both(0)
        self.take_both(0)

    @thread
    def b(self) -> None:
        pass


@scenario
class StoreToNull:
    @thread
    def a(self) -> None:
        p: Ptr[Waiter] = null
        p.value = 1  # fails here


@scenario
class StoreAfterFree:
    @thread
    def a(self) -> None:
        p = alloc(Waiter)
        free(p)
        p.value = 1  # fails here


@scenario
class LoadAfterFree:
    @thread
    def a(self) -> None:
        p = alloc(Waiter)
        p.value = 1
        free(p)
        assert p.value == 1  # fails here


@scenario
class LoadUninitialised:
    shared: racy[Ptr[Waiter]]

    @thread
    def a(self) -> None:
        p = alloc(Waiter)
        self.shared = p
        p.done.store(1, relaxed)
        assert p.done.load(relaxed) == 1
        assert p.value == 1  # fails here


@scenario
class StoreBeyondTheEnd:
    slots: array[u32, 4]

    @thread
    def a(self) -> None:
        n: u64 = 4
        self.slots[n] = 1  # fails here
