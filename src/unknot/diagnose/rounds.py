"""How threads that are stuck go round. One idea: where every step leads to a state that is stuck as well, any way of
taking turns comes back to where it was, so the interpreter takes turns until it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from unknot.core.errors import InternalError
from unknot.diagnose.changes import accesses_of
from unknot.diagnose.finding import Finding, Step
from unknot.diagnose.names import Names
from unknot.diagnose.schedule import write_rounds
from unknot.diagnose.walk import Taken, Walk
from unknot.explore.outcome import Action
from unknot.interp.expand import changes
from unknot.interp.machine import Machine, Outcome
from unknot.interp.state import State
from unknot.interp.stuck import busy_states, graph_from
from unknot.ir.program import Program

MOST_STATES = 500
"""If no more states can be reached from one that is stuck, the interpreter looks at all of them."""
MOST_STEPS = 20_000
"""Steps after which no cycle is looked for any more."""
TURNS = (256, 1)
"""Most steps of a turn: one turn ends where the thread pauses, waits or comes back to where it was, or after a step."""


@dataclass(frozen=True)
class Rounds:
    """From a state that is stuck: the steps to the cycle, and the cycle. `endless`: no schedule of the program ends."""

    onward: tuple[Action, ...]
    cycle: tuple[Action, ...]
    endless: bool = False

    @property
    def cost(self) -> tuple[int, int]:
        """What makes it hard to read: how often another takes its turn, how many steps there are."""
        actors = [action.actor for action in self.cycle]
        return sum(one != other for one, other in pairwise(actors)), len(self.onward + self.cycle)


def find_rounds(walked: Walk, endless: bool) -> Rounds:
    """The rounds that are easiest to read from the end of a walk; without a cycle if none is found in time. Raises
    InternalError if the end can be reached after all."""
    assert walked.end is not None  # a state is stuck, not a step
    if is_stuck(walked.machine, walked.end, endless) is False:
        raise InternalError(
            f"the search found no way to the end after {len(walked.steps)} steps, the interpreter found one"
        )
    silent = _silent(walked.machine)
    found = [rounds for most in TURNS if (rounds := _take_turns(silent, walked.end, most)) is not None]
    best = min(found, key=lambda rounds: rounds.cost, default=Rounds((), ()))
    return replace(best, endless=endless)


def with_rounds(finding: Finding, length: int, rounds: Rounds, threads: tuple[str, ...]) -> Finding:
    """The finding of a path of that length with the rounds behind it: those steps are no part of the path any more."""
    later = [replace(step, preempts=None) for step in finding.steps if step.number > length]
    cycle = tuple(later[len(rounds.onward) :])
    return replace(
        finding,
        message=_message(finding.threads, cycle, length, rounds.endless),
        where=cycle[0].row.where if cycle else finding.where,
        steps=tuple(step for step in finding.steps if step.number <= length),
        onward=tuple(later[: len(rounds.onward)]),
        cycle=cycle,
        schedule=finding.schedule + write_rounds(threads, rounds.endless, rounds.onward, rounds.cycle),
    )


def _message(threads: tuple[str, ...], cycle: tuple[Step, ...], length: int, endless: bool) -> str:
    since = f"from step {length} on " if length else ""
    what = "nothing goes on but timeouts, spins and tries that fail" if endless else "no schedule reaches the end"
    names = [threads[thread] for thread in sorted({step.thread for step in cycle})]
    if not names:
        return f"stuck: {since}{what}"
    who = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"stuck: {since}{what}; {who} {'goes' if len(names) == 1 else 'go'} round for ever"


def is_stuck(machine: Machine, state: State, endless: bool) -> bool | None:
    """True if nothing good can be reached from the state; None if too many states can. In an endless program it is good
    to go on without pauses."""
    graph = graph_from(_silent(machine), [state], MOST_STATES)
    if graph is None:
        return None
    return not (graph.ends or graph.cut or (endless and busy_states(graph)))


def returns(walked: Walk, rounds: Rounds) -> bool:
    """True if the cycle, at the end of a walk, leads from a state to that state."""
    first = len(walked.steps) - len(rounds.cycle)
    return bool(rounds.cycle) and first >= 0 and walked.steps[first].before == walked.end


def works(cycle: Sequence[Taken], program: Program) -> bool:
    """True if code that is no library's changes memory on a cycle. What goes through a store buffer does so if not all
    that is stored there is the same."""
    stored: dict[int, set[int]] = {}
    buffered: set[int] = set()
    names = Names(program)
    for access in (a for taken in cycle for a in accesses_of(taken.outcome, names) if a.new is not None):
        stored.setdefault(access.pointer, set()).add(access.new or 0)
        if not program.functions[access.function].library:
            if access.kind == "buffer":
                buffered.add(access.pointer)
            elif access.new != access.old:
                return True
    return any(len(stored[pointer]) > 1 for pointer in buffered)


def _silent(machine: Machine) -> Machine:
    return Machine(machine.program, machine.limits, races=machine.races)


def _take_turns(machine: Machine, state: State, most: int) -> Rounds | None:
    path: list[Action] = []
    seen: dict[State, int] = {}
    while state not in seen and len(path) < MOST_STEPS:
        seen[state] = len(path)
        for actor in machine.actors:
            steps, state = _turn(machine, state, actor, most)
            path += steps
    if state not in seen or len(path) == seen[state]:
        return None
    return Rounds(tuple(path[: seen[state]]), tuple(path[seen[state] :]))


def _turn(machine: Machine, state: State, actor: int, most: int) -> tuple[Sequence[Action], State]:
    """What an actor does in its turn, and where that leads."""
    path: list[Action] = []
    seen: set[State] = set()
    while len(path) < most and state not in seen:
        seen.add(state)
        outcome = _next(machine, state, actor)
        if outcome is None or outcome.state is None:
            break
        path.append(Action(actor, outcome.ordinal))
        state = outcome.state
        if outcome.paused:
            break
    return path, state


def _next(machine: Machine, state: State, actor: int) -> Outcome | None:
    """The first outcome of the actor's step that changes anything."""
    return next((o for o in machine.step(state, actor) if o.state is not None and changes(state, o)), None)
