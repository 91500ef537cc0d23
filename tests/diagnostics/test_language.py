"""Every construct the language refuses: file, line, column, message and remedy."""

from __future__ import annotations

import linecache
from pathlib import Path

import pytest
from language_cases import CASES, HEAD, Case

from unknot.core.errors import LanguageError
from unknot.frontend.python.load import build_functions, load_file

FORBIDDEN = ("Static(", "Value(", "Place(", "Literal(", "IntType", "object at 0x", "unknot.frontend")
"""Traces of our own insides, which no message may show."""


def refusal(path: Path, case: Case) -> LanguageError:
    """The error that compiling `run` of the case's program gives."""
    path.write_text(HEAD + case.body.replace("§", ""))
    linecache.clearcache()
    with pytest.raises(LanguageError) as caught:
        build_functions([load_file(str(path)).module.run])
    return caught.value


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_refusal(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    error = refusal(path, case)
    marked = [(n, line) for n, line in enumerate((HEAD + case.body).splitlines(), 1) if "§" in line]
    if marked:
        line, text = marked[0]
        assert (error.where.line, error.where.column) == (line, text.index("§") + 1), str(error)
    assert error.message.replace(str(path), "program.py") == case.message
    assert case.remedy in error.remedy
    assert str(error).startswith(f"{error.where.file}:{error.where.line}:")
    assert not any(word in str(error) for word in FORBIDDEN)


def test_names_are_unique() -> None:
    names = [c.name for c in CASES]
    assert len(names) == len(set(names))
