"""Verdicts on orders of locks where they are easily wrong: each is known by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import unknot
from unknot import pipeline
from unknot.core.options import Options

PROGRAM = Path(__file__).parent / "programs" / "orders_by_hand.py"
DEADLOCKS, CANNOT, UNDECIDED = "deadlocks", "cannot deadlock here", "undecided"

ROWS = {
    "SpinsOnTheWay": (DEADLOCKS, ""),
    "SpinsOnlyThere": (DEADLOCKS, ""),
    "TryBeforeLock": (DEADLOCKS, ""),
    "JoinsOnOneBranch": (DEADLOCKS, ""),
    "SharedGate": (DEADLOCKS, ""),
    "TwoGates": (DEADLOCKS, ""),
    "TakenAgainAfterSleep": (DEADLOCKS, ""),
    "HalfSharedGate": (CANNOT, "gate lock: r is held around both"),
    "GateOfTwoInThree": (CANNOT, "gate lock: gate is held around two of them"),
    "WriterWhoTries": (CANNOT, "readers only: r is shared there, and no writer comes between"),
    "AtTheBeginning": (CANNOT, "one after the other: at the beginning no thread runs"),
    "AtTheEnd": (CANNOT, "one after the other: at the end no thread runs"),
}


@pytest.mark.parametrize("memory", ["sc", "tso"])
@pytest.mark.parametrize("scenario", ROWS)
def test_the_verdict(scenario: str, memory: str) -> None:
    result = pipeline.order(f"{PROGRAM}::{scenario}", Options(memory=memory))
    (reversal,) = result.reversals
    assert (reversal.verdict, reversal.reason) == ROWS[scenario]
    if reversal.verdict == DEADLOCKS:
        options = replace(pipeline.unhindered(Options(memory=memory)))
        again = unknot.replay(f"{PROGRAM}::{scenario}", reversal.schedule, options)
        assert again.finding is not None and again.finding.kind == "deadlock"


@pytest.mark.parametrize("scenario", [name for name, (verdict, _) in ROWS.items() if verdict == CANNOT])
@pytest.mark.parametrize("states", [1, 5, 10])
def test_a_search_that_was_stopped_decides_nothing(scenario: str, states: int) -> None:
    result = pipeline.order(f"{PROGRAM}::{scenario}", Options(max_states=states))
    assert result.verdict == "bounded"
    assert {reversal.verdict for reversal in result.reversals} <= {UNDECIDED}


def test_deadlocks_of_other_locks_in_the_same_lines_are_others() -> None:
    result = pipeline.order(f"{PROGRAM}::TwoDeadlocks")
    assert [r.verdict for r in result.reversals] == [DEADLOCKS, DEADLOCKS]
    assert result.finding is not None
    assert [f.message for f in (result.finding, *result.others)] == [
        "deadlock: x waits for b held by y, y waits for a held by x",
        "deadlock: x waits for gates[0] held by y, y waits for c held by x",
    ]
