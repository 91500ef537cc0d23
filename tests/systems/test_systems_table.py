"""The tables of expected outcomes are true, row by row, and each scenario of each variant is in them.

Each row is a program to compile, so by default only some are run here: a few of the selection that `make demo` shows,
and of the others a few from all over each table. `unknot demo` runs all of them; with UNKNOT_EXAMPLES=1000 the tests
run all but the slow ones.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

import unknot
from unknot.cli.expected import Expected, expected_rows, systems
from unknot.core.options import Options
from unknot.pipeline import check, targets

FOLDER = Path(unknot.__file__).parent / "systems"
ROWS = expected_rows()
FEW = int(os.environ.get("UNKNOT_EXAMPLES", "3"))
"""Rows of each system that are run: so many of the selection, and so many of the others."""
SELECTED = 4
"""Each system has at least so many rows in the selection that `make demo` shows."""


def run_here() -> list[Expected]:
    """Rows at equal distances, of the selection and of the others."""
    chosen: list[Expected] = []
    for system in systems():
        for demo in (True, False):
            rows = [row for row in ROWS if row.system == system and not row.slow and row.demo is demo]
            number = min(FEW, len(rows))
            chosen += [rows[i * len(rows) // number] for i in range(number)]
    return chosen


@pytest.mark.parametrize("row", run_here(), ids=lambda row: row.target)
def test_row(row: Expected) -> None:
    result = check(row.name, row.options(Options()), row.parameters)
    assert (result.verdict, result.error) == (row.verdict, "")
    if row.verdict == "violated":
        assert result.finding is not None
        assert result.finding.kind == row.kind
        assert row.steps is not None and result.finding.length == row.steps
        assert row.preemptions is not None and result.finding.preemptions == row.preemptions


def test_every_folder_has_a_table() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(systems())


@pytest.mark.parametrize("system", systems())
def test_every_scenario_of_every_variant_has_a_row(system: str) -> None:
    there = {tuple(t.name.split("::")) for t in targets(system)}
    assert there == {
        (f"{system}/{row.variant}", row.scenario) for row in ROWS if row.system == system and not row.mutant
    }


@pytest.mark.parametrize("system", systems())
def test_every_file_with_scenarios_of_its_own_is_a_variant(system: str) -> None:
    """A file that no row names would never run."""
    marked = [path for path in (FOLDER / system).glob("*.py") if "globals().update" in path.read_text(encoding="utf-8")]
    assert {path.stem for path in marked} <= {row.variant for row in ROWS if row.system == system}


@pytest.mark.parametrize("system", systems())
def test_rows_make_sense(system: str) -> None:
    rows = [row for row in ROWS if row.system == system]
    assert [target for target, number in Counter(row.target for row in rows).items() if number > 1] == []
    for row in rows:
        assert row.verdict in ("violated", "verified", "bounded"), row.target
        assert bool(row.kind) == (row.verdict == "violated"), row.target
        said = {"max_preemptions", "max_states", "max_seconds", "schedules"} & row.settings.keys()
        assert row.verdict != "bounded" or said, f"{row.target} does not say its bound"
    assert sum(row.demo for row in rows) >= SELECTED
    assert any(row.verdict == "verified" for row in rows) and any(row.verdict == "violated" for row in rows)
