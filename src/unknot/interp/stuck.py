"""Which states are stuck, from a graph of all states. One idea: written down as it is defined, with sets of states; the
oracle of the native sweeps.

A state is good if some schedule leads from it to the end, or to where a limit cuts the path. If no schedule of the
program ends, it is good if some schedule goes on for ever without a pause from some point on; if none does that either,
nothing can be said. A state that is not good is stuck.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from unknot.interp.expand import changes, expand
from unknot.interp.limits import cuts
from unknot.interp.machine import Machine, Outcome, Status
from unknot.interp.state import State


@dataclass
class Graph:
    """`edges`: where each state leads, and whether the step paused. `ends`: all is over there. `cut`: a limit cuts a
    path there."""

    edges: dict[State, list[tuple[State, bool]]] = field(default_factory=dict)
    ends: set[State] = field(default_factory=set)
    cut: set[State] = field(default_factory=set)


def graph_from(machine: Machine, first: Iterable[State], most: int) -> Graph | None:
    """All that can be reached from some states; None if it is more than `most` states, or something is wrong there."""
    graph = Graph()
    queue = deque(dict.fromkeys(first))
    known = set(queue)
    while queue:
        state = queue.popleft()
        if len(known) > most or not _add(machine, graph, state):
            return None
        for following, _ in graph.edges[state]:
            if following not in known:
                known.add(following)
                queue.append(following)
    return graph


def _add(machine: Machine, graph: Graph, state: State) -> bool:
    """Adds a state with its edges; False if something is wrong."""
    expansion = expand(machine, state)
    outcomes = [o for found in expansion.outcomes.values() for o in found]
    faults = [o for o in outcomes if o.status is Status.FAULT]
    if expansion.wrong or any(not cuts(o.fault) for o in faults):
        return False
    if expansion.final:
        graph.ends.add(state)
    if faults:
        graph.cut.add(state)
    graph.edges[state] = [edge for o in outcomes if (edge := _edge(state, o)) is not None]
    return True


def _edge(state: State, outcome: Outcome) -> tuple[State, bool] | None:
    if outcome.state is None or not changes(state, outcome):
        return None
    return outcome.state, outcome.paused


def stuck_states(graph: Graph) -> set[State]:
    """The states from which nothing good can be reached."""
    good = graph.ends | graph.cut if graph.ends else busy_states(graph)
    return set(graph.edges) - _leading_to(graph, good) if good else set()


def busy_states(graph: Graph) -> set[State]:
    """The states from which a schedule can go on for ever without a pause, or to where a limit cuts it."""
    busy = set(graph.edges)
    gone = {state for state in busy if not _goes_on(graph, state, busy)}
    while gone:
        busy -= gone
        gone = {state for state in busy if not _goes_on(graph, state, busy)}
    return busy


def _goes_on(graph: Graph, state: State, busy: set[State]) -> bool:
    return state in graph.cut or any(target in busy and not paused for target, paused in graph.edges[state])


def _leading_to(graph: Graph, good: set[State]) -> set[State]:
    """The states from which one of these can be reached."""
    sources: dict[State, list[State]] = {state: [] for state in graph.edges}
    for state, edges in graph.edges.items():
        for target, _ in edges:
            sources[target].append(state)
    found, work = set(good), list(good)
    while work:
        for source in sources[work.pop()]:
            if source not in found:
                found.add(source)
                work.append(source)
    return found
