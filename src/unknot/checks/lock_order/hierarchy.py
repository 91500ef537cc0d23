"""The order that the locks of a program have. One idea: what was seen first is established; an edge that would close a
ring is a reversal and not part of the order. A type's rank is the longest way to it from an outermost one.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.checks.lock_order.facts import LockType
from unknot.checks.lock_order.graph import LockGraph

TypeEdge = tuple[LockType, LockType]


@dataclass(frozen=True)
class Hierarchy:
    """`ranks`: 1 for the outermost. `established`: the edges of the order; `implied`: those of them that follow from
    others; `reversed`: those against it."""

    ranks: dict[LockType, int]
    established: tuple[TypeEdge, ...]
    implied: frozenset[TypeEdge]
    reversed: frozenset[TypeEdge]


def hierarchy(graph: LockGraph) -> Hierarchy:
    """The order of the types of a graph."""
    after: dict[LockType, list[LockType]] = {kind: [] for kind in graph.all_types}
    established, contrary = [], []
    for tail, head in graph.by_type:
        if tail == head or _leads(after, head, tail):
            contrary.append((tail, head))
        else:
            after.setdefault(tail, []).append(head)
            after.setdefault(head, [])
            established.append((tail, head))
    implied = [edge for edge in established if _leads(after, *edge, besides=edge)]
    return Hierarchy(_ranks(after), tuple(established), frozenset(implied), frozenset(contrary))


def _leads(
    after: dict[LockType, list[LockType]], start: LockType, end: LockType, besides: TypeEdge | None = None
) -> bool:
    """True if there is a way, without the edge `besides`."""
    queue = [start]
    for node in queue:
        onward = [n for n in after.get(node, ()) if (node, n) != besides]
        if end in onward:
            return True
        queue += [n for n in onward if n not in queue]
    return False


def _ranks(after: dict[LockType, list[LockType]]) -> dict[LockType, int]:
    ranks = dict.fromkeys(after, 1)
    for _ in after:
        for node, onward in after.items():
            for following in onward:
                ranks[following] = max(ranks[following], ranks[node] + 1)
    return dict(sorted(ranks.items(), key=lambda item: item[1]))
