"""Programs that were once judged wrongly: both roads, all orders, both memory models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from compare import OPTIONS, agree_on_everything, both

from unknot.ir.faults import Fault
from unknot.pipeline import load

PROGRAM = Path(__file__).parent / "programs" / "once_wrong.py"

EXPECTED: dict[str, set[Fault]] = {
    "IndexCountsUpBeforeTheAccess": set(),
    "RaceOfAPointerThatMoves": {Fault.RACE},
    "RaceOfASumThatIsStored": {Fault.RACE},
    "ReadsAndThenWaitsForWork": set(),
    "OneWaitsForWorkAndOneForNothing": {Fault.DEADLOCK},
    "ChoiceInACheckAtTheEnd": {Fault.FINAL},
    "ChoiceInAnInvariant": {Fault.INVARIANT},
    "ChoiceOfTheThreadThatIsWaitedFor": set(),
    "FunctionNamedOnlyInAFirstValue": set(),
    "ThreadLocalsOfANumberUsedAgain": set(),
    "BackFromTheFirstByte": {Fault.BOUNDS},
    "ShiftByMoreThanItsTypeHolds": {Fault.SHIFT},
}
"""What breaks each scenario."""


@pytest.mark.parametrize("memory", ["sc", "tso"])
@pytest.mark.parametrize("scenario", EXPECTED)
def test_once_wrong(scenario: str, memory: str) -> None:
    _, program = load(f"{PROGRAM}::{scenario}")
    pair = both(program, replace(OPTIONS, memory=memory))
    assert pair is not None
    assert set(pair.broken) == EXPECTED[scenario]
    agree_on_everything(pair)
