"""Runs litmus programs on both executors. One idea: the interpreter lists all outcomes; the native road, which keeps no
final states, is asked whether one that must not be is reached."""

from __future__ import annotations

from collections.abc import Mapping

from litmus_notation import Outcome, build, is_none_of, is_outcome, names, parse

from unknot.compile import jit
from unknot.core.options import Options
from unknot.explore.search import Search
from unknot.interp.explore import explore
from unknot.ir.address import object_numbers
from unknot.ir.faults import Fault
from unknot.pipeline import compile_prepared, prepare


def interpreted(text: str, options: Options) -> tuple[set[Outcome], int, int]:
    """All outcomes, the states reached and the transitions."""
    program = prepare(build(text), options)
    summary = explore(program, stop=False)
    assert not summary.faults
    numbers = object_numbers(program)
    found = set()
    for state in summary.finals:
        memory = dict(state.memory)
        words = ((n, memory[numbers[n]].data) for n in names(parse(text)))
        found.add(tuple((n, int.from_bytes(data, "little")) for n, data in words))
    return found, summary.states, summary.transitions


def native_can_end(text: str, wanted: Mapping[str, int], options: Options) -> bool:
    """Whether the native search finds a schedule that ends like this."""
    return _native(text, options, wanted, None)[0]


def native_has_others(text: str, outcomes: set[Outcome], options: Options) -> tuple[bool, int, int]:
    """Whether the native search finds an outcome that is none of these; its states and transitions."""
    return _native(text, options, None, outcomes)


def _native(
    text: str, options: Options, wanted: Mapping[str, int] | None, outcomes: set[Outcome] | None
) -> tuple[bool, int, int]:
    wrong = is_none_of(outcomes) if outcomes is not None else is_outcome(wanted or {})
    compiled = compile_prepared(prepare(build(text, wrong), options), options)
    outcome = Search(compiled, jit.load(compiled.text), options).run()
    assert outcome.found is None or outcome.found.fault is Fault.FINAL
    assert outcome.reason in ("found", "exhausted")
    return outcome.found is not None, outcome.states, outcome.transitions
