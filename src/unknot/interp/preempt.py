"""The simplest way to each fault: fewest preemptions, then fewest steps. One idea: Dijkstra over (state, last thread),
where a switch costs one unless the thread left behind could not go on anyway.

A switch is free if that thread has ended, is blocked, spins (nothing it can do changes the state) or has just paused.
Steps of the memory model are no switches. The oracle of the native search by preemptions.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from unknot.interp.expand import Expansion, changes, expand
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine, Outcome, Status
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.program import Program

Schedule = tuple[tuple[int, int], ...]
Node = tuple[State, int | None]
"""A state and the thread that runs; None if all are free to go on."""


@dataclass(frozen=True)
class Simplest:
    """`steps`: how many, the one that breaks included. `schedule`: (actor, outcome) by step."""

    preemptions: int
    steps: int
    schedule: Schedule

    @property
    def cost(self) -> tuple[int, int]:
        """What is minimal."""
        return (self.preemptions, self.steps)


def simplest(
    program: Program, limits: Limits | None = None, stuck: Collection[State] = frozenset()
) -> dict[Fault, Simplest]:
    """The simplest schedule to each kind of fault, and to one of the states that are said to be stuck."""
    return _Search(Machine(program, limits), stuck).run()


class _Search:
    def __init__(self, machine: Machine, stuck: Collection[State]) -> None:
        self._machine = machine
        self._stuck = stuck
        self._expansions: dict[State, Expansion] = {}
        self._queue: list[tuple[int, int, int, Node, Schedule]] = []
        self._order = itertools.count()
        self._found: dict[Fault, Simplest] = {}

    def run(self) -> dict[Fault, Simplest]:
        for outcome in self._machine.start():
            self._follow(outcome, None, 0, ())
        done: set[Node] = set()
        while self._queue:
            preemptions, _, _, node, schedule = heapq.heappop(self._queue)
            if node not in done:
                done.add(node)
                self._visit(node, preemptions, schedule)
        return self._found

    def _visit(self, node: Node, preemptions: int, schedule: Schedule) -> None:
        state, last = node
        expansion = self._expand(state)
        for wrong in expansion.wrong:
            self._report(wrong.fault, preemptions, schedule)
        if state in self._stuck:
            self._report(Fault.STUCK, preemptions, schedule)
        for actor, cost, after in self._moves(expansion, state, last):
            for outcome in expansion.outcomes[actor]:
                if outcome.took_place:
                    following = None if outcome.paused else after
                    self._follow(outcome, following, preemptions + cost, (*schedule, (actor, outcome.ordinal)))

    def _moves(self, expansion: Expansion, state: State, last: int | None) -> Iterator[tuple[int, int, int | None]]:
        """(actor, cost of letting it go on, thread that then runs)."""
        goes_on = last is not None and any(changes(state, o) for o in expansion.outcomes.get(last, []))
        for actor in expansion.outcomes:
            if actor >= self._machine.program.max_threads:
                yield actor, 0, last
            else:
                yield actor, int(goes_on and actor != last), actor

    def _follow(self, outcome: Outcome, last: int | None, preemptions: int, schedule: Schedule) -> None:
        if outcome.status is Status.RAN and outcome.state is not None:
            entry = (preemptions, len(schedule), next(self._order), (outcome.state, last), schedule)
            heapq.heappush(self._queue, entry)
        else:
            self._report(outcome.fault or Fault.DEADLOCK, preemptions, schedule)

    def _report(self, fault: Fault, preemptions: int, schedule: Schedule) -> None:
        found = Simplest(preemptions, len(schedule), schedule)
        if fault not in self._found or found.cost < self._found[fault].cost:
            self._found[fault] = found

    def _expand(self, state: State) -> Expansion:
        if state not in self._expansions:
            self._expansions[state] = expand(self._machine, state)
        return self._expansions[state]
