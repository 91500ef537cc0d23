"""The native road against the interpreter, on generated programs: same states, same transitions, same verdicts, same
simplest schedules. A disagreement prints the program as text.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from generate import Shape, programs
from hypothesis import HealthCheck, given, note, settings

from unknot.compile import jit
from unknot.core.options import Options
from unknot.explore.outcome import Outcome
from unknot.explore.search import Search
from unknot.interp.explore import Summary, cuts, explore
from unknot.interp.limits import Limits
from unknot.interp.preempt import simplest
from unknot.ir.program import Program
from unknot.ir.text import parse_program, print_program
from unknot.pipeline import compile_prepared, prepare

OPTIONS = Options(heap=256, max_loop=1000, max_memory=64, spawns=1, store_buffer=1)
LIMITS = Limits(heap_bytes=256, private_ops=20_000)
MOST_STATES = 4000
EXAMPLES = int(os.environ.get("UNKNOT_EXAMPLES", "0"))
"""Programs per test, drawn at random; by default always the same 25."""
generated = settings(
    max_examples=EXAMPLES or 25, derandomize=not EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Generated programs do not fill the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNKNOT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


def search(program: Program, options: Options) -> Outcome:
    """What the native search says of a prepared program."""
    compiled = compile_prepared(program, options)
    return Search(compiled, jit.load(compiled.text), options).run()


def interpreted(program: Program) -> Summary | None:
    """What the interpreter says; None if that would take long."""
    found = explore(program, LIMITS, stop=False, max_states=MOST_STATES)
    note(print_program(program))
    note(f"interpreter: {found.states} states, {found.transitions} transitions, {found.kinds}")
    return found if found.states < MOST_STATES else None


def agree(program: Program, options: Options) -> None:
    """Compares breadth first: everything if nothing is wrong, else the kind and length of the nearest fault."""
    expected = interpreted(program)
    if expected is None:
        return
    outcome = search(program, replace(options, order="bfs"))
    note(f"native: {outcome}")
    if expected.first is None:
        assert outcome.found is None
        assert (outcome.states, outcome.transitions) == (expected.states, expected.transitions)
        assert set(outcome.limits_hit) == set(expected.faults)
    else:
        assert outcome.found is not None
        assert expected.kinds[outcome.found.fault] == len(outcome.found.path) == expected.first.length


@generated
@given(programs())
def test_states_and_verdicts(program: Program) -> None:
    agree(prepare(program, OPTIONS), OPTIONS)


@generated
@given(programs(Shape(threads=(2, 2), globals=2, visible=4)))
def test_states_and_verdicts_under_tso(program: Program) -> None:
    options = replace(OPTIONS, memory="tso")
    agree(prepare(program, options), options)


@generated
@given(programs())
def test_simplest_schedules(program: Program) -> None:
    prepared = prepare(program, OPTIONS)
    if interpreted(prepared) is None:
        return
    costs = {fault: found.cost for fault, found in simplest(prepared, LIMITS).items() if not cuts(fault)}
    outcome = search(prepared, OPTIONS)
    note(f"native: {outcome}, simplest: {costs}")
    if not costs:
        assert outcome.found is None
    else:
        assert outcome.found is not None
        assert costs[outcome.found.fault] == min(costs.values())
        assert len(outcome.found.path) == min(costs.values())[1]


@generated
@given(programs())
def test_merging_private_computation_changes_no_verdict(program: Program) -> None:
    merged = interpreted(prepare(program, OPTIONS))
    apart = interpreted(prepare(program, replace(OPTIONS, every_access=True)))
    if merged is not None and apart is not None:
        assert set(merged.faults) == set(apart.faults)
        assert merged.states <= apart.states


@generated
@given(programs())
def test_text_round_trip(program: Program) -> None:
    for stage in (program, prepare(program, OPTIONS)):
        assert parse_program(print_program(stage)) == stage
