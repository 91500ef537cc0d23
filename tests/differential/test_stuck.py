"""States that are stuck: the native sweeps against an explicit graph in the interpreter, on generated programs with
loops. They agree on whether any state is stuck, and on the simplest way to one, in every order of search.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from compare import LEVEL, LIMITS, OPTIONS, tell
from generate import FEATURES, LOOPS, Shape, programs
from hypothesis import given
from loops import looping_programs
from test_native import generated

from unknot.compile import jit
from unknot.compile.successor import Compiled
from unknot.core.options import Options
from unknot.diagnose.replay import replay_schedule
from unknot.diagnose.result import finding_of
from unknot.explore.outcome import Outcome
from unknot.explore.search import Search
from unknot.interp.machine import Machine
from unknot.interp.preempt import simplest
from unknot.interp.state import State
from unknot.interp.stuck import Graph, busy_states, graph_from, stuck_states
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.ir.text import print_program
from unknot.passes.find_loops import can_end, may_come_back
from unknot.pipeline import compile_prepared, prepare

MOST_STATES = 400
SHAPE = Shape(
    threads=(2, 2),
    globals=2,
    visible=5,
    features=(FEATURES | LOOPS) - {"faults", "plain", "lock", "invariant", "rules"},
)
SEEN: Counter[str] = Counter()


@dataclass(frozen=True)
class Looping:
    """A program in which nothing is wrong, with the graph of its states."""

    program: Program
    options: Options
    graph: Graph
    first: list[State]

    @cached_property
    def compiled(self) -> Compiled:
        """The program as text of LLVM."""
        return compile_prepared(self.program, self.options)

    @cached_property
    def library(self) -> jit.Library:
        """The program as native code."""
        return jit.Library(jit.compile_text(self.compiled.text, LEVEL))

    def search(self, order: str) -> Outcome:
        """The native search."""
        outcome = Search(self.compiled, self.library, replace(self.options, order=order)).run()
        tell(f"native {order}: {outcome}")
        return outcome


def looping(program: Program, options: Options) -> Looping | None:
    """The program with its graph; None if something else is wrong with it, or it has too many states."""
    prepared = prepare(program, options)
    machine = Machine(prepared, LIMITS)
    begun = machine.start()
    first = [o.state for o in begun if o.state is not None]
    graph = graph_from(machine, first, MOST_STATES) if len(first) == len(begun) else None
    tell(print_program(prepared))
    return None if graph is None else Looping(prepared, replace(options, stuck=True), graph, first)


def distance(made: Looping, wanted: set[State]) -> int:
    """The fewest steps to one of the states."""
    steps, now, seen = 0, set(made.first), set(made.first)
    while not now & wanted:
        now = {target for state in now for target, _ in made.graph.edges[state]} - seen
        seen |= now
        steps += 1
    return steps


def has_cycle(graph: Graph) -> bool:
    """True if a state can be reached from itself."""
    left = dict(graph.edges)
    while gone := [state for state, edges in left.items() if not any(target in left for target, _ in edges)]:
        for state in gone:
            del left[state]
    return bool(left)


def agree(program: Program, options: Options) -> None:
    made = looping(program, options)
    if made is None:
        SEEN["left out"] += 1
        return
    stuck = stuck_states(made.graph)
    pauses = not made.graph.ends and not busy_states(made.graph) and bool(made.graph.edges)
    if not may_come_back(made.program):
        assert not has_cycle(made.graph)
    if not can_end(made.program):
        assert not made.graph.ends
    SEEN["stuck " * bool(stuck) + ("ends" if made.graph.ends else "endless")] += 1
    tell(f"{len(stuck)} of {len(made.graph.edges)} states are stuck, {len(made.graph.ends)} are ends")
    for order in ("preemptions", "bfs", "dfs"):
        outcome = made.search(order)
        if not stuck:
            assert (outcome.reason, outcome.found) == ("exhausted", None)
            assert outcome.stuck == "pauses" * (pauses and made.compiled.sticks)
        else:
            agree_on_the_way(made, outcome, order, stuck)


def agree_on_the_way(made: Looping, outcome: Outcome, order: str, stuck: set[State]) -> None:
    """The interpreter confirms the finding and its cycle; the schedule is the simplest, and can be replayed."""
    found = outcome.found
    assert found is not None
    assert found.fault is Fault.STUCK
    finding = finding_of(made.program, made.options, found)
    assert finding.cycle
    again = replay_schedule("", made.program, made.options, finding.schedule, 0.0)
    assert again.finding == finding
    if order == "bfs":
        assert len(found.path) == distance(made, stuck)
    if order == "preemptions":
        best = simplest(made.program, LIMITS, stuck)[Fault.STUCK]
        assert (finding.preemptions, len(found.path)) == best.cost


@generated(60)
@given(looping_programs())
def test_stuck(program: Program) -> None:
    agree(program, OPTIONS)


@generated(20)
@given(looping_programs())
def test_stuck_under_tso(program: Program) -> None:
    agree(program, replace(OPTIONS, memory="tso"))


@generated(60)
@given(looping_programs(endless=True))
def test_endless(program: Program) -> None:
    agree(program, OPTIONS)


@generated(20)
@given(looping_programs(most_threads=3, endless=True))
def test_three_threads(program: Program) -> None:
    agree(program, OPTIONS)


@generated(40)
@given(programs(SHAPE))
def test_all_kinds_of_programs(program: Program) -> None:
    agree(program, OPTIONS)
