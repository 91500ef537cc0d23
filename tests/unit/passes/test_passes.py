"""What each pass does to small functions. That none of them changes what programs mean, tests/differential shows."""

from __future__ import annotations

import textwrap

import pytest

from unknot.ir.ops import Reg
from unknot.ir.program import Program
from unknot.ir.text import parse_program, print_program
from unknot.ir.types import Scalar
from unknot.ir.verify import verify
from unknot.passes.find_private import make_private
from unknot.passes.find_spawns import allow_spawns
from unknot.passes.find_spins import may_spin
from unknot.passes.inline import inline
from unknot.passes.liveness import live_after_ops, live_into_blocks
from unknot.passes.place_steps import place_steps
from unknot.passes.propagate import propagate
from unknot.passes.rematerialise import constant_addresses, rematerialise
from unknot.passes.sink import sink


def program(body: str, head: str = "") -> Program:
    """A program whose function `f` has that body."""
    text = f"global @x : u64\nglobal @table : array[u64, 4]\n{head}\nfunction @f(%n:i64) -> i64\n"
    parsed = parse_program(text + textwrap.dedent(body))
    verify(parsed)
    return parsed


def body(made: Program, name: str = "f") -> list[str]:
    """The lines of a function's body."""
    verify(made)
    _, _, rest = print_program(made).partition(f"function @{name}(")
    lines = rest.split("\nfunction ")[0].splitlines()[1:]
    return [line.strip() for line in lines if line.strip()]


def codes(made: Program, name: str = "f") -> list[str]:
    return [op.code for op in made.functions[name].ops()]


# place_steps


@pytest.mark.parametrize(
    ("operation", "memory", "visible"),
    [
        ("%v:i64 = load %p order=plain", "sc", True),
        ("%v:i64 = load %p order=relaxed", "sc", True),
        ("store %p 1 order=seq_cst", "sc", True),
        ("%v:i64 = rmw %p 1 kind=add order=relaxed", "sc", True),
        ("%v:i8, %w:i64 = cas %p 0 1 order=relaxed fail_order=relaxed", "sc", True),
        ("%v:i64 = load %p order=raw", "sc", False),
        ("fence order=seq_cst", "sc", False),
        ("fence order=seq_cst", "tso", True),
        ("%v:i64 = alloc 8 kind=heap", "sc", True),
        ("%v:i64 = alloc 8 kind=stack", "sc", False),
        ("free %p", "sc", True),
        ("join %n", "sc", True),
        ("%v:i64 = self", "sc", False),
        ("%v:i64 = choose 2", "sc", False),
        ("pause", "sc", False),
        ("check_access %p size=8 write=false", "sc", False),
    ],
)
def test_a_step_stands_before_what_is_visible(operation: str, memory: str, visible: bool) -> None:
    made = program(f"entry:\n  %p:i64 = global_addr @x\n  {operation}\n  ret %n\n")
    made.memory = memory
    steps = codes(place_steps(made)).count("step")
    assert steps == int(visible)


def test_an_indivisible_block_is_one_step() -> None:
    made = program(
        """\
        entry:
          atomic_begin
          %p:i64 = global_addr @x
          %v:i64 = load %p order=plain
          branch 1:i8 then after
        then:
          store %p 1 order=plain
          jump after
        after:
          atomic_end
          store %p 2 order=plain
          ret %v
        """
    )
    expected = ["step", "atomic_begin", "global_addr", "load", "branch", "store", "jump", "atomic_end"]
    assert codes(place_steps(made)) == [*expected, "step", "store", "ret"]


# make_private


def private(*lines: str) -> list[str]:
    """Memory orders of the accesses of a function with these lines."""
    made = make_private(program("entry:\n" + "".join(f"  {line}\n" for line in lines) + "  ret %n\n"))
    return [op.attrs["order"] for op in made.functions["f"].ops() if op.code in ("load", "store", "rmw")]


ALLOC = "%o:i64 = alloc 16 kind=heap"


