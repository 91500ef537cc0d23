"""Exact numbers of states and transitions, worked out by hand, in every order of search.

A state is written (memory|thread, thread, ...): a thread is what it does next, with the values it keeps; `-` has
ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from unknot.core.options import Options
from unknot.pipeline import check

PROGRAM = Path(__file__).parent / "programs" / "counted.py"
ORDERS = ("preemptions", "bfs", "dfs")


@dataclass(frozen=True)
class Row:
    """A scenario, and what any exhaustive search of it counts."""

    scenario: str
    states: int
    transitions: int
    every_access: bool = False
    n: int = 3

    @property
    def name(self) -> str:
        return self.scenario + ("_every_access" if self.every_access else "") + (f"_{self.n}" if self.n != 3 else "")


ROWS = (
    # Interleavings ab, ba; (x y | a, b): (00|x=1, y=1) (10|-, y=1) (01|x=1, -) (11|-, -).
    Row("TwoStores", 4, 4),
    # ab leaves 2, ba leaves 1: one state more at the end.
    Row("TwoStoresToOneWord", 5, 4),
    # Interleavings aabb, abab, abba, baab, baba, bbaa. `load`, then `store v`; (x | a, b):
    #   0|load, load     0|store 1, load   0|load, store 1   0|store 1, store 1
    #   1|-, load        1|load, -         1|-, store 1      1|store 1, -         (one has stored)
    #   1|-, store 2     1|store 2, -                                             (the other has loaded afterwards)
    #   2|-, -           1|-, -
    # Every state in which k threads have not ended has k ways on: 4 * 2 + 6 * 1 + 2 * 0.
    Row("TwoIncrements", 12, 14),
    # x is how many threads have ended: the states are the subsets of three threads, the ways the edges of a cube.
    Row("ThreeThreads", 8, 12),
    # The choice comes before the first store, so there are three beginnings:
    #   (0|store 0) (0|store 1) (0|store 2), (0|-) (1|-) (2|-).
    Row("ChooseBefore", 6, 3),
    # One beginning with three ways on.
    Row("ChooseInside", 4, 3),
    # As ChooseBefore: choices 00, 01, 10, 11 before the store.
    Row("ChooseTwice", 8, 4),
    # Each block is one step: (0 0|t, t) (1 1|-, t) (1 1|t, -) (2 3|-, -).
    Row("Blocks", 4, 4),
    # Steps of a thread: lock, load, store, unlock. Inside (before load, store or unlock) is one at a time:
    #   both before their lock 1; one inside 2 * 3; one has ended 2 * 1; the other inside 2 * 3; end 1.
    # Ways on: 2 from the first, 1 from each of the others but the end. A blocked lock is none.
    Row("Locked", 16, 16),
    # (0|join, store) (1|join, -) (1|-): join waits, then frees the child's place. spawn itself is no step under sc.
    Row("SpawnAndJoin", 3, 2),
    # waits is before its load, works before store i of n + 1; a load that sees 0 leads to the same state (n + 1 states,
    # each with 2 ways on), then (1|load, -) with one, then (1|-, -).
    Row("SpinLoop", 6, 9),
    Row("SpinLoop", 103, 203, n=100),
    # The only step is alloc: the stores behind it are seen by nobody.
    Row("Private", 2, 1),
    Row("Private", 4, 3, every_access=True),
    # Where objects are freed, an old pointer may lead to a new object; that nobody has one shows while it runs.
    Row("Freed", 3, 2),
    Row("Freed", 4, 3, every_access=True),
    # Three threads of n stores each: (n + 1) ** 3 positions; in each, every thread that is not at its end can go on.
    Row("Grid", 4**3, 3 * 3 * 4**2),
    Row("Grid", 31**3, 3 * 30 * 31**2, n=30),
    # Two beginnings (0|add) (1|add), two ends (1|-) (2|-).
    Row("Beginnings", 4, 2),
)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_states_and_transitions(row: Row, order: str) -> None:
    options = Options(order=order, every_access=row.every_access, races=False)
    result = check(f"{PROGRAM}::{row.scenario}", options, {"n": row.n})
    assert result.verdict == "verified"
    assert (result.counts.states, result.counts.transitions) == (row.states, row.transitions)
