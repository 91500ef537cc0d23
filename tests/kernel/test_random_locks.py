"""Random programs of locks, sleeps, wakeups and signals: unknot says of each what a plain model of the same rules says:
which rules some schedule breaks, whether one deadlocks, and what is there at the ends.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, currently_in_test_context, given, note, settings
from hypothesis import strategies as st
from random_programs import program, text, three_parties, three_sleepers
from reference import Op, run

from unknot.checks.registry import check_of
from unknot.core.options import Options
from unknot.frontend.python.load import build, load_file
from unknot.interp.expand import expand
from unknot.interp.machine import Machine, Outcome
from unknot.interp.state import State
from unknot.ir.address import object_numbers
from unknot.ir.program import Program
from unknot.pipeline import prepare

PROGRAMS = 25
MOST_STATES = 700
"""Programs with more states are left out."""
DEADLOCK = "deadlock"


@settings(
    max_examples=PROGRAMS,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 1 << 32))
def test_unknot_and_the_model_agree(seed: int, tmp_path: Path) -> None:
    agree(program(Random(seed)), tmp_path)


@pytest.mark.parametrize("make", [three_parties, three_sleepers])
@pytest.mark.parametrize("seed", range(12))
def test_three_threads(make: Callable[[Random], list[list[Op]]], seed: int, tmp_path: Path) -> None:
    agree(make(Random(seed)), tmp_path)


def agree(threads: list[list[Op]], tmp_path: Path) -> None:
    """What the model says of the program is what unknot says."""
    expected = run(threads, MOST_STATES)
    if expected is None:
        return
    source = text(threads)
    if currently_in_test_context():
        note(source)
    file = tmp_path / "program.py"
    file.write_text(source, encoding="utf-8")
    kinds, ends = all_of(prepare(build(load_file(str(file)).scenarios["Random"]), Options()))
    assert (DEADLOCK in kinds) == expected.deadlock
    rules = kinds - {DEADLOCK}
    assert rules <= expected.kinds
    assert rules == expected.kinds or expected.deadlock  # of those that wait in a circle nothing more is run
    assert {end[: 1 + len(threads)] for end in ends} == expected.ends


def all_of(checked: Program) -> tuple[set[str], set[tuple[int, ...]]]:
    """The kinds of all faults that some schedule meets, and the values where all is over."""
    machine = Machine(checked)
    kinds: set[str] = set()
    ends: set[tuple[int, ...]] = set()
    seen: set[State] = set()
    waiting: list[State] = []

    def take(outcome: Outcome) -> None:
        if outcome.fault:
            kinds.add(check_of(outcome.fault, str(outcome.details.get("kind") or "")).kind)
        elif outcome.took_place and outcome.state is not None and outcome.state not in seen:
            seen.add(outcome.state)
            waiting.append(outcome.state)

    for outcome in machine.start():
        take(outcome)
    while waiting:
        state = waiting.pop()
        found = expand(machine, state)
        if found.final:
            ends.add(values(checked, state))
        for outcome in found.wrong + found.cut + [o for each in found.outcomes.values() for o in each]:
            take(outcome)
    return kinds, ends


def values(checked: Program, state: State) -> tuple[int, ...]:
    """The shared value and the threads' results."""
    numbers, memory = object_numbers(checked), dict(state.memory)
    words = memory[numbers["value"]].data + memory[numbers["results"]].data
    return tuple(int.from_bytes(words[at : at + 4], "little") for at in range(0, len(words), 4))
