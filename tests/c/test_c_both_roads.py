"""C programs in the interpreter and on the native road: the same states and transitions, or the same shortest
schedule; random searches find only what the exhaustive one finds, and that in most wrong programs.
"""

from __future__ import annotations

import pytest
from c_roads import MOST_STATES, WALKS, of_each, roads
from c_rows import ROOT, ROWS

from unknot.diagnose.result import finding_of

INTERPRETED = [name for name, row in ROWS.items() if row.interpreted]
FOUND_AT_RANDOM = 0.9
"""Of the wrong programs, so many are found by a few hundred random schedules."""


@pytest.fixture(autouse=True)
def in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@of_each(INTERPRETED)
def test_same_states_or_same_shortest_schedule(name: str) -> None:
    road = roads(name)
    expected, outcome = road.interpreted(), road.search(order="bfs", stuck=False)
    if expected.first is not None:
        assert outcome.found is not None
        assert (outcome.found.fault, len(outcome.found.path)) == (expected.first.fault, expected.first.length)
    elif expected.states < MOST_STATES:
        assert outcome.reason == (
            "found" if ROWS[name].kind == "leak" else "exhausted"
        )  # only the search looks for leaks
        assert (outcome.states, outcome.transitions) == (expected.states, expected.transitions)


def _at_random(name: str, order: str) -> str:
    """The kind of what a random search finds, if anything, after the interpreter has confirmed it."""
    road = roads(name)
    outcome = road.search(order=order, schedules=WALKS, stuck=False)
    if outcome.found is None:
        return ""
    return finding_of(road.prepared, road.row.checked_with, outcome.found).kind


@of_each([name for name, row in ROWS.items() if row.verdict == "verified"])
@pytest.mark.parametrize("order", ["random", "pct"])
def test_random_schedules_find_nothing_in_right_programs(name: str, order: str) -> None:
    assert _at_random(name, order) == ""


@of_each(name for name, row in ROWS.items() if row.verdict == "violated" and row.kind != "stuck")
def test_random_schedules_find_what_is_wrong(name: str) -> None:
    assert _at_random(name, "random") or ROWS[name].rare, "if a few hundred schedules no longer do, the row is `rare`"


def test_little_is_rare() -> None:
    wrong = [row for row in ROWS.values() if row.verdict == "violated" and row.kind != "stuck"]
    assert sum(row.rare for row in wrong) <= (1 - FOUND_AT_RANDOM) * len(wrong)
