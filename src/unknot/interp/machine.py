"""What each actor can do in a state. One idea: a step is a function from a state to its outcomes.

Actors 0..T-1 are threads (T = `Program.max_threads`); with an agent, T..2T-1 are its steps, one per thread. The
outcomes of a step are numbered as a depth-first walk over its choices: 0 first, later choices vary fastest.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from unknot.core.location import NOWHERE, Location
from unknot.interp.code import Code
from unknot.interp.limits import Limits
from unknot.interp.record import Happening
from unknot.interp.run import Run
from unknot.interp.signals import Blocked, Faulted
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.ops import Op
from unknot.ir.program import Program
from unknot.passes.find_spins import may_spin


class Status(enum.Enum):
    """How an attempt at a step ended. BLOCKED: it cannot be taken now; nothing happened."""

    RAN = "ran"
    BLOCKED = "blocked"
    FAULT = "fault"


@dataclass(frozen=True)
class Outcome:
    """One way a step can go. `state` follows it (None after a fault, and after a start that is blocked); `holder` is
    the thread a blocked one waits for, or -1; `function`, `op` and `loc` are where it ended early."""

    ordinal: int
    status: Status
    state: State | None
    holder: int = -1
    paused: bool = False
    fault: Fault = Fault.NONE
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    function: str = ""
    op: Op | None = None
    loc: Location = NOWHERE
    record: tuple[Happening, ...] = ()
    result: int | None = None

    @property
    def took_place(self) -> bool:
        """True unless blocked."""
        return self.status is not Status.BLOCKED


class Machine:
    """Runs a verified program step by step, keeping nothing between calls. `recording`: outcomes tell what
    happened. `races`: a data race in a state is a fault."""

    def __init__(
        self, program: Program, limits: Limits | None = None, recording: bool = False, races: bool = True
    ) -> None:
        self.program = program
        self.limits = limits or Limits()
        self.recording = recording
        self.races = races
        self.may_spin = may_spin(program)
        self.code = Code(program)

    @property
    def actors(self) -> range:
        """Everybody who may take a step."""
        return range(self.program.max_threads * (2 if self.program.agent is not None else 1))

    def start(self) -> list[Outcome]:
        """How a program can begin: globals, then `init`, then every thread up to its first scheduling point."""

        def begin(run: Run) -> None:
            run.start_threads()
            if self.program.init is not None:
                run.run_between(self.program.init)
            run.run_started()

        return self._outcomes(None, begin)

    def step(self, state: State, actor: int) -> list[Outcome]:
        """What can happen if `actor` goes on; nothing if it is a thread that is not there or has ended."""
        threads = self.program.max_threads
        if actor < threads:
            return self._outcomes(state, lambda run: run.run_thread(actor)) if state.threads[actor] else []

        def serve(run: Run) -> None:
            assert self.program.agent is not None  # only then are there actors behind the threads
            run.run_between(self.program.agent, [actor - threads])
            run.run_started()

        return self._outcomes(state, serve)

    def invariants(self, state: State) -> list[Outcome]:
        """The violations of invariants in a state: at most one for each."""
        return self._judge(state, self.program.invariants, Fault.INVARIANT)

    def finals(self, state: State) -> list[Outcome]:
        """The violations of what must hold at the end, in a state where everything has ended."""
        return self._judge(state, self.program.finals, Fault.FINAL)

    def at_end(self, state: State) -> list[Outcome]:
        """What the checks at the end do in such a state, whichever choices they make."""
        return [outcome for _, function in self.program.finals for outcome in self._ask(state, function)]

    def _judge(self, state: State, properties: list[tuple[str, str]], fault: Fault) -> list[Outcome]:
        found = []
        for name, function in properties:
            bad = [o for o in self._ask(state, function) if o.status is not Status.RAN or o.result == 0]
            if bad:
                found.append(_broken(bad[0], name, fault, self.program.functions[function].loc))
        return found

    def _ask(self, state: State, function: str) -> list[Outcome]:
        results: list[int | None] = []

        def ask(run: Run) -> None:
            results.append(run.run_between(function))

        outcomes = self._outcomes(state, ask)
        return [replace(o, result=results.pop(0)) if o.status is Status.RAN else o for o in outcomes]

    def _outcomes(self, state: State | None, action: Callable[[Run], object]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        choices: list[int] | None = []
        while choices is not None:
            run = Run(self.code, self.limits, state, choices, self.recording)
            outcomes.append(_attempt(run, state, action, len(outcomes)))
            choices = _following(run.choices_made)
        return outcomes


def _attempt(run: Run, state: State | None, action: Callable[[Run], object], ordinal: int) -> Outcome:
    try:
        action(run)
    except Blocked as blocked:
        record = tuple(run.record)
        return Outcome(ordinal, Status.BLOCKED, state, blocked.holder, record=record, **_place(run))
    except Faulted as fault:
        return Outcome(
            ordinal,
            Status.FAULT,
            None,
            paused=run.paused,
            fault=fault.fault,
            message=fault.message,
            details=fault.details,
            record=tuple(run.record),
            **_place(run),
        )
    return Outcome(ordinal, Status.RAN, run.state(), paused=run.paused, record=tuple(run.record))


def _place(run: Run) -> dict[str, Any]:
    assert run.op is not None  # an operation raised
    return {"function": run.function.name if run.function else "", "op": run.op, "loc": run.op.loc}


def _broken(outcome: Outcome, name: str, fault: Fault, loc: Location) -> Outcome:
    """The violation of a property: by its result, or by what happened when it was asked. A limit stays a limit."""
    fault = outcome.fault if outcome.fault.is_limit else fault
    details = {**outcome.details, "name": name, "inner": outcome.fault}
    where = loc if outcome.status is Status.RAN else outcome.loc
    waits = "it waits, and nobody else runs meanwhile" if outcome.status is Status.BLOCKED else ""
    message = outcome.message or waits or name
    return replace(outcome, status=Status.FAULT, state=None, fault=fault, details=details, loc=where, message=message)


def _following(made: list[tuple[int, int]]) -> list[int] | None:
    """The next choices in depth-first order, or None after the last."""
    while made and made[-1][0] + 1 == made[-1][1]:
        made = made[:-1]
    return [value for value, _ in made[:-1]] + [made[-1][0] + 1] if made else None
