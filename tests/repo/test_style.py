"""Sizes and texts that are held everywhere (CONTRIBUTING.md): docstrings, short files and functions, no leftovers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "unknot").rglob("*.py"))
FILES = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
LONGEST_FILE = 800
LONGEST_FUNCTION = 60
LEFTOVERS = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "no" + "qa", "type: ig" + "nore")))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function, without its decorators, docstring, and the functions and classes in it: these
    count for themselves."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            inner = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
            yield node.name, (node.end_lineno or 0) - first.lineno + 1 - sum(map(_lines, inner))


def _lines(node: ast.FunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)) or not text.strip(), "it has no docstring"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert [f for f, lines in functions(path) if lines > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_is_left_to_do(path: Path) -> None:
    assert LEFTOVERS.search(path.read_text(encoding="utf-8")) is None


def test_most_are_shorter() -> None:
    lines = [path.read_text(encoding="utf-8").count("\n") for path in SOURCES]
    sizes = sorted(size for path in SOURCES for _, size in functions(path))
    assert median(lines) <= 200
    assert median(sizes) <= 10
    assert sizes[len(sizes) * 9 // 10] <= 30


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_public_names_are_described(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            marks = " ".join(ast.unparse(d) for d in node.decorator_list)
            plain = re.search("scenario|struct|overload", marks) is None
            assert ast.get_docstring(node) or not plain, f"{node.name} has no docstring"
