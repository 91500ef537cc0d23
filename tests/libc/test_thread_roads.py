"""Native code agrees with the interpreter on programs with threads, some of each primitive: the same states and
transitions, or a violation of the same kind as near."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from unknot.core.options import Options
from unknot.interp.explore import explore
from unknot.interp.limits import Limits
from unknot.pipeline import compile_prepared, load_program, prepare, search_for

TABLE = Path(__file__).parent / "table"
MOST_STATES = 3000
OPTIONS = replace(Options(), order="bfs", stuck=False)
PROGRAMS = (
    "conditions::BroadcastWakesAll",
    "conditions::DestroysWoken",
    "conditions::IfWhereAllAreWoken",
    "conditions::SignalAfterUnlock",
    "conditions::TimedInALoop",
    "mutexes::AbBaBehindAGate",
    "mutexes::RecursiveKeepsOthersOut",
    "mutexes::TimedLockForEver",
    "mutexes::Transfers",
    "others::Barrier",
    "others::Once",
    "others::ReadersAndWriters",
    "others::ReadsTwiceBehindAWriter",
    "others::SemaphoreOrders",
    "others::SpinLock",
    "others::TimedReadersAndWriters",
    "threads::C11Threads",
    "threads::Cleanups",
    "threads::CreateAgainAndAgain",
    "threads::OwnValues",
    "threads::TheFirstExits",
    "threads::UnlocksWhatItsForerunnerLocked",
)


@pytest.mark.parametrize("name", PROGRAMS)
def test_same_states_or_a_violation_as_near(name: str) -> None:
    file, _, scenario = name.partition("::")
    program = prepare(load_program(f"{TABLE / file}.py::{scenario}", options=OPTIONS).program, OPTIONS)
    expected = explore(program, Limits(OPTIONS.heap, 1 << 16, OPTIONS.max_loop), max_states=MOST_STATES)
    outcome = search_for(compile_prepared(program, OPTIONS), OPTIONS).run()
    if expected.first is not None:
        assert outcome.found is not None
        assert (outcome.found.fault, len(outcome.found.path)) == (expected.first.fault, expected.first.length)
        return
    assert (outcome.reason, outcome.found) == ("exhausted", None)
    if expected.states < MOST_STATES:
        assert (outcome.states, outcome.transitions) == (expected.states, expected.transitions)
