"""Which loops could bring a thread back to where it was, and which programs could therefore get stuck."""

from __future__ import annotations

import textwrap

import pytest

from unknot.ir.program import Program
from unknot.ir.text import parse_program
from unknot.ir.verify import verify
from unknot.passes.find_loops import can_end, may_come_back, may_stick
from unknot.passes.place_steps import place_steps


def program(body: str, more: str = "") -> Program:
    """A program with one thread that runs the body; `p` is the address of a global."""
    head = 'global @x : u64\nthread "f" @f()\nfunction @f()\nentry:\n  %p:i64 = global_addr @x\n'
    parsed = parse_program(head + textwrap.indent(textwrap.dedent(body), "") + more)
    verify(parsed)
    return place_steps(parsed)


def counting(first: str, count: str, test: str, width: str = "i8") -> str:
    """A loop around a store: a register, how it is counted, and the test for going on."""
    return f"""\
  %n:{width} = mov {first}:{width}
  jump head
head:
  %go:i8 = {test}
  branch %go body done
body:
  store %p 1 order=relaxed
  %n:{width} = {count}
  jump head
done:
  ret
"""


HARMLESS = [
    ("0", "add %n 1:i8", "ult %n 3:i8"),
    ("0", "add %n 1:i8", "ult %n %n2"),  # whatever the bound is
    ("0", "add %n 1:i8", "slt %n %n2"),
    ("0", "add %n 1:i8", "ne %n 3:i8"),
    ("0", "add %n 1:i8", "ule %n 254:i8"),
    ("9", "sub %n 1:i8", "ult 0:i8 %n"),
    ("9", "add %n 255:i8", "slt %n2 %n"),
    ("9", "sub %n 1:i8", "sle 0:i8 %n"),
    ("0", "add %n 2:i8", "ult %n 254:i8"),
    ("0", "add %n 3:i8", "ne %n 4:i8"),  # comes round to it
]
ENDLESS = [
    ("0", "add %n 1:i8", "ule %n 255:i8"),
    ("0", "add %n 1:i8", "ule %n %n2"),
    ("0", "add %n 1:i8", "ne %n %n2"),  # the bound may change
    ("0", "add %n 2:i8", "ult %n 255:i8"),  # steps over it
    ("0", "add %n 2:i8", "ne %n 3:i8"),
    ("0", "xor %n 1:i8", "ult %n 3:i8"),
    ("0", "add %n 0:i8", "ult %n 3:i8"),
    ("0", "add %n %n2", "ult %n 3:i8"),
    ("9", "sub %n 1:i8", "sle -128:i8 %n"),
]


@pytest.mark.parametrize(("first", "count", "test"), HARMLESS)
def test_loops_that_count(first: str, count: str, test: str) -> None:
    body = "  %n2:i8 = mov 7:i8\n" + counting(first, count, test)
    assert not may_come_back(program(body))


@pytest.mark.parametrize(("first", "count", "test"), ENDLESS)
def test_loops_that_may_not_end(first: str, count: str, test: str) -> None:
    body = "  %n2:i8 = mov 7:i8\n" + counting(first, count, test)
    assert may_come_back(program(body))


def test_a_counter_that_is_set_back() -> None:
    body = counting("0", "add %n 1:i8", "ult %n 3:i8").replace("  store", "  %n:i8 = mov 0:i8\n  store")
    assert may_come_back(program(body))


def test_a_way_round_the_counter() -> None:
    body = counting("0", "add %n 1:i8", "ult %n 3:i8")
    around = "body:\n  %v:i64 = load %p order=relaxed\n  %c:i8 = eq %v 0\n  branch %c head more\nmore:\n"
    assert not may_come_back(program(body.replace("body:\n", around)))  # it only looks
    around = around.replace("body:\n", "body:\n  store %p 2 order=relaxed\n")
    assert may_come_back(program(body.replace("body:\n", around)))


def test_a_way_round_the_test() -> None:
    body = counting("0", "add %n 1:i8", "ult %n 3:i8")
    around = "  %v:i64 = load %p order=relaxed\n  %c:i8 = eq %v 0\n  branch %c body head\ndone:"
    assert may_come_back(program(body.replace("  jump head\ndone:", around)))


