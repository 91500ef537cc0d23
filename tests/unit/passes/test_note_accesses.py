"""What `note_accesses` notes, and what it leaves out. That it changes no schedule, tests/kernel/test_locked_fields.py
shows."""

from __future__ import annotations

import textwrap

import pytest

from unknot.ir.ops import Const
from unknot.ir.program import Program
from unknot.ir.text import parse_program
from unknot.ir.verify import verify
from unknot.passes.note_accesses import ACCESS, OBJECT, Kind, Legend, note_accesses
from unknot.passes.place_steps import place_steps


def noted(text: str) -> tuple[Program, Legend]:
    """The program with events."""
    program = parse_program(textwrap.dedent(text))
    verify(program)
    made, legend = note_accesses(place_steps(program))
    verify(made)
    return made, legend


def in_f(*lines: str, head: str = "") -> tuple[Program, Legend]:
    body = "".join(f"  {line}\n" for line in lines)
    return noted(f"global @x : u32\n{head}\nfunction @f(%n:i64) -> i64\nentry:\n{body}  ret %n\n")


def words(program: Program, function: str = "f", kind: str = ACCESS) -> list[tuple[object, ...]]:
    """The operands of the events of a kind: numbers, or names of registers."""
    ops = [op for op in program.functions[function].ops() if op.code == "event" and op.attrs["kind"] == kind]
    return [tuple(a.value if isinstance(a, Const) else a.name for a in op.args) for op in ops]


@pytest.mark.parametrize(
    ("operation", "size", "kind"),
    [
        ("%v:i32 = load %n order=plain", 4, Kind.READ),
        ("store %n 1:i8 order=plain", 1, Kind.WRITE),
        ("%v:i64 = load %n order=acquire", 8, Kind.ATOMIC_READ),
        ("store %n 1:i16 order=relaxed", 2, Kind.ATOMIC_WRITE),
        ("%v:i32 = rmw %n 1:i32 kind=add order=relaxed", 4, Kind.ATOMIC_UPDATE),
        ("%v:i8, %w:i64 = cas %n 0 1 order=relaxed fail_order=relaxed", 8, Kind.ATOMIC_UPDATE),
    ],
)
def test_an_access_tells_what_it_touches(operation: str, size: int, kind: Kind) -> None:
    program, _ = in_f(operation)
    assert [(a, s, k) for a, s, _, k in words(program)] == [("n", size, kind)]


def test_the_event_stands_between_the_scheduling_point_and_the_access() -> None:
    program, _ = in_f("store %n 1 order=plain")
    assert [op.code for op in program.functions["f"].ops()] == ["step", "event", "store", "ret"]


def test_accesses_inside_an_indivisible_block_are_noted() -> None:
    program, _ = in_f("atomic_begin", "store %n 1 order=plain", "atomic_end")
    assert len(words(program)) == 1


def test_raw_accesses_are_not() -> None:
    program, _ = in_f("store %n 1 order=raw")
    assert words(program) == []


def test_an_object_is_noted_and_its_fresh_accesses_are_not() -> None:
    lines = ("%o:i64 = alloc 4 kind=heap", "store %o 1:i32 order=plain", "store %n %o order=plain")
    program, legend = in_f(*lines, "store %o 2:i32 order=plain")
    assert words(program, kind=OBJECT) == [("o", 0)]
    assert len(legend.made) == 1
    assert [a for a, *_ in words(program)] == ["n", "o"]


LIBRARY = """\
global @own : u32
function @serves(%p:i64) library
entry:
  call @inner %p
  ret
function @inner(%p:i64) library
entry:
  store %p 1:i32 order=plain
  ret
function @keeps_books(%p:i64) library
entry:
  %o:i64 = global_addr @own
  store %o 1:i32 order=plain
  store %p 1:i32 order=plain
  ret
"""


def test_a_library_function_that_serves_acts_for_its_caller() -> None:
    program, legend = in_f("call @serves %n", "call @keeps_books %n", head=LIBRARY)
    called = [op.attrs["symbol"] for op in program.functions["f"].ops() if op.code == "call"]
    assert called == ["serves$at", "keeps_books"]
    assert words(program, "inner$at") == [("p", 4, "locks.place", Kind.WRITE)]
    assert words(program, "keeps_books") == words(program, "inner") == []
    assert legend.functions == {0: {"f"}}
