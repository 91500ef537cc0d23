"""Comparing the native road with the interpreter on one program. One idea: the interpreter runs everything once;
whatever the native search says in any order must follow from that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pytest
from hypothesis import currently_in_test_context, note

from unknot.compile import jit
from unknot.core.options import Options
from unknot.diagnose.finding import Finding
from unknot.diagnose.names import thread_names
from unknot.diagnose.result import finding_of
from unknot.diagnose.schedule import read_schedule
from unknot.diagnose.walk import machine_for, walk
from unknot.explore.outcome import Found, Outcome
from unknot.explore.search import Search
from unknot.interp.events import events
from unknot.interp.expand import expand
from unknot.interp.explore import Summary, cuts, explore
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine
from unknot.interp.preempt import simplest
from unknot.interp.state import State
from unknot.ir.address import HEAP_BASE
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.ir.text import print_program
from unknot.pipeline import EVENTS, compile_prepared, prepare

OPTIONS = Options(
    heap=256, max_loop=1000, max_memory=64, spawns=1, store_buffer=2, schedules=40, max_steps=200, stuck=False
)
"""States that are stuck are compared in test_stuck.py."""
LIMITS = Limits(heap_bytes=256, private_ops=20_000)
MOST_STATES = 2000
"""Programs with more states are left out."""
LEVEL = 1
"""LLVM's optimisation level: the lowest that is worth running, for the compiler takes most of the time."""


def _lasting(outcome: Outcome) -> tuple[object, ...]:
    """What packing must not change. It may move the moments at which successors are looked up."""
    first = outcome.found and len(outcome.found.path)
    states = 0 if outcome.found else outcome.states
    return outcome.reason, states, outcome.limits_hit, outcome.level_done, outcome.complete, outcome.stuck, first


def tell(text: str) -> None:
    """Something to read beside a failure."""
    if currently_in_test_context():
        note(text)


