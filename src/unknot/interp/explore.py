"""Every schedule, breadth first, in plain Python: the oracle of the native search. One idea: a dictionary of states."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from unknot.core.location import Location
from unknot.interp.expand import expand
from unknot.interp.limits import Limits, cuts
from unknot.interp.machine import Machine, Outcome, Status
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.program import Program


@dataclass(frozen=True)
class Found:
    """A fault and the least number of steps that lead to it (the step that breaks included)."""

    fault: Fault
    length: int
    message: str
    function: str
    loc: Location
    schedule: tuple[tuple[int, int], ...]
    """(actor, outcome) by step; the outcome of the start is not among them."""


@dataclass
class Summary:
    """`states` reached; `transitions` (state, actor, outcome) that ran; `first`: the nearest fault that cuts no path;
    `faults`: the nearest of each kind; `finals`: states at the end of everything."""

    states: int = 0
    transitions: int = 0
    first: Found | None = None
    faults: dict[Fault, Found] = field(default_factory=dict)
    finals: set[State] = field(default_factory=set)

    @property
    def kinds(self) -> dict[Fault, int]:
        """The least length of each kind of fault."""
        return {fault: found.length for fault, found in self.faults.items()}


def explore(program: Program, limits: Limits | None = None, stop: bool = True, max_states: int = 0) -> Summary:
    """Explores the program: to the nearest fault that cuts no path if `stop`; to `max_states` states unless 0."""
    return _Search(Machine(program, limits), stop, max_states).run()


class _Search:
    def __init__(self, machine: Machine, stop: bool, max_states: int) -> None:
        self._machine = machine
        self._stop = stop
        self._max_states = max_states
        self._summary = Summary()
        self._schedules: dict[State, tuple[tuple[int, int], ...]] = {}
        self._queue: deque[State] = deque()

    def run(self) -> Summary:
        for outcome in self._machine.start():
            self._take(outcome, ())
        while self._queue and not self._enough():
            self._visit(self._queue.popleft())
        self._summary.states = len(self._schedules)
        return self._summary

    def _enough(self) -> bool:
        first = self._summary.first
        near = first is None or len(self._schedules[self._queue[0]]) < first.length
        return (self._stop and not near) or 0 < self._max_states <= len(self._schedules)

    def _visit(self, state: State) -> None:
        schedule = self._schedules[state]
        expansion = expand(self._machine, state)
        for outcome in expansion.wrong + expansion.cut:
            self._report(outcome, schedule)
        if expansion.final:
            self._summary.finals.add(state)
        for actor, outcomes in expansion.outcomes.items():
            for outcome in outcomes:
                self._summary.transitions += outcome.status is Status.RAN
                if outcome.took_place:
                    self._take(outcome, (*schedule, (actor, outcome.ordinal)))

    def _take(self, outcome: Outcome, schedule: tuple[tuple[int, int], ...]) -> None:
        if outcome.status is not Status.RAN:
            self._report(outcome, schedule)
        elif outcome.state is not None and outcome.state not in self._schedules:
            self._schedules[outcome.state] = schedule
            self._queue.append(outcome.state)

    def _report(self, outcome: Outcome, schedule: tuple[tuple[int, int], ...]) -> None:
        """Notes a fault. A start that is blocked is a deadlock."""
        fault = outcome.fault or Fault.DEADLOCK
        found = Found(fault, len(schedule), outcome.message, outcome.function, outcome.loc, schedule)
        self._summary.faults.setdefault(fault, found)
        first = self._summary.first
        if not cuts(fault) and (first is None or found.length < first.length):
            self._summary.first = found