def test_loops_in_loops() -> None:
    inner = """\
  %m:i8 = mov 0:i8
  jump inner
inner:
  %more:i8 = ult %m 3:i8
  branch %more again out
again:
  store %p 2 order=relaxed
  %m:i8 = COUNT
  jump inner
out:
"""
    body = counting("0", "add %n 1:i8", "ult %n 3:i8").replace("  store %p 1 order=relaxed\n", inner)
    assert not may_come_back(program(body.replace("COUNT", "add %m 1:i8")))
    assert may_come_back(program(body.replace("COUNT", "mov %m")))


def test_private_loops_do_not_count() -> None:
    body = counting("0", "xor %n 1:i8", "ult %n 3:i8").replace("  store %p 1 order=relaxed\n", "")
    assert not may_come_back(program(body))


SPIN = """\
  jump head
head:
  %v:i64 = load %p order=relaxed
  MORE
  %c:i8 = eq %v 0
  branch %c head done
done:
  ret
"""


@pytest.mark.parametrize(
    ("more", "back"),
    [
        ("pause", False),
        ("%w:i64 = add %v 1", False),  # dead at the head
        ("%w:i64 = load %p order=relaxed", True),  # two points
        ("store %p 1 order=raw", True),
        ("%d:i8, %w:i64 = cas %p 0 1 order=relaxed fail_order=relaxed", True),
    ],
)
def test_loops_that_only_look(more: str, back: bool) -> None:
    assert may_come_back(program(SPIN.replace("MORE", more))) == back


def test_a_loop_that_carries_something_on() -> None:
    body = SPIN.replace("MORE", "%old:i64 = xor %old %v")
    assert may_come_back(
        program("  %old:i64 = mov 0\n" + body.replace("  ret", "  store %p %old order=relaxed\n  ret"))
    )


@pytest.mark.parametrize(("targets", "back"), [("done head", False), ("head done", True)])
def test_a_spin_on_a_compare_and_swap(targets: str, back: bool) -> None:
    cas = "%d:i8, %w:i64 = cas %p 0 1 order=relaxed fail_order=relaxed"
    body = f"  jump head\nhead:\n  {cas}\n  branch %d {targets}\ndone:\n  ret\n"
    assert may_come_back(program(body)) == back


def test_calls_in_loops() -> None:
    body = counting("0", "xor %n 1:i8", "ult %n 3:i8").replace("store %p 1 order=relaxed", "call @g")
    steps = "function @g()\nentry:\n  %q:i64 = global_addr @x\n  store %q 1 order=relaxed\n  ret\n"
    assert may_come_back(program(body, steps))
    assert not may_come_back(program(body, "function @g()\nentry:\n  ret\n"))


SPAWNS = "  %a:i64 = func_addr @g\n  %t:i64 = spawn %a\n"


def test_threads_that_start_threads() -> None:
    once = "function @g()\nentry:\n  ret\n"
    assert not may_come_back(program(SPAWNS + "  ret\n", once))
    assert may_come_back(program(SPAWNS + "  ret\n", "function @g()\nentry:\n" + SPAWNS + "  join %t\n  ret\n"))


@pytest.mark.parametrize(("more", "sticks"), [("", False), ("  pause\n", True)])
def test_an_endless_program_sticks_only_with_pauses(more: str, sticks: bool) -> None:
    made = program(f"  jump head\nhead:\n  store %p 1 order=relaxed\n{more}  jump head\n")
    assert (may_come_back(made), can_end(made), may_stick(made)) == (True, False, sticks)


def test_waiting_for_work_is_an_end() -> None:
    wait = "  atomic_begin\n  %v:i64 = load %p order=plain\n  %c:i8 = ne %v 0\n  await %c HOLDER\n  atomic_end\n"
    body = f"  jump head\nhead:\n{wait}  jump head\n"
    assert can_end(program(body.replace("HOLDER", "-2")))
    assert not can_end(program(body.replace("HOLDER", "-1")))
