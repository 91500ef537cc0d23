"""The reference of C names what there is: each function that a header binds or that the C library lists, and none that
does not exist. In its tables `a_{b,c}` is two names."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from unknot import libc

ROOT = Path(__file__).parents[2]
HEADERS = ROOT / "src" / "unknot" / "frontend" / "c" / "include"
PAGE = (ROOT / "docs" / "reference" / "c.md").read_text(encoding="utf-8")
KERNEL = PAGE + "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "kernel").glob("*.md")))
LIBRARY = PAGE.partition("## The C library\n")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| (`.*?) \| (supported|partly|not) \| ", re.M)
BRACES = re.compile(r"(.*?)\{([^{}]*)\}(.*)")
OF_KERNEL = ("sys", "machine", "vm")
BUILT_IN = {f"__{who}_atomic_{what}" for who in ("VERIFIER", "ESBMC", "CPROVER") for what in ("begin", "end")}
"""What the front end itself understands."""


def expanded(text: str) -> Iterator[str]:
    """The names that one with braces stands for."""
    found = BRACES.fullmatch(text)
    if found is None:
        yield text
        return
    for middle in found[2].split(","):
        yield from expanded(found[1] + middle + found[3])


def rows(*support: str) -> set[str]:
    """The names in rows of these kinds."""
    words = (word for cell, kind in ROW.findall(LIBRARY) if kind in support for word in re.findall(r"`([^`]+)`", cell))
    return {name for word in words for name in expanded(word)}


def code(path: Path) -> str:
    """A header without comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)


def bound(path: Path) -> set[str]:
    """The functions of C, and the variables, that a header binds to functions of a library; not those for its own
    macros."""
    text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", code(path), flags=re.M)
    found = set()
    for declaration in text.split(";"):
        head, is_bound, _ = declaration.rpartition("__UNKNOT(")
        function = re.search(r"(\w+)\s*\(", head)
        if is_bound:
            found.add(function[1] if function else re.findall(r"\w+", head)[-1])
    return {name for name in found if not name.startswith("__unknot")}


def headers(of_kernel: bool) -> list[Path]:
    found = sorted(HEADERS.rglob("*.h"))
    return [path for path in found if (path.relative_to(HEADERS).parts[0] in OF_KERNEL) == of_kernel]


def listed() -> set[str]:
    """All names in `__all__` of the C library's modules."""
    modules = (importlib.import_module(f"unknot.libc.{found.name}") for found in pkgutil.iter_modules(libc.__path__))
    return {name for module in modules for name in getattr(module, "__all__", ())}


PROVIDED = listed().union(*(bound(path) for path in headers(of_kernel=False)))
HELPERS = {"cleanup_push", "cleanup_pop"}
"""What macros of pthread.h call."""


def test_every_function_of_the_c_library_is_in_a_table() -> None:
    assert PROVIDED - HELPERS - rows("supported", "partly") == set()


def test_every_function_in_a_table_exists() -> None:
    words = set(re.findall(r"\w+", " ".join(code(path) for path in headers(of_kernel=False))))
    assert rows("supported", "partly") - PROVIDED - BUILT_IN - words == set()


def test_what_is_said_to_be_missing_is_missing() -> None:
    assert rows("not") & PROVIDED == set()


@pytest.mark.parametrize("path", headers(of_kernel=True), ids=lambda path: str(path.relative_to(HEADERS)))
def test_every_function_of_the_kernel_is_in_a_page(path: Path) -> None:
    words = {name for word in re.findall(r"[\w{},]+", KERNEL) for name in expanded(word)}
    words |= {part for word in words for part in re.findall(r"\w+", word)}
    assert bound(path) - words == set()
