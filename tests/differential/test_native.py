"""The native road against the interpreter, on generated programs: same states, same transitions, same verdicts, same
simplest schedules, in every order of search. A disagreement prints the program as text.

`UNKNOT_EXAMPLES=1000 pytest tests/differential --hypothesis-seed=7` runs other and more programs.
"""

from __future__ import annotations

import os
from dataclasses import replace

from compare import OPTIONS, agree_on_everything, agree_on_leaks, both
from generate import FEATURES, Shape, programs
from hypothesis import HealthCheck, Phase, given, settings

from unknot.core.options import Options
from unknot.ir.program import Program
from unknot.ir.text import parse_program, print_program
from unknot.pipeline import prepare

EXAMPLES = int(os.environ.get("UNKNOT_EXAMPLES", "0"))
"""Programs per test, drawn at random; by default always the same few."""


def generated(count: int) -> settings:
    """How many programs a test takes by default."""
    return settings(
        max_examples=EXAMPLES or count,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


def agree(program: Program, options: Options = OPTIONS) -> None:
    pair = both(program, options)
    if pair is not None:
        agree_on_everything(pair)


@generated(40)
@given(programs())
def test_all_orders_agree_with_the_interpreter(program: Program) -> None:
    agree(program)


@generated(25)
@given(programs(Shape(threads=(2, 2), globals=2, visible=4)))
def test_all_orders_agree_with_the_interpreter_under_tso(program: Program) -> None:
    agree(program, replace(OPTIONS, memory="tso"))


@generated(20)
@given(programs(Shape(threads=(2, 4), globals=2, visible=3, features=FEATURES - {"plain", "faults"})))
def test_more_threads_and_fewer_faults(program: Program) -> None:
    agree(program)


@generated(20)
@given(programs())
def test_every_access_a_scheduling_point(program: Program) -> None:
    agree(program, replace(OPTIONS, every_access=True))


@generated(20)
@given(programs(Shape(features=FEATURES - {"faults", "plain"})))
def test_leaks(program: Program) -> None:
    agree_on_leaks(program)


@generated(25)
@given(programs())
def test_merging_private_computation_changes_no_verdict(program: Program) -> None:
    merged, apart = both(program), both(program, replace(OPTIONS, every_access=True))
    if merged is not None and apart is not None:
        assert set(merged.expected.faults) == set(apart.expected.faults)
        assert merged.expected.states <= apart.expected.states


@generated(25)
@given(programs())
def test_text_round_trip(program: Program) -> None:
    for stage in (program, prepare(program, OPTIONS)):
        assert parse_program(print_program(stage)) == stage
