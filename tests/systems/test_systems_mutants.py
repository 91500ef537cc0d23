"""Mutants: each changes one line that is there, and some row catches it, or it says why none does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import unknot
from unknot.cli.expected import Expected, expected_rows, systems
from unknot.frontend.python.mutants import Mutant, mutants

FOLDER = Path(unknot.__file__).parent / "systems"
ROWS = expected_rows()
LEAST = 8
"""Each system has so many mutants that are caught; all systems have..."""
LEAST_OF_ALL = 40


def listed() -> Iterator[tuple[str, Mutant]]:
    """(system, mutant) of every mutant."""
    for system in systems():
        for mutant in mutants(str(FOLDER / system)).values():
            yield system, mutant


ALL = list(listed())


def rows_of(system: str, mutant: Mutant) -> list[Expected]:
    return [row for row in ROWS if row.system == system and row.mutant == mutant.name]


def unchanged(row: Expected) -> list[Expected]:
    """The rows that say what the variant gives without the change."""
    variant = row.variant.partition("+")[0]
    return [
        other
        for other in ROWS
        if (other.system, other.variant, other.scenario) == (row.system, variant, row.scenario)
        and (other.parameters, other.settings) == (row.parameters, row.settings)
    ]


def caught(system: str, mutant: Mutant) -> bool:
    return any(row.verdict == "violated" for row in rows_of(system, mutant))


@pytest.mark.parametrize(("system", "mutant"), ALL, ids=[f"{system}+{mutant.name}" for system, mutant in ALL])
def test_one_line_is_changed(system: str, mutant: Mutant) -> None:
    before, after = Path(mutant.path).read_text(encoding="utf-8").splitlines(), mutant.text().splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    ast.parse(mutant.text())


@pytest.mark.parametrize(("system", "mutant"), ALL, ids=[f"{system}+{mutant.name}" for system, mutant in ALL])
def test_a_mutant_is_caught_or_says_why_not(system: str, mutant: Mutant) -> None:
    rows = rows_of(system, mutant)
    assert rows, "no row runs it"
    assert caught(system, mutant) != bool(mutant.survives)
    assert mutant.bug


def test_no_mutant_is_caught_by_what_fails_without_it() -> None:
    for row in [row for row in ROWS if row.mutant and row.verdict == "violated"]:
        (other,) = unchanged(row) or [None]
        assert other is not None, f"what does {row.target} give without the change?"
        same = (other.verdict, other.kind, other.steps) == (row.verdict, row.kind, row.steps)
        assert not same, f"{row.target} gives the same without the change"


def test_rows_name_mutants_that_there_are() -> None:
    known = {(system, mutant.name) for system, mutant in ALL}
    assert {(row.system, row.mutant) for row in ROWS if row.mutant} <= known


@pytest.mark.parametrize("system", systems())
def test_there_are_enough(system: str) -> None:
    assert sum(caught(system, mutant) for other, mutant in ALL if other == system) >= LEAST
    assert sum(caught(*pair) for pair in ALL) >= LEAST_OF_ALL
