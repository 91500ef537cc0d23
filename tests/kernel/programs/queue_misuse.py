"""Lists that are used wrongly, and lists with and without a lock, for test_queue.py."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.queue import (
    LIST_INIT,
    LIST_INSERT_AFTER,
    LIST_INSERT_HEAD,
    LIST_REMOVE,
    SLIST_INIT,
    SLIST_INSERT_HEAD,
    SLIST_REMOVE,
    SLIST_REMOVE_PREVPTR,
    STAILQ_EMPTY,
    STAILQ_INIT,
    STAILQ_INSERT_TAIL,
    STAILQ_REMOVE,
    STAILQ_REMOVE_HEAD,
    TAILQ_EMPTY,
    TAILQ_FIRST,
    TAILQ_INIT,
    TAILQ_INSERT_AFTER,
    TAILQ_INSERT_HEAD,
    TAILQ_INSERT_TAIL,
    TAILQ_NEXT,
    TAILQ_REMOVE,
    list_entry,
    list_head,
    slist_entry,
    slist_head,
    stailq_entry,
    stailq_head,
    tailq_entry,
    tailq_head,
)
from unknot.lang import addr, array, indivisible, struct, u32, u64


class TailqBase:
    head: tailq_head
    a: tailq_entry
    b: tailq_entry

    @initial
    def setup(self):
        TAILQ_INIT(addr(self.head))
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.a))


@scenario
class TailqRemovedTwice(TailqBase):
    @thread
    def run(self):
        TAILQ_REMOVE(addr(self.head), addr(self.a))
        TAILQ_REMOVE(addr(self.head), addr(self.a))


@scenario
class TailqInsertedTwice(TailqBase):
    """The second time the old links are lost: the element is its own successor."""

    @thread
    def run(self):
        TAILQ_INSERT_HEAD(addr(self.head), addr(self.b))
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.b))
        TAILQ_REMOVE(addr(self.head), addr(self.a))


@scenario
class TailqCopied(TailqBase):
    """A head that moved in memory."""

    other: tailq_head

    @thread
    def run(self):
        self.other.tqh_first = self.head.tqh_first
        self.other.tqh_last = self.head.tqh_last
        TAILQ_INSERT_HEAD(addr(self.other), addr(self.b))


@scenario
class TailqTail(TailqBase):
    @thread
    def run(self):
        self.a.tqe_next = addr(self.b)
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.b))


@scenario
class TailqAfterRemoved(TailqBase):
    @thread
    def run(self):
        TAILQ_REMOVE(addr(self.head), addr(self.a))
        TAILQ_INSERT_AFTER(addr(self.head), addr(self.a), addr(self.b))


@scenario
class ListRemovedTwice:
    head: list_head
    a: list_entry

    @thread
    def run(self):
        LIST_INIT(addr(self.head))
        LIST_INSERT_HEAD(addr(self.head), addr(self.a))
        LIST_REMOVE(addr(self.a))
        LIST_REMOVE(addr(self.a))


@scenario
class ListHead:
    head: list_head
    other: list_head
    a: list_entry
    b: list_entry

    @thread
    def run(self):
        LIST_INSERT_HEAD(addr(self.head), addr(self.a))
        self.other.lh_first = self.head.lh_first
        LIST_INSERT_HEAD(addr(self.other), addr(self.b))


@scenario
class ListNext:
    head: list_head
    a: list_entry
    b: list_entry
    c: list_entry

    @thread
    def run(self):
        LIST_INSERT_HEAD(addr(self.head), addr(self.a))
        LIST_INSERT_AFTER(addr(self.a), addr(self.b))
        self.b.le_prev = addr(self.c.le_next)
        LIST_REMOVE(addr(self.a))


@scenario
class SlistPrev:
    head: slist_head
    a: slist_entry
    b: slist_entry

    @thread
    def run(self):
        SLIST_INIT(addr(self.head))
        SLIST_INSERT_HEAD(addr(self.head), addr(self.a))
        SLIST_REMOVE_PREVPTR(addr(self.head.slh_first), addr(self.b))


@scenario
class SlistRemovedTwice:
    head: slist_head
    a: slist_entry

    @thread
    def run(self):
        SLIST_INSERT_HEAD(addr(self.head), addr(self.a))
        SLIST_REMOVE(addr(self.head), addr(self.a))
        SLIST_REMOVE(addr(self.head), addr(self.a))


@scenario
class StailqRemovedTwice:
    head: stailq_head
    a: stailq_entry
    b: stailq_entry

    @thread
    def run(self):
        STAILQ_INIT(addr(self.head))
        STAILQ_INSERT_TAIL(addr(self.head), addr(self.a))
        STAILQ_INSERT_TAIL(addr(self.head), addr(self.b))
        STAILQ_REMOVE(addr(self.head), addr(self.a))
        STAILQ_REMOVE(addr(self.head), addr(self.a))


@scenario
class StailqTail:
    head: stailq_head
    a: stailq_entry
    b: stailq_entry

    @thread
    def run(self):
        STAILQ_INIT(addr(self.head))
        STAILQ_INSERT_TAIL(addr(self.head), addr(self.a))
        self.a.stqe_next = addr(self.a)
        STAILQ_INSERT_TAIL(addr(self.head), addr(self.b))


@scenario
class StailqEmpty:
    head: stailq_head
    a: stailq_entry

    @thread
    def run(self):
        STAILQ_INIT(addr(self.head))
        STAILQ_INSERT_TAIL(addr(self.head), addr(self.a))
        STAILQ_REMOVE_HEAD(addr(self.head))
        self.head.stqh_last = addr(self.a.stqe_next)
        STAILQ_EMPTY(addr(self.head))


# -- threads -----------------------------------------------------------------------------------------------------------


@struct
class Lock:
    held: bool

    def lock(self) -> None:
        with indivisible(not self.held):
            self.held = True

    def unlock(self) -> None:
        with indivisible():
            self.held = False


class Shared:
    head: tailq_head
    items: array[tailq_entry] = array(2)
    gate: Lock
    counted: u32

    @initial
    def setup(self):
        TAILQ_INIT(addr(self.head))

    @thread(count=2)
    def worker(self, me: u64):
        self.before()
        TAILQ_INSERT_TAIL(addr(self.head), addr(self.items[me]))
        self.after()
        self.before()
        TAILQ_REMOVE(addr(self.head), addr(self.items[me]))
        self.after()

    @at_end
    def empty(self):
        assert TAILQ_EMPTY(addr(self.head))

    def before(self) -> None:
        pass

    def after(self) -> None:
        pass


@scenario
class Unlocked(Shared):
    pass


@scenario
class Locked(Shared):
    def before(self) -> None:
        self.gate.lock()

    def after(self) -> None:
        self.gate.unlock()


@scenario
class LookedAtUnlocked(Locked):
    """One reader without the lock is enough."""

    @thread
    def reader(self):
        entry = TAILQ_FIRST(addr(self.head))
        if entry is not None:
            entry = TAILQ_NEXT(entry)
