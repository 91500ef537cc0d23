"""What the tests of the kernel's primitives ask of a scenario. One idea: the interpreter runs every schedule of a small
program in less time than compiling it takes."""

from __future__ import annotations

from functools import cache

from unknot.checks.registry import check_of
from unknot.core.options import Options
from unknot.frontend.python.load import build
from unknot.interp.explore import Summary, explore
from unknot.interp.machine import Machine, Outcome
from unknot.ir.address import object_numbers
from unknot.ir.program import Program
from unknot.pipeline import prepare


@cache
def program_of(scenario: type) -> Program:
    return prepare(build(scenario), Options())


@cache
def summary_of(scenario: type) -> Summary:
    """All schedules, to the nearest fault."""
    return explore(program_of(scenario))


def _last_step(scenario: type) -> Outcome:
    """How the step to the nearest fault goes; the start if there is none."""
    found = summary_of(scenario).first
    assert found is not None
    machine = Machine(program_of(scenario))
    outcomes = machine.start()
    outcome = next((o for o in outcomes if o.fault), outcomes[0])
    for actor, ordinal in found.schedule:
        assert outcome.state is not None
        outcome = machine.step(outcome.state, actor)[ordinal]
    return outcome


def verdict(scenario: type) -> str:
    """ "verified", or the kind of the nearest violation and the steps that lead to it: "deadlock 7"."""
    found = summary_of(scenario).first
    if found is None:
        return "verified"
    kind = str(_last_step(scenario).details.get("kind") or "")
    return f"{check_of(found.fault, kind).kind} {found.length}"


def faults(scenario: type) -> set[str]:
    """All kinds of violations that some schedule leads to; of rules, only one."""
    found = explore(program_of(scenario), stop=False).faults
    return {check_of(fault).kind for fault in found}


def message(scenario: type) -> str:
    """The message of the nearest violation, with the places for its arguments."""
    found = summary_of(scenario).first
    return found.message if found is not None else ""


def ends(scenario: type, field: str) -> set[int]:
    """The values that a field of the scenario has where everything is over."""
    summary, program = summary_of(scenario), program_of(scenario)
    assert summary.first is None, summary.first
    number, size = object_numbers(program)[field], program.globals[field].type.size
    return {int.from_bytes(dict(s.memory)[number].data[:size], "little") for s in summary.finals}


def states(scenario: type) -> int:
    """How many states there are. A thread that runs alone without a choice has one more than steps."""
    return summary_of(scenario).states