def test_a_fresh_object_is_private() -> None:
    assert private(ALLOC, "store %o 1 order=plain", "%v:i64 = load %o order=seq_cst") == ["raw", "raw"]


def test_a_place_inside_it_too() -> None:
    assert private(ALLOC, "%q:i64 = add %o 8", "store %q 1 order=plain") == ["raw"]


def test_until_it_is_given_away() -> None:
    lines = (ALLOC, "store %o 1 order=plain", "%p:i64 = global_addr @x", "store %p %o order=plain")
    assert private(*lines, "store %o 2 order=plain") == ["raw", "plain", "plain"]


def test_a_copy_given_away_is_the_object_given_away() -> None:
    lines = (ALLOC, "%q:i64 = mov %o", "%p:i64 = global_addr @x", "store %p %q order=plain")
    assert private(*lines, "store %o 2 order=plain") == ["plain", "plain"]


@pytest.mark.parametrize("use", ["%w:i64 = call @g %o", "%w:i64 = sub %o %n", "free %o", "%w:i64 = mul %o 1"])
def test_what_happens_to_it_elsewhere_is_not_known(use: str) -> None:
    head = "function @g(%a:i64) -> i64\nentry:\n  ret %a\n"
    text = f"entry:\n  {ALLOC}\n  {use}\n  store %o 2 order=plain\n  ret %n\n"
    made = make_private(program(text, head))
    assert [op.attrs["order"] for op in made.functions["f"].ops() if op.code == "store"] == ["plain"]


def test_private_on_every_way_only() -> None:
    made = make_private(
        program(
            """\
            entry:
              %o:i64 = alloc 8 kind=heap
              %p:i64 = global_addr @x
              %b:i8 = eq %n 0
              branch %b give keep
            give:
              store %p %o order=plain
              jump after
            keep:
              store %o 1 order=plain
              jump after
            after:
              store %o 2 order=plain
              ret %n
            """
        )
    )
    stores = [op.attrs["order"] for op in made.functions["f"].ops() if op.code == "store"]
    assert stores == ["plain", "raw", "plain"]


def test_an_object_of_the_round_before_is_another() -> None:
    made = make_private(
        program(
            """\
            entry:
              %last:i64 = mov 0
              jump head
            head:
              %o:i64 = alloc 8 kind=heap
              %b:i8 = eq %last 0
              branch %b first again
            again:
              store %last 1 order=plain
              jump first
            first:
              %last:i64 = mov %o
              %p:i64 = global_addr @x
              store %p %o order=plain
              jump head
            """
        )
    )
    assert [op.attrs["order"] for op in made.functions["f"].ops() if op.code == "store"] == ["plain", "plain"]


# rematerialise, sink, propagate


def test_constant_addresses() -> None:
    made = program(
        """\
        entry:
          %p:i64 = global_addr @table
          %q:i64 = add %p 8
          %r:i64 = mov %q
          %s:i64 = add %q %n
          %t:i64 = global_addr @x
          %t:i64 = mov %p
          ret %s
        """
    )
    known = constant_addresses(made.functions["f"])
    wanted = {"p": ("table", 0), "q": ("table", 8), "r": ("table", 8)}
    assert {reg.name: place for reg, place in known.items()} == wanted


def test_no_constant_address_lives_across_a_step() -> None:
    text = "entry:\n  %p:i64 = global_addr @x\n  %v:i64 = load %p order=plain\n  store %p %v order=plain\n  ret %v\n"
    function = sink(rematerialise(place_steps(program(text)))).functions["f"]
    after = live_after_ops(function)["entry"]
    steps = [i for i, op in enumerate(function.blocks["entry"]) if op.code == "step"]
    assert [sorted(reg.name for reg in after[i]) for i in steps] == [[], ["v"]]


