"""The C programs of this folder as a user checks them: verdict, kind, simplest schedule, lines of the trace, and the
whole report of some.

`pytest tests/c --update-golden` writes the reports anew; read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from c_roads import of_each, roads
from c_rows import ROOT, ROWS, programs

from unknot.diagnose.finding import Finding
from unknot.diagnose.replay import replay_schedule
from unknot.report.columns import render

LEAST_PROGRAMS = 60
WIDE = 200
"""Cells in which no line of a trace is cut."""
VIOLATED = [name for name, row in ROWS.items() if row.verdict == "violated"]


@pytest.fixture(autouse=True)
def in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports name files as seen from the root of the repository."""
    monkeypatch.chdir(ROOT)


def finding_in(name: str) -> Finding:
    finding = roads(name).result.finding
    assert finding is not None
    return finding


@of_each(ROWS)
def test_outcome(name: str) -> None:
    row, result = ROWS[name], roads(name).result
    finding = result.finding
    assert (result.verdict, finding.kind if finding else "") == (row.verdict, row.kind), finding
    if finding is not None:
        assert row.message in finding.message
        assert (finding.length, finding.preemptions) == (row.steps, row.preemptions)


@of_each([name for name, row in ROWS.items() if row.trace])
def test_trace(name: str) -> None:
    report = re.sub(r" +", " ", render(roads(name).result, WIDE))
    at = 0
    for words in ROWS[name].trace:
        found = report.find(words, at)
        assert found >= 0, f"{words!r} is missing, or stands above what should come before it, in\n{report}"
        at = found


@of_each([name for name, row in ROWS.items() if row.golden])
def test_report(name: str, golden: Callable[[str, str], None]) -> None:
    result = replace(roads(name).result, compile_seconds=1.0)  # prepared for several tests: it was not measured
    golden(f"c/{name.replace('.', '-')}.txt", render(result) + "\n")


@of_each(VIOLATED)
def test_replay(name: str) -> None:
    finding = finding_in(name)
    again = replay_schedule(name, roads(name).prepared, ROWS[name].checked_with, finding.schedule, 0.0).finding
    assert again is not None
    assert (again.kind, again.message, again.steps) == (finding.kind, finding.message, finding.steps)


def test_every_program_has_a_row() -> None:
    named = {(row.file or name).replace("/", ".") for name, row in ROWS.items()}
    assert programs() <= named
    assert len(programs()) >= LEAST_PROGRAMS
