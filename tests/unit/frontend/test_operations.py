"""Operations and specifications: what the front end refuses, where, with what remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unknot.core.errors import LanguageError
from unknot.frontend.python.load import build, load_file
from unknot.ir.text import parse_program, print_program
from unknot.ir.types import BoolType, FunctionType, IntType, VoidType

HEAD = """\
from unknot import initial, invariant, operation, scenario, thread
from unknot.lang import Ptr, addr, struct, u32, u64


class Model:
    def put(self, x):
        return True

    def get(self):
        return 0


@struct
class Part:
    n: u32

"""
GOOD = """
@scenario
class Cell:
    specification = Model
    n: u32

    @operation
    def put(self, x: u32) -> bool:
        self.n = x
        return True

    @operation
    def get(self) -> u32:
        return self.n

    @thread
    def run(self):
        self.put(1)
"""


def refusal(tmp_path: Path, text: str) -> LanguageError:
    """The error of a program in which § marks the line."""
    path = tmp_path / "program.py"
    path.write_text(HEAD + text.replace("§", ""))
    with pytest.raises(LanguageError) as caught:
        build(load_file(str(path)).scenarios["Cell"])
    marked = [n for n, line in enumerate((HEAD + text).splitlines(), 1) if "§" in line]
    assert [caught.value.where.line] == marked, str(caught.value)
    return caught.value


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_operations_are_part_of_the_program(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(HEAD + GOOD)
    module = load_file(str(path))
    program = build(module.scenarios["Cell"])
    number = IntType(32, False)
    assert program.specification is module.module.Model
    assert [(o.name, o.function, o.type) for o in program.operations] == [
        ("put", "Cell.put", FunctionType((number,), BoolType())),
        ("get", "Cell.get", FunctionType((), number)),
    ]
    text = print_program(program)
    assert print_program(parse_program(text)) == text and 'operation "get" @Cell.get : fn() -> u32' in text


def test_an_operation_without_result(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        HEAD + changed("(self, x: u32) -> bool", "(self, x: u32) -> None").replace("        return True\n", "")
    )
    (put, _) = build(load_file(str(path)).scenarios["Cell"]).operations
    assert isinstance(put.type.result, VoidType)


TABLE = {
    "no_specification": (
        changed("    specification = Model\n", "").replace(
            "    @operation\n    def put", "    @operation\n    def§ put"
        ),
        "scenario Cell has operations and no specification",
        "specification = Model, where Model is a plain Python class with the methods put, get",
    ),
    "no_operation": (
        changed("    @operation\n", "").replace("    @operation\n", "").replace("@scenario", "@scenario§"),
        "scenario Cell has a specification, and no method is marked @operation",
        "@operation",
    ),
    "no_class": (
        changed("= Model", "= Model()").replace("@scenario", "@scenario§"),
        "the specification <Model> is no class",
        "plain Python class",
    ),
    "struct": (
        changed("= Model", "= Part").replace("@scenario", "@scenario§"),
        "the specification Part is part of the program",
        "plain Python class",
    ),
    "arguments_of_model": (
        "class Model:\n    def __init__(self, size):\n        pass\n\n" + GOOD.replace("@scenario", "@scenario§"),
        "Model() takes arguments, and nobody gives them",
        "let the object begin as the scenario does",
    ),
    "no_method": (
        changed("def get(self) -> u32", "def take(self) -> u32").replace(
            "    @operation\n    def take", "    @operation\n    def§ take"
        ),
        "the specification Model has no method take",
        "def take(self, ...)",
    ),
    "other_arguments": (
        changed("def put(self, x: u32)", "def put(self, x: u32, y: u32)")
        .replace("    @operation\n    def put", "    @operation\n    def§ put")
        .replace("self.put(1)", "self.put(1, 2)"),
        "Model.put takes other arguments than the operation put",
        "def put(self, x, y)",
    ),
    "pointer_taken": (
        changed("x: u32", "x: Ptr[u32]")
        .replace("self.n = x", "pass")
        .replace("    @operation\n    def put", "    @operation\n    def§ put")
        .replace("self.put(1)", "self.put(addr(self.n))"),
        "x of operation put is a Ptr[u32]; a specification in plain Python knows no addresses",
        "use a number",
    ),
    "pointer_given": (
        changed(
            "def get(self) -> u32:\n        return self.n", "def get(self) -> Ptr[u32]:\n        return addr(self.n)"
        ).replace("    @operation\n    def get", "    @operation\n    def§ get"),
        "the result of operation get is a Ptr[u32]; a specification in plain Python knows no addresses",
        "use a number",
    ),
    "too_many": (
        changed("x: u32", "a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64")
        .replace("self.n = x", "pass")
        .replace("    @operation\n    def put", "    @operation\n    def§ put")
        .replace("self.put(1)", "self.put(1, 1, 1, 1, 1, 1, 1)"),
        "operation put takes more than 6 values",
        "",
    ),
    "within_another": (
        changed("        self.n = x\n", "        self.get()§\n"),
        "operation put calls the operation get",
        "a method without a mark",
    ),
    "itself": (
        changed("        self.n = x\n", "        self.put(x)§\n"),
        "operation put calls the operation put",
        "a method without a mark",
    ),
    "through_a_helper": (
        changed("        self.n = x\n", "        self.helper()\n")
        + "\n    def helper(self) -> None:\n        self.get()§\n",
        "operation put calls the operation get",
        "a method without a mark",
    ),
    "in_an_invariant": (
        GOOD + "\n    @invariant\n    def small(self) -> bool:\n        return self.get() < 5§\n",
        "invariant small calls the operation get",
        "a method without a mark",
    ),
    "two_marks": (
        changed("    @operation\n", "    @initial§\n    @operation\n"),
        "put is marked @initial and @operation",
        "two methods",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_refusal(name: str, tmp_path: Path) -> None:
    text, message, remedy = TABLE[name]
    error = refusal(tmp_path, text)
    shown = re.sub(r"<\S*\.(\w+) object at \w+>", r"<\1>", error.message)
    assert shown == message
    assert remedy in error.remedy


def test_an_inherited_operation_keeps_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    more = "\n@scenario\nclass Other(Cell):\n    def get(self) -> u32:\n        return Cell.get(self) + 1\n"
    path.write_text(HEAD + GOOD + more)
    program = build(load_file(str(path)).scenarios["Other"])
    assert [o.function for o in program.operations] == ["Other.put", "Other.get"]