def test_an_index_is_kept_instead_of_an_address() -> None:
    made = place_steps(
        program(
            """\
            entry:
              %p:i64 = global_addr @table
              %o:i64 = mul %n 8
              %q:i64 = add %p %o
              %v:i64 = load %q order=plain
              ret %v
            """
        )
    )
    function = sink(rematerialise(made)).functions["f"]
    after = live_after_ops(function)["entry"]
    (step,) = (i for i, op in enumerate(function.blocks["entry"]) if op.code == "step")
    assert {reg.name for reg in after[step]} == {"n"}


def test_copies_of_what_never_changes_go() -> None:
    made = program("entry:\n  %a:i64 = mov 3\n  %b:i64 = mov %n\n  %c:i64 = add %a %b\n  ret %c\n")
    assert body(propagate(made)) == ["entry:", "%c:i64 = add 3 %n", "ret %c"]


def test_copies_of_what_changes_stay() -> None:
    made = program("entry:\n  %v:i64 = mov %n\n  %c:i64 = mov %v\n  %v:i64 = mov 1\n  %s:i64 = add %c %v\n  ret %s\n")
    assert codes(propagate(made)) == codes(made)


# inline

CALLEE = """
function @g(%a:i64) -> i64
entry:
  %p:i64 = global_addr @x
  %v:i64 = load %p order=plain
  %s:i64 = add %v %a
  ret %s
"""


def test_a_call_becomes_the_body() -> None:
    made = inline(place_steps(program("entry:\n  %v:i64 = call @g %n\n  %w:i64 = call @g %v\n  ret %w\n", CALLEE)))
    verify(made)
    assert "call" not in codes(made)
    assert codes(made).count("step") == 2


def test_inside_an_indivisible_block_without_its_steps() -> None:
    text = "entry:\n  atomic_begin\n  %v:i64 = call @g %n\n  atomic_end\n  ret %v\n"
    made = inline(place_steps(program(text, CALLEE)))
    assert [code for code in codes(made) if code in ("step", "call")] == ["step"]


def test_recursion_stays() -> None:
    made = inline(place_steps(program("entry:\n  %v:i64 = call @f %n\n  ret %v\n")))
    assert codes(made) == ["call", "ret"]


# facts


def test_liveness() -> None:
    function = program(
        """\
        entry:
          %a:i64 = mov 1
          %b:i64 = mov 2
          jump head
        head:
          %c:i8 = eq %a %n
          branch %c out head
        out:
          ret %b
        """
    ).functions["f"]
    into = {label: {reg.name for reg in live} for label, live in live_into_blocks(function).items()}
    assert into == {"entry": {"n"}, "head": {"a", "b", "n"}, "out": {"b"}}


def test_a_stack_object_lives_until_the_return() -> None:
    function = program("entry:\n  %o:i64 = alloc 8 kind=stack\n  %v:i64 = mov 1\n  ret %v\n").functions["f"]
    assert Reg("o", Scalar.I64) in live_after_ops(function)["entry"][1]


def test_room_for_spawned_threads_only_if_there_are_any() -> None:
    spawns = "entry:\n  %g:i64 = func_addr @g\n  %t:i64 = spawn %g %n\n  ret %t\n"
    assert allow_spawns(program(spawns, CALLEE), 3).spawn_limit == 3
    assert allow_spawns(program("entry:\n  ret %n\n"), 3).spawn_limit == 0


@pytest.mark.parametrize(
    ("operation", "spins"),
    [
        ("%v:i64 = load %p order=relaxed", True),
        ("%v:i64 = rmw %p 1 kind=add order=relaxed", True),
        ("store %p 1 order=relaxed", False),
        ("%v:i64 = add %n 1", False),
    ],
)
def test_loops_that_may_only_wait(operation: str, spins: bool) -> None:
    text = f"entry:\n  %p:i64 = global_addr @x\n  jump head\nhead:\n  {operation}\n  %c:i8 = eq %n 0\n"
    assert may_spin(place_steps(program(text + "  branch %c out head\nout:\n  ret %n\n"))) == spins
