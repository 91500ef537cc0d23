"""Runs a script of list operations and writes down what the lists then hold, for test_queue.py.

A script is rows of (operation, list, element, other element); 0 ends it. `seen[list]` is the length and the elements
from the front, `back[list]` those from the back, where the kind can go there.
"""

from unknot import scenario, thread
from unknot.kernel.queue import (
    LIST_CONCAT,
    LIST_EMPTY,
    LIST_FIRST,
    LIST_INIT,
    LIST_INSERT_AFTER,
    LIST_INSERT_BEFORE,
    LIST_INSERT_HEAD,
    LIST_NEXT,
    LIST_PREV,
    LIST_REMOVE,
    LIST_REPLACE,
    LIST_SWAP,
    SLIST_CONCAT,
    SLIST_EMPTY,
    SLIST_FIRST,
    SLIST_INIT,
    SLIST_INSERT_AFTER,
    SLIST_INSERT_HEAD,
    SLIST_NEXT,
    SLIST_REMOVE,
    SLIST_REMOVE_AFTER,
    SLIST_REMOVE_HEAD,
    SLIST_SWAP,
    STAILQ_CONCAT,
    STAILQ_EMPTY,
    STAILQ_FIRST,
    STAILQ_INIT,
    STAILQ_INSERT_AFTER,
    STAILQ_INSERT_HEAD,
    STAILQ_INSERT_TAIL,
    STAILQ_LAST,
    STAILQ_NEXT,
    STAILQ_REMOVE,
    STAILQ_REMOVE_AFTER,
    STAILQ_REMOVE_HEAD,
    STAILQ_SWAP,
    TAILQ_CONCAT,
    TAILQ_EMPTY,
    TAILQ_FIRST,
    TAILQ_INIT,
    TAILQ_INSERT_AFTER,
    TAILQ_INSERT_BEFORE,
    TAILQ_INSERT_HEAD,
    TAILQ_INSERT_TAIL,
    TAILQ_LAST,
    TAILQ_NEXT,
    TAILQ_PREV,
    TAILQ_REMOVE,
    TAILQ_REPLACE,
    TAILQ_SWAP,
    list_entry,
    list_head,
    slist_entry,
    slist_head,
    stailq_entry,
    stailq_head,
    tailq_entry,
    tailq_head,
)
from unknot.lang import Ptr, addr, array, cast, container, indivisible, struct, u32, u64

LISTS = 2
ITEMS = 4
LONGEST = 24

(END, HEAD, TAIL, AFTER, BEFORE, REMOVE, REMOVE_HEAD, REMOVE_AFTER, REPLACE, CONCAT, SWAP) = range(11)


class Script:
    """What all kinds share."""

    script: array[array[u32]] = array(LONGEST, 4)
    seen: array[array[u32]] = array(LISTS, ITEMS + 1)
    back: array[array[u32]] = array(LISTS, ITEMS + 1)

    @thread
    def run(self):
        with indivisible():
            self.begin()
            for i in range(LONGEST):
                if self.script[i][0] == END:
                    break
                self.do(self.script[i][0], self.script[i][1], self.script[i][2], self.script[i][3])
            for k in range(LISTS):
                self.look(k)


@struct
class tail_item:
    number: u32
    link: tailq_entry


@scenario
class Tailq(Script):
    heads: array[tailq_head] = array(LISTS)
    items: array[tail_item] = array(ITEMS)

    def begin(self) -> None:
        for k in range(LISTS):
            TAILQ_INIT(addr(self.heads[k]))
        for i in range(ITEMS):
            self.items[i].number = u32(i) + 1

    def do(self, what: u32, which: u32, item: u32, other: u32) -> None:
        head, elm, elm2 = addr(self.heads[which]), addr(self.items[item].link), addr(self.items[other].link)
        if what == HEAD:
            TAILQ_INSERT_HEAD(head, elm)
        elif what == TAIL:
            TAILQ_INSERT_TAIL(head, elm)
        elif what == AFTER:
            TAILQ_INSERT_AFTER(head, elm2, elm)
        elif what == BEFORE:
            TAILQ_INSERT_BEFORE(elm2, elm)
        elif what == REMOVE:
            TAILQ_REMOVE(head, elm)
        elif what == REPLACE:
            TAILQ_REPLACE(head, elm2, elm)
        elif what == CONCAT:
            TAILQ_CONCAT(head, addr(self.heads[1 - which]))
        elif what == SWAP:
            TAILQ_SWAP(head, addr(self.heads[1 - which]))

    def look(self, k: u64) -> None:
        head = addr(self.heads[k])
        count: u32 = 0
        entry = TAILQ_FIRST(head)
        assert TAILQ_EMPTY(head) == (entry is None)
        while entry is not None:
            count += 1
            self.seen[k][count] = container(entry, tail_item, "link").number
            entry = TAILQ_NEXT(entry)
        self.seen[k][0] = count
        count = 0
        entry = TAILQ_LAST(head)
        while entry is not None:
            count += 1
            self.back[k][count] = container(entry, tail_item, "link").number
            entry = TAILQ_PREV(entry)
        self.back[k][0] = count


