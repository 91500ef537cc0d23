"""Which orders contradict each other. One idea: a ring in the graph of types is a reversal, reported once; its
*attempted* edge is the one seen last, the others had established the contrary order.

Rings that only repeat shorter ones are left out: those with a chord whose edges do not have a thread each, for then
every deadlock on them is one of the shorter ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unknot.checks.lock_order.facts import LOCKMGR, SLEEPABLE_RM, SPIN_MUTEX, SX, LockType
from unknot.checks.lock_order.graph import LockGraph, Order, edges_of

ORDER, DUPLICATE, SLEEPABLE = "order", "duplicate", "sleepable after non-sleepable"
GIANT = "Giant after non-sleepable"
"""Kinds of reversals."""

_SLEEPABLE = frozenset({SX, LOCKMGR, SLEEPABLE_RM})


@dataclass(frozen=True)
class Reversal:
    """Types in a ring, each taken while the one before is held; one alone if it is taken twice. `seen`: for each edge
    the order seen first, the attempted one last."""

    kind: str
    ring: tuple[LockType, ...]
    seen: tuple[Order, ...]

    @property
    def edges(self) -> frozenset[tuple[LockType, LockType]]:
        """The edges by type."""
        return frozenset(order.types for order in self.seen)

    @property
    def attempted(self) -> Order:
        """The order that contradicts those established."""
        return self.seen[-1]


def reversals(graph: LockGraph, blessed: Iterable[Iterable[str]] = ()) -> tuple[Reversal, ...]:
    """All reversals, in the order in which a console would show them. `blessed`: pairs of names of types that
    are accepted in both orders."""
    accepted = {frozenset(pair) for pair in blessed}
    found = [*_forbidden(graph), *_duplicates(graph), *_rings(graph)]
    found = [r for r in found if frozenset(t.name for t in r.attempted.types) not in accepted]
    position = {id(order): i for i, order in enumerate(graph.orders)}
    return tuple(sorted(found, key=lambda r: (position[id(r.attempted)], len(r.ring))))


def _rings(graph: LockGraph) -> list[Reversal]:
    found = []
    for ring in graph.types.cycles():
        if len(ring) > 1 and not _repeats(graph, ring):
            found.append(Reversal(ORDER, *_last_seen_last(graph, ring)))
    return found


def _last_seen_last(graph: LockGraph, ring: Sequence[LockType]) -> tuple[tuple[LockType, ...], tuple[Order, ...]]:
    """The ring, turned so that the edge seen last closes it, and the first order of each edge."""
    first = {edge: i for i, edge in enumerate(graph.by_type)}
    edges = edges_of(ring)
    last = max(range(len(edges)), key=lambda i: first[edges[i]])
    turned = edges[last + 1 :] + edges[: last + 1]
    return tuple(tail for tail, _ in turned), tuple(graph.by_type[edge][0] for edge in turned)


def _repeats(graph: LockGraph, ring: Sequence[LockType]) -> bool:
    edges = edges_of(ring)
    inside = {(a, b) for a in ring for b in graph.types.after[a] if b in ring and a != b}
    has_chord = len(inside) > len(edges)
    return has_chord and not a_thread_each([{o.attempt.thread for o in graph.by_type[edge]} for edge in edges])


def a_thread_each(choices: Sequence[set[int]]) -> bool:
    """True if one of each set can be chosen so that all differ."""

    def settle(index: int, taken: frozenset[int]) -> bool:
        return index == len(choices) or any(settle(index + 1, taken | {t}) for t in choices[index] - taken)

    return settle(0, frozenset())


def _duplicates(graph: LockGraph) -> list[Reversal]:
    """Two locks of one type at once, unless both its maker and its taker said that this is in order."""
    found = []
    for (tail, head), orders in graph.by_type.items():
        wrong = [order for order in orders if not order.attempt.dup_ok]
        if tail == head and wrong:
            found.append(Reversal(DUPLICATE, (tail,), (wrong[0],)))
    return found


def _forbidden(graph: LockGraph) -> list[Reversal]:
    """Orders that no contrary one is needed for: of locks that may not be held while a thread sleeps, and of Giant,
    which every sleep gives up."""
    found = []
    for (tail, head), orders in graph.by_type.items():
        if tail.class_number in _SLEEPABLE or tail.class_number == SPIN_MUTEX or tail.name == "Giant":
            continue
        kind = SLEEPABLE if head.class_number in _SLEEPABLE else GIANT if head.name == "Giant" else ""
        if kind:
            found.append(Reversal(kind, (tail, head), (orders[0],)))
    return found