@dataclass(frozen=True)
class Both:
    """A program that both roads can run, prepared, and what the interpreter says of all its schedules."""

    program: Program
    options: Options
    expected: Summary

    @cached_property
    def library(self) -> jit.Library:
        """The program as native code."""
        text = compile_prepared(self.program, self.options).text
        return jit.Library(jit.compile_text(text, LEVEL))

    def search(self, order: str, **changes: int) -> Outcome:
        """What the native search says in that order."""
        options = replace(self.options, order=order, **changes)
        outcome = self._run(options, packed_from=1)
        tell(f"native {order}: {outcome}")
        whole = self._run(options, packed_from=1 << 30)
        tell(f"the same unpacked: {whole}")
        assert _lasting(outcome) == _lasting(whole)
        return outcome

    def _run(self, options: Options, packed_from: int) -> Outcome:
        """The search with states that wait packed, or not."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("unknot.explore.search.PACKED_FROM", packed_from)
            return Search(compile_prepared(self.program, options), self.library, options).run()

    @property
    def broken(self) -> dict[Fault, int]:
        """Faults that break the program, and in how many steps each can be reached."""
        return {fault: length for fault, length in self.expected.kinds.items() if not cuts(fault)}


def both(program: Program, options: Options = OPTIONS) -> Both | None:
    """The program on both roads; None if it has too many states."""
    prepared = prepare(program, options)
    expected = explore(prepared, LIMITS, stop=False, max_states=MOST_STATES)
    tell(print_program(prepared))
    tell(f"interpreter: {expected.states} states, {expected.transitions} transitions, {expected.kinds}")
    if expected.states >= MOST_STATES:
        return None
    return Both(prepared, options, expected)


def agree_on_everything(pair: Both) -> None:
    """All orders of search."""
    agree_breadth_first(pair)
    agree_by_preemptions(pair)
    agree_depth_first(pair)
    agree_on_facts(pair)
    agree_on_all_findings(pair)
    for order in ("random", "pct"):
        agree_sampled(pair, order)


def agree_on_facts(pair: Both) -> None:
    """The same events, made by the same threads, with the same threads alive; a way to each that makes it."""
    if pair.expected.faults or not any(op.code == "event" for f in pair.program.functions.values() for op in f.ops()):
        return
    expected = facts_of(pair.program)
    for order in ("preemptions", "bfs", "dfs"):
        options = replace(pair.options, order=order)
        search = Search(compile_prepared(pair.program, options), pair.library, options)
        outcome = search.run()
        assert outcome.facts_lost == 0
        found = {(f.kind, f.thread, f.words): (f.always_live, f.ever_live) for f in outcome.facts}
        assert found == expected
        for fact in outcome.facts:
            start, path = search.path_to(fact)
            walked = walk(machine_for(pair.program, options), start, path)
            record = walked.steps[-1].outcome.record if walked.steps else walked.start.record
            made = {(e.kind, e.thread, e.words) for e in events(record)}
            assert (fact.kind, fact.thread, fact.words) in made or path == () or fact.action.actor == 0xFF


def facts_of(program: Program) -> dict[tuple[str, int, tuple[int, ...]], tuple[int, int]]:
    """Every event of a collected kind that the interpreter sees, with the threads alive each time and at any time."""
    machine = Machine(program, LIMITS, recording=True)
    found: dict[tuple[str, int, tuple[int, ...]], tuple[int, int]] = {}
    seen: set[State] = set()
    outcomes = machine.start()
    while outcomes:
        following = []
        for outcome in outcomes:
            if outcome.state is None:
                continue
            live = sum(1 << i for i, frames in enumerate(outcome.state.threads) if frames)
            for event in events(outcome.record):
                if event.kind in EVENTS:
                    key = (event.kind, event.thread, event.words)
                    always, ever = found.get(key, (live, live))
                    found[key] = (always & live, ever | live)
            if outcome.state not in seen:
                seen.add(outcome.state)
                for tried in expand(machine, outcome.state).outcomes.values():
                    following += tried
        outcomes = following
    return found


def agree_on_all_findings(pair: Both) -> None:
    """A search that goes on after a violation finds at least every kind there is, the simplest one first."""
    if not pair.broken or Fault.LIMIT_LOOP in pair.expected.kinds:
        return
    outcome = pair.search("preemptions", all_findings=True)
    found = {f.fault for f in outcome.all_found}
    # a state is left at the first thing that is wrong in it: a race may hide behind an invariant
    hidden = {Fault.RACE} if Fault.INVARIANT in found else set()
    assert set(pair.broken) - hidden <= found
    for each in outcome.all_found:
        finding_of(pair.program, pair.options, each)
    assert outcome.found == outcome.all_found[0]
    assert outcome.found is not None
    costs = {fault: best.cost for fault, best in simplest(pair.program, LIMITS).items() if not cuts(fault)}
    assert (finding_of(pair.program, pair.options, outcome.found).preemptions, len(outcome.found.path)) == min(
        costs.values()
    )


def agree_breadth_first(pair: Both) -> None:
    """Same states, same transitions, same limits; or the same shortest schedule."""
    outcome = pair.search("bfs")
    if not pair.broken:
        agree_verified(pair, outcome)
        assert outcome.transitions == pair.expected.transitions
    else:
        found = confirmed(pair, outcome)
        assert len(found.path) == min(pair.broken.values()) == pair.broken[found.fault]


def agree_by_preemptions(pair: Both) -> None:
    """The same simplest schedule."""
    outcome = pair.search("preemptions")
    if not pair.broken:
        agree_verified(pair, outcome)
        return
    found = confirmed(pair, outcome)
    costs = {fault: best.cost for fault, best in simplest(pair.program, LIMITS).items() if not cuts(fault)}
    finding = replayed(pair, found)
    assert (finding.preemptions, len(found.path)) == min(costs.values()) == costs[found.fault]
    assert outcome.level_done == (finding.preemptions - 1 if finding.preemptions else None)


def agree_depth_first(pair: Both) -> None:
    """The same verdict."""
    outcome = pair.search("dfs")
    if not pair.broken:
        agree_verified(pair, outcome)
        assert outcome.transitions == pair.expected.transitions
    else:
        confirmed(pair, outcome)


def agree_verified(pair: Both, outcome: Outcome) -> None:
    """Nothing is wrong, every state was seen, and the same limits cut paths."""
    assert (outcome.reason, outcome.found) == ("exhausted", None)
    assert outcome.states == pair.expected.states
    assert set(outcome.limits_hit) == set(pair.expected.faults)


def agree_sampled(pair: Both, order: str) -> None:
    """Sampling finds only faults that exist."""
    outcome = pair.search(order)
    assert set(outcome.limits_hit) <= {fault for fault in pair.expected.faults if cuts(fault)}
    if outcome.found is not None:
        confirmed(pair, outcome)
    else:
        assert (outcome.reason, outcome.schedules) == ("schedules", pair.options.schedules)


def agree_on_leaks(program: Program, options: Options = OPTIONS) -> None:
    """With --leaks, memory that is left at the end of some schedule is found, if nothing else is wrong."""
    pair = both(program, replace(options, leaks=True))
    if pair is None or pair.broken:
        return
    left = any(number >= HEAP_BASE for state in pair.expected.finals for number, _ in state.memory)
    outcome = pair.search("preemptions")
    assert (outcome.found is not None) == left
    if outcome.found is not None:
        assert outcome.found.fault is Fault.LEAK
        replayed(pair, outcome.found)


def confirmed(pair: Both, outcome: Outcome) -> Found:
    """What was found, if the interpreter reaches that fault on that path, also when the path has been text."""
    assert (outcome.reason, outcome.found is None) == ("found", False)
    assert outcome.found is not None
    assert outcome.found.fault in pair.broken
    replayed(pair, outcome.found)
    return outcome.found


def replayed(pair: Both, found: Found) -> Finding:
    """The finding, after its schedule was written, read and walked again."""
    finding = finding_of(pair.program, pair.options, found)
    start, path = read_schedule(thread_names(pair.program), finding.schedule)
    assert (start, tuple(path)) == (found.start, found.path)
    walked = walk(machine_for(pair.program, pair.options), start, path)
    seen = Fault.NONE if walked.wrong is None else walked.wrong.fault
    assert seen is (Fault.NONE if found.fault is Fault.LEAK else found.fault)
    return finding
