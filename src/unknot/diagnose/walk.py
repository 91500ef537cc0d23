"""Runs a path again, slowly, to see everything that happens on it. One idea: the interpreter is a second opinion on
every finding; if it does not reach the same fault, the finding is not reported but our own mistake is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from unknot.core.errors import InternalError
from unknot.core.options import Options
from unknot.explore.outcome import Action, Found
from unknot.interp.expand import changes, expand
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine, Outcome, Status
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.program import Program

_SHORT_LOOP = 20_000
"""Operations after which an endless loop is believed when a path is run again."""


@dataclass(frozen=True)
class Taken:
    """One step that was run: who, in which state, how it went; `preempts` is the thread that could have gone on
    instead."""

    action: Action
    before: State
    outcome: Outcome
    preempts: int | None


@dataclass(frozen=True)
class Walk:
    """A path that was run: the beginning, the steps, the state at the end (None if the last step failed), what is
    wrong (None if nothing is)."""

    machine: Machine
    start: Outcome
    steps: tuple[Taken, ...]
    end: State | None
    wrong: Outcome | None

    @property
    def last_state(self) -> State | None:
        """The state at the end, or the one in which the last step failed; None if the beginning did."""
        return self.end if self.end is not None or not self.steps else self.steps[-1].before

    @property
    def threads(self) -> int:
        """Number of threads; actors from there up are store buffers."""
        return self.machine.program.max_threads


def machine_for(program: Program, options: Options, endless: bool = False) -> Machine:
    """An interpreter with the limits of a check."""
    loop = min(options.max_loop, _SHORT_LOOP) if endless else options.max_loop * 64
    limits = Limits(heap_bytes=options.heap, max_frames=1 << 16, private_ops=loop)
    return Machine(program, limits, recording=True, races=options.races)


def walk(machine: Machine, start: int, path: Sequence[Action]) -> Walk:
    """Runs the path. Raises IndexError with the number of steps run if a step of it cannot be taken."""
    begun = machine.start()
    if start >= len(begun):
        raise IndexError(0)
    state = begun[start].state
    if state is None or begun[start].status is not Status.RAN:
        return Walk(machine, begun[start], (), None, _blocked_start(begun[start]))
    steps: list[Taken] = []
    last, paused = -1, False
    for action in path:
        outcomes = machine.step(state, action.actor) if action.actor in machine.actors else []
        if action.ordinal >= len(outcomes) or outcomes[action.ordinal].status is Status.BLOCKED:
            raise IndexError(len(steps))
        outcome = outcomes[action.ordinal]
        is_thread = action.actor < machine.program.max_threads
        switched = is_thread and last not in (-1, action.actor) and not paused
        preempts = last if switched and _can_move(machine, state, last) else None
        steps.append(Taken(action, state, outcome, preempts))
        if is_thread:
            last, paused = action.actor, outcome.paused
        if outcome.state is None:
            return Walk(machine, begun[start], tuple(steps), None, outcome)
        state = outcome.state
    wrong = expand(machine, state).wrong
    return Walk(machine, begun[start], tuple(steps), state, wrong[0] if wrong else None)


def confirm(walked: Walk, found: Found) -> Walk:
    """The walk, if it shows what the search found; else an InternalError."""
    seen = Fault.NONE if walked.wrong is None else walked.wrong.fault
    if found.fault in (Fault.LEAK, Fault.STUCK, Fault.HISTORY) and seen is Fault.NONE:
        return walked
    if seen is not found.fault:
        raise InternalError(
            f"the search found {found.fault.name} after {len(found.path)} steps, "
            f"the interpreter {seen.name} on the same path"
        )
    return walked


def _can_move(machine: Machine, state: State, thread: int) -> bool:
    return any(changes(state, outcome) for outcome in machine.step(state, thread))


def _blocked_start(outcome: Outcome) -> Outcome:
    return replace(outcome, fault=Fault.DEADLOCK) if outcome.status is Status.BLOCKED else outcome
