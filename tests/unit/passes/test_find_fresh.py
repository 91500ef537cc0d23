"""Who initialises an object, across calls: which stores are to an object that only its maker knows."""

from __future__ import annotations

import pytest

from unknot.ir.text import parse_program
from unknot.ir.verify import verify
from unknot.passes.find_fresh import find_fresh

CALLEES = """\
global @shared : u64
function @fill(%p:i64)
entry:
  %q:i64 = add %p 8
  store %q 1 order=plain
  ret
function @publish(%p:i64)
entry:
  %s:i64 = global_addr @shared
  store %s %p order=plain
  ret
function @make() -> i64
entry:
  %c:i64 = choose 2
  %b:i8 = eq %c 0
  branch %b none some
none:
  ret 0
some:
  %o:i64 = alloc 16 kind=heap
  store %o 1 order=plain
  ret %o
function @leak() -> i64
entry:
  %o:i64 = alloc 16 kind=heap
  call @publish %o
  ret %o
"""


def fresh(function: str, *lines: str, more: str = "") -> int:
    """How many accesses of a function are fresh in a program where `f` has these lines."""
    body = "".join(f"  {line}\n" for line in lines)
    program = parse_program(f"{CALLEES}{more}function @f(%n:i64)\nentry:\n{body}  ret\n")
    verify(program)
    return len(find_fresh(program).accesses[function])


NEW = "%o:i64 = alloc 16 kind=heap"
WRITE = "store %o 1 order=plain"


def test_a_function_that_gives_it_to_nobody_keeps_it_fresh() -> None:
    assert fresh("f", NEW, "call @fill %o", WRITE) == 1


def test_a_function_that_publishes_it_does_not() -> None:
    assert fresh("f", NEW, WRITE, "call @publish %o", WRITE) == 1


def test_what_a_maker_gives_is_fresh_or_null() -> None:
    assert fresh("f", "%o:i64 = call @make", "%z:i8 = eq %o 0", WRITE) == 1


def test_what_it_published_before_is_not() -> None:
    assert fresh("f", "%o:i64 = call @leak", WRITE) == 0


def test_a_parameter_is_fresh_if_it_is_in_every_call() -> None:
    assert fresh("fill", NEW, "call @fill %o") == 1
    assert fresh("fill", NEW, "call @fill %o", "call @fill %n") == 0


@pytest.mark.parametrize("head", ['thread "t" @fill(0)\n', ""])
def test_but_not_of_what_somebody_else_may_call(head: str) -> None:
    named = "%a:i64 = func_addr @fill" if not head else "%a:i64 = mov 0"
    body = f"entry:\n  {named}\n  {NEW}\n  call @fill %o\n  ret\n"
    program = parse_program(f"{head}{CALLEES}function @f(%n:i64)\n{body}")
    assert find_fresh(program).accesses["fill"] == set()


def test_an_object_freed_before_does_not_matter() -> None:
    assert fresh("f", "free %n", NEW, WRITE) == 1
