"""What the C library does that is no computing: memory and its mistakes, ends of the program, sorting, choices, and
what traces say."""

from __future__ import annotations

import pytest
from calls import run

import unknot
from unknot import Options, at_end, scenario, thread
from unknot.core.errors import LanguageError
from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    addr,
    array,
    cast,
    i32,
    i64,
    load,
    null,
    offset,
    pause,
    racy,
    size_of,
    store,
    struct,
    u8,
    u32,
    u64,
)
from unknot.libc import nondet, stdlib, verifier
from unknot.libc.heap import calloc, free, malloc, malloc_usable_size, posix_memalign, realloc, reallocarray
from unknot.libc.sort import bsearch, qsort
from unknot.libc.stdio import perror, printf, puts, snprintf
from unknot.libc.string import memcpy, strdup, strtok

assume = verifier.__VERIFIER_assume
any_int = nondet.__VERIFIER_nondet_int
any_bool = nondet.__VERIFIER_nondet_bool
assert_fail = stdlib.__assert_fail


@struct
class item:
    key: u8
    next: Ptr[u64]


@scenario
class Memory:
    other: u64

    @thread
    def only(self):
        p = cast(Ptr[item], malloc(size_of(item)))
        p.next = addr(self.other)
        p = cast(Ptr[item], realloc(p, 64))
        assert p.next == addr(self.other) and malloc_usable_size(p) == 64
        words = cast(Ptr[u64], calloc(3, 8))
        assert load(words) == 0 and load(offset(words, 2)) == 0
        assert calloc(1 << 60, 32) is None and reallocarray(words, 1 << 60, 32) is None
        text = strdup("text")
        assert load(offset(text, 3)) == 0x74 and load(offset(text, 4)) == 0
        place: voidp = null
        assert posix_memalign(addr(place), 3, 8) == 22 and posix_memalign(addr(place), 64, 8) == 0
        assert malloc(0) != malloc(0)
        free(null)
        assert realloc(words, 0) is None
        free(p)


@scenario
class TwiceFreed:
    @thread
    def only(self):
        p = malloc(8)
        free(p)
        free(p)


@scenario
class MovedAway:
    @thread
    def only(self):
        p = cast(Ptr[u64], malloc(8))
        store(p, 1)
        q = realloc(p, 16)
        assert q is not None
        store(p, 2)


@scenario
class Unwritten:
    @thread
    def only(self):
        p = cast(Ptr[u64], malloc(16))
        store(p, 1)
        memcpy(malloc(16), p, 16)
        assert load(offset(p, 1)) == 0


@scenario
class NotOfTheHeap:
    x: u64

    @thread
    def only(self):
        free(addr(self.x))


@scenario
class Overlaps:
    x: array[u8] = array(8)

    @thread
    def only(self):
        memcpy(addr(self.x[1]), addr(self.x[0]), 4)


@scenario
class Leaks:
    @thread
    def only(self):
        malloc(8)


@scenario
class SharedTokens:
    a: array[u8] = array(4)
    b: array[u8] = array(4)

    @thread
    def first(self):
        strtok(addr(self.a[0]), ",")

    @thread
    def second(self):
        strtok(addr(self.b[0]), ",")


@scenario
class Aborts:
    @thread
    def only(self):
        stdlib.abort()


@scenario
class Asserts:
    @thread
    def only(self):
        assert_fail(cast(Ptr[u8], "x == 3"), null, 5, null)


@scenario
class Reaches:
    @thread
    def only(self):
        verifier.reach_error()


@scenario
class AssertsTrue:
    x: u32

    @thread
    def only(self):
        if any_bool():
            self.x = 1
        assume(u64(self.x))
        assert self.x == 1


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (Memory, ""),
        (TwiceFreed, "double free: "),
        (MovedAway, "use after free: "),
        (Unwritten, "uninitialised read: "),
        (NotOfTheHeap, "bad free: x"),
        (Overlaps, "misuse: memcpy: source and target overlap"),
        (Leaks, "leak: "),
        (SharedTokens, "data race on strtok_rest: "),
        (Aborts, "abort: the program calls abort()"),
        (Asserts, "assertion failed: x == 3"),
        (Reaches, "reach error: the program calls reach_error()"),
        (AssertsTrue, ""),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_verdicts(case: type, message: str) -> None:
    result = unknot.check(case, Options(leaks=case is Leaks))
    found = result.finding
    assert (found.message if found else "").startswith(message) and (found is None) == (message == ""), found
    assert result.verdict == ("violated" if message else "verified")


