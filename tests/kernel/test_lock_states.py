"""The locks on both roads: the interpreter, which shares no code with the native search, reaches as many states."""

from __future__ import annotations

import pytest
from verdicts import PROGRAMS, states

from unknot.core.options import Options
from unknot.interp.explore import explore
from unknot.pipeline import load, prepare

CASES = (
    "mutexes.py::Counts",
    "mutexes.py::Tries",
    "mutexes.py::TrySpin",
    "mutexes.py::Recurses",
    "mutexes.py::Lives",
    "rw_locks.py::TwoWriters",
    "rw_locks.py::ReaderBehindWriter",
    "rw_locks.py::Upgrades",
    "rw_locks.py::TryPasses",
    "rw_locks.py::ReadsAnother",
    "sx_locks.py::Counts",
    "sx_locks.py::InterruptedAlone",
    "sx_locks.py::Upgrades",
    "rm_locks.py::SleepableCounts",
    "rm_locks.py::ReadsAgain",
    "rm_locks.py::Tries",
    "refcounts.py::IfNotZero",
)


@pytest.mark.parametrize("case", CASES)
def test_both_roads_reach_the_same_states(case: str) -> None:
    file, name = case.split("::")
    _, program = load(f"{PROGRAMS / file}::{name}")
    summary = explore(prepare(program, Options()))
    assert (summary.first, summary.states) == (None, states(file, name))