@struct
class list_item:
    link: list_entry
    number: u32


@scenario
class List(Script):
    heads: array[list_head] = array(LISTS)
    items: array[list_item] = array(ITEMS)

    def begin(self) -> None:
        LIST_INIT(addr(self.heads[0]))
        for i in range(ITEMS):
            self.items[i].number = u32(i) + 1

    def do(self, what: u32, which: u32, item: u32, other: u32) -> None:
        head, elm, elm2 = addr(self.heads[which]), addr(self.items[item].link), addr(self.items[other].link)
        if what == HEAD:
            LIST_INSERT_HEAD(head, elm)
        elif what == AFTER:
            LIST_INSERT_AFTER(elm2, elm)
        elif what == BEFORE:
            LIST_INSERT_BEFORE(elm2, elm)
        elif what == REMOVE:
            LIST_REMOVE(elm)
        elif what == REPLACE:
            LIST_REPLACE(elm2, elm)
        elif what == CONCAT:
            LIST_CONCAT(head, addr(self.heads[1 - which]))
        elif what == SWAP:
            LIST_SWAP(head, addr(self.heads[1 - which]))

    def look(self, k: u64) -> None:
        head = addr(self.heads[k])
        count: u32 = 0
        entry = LIST_FIRST(head)
        assert LIST_EMPTY(head) == (entry is None)
        last = entry
        while entry is not None:
            count += 1
            self.seen[k][count] = cast(Ptr[list_item], entry).number
            last = entry
            entry = LIST_NEXT(entry)
        self.seen[k][0] = count
        count = 0
        while last is not None:
            count += 1
            self.back[k][count] = cast(Ptr[list_item], last).number
            last = LIST_PREV(last, head)
        self.back[k][0] = count


@struct
class stail_item:
    link: stailq_entry
    number: u32


@scenario
class Stailq(Script):
    heads: array[stailq_head] = array(LISTS)
    items: array[stail_item] = array(ITEMS)

    def begin(self) -> None:
        for k in range(LISTS):
            STAILQ_INIT(addr(self.heads[k]))
        for i in range(ITEMS):
            self.items[i].number = u32(i) + 1

    def do(self, what: u32, which: u32, item: u32, other: u32) -> None:
        head, elm, elm2 = addr(self.heads[which]), addr(self.items[item].link), addr(self.items[other].link)
        if what == HEAD:
            STAILQ_INSERT_HEAD(head, elm)
        elif what == TAIL:
            STAILQ_INSERT_TAIL(head, elm)
        elif what == AFTER:
            STAILQ_INSERT_AFTER(head, elm2, elm)
        elif what == REMOVE:
            STAILQ_REMOVE(head, elm)
        elif what == REMOVE_HEAD:
            STAILQ_REMOVE_HEAD(head)
        elif what == REMOVE_AFTER:
            STAILQ_REMOVE_AFTER(head, elm2)
        elif what == CONCAT:
            STAILQ_CONCAT(head, addr(self.heads[1 - which]))
        elif what == SWAP:
            STAILQ_SWAP(head, addr(self.heads[1 - which]))

    def look(self, k: u64) -> None:
        head = addr(self.heads[k])
        count: u32 = 0
        entry = STAILQ_FIRST(head)
        assert STAILQ_EMPTY(head) == (entry is None)
        last = entry
        while entry is not None:
            count += 1
            self.seen[k][count] = cast(Ptr[stail_item], entry).number
            last = entry
            entry = STAILQ_NEXT(entry)
        self.seen[k][0] = count
        assert STAILQ_LAST(head) == last


@struct
class single_item:
    number: u32
    link: slist_entry


@scenario
class Slist(Script):
    heads: array[slist_head] = array(LISTS)
    items: array[single_item] = array(ITEMS)

    def begin(self) -> None:
        SLIST_INIT(addr(self.heads[0]))
        for i in range(ITEMS):
            self.items[i].number = u32(i) + 1

    def do(self, what: u32, which: u32, item: u32, other: u32) -> None:
        head, elm, elm2 = addr(self.heads[which]), addr(self.items[item].link), addr(self.items[other].link)
        if what == HEAD:
            SLIST_INSERT_HEAD(head, elm)
        elif what == AFTER:
            SLIST_INSERT_AFTER(elm2, elm)
        elif what == REMOVE:
            SLIST_REMOVE(head, elm)
        elif what == REMOVE_HEAD:
            SLIST_REMOVE_HEAD(head)
        elif what == REMOVE_AFTER:
            SLIST_REMOVE_AFTER(elm2)
        elif what == CONCAT:
            SLIST_CONCAT(head, addr(self.heads[1 - which]))
        elif what == SWAP:
            SLIST_SWAP(head, addr(self.heads[1 - which]))

    def look(self, k: u64) -> None:
        head = addr(self.heads[k])
        count: u32 = 0
        entry = SLIST_FIRST(head)
        assert SLIST_EMPTY(head) == (entry is None)
        while entry is not None:
            count += 1
            self.seen[k][count] = container(entry, single_item, "link").number
            entry = SLIST_NEXT(entry)
        self.seen[k][0] = count
