"""The IR that small functions become: places, orders, attributes and block shapes."""

from __future__ import annotations

import linecache
import textwrap
from pathlib import Path

import pytest

from unknot.frontend.python.load import build_functions, load_file
from unknot.ir.ops import Op
from unknot.ir.program import Function, Program
from unknot.ir.text import print_program
from unknot.ir.verify import verify

HEAD = """\
from unknot.lang import *

@struct
class Node:
    value: u32
    quiet: racy[u32]
    flags: racy[array[u8, 4]]
    hits: atomic[u32]
    slots: array[u64, 4]

counter: u32 = 0
DEBUG = False
"""


@pytest.fixture
def compiled(tmp_path: Path):
    def compile_text(text: str) -> Program:
        path = tmp_path / "shape.py"
        path.write_text(HEAD + textwrap.dedent(text))
        linecache.clearcache()
        program = build_functions([load_file(str(path)).module.run])
        verify(program)
        return program

    return compile_text


def code(function: Function) -> list[str]:
    """The codes of all operations, with a `:` before each block but the first."""
    lines: list[str] = []
    for index, block in enumerate(function.blocks.values()):
        lines += ([":"] if index else []) + [op.code for op in block]
    return lines


def only(function: Function, name: str) -> Op:
    """The one operation of that code."""
    (found,) = [op for op in function.ops() if op.code == name]
    return found


def test_a_loop_has_no_superfluous_operations(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node], n: u32) -> u32:
            while p.value < n:
                n -= 1
            return n
    """).functions["run"]
    assert code(run) == ["jump", ":", "load", "ult", "branch", ":", "sub", "jump", ":", "ret"]


def test_results_go_straight_into_locals(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node]) -> u32:
            head = p.hits.load(acquire)
            done = p.hits.cas(head, head + 1, acq_rel)
            return head if done else 0
    """).functions["run"]
    assert code(run) == ["add", "load", "add", "add", "cas", "select", "ret"]
    assert only(run, "load").dsts[0].name == "head"
    assert only(run, "load").attrs["order"] == "acquire"
    assert dict(only(run, "cas").attrs) == {"order": "acq_rel", "fail_order": "acquire"}
    assert {n: str(v.type) for n, v in run.locals.items()} == {"p": "Ptr[Node]", "head": "u32", "done": "bool"}


def test_places_span_expressions_and_assignments(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node]) -> None:
            p.value = p.quiet + 1
    """).functions["run"]
    load, store = only(run, "load").loc, only(run, "store").loc
    assert (load.line, load.column, load.end_column) == (15, 15, 22)
    assert (store.line, store.column, store.end_column) == (15, 5, 26)


def test_intended_races_are_marked(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node]) -> None:
            p.quiet += 1
            p.flags[2] = 1
            p.value = 2
    """).functions["run"]
    assert [op.attrs.get("racy", False) for op in run.ops() if op.code in ("load", "store")] == [
        True,
        True,
        True,
        False,
    ]


def test_bounds_are_asserted_unless_constant(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node], i: i32) -> u64:
            return p.slots[2] + p.slots[i]
    """).functions["run"]
    check = only(run, "assert")
    assert check.attrs["kind"] == "bounds" and check.attrs["message"] == "p.slots[4]"
    assert "sext" in code(run)


def test_code_for_false_constants_is_left_out(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node]) -> None:
            if DEBUG and p.value == 1:
                p.value = 2
            while True:
                p.value = 3
                break
            else:
                p.value = 4
    """).functions["run"]
    assert code(run).count("store") == 1
    assert "branch" not in code(run)


def test_leaving_an_indivisible_block_ends_it(compiled) -> None:
    run = compiled("""
        def run(p: Ptr[Node], me: u32) -> u32:
            while True:
                with indivisible(p.value == 0, blocked_by=me):
                    with indivisible():
                        if p.quiet == 1:
                            break
                        if p.quiet == 2:
                            continue
                        if p.quiet == 3:
                            return 1
            return 0
    """).functions["run"]
    codes = code(run)
    assert codes.count("atomic_begin") == 2
    assert codes.count("atomic_end") == 2 + 2 + 2 + 2
    assert only(run, "await").args[1].type == 64


def test_locals_in_memory(compiled) -> None:
    run = compiled("""
        def take(p: Ptr[u32], n: Ptr[Node]) -> None:
            pass

        def run(x: u32) -> None:
            node = Node()
            y: u32 = 1
            take(addr(x), addr(node))
            for i in range(3):
                inner = Node()
                take(addr(y), addr(inner))
    """).functions["run"]
    allocations = [op for op in run.ops() if op.code == "alloc"]
    assert [(a.dsts[0].name, str(a.attrs["type"])) for a in allocations] == [
        ("x.addr", "u32"),
        ("inner.addr", "Node"),
        ("node.addr", "Node"),
        ("y.addr", "u32"),
    ]
    assert [a.attrs["zero"] for a in allocations] == [False, False, True, False]
    entry = run.blocks["entry"]
    assert all(op in entry for op in allocations)


def test_a_missing_return_is_a_fault(compiled) -> None:
    run = compiled("""
        def run(x: u32) -> u32:
            if x == 1:
                return 2
    """).functions["run"]
    assert only(run, "unreachable").attrs["message"] == "function ended without return"


def test_host_code(compiled) -> None:
    program = compiled("""
        def find(table: Ptr[u64], mask: u64, key: u64) -> u64:
            i = key & mask
            while load(offset(table, i)) != 0:
                if load(offset(table, i)) == key:
                    return 1
                i = (i + 1) & mask
            prefetch(offset(table, i))
            return 0

        def run(table: Ptr[u64]) -> u64:
            return find(table, 7, 3)
    """)
    assert list(program.functions) == ["run", "find"]
    assert "prefetch" in print_program(program)
    assert not program.globals and not program.threads
