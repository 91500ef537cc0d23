"""The table of small programs with pthread.h, semaphore.h and threads.h in `table/`, each right or wrong in one way:
verdict, kind, simplest schedule, what became of its lock order reversals; of some the whole report.

`pytest tests/libc/test_thread_table.py --update-golden` writes the reports anew; read the difference.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from unknot.core.options import Options
from unknot.diagnose.finding import Result
from unknot.pipeline import check, targets
from unknot.report.columns import render

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
NAMES = [f"{file}::{scenario}" for file, rows in TABLE.items() for scenario in rows]
SHOWN = (
    "conditions::SignalBeforeWait",
    "conditions::SignalWakesTheWrongOne",
    "mutexes::AbBaBehindAGate",
    "mutexes::LocksDestroyed",
    "mutexes::LocksTwice",
    "mutexes::Transfers",
    "mutexes::TransfersOnTheHeap",
    "others::BarrierWithoutTheOther",
    "others::ReadsTwiceBehindAWriter",
    "others::SemaphoreNeverPosted",
    "threads::JoinsWithTheLock",
)
LEAST_ROWS = 80


@dataclass(frozen=True)
class Row:
    """What is expected of a program. `reversals`: the verdicts of its lock order reversals, in order."""

    verdict: str
    kind: str = ""
    steps: int = 0
    preemptions: int = 0
    reversals: tuple[str, ...] = ()


def expected(name: str) -> Row:
    """The row of a program."""
    file, _, scenario = name.partition("::")
    row: dict[str, Any] = TABLE[file][scenario]
    return Row(**{**row, "reversals": tuple(row.get("reversals", ()))})


@cache
def result_of(name: str) -> Result:
    """What unknot says of a program."""
    file, _, scenario = name.partition("::")
    return check(f"{(HERE / 'table' / file).relative_to(Path.cwd())}.py::{scenario}", Options())


def outcome_of(name: str) -> Row:
    """The same in the form of a row."""
    result = result_of(name)
    verdicts = tuple(reversal.verdict for reversal in result.reversals)
    finding = result.finding
    if finding is None:
        return Row(result.verdict, reversals=verdicts)
    return Row(result.verdict, finding.kind, finding.length, finding.preemptions, verdicts)


@pytest.fixture(autouse=True)
def in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports name files as seen from the root of the repository."""
    monkeypatch.chdir(HERE.parents[1])


@pytest.mark.parametrize("name", NAMES)
def test_outcome(name: str) -> None:
    assert outcome_of(name) == expected(name)


@pytest.mark.parametrize("name", SHOWN)
def test_report(name: str, golden: Callable[[str, str], None]) -> None:
    file, _, scenario = name.partition("::")
    golden(f"libc/table/{file}-{scenario}.txt", render(result_of(name)) + "\n")


def test_every_program_has_a_row() -> None:
    for path in sorted((HERE / "table").glob("*.py")):
        there = {target.scenario for target in targets(str(path))}
        assert there == set(TABLE[path.stem]), path.stem
    assert len(NAMES) >= LEAST_ROWS