order: array[u32] = array(4)
count: u32 = 0


def note(number: u32) -> None:
    global count
    order[count] = number
    count += 1


def first() -> None:
    note(1)


def second() -> None:
    note(2)


@scenario
class Ends:
    x: racy[u32]

    @thread
    def only(self):
        stdlib.atexit(first)
        stdlib.atexit(second)
        self.x = 0
        stdlib.exit(3)
        note(9)

    @thread
    def other(self):
        while self.x == 0:
            pause()

    @at_end
    def called(self):
        assert count == 2 and order[0] == 2 and order[1] == 1


def test_exit_calls_what_was_registered_and_ends_all() -> None:
    assert unknot.check(Ends).verdict == "verified"


def ascending(a: voidp, b: voidp) -> i32:
    x, y = load(cast(Ptr[u32], a)), load(cast(Ptr[u32], b))
    return i32(x // 16 > y // 16) - i32(x // 16 < y // 16)


@scenario
class Sorts:
    numbers: array[u32] = array(8)
    found: i64

    @thread
    def only(self):
        start = addr(self.numbers[0])
        qsort(start, 8, 4, ascending)
        wanted: u32 = 0x35
        p = cast(Ptr[u32], bsearch(addr(wanted), start, 8, 4, ascending))
        self.found = i64(load(p)) if p is not None else -1


@pytest.mark.parametrize("numbers", [[0x35, 0x31, 0x22, 0x40, 0x21, 0x10, 0, 1], [7, 6, 5, 4, 3, 2, 1, 0]])
def test_sorting_keeps_the_order_of_equals(numbers: list[int]) -> None:
    data = b"".join(n.to_bytes(4, "little") for n in numbers)
    sorted_ = sorted(numbers, key=lambda n: n // 16)
    got = run(Sorts, {"numbers": data}, "numbers")
    assert [int.from_bytes(got[i : i + 4], "little") for i in range(0, 32, 4)] == sorted_
    found = int.from_bytes(run(Sorts, {"numbers": data}, "found"), "little", signed=True)
    assert found // 16 == 3 or (found == -1 and not any(n // 16 == 3 for n in numbers))


@scenario
class Draws:
    results: array[i32] = array(6)

    @thread
    def only(self):
        self.results[0] = stdlib.rand()
        self.results[1] = stdlib.rand()
        stdlib.srand(1)
        self.results[2] = stdlib.rand()
        state: u32 = 5
        self.results[3] = stdlib.rand_r(addr(state))


def test_random_numbers_are_the_same_ones() -> None:
    data = run(Draws, {}, "results")
    numbers = [int.from_bytes(data[i : i + 4], "little") for i in range(0, 24, 4)]
    assert numbers[0] == numbers[2] != numbers[1] and all(n < 2**31 for n in numbers)


@scenario
class Chooses:
    seen: i32

    @thread
    def only(self):
        self.seen = any_int()
        assert self.seen != 3


def test_numbers_without_a_range_are_refused() -> None:
    with pytest.raises(LanguageError, match="can be any number") as refused:
        unknot.check(Chooses)
    assert "--nondet int=0:3" in refused.value.remedy and refused.value.where.file.endswith("test_libc_programs.py")


def test_every_number_of_a_range_is_tried() -> None:
    assert unknot.check(Chooses, Options(nondet=("int=-5:2",))).verdict == "verified"
    found = unknot.check(Chooses, Options(nondet=("int=-5:3",))).finding
    assert found is not None and any(row.effect == "3" for step in found.steps for row in (step.row, *step.more))


@scenario
class Prints:
    arguments: array[u64] = array(2)
    out: array[u8] = array(8)

    @thread
    def only(self):
        self.arguments[0] = 42
        printf('the answer "is" %d,\tand so on\n', addr(self.arguments[0]))
        puts("two")
        perror("x")
        assert snprintf(addr(self.out[0]), 8, "%d", addr(self.arguments[0])) == 3


def test_traces_show_what_is_printed() -> None:
    found = unknot.check(Prints).finding
    assert found is not None
    effects = [row.effect for step in found.steps for row in (step.row, *step.more)]
    told = [e for e in effects if "prints" in e]
    assert told == [
        r'prints "the answer \"is\" 42,\tand so on"',
        'prints "two"',
        'prints "x: Success" to stderr',
    ]
