"""The graph of orders. One idea: an edge from each lock held to the lock wanted, by type as WITNESS keeps it and by
instance; a lock that is only tried for cannot be waited for, so no edge leads into it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from unknot.checks.lock_order.facts import Attempt, Lock, LockType, Taken

Node = TypeVar("Node", bound=Hashable)

MOST_CYCLES = 1000
"""Rings of locks that are looked at beyond the shortest through each edge."""

LONGEST_CYCLE = 6
"""Locks in them."""


@dataclass(frozen=True)
class Order:
    """One lock was held when another was about to be taken. `newest`: it was the last one taken."""

    held: Taken
    attempt: Attempt
    newest: bool

    @property
    def wants(self) -> Taken:
        """The lock that was about to be taken."""
        return self.attempt.wants

    @property
    def locks(self) -> tuple[Lock, Lock]:
        """The edge by instance."""
        return self.held.lock, self.wants.lock

    @property
    def types(self) -> tuple[LockType, LockType]:
        """The edge by type."""
        return self.held.lock.type, self.wants.lock.type


class Digraph(Generic[Node]):
    """Edges in order of discovery."""

    def __init__(self, edges: Iterable[tuple[Node, Node]]) -> None:
        self.after: dict[Node, list[Node]] = {}
        self.edges: list[tuple[Node, Node]] = list(dict.fromkeys(edges))
        for tail, head in self.edges:
            self.after.setdefault(tail, []).append(head)
            self.after.setdefault(head, [])

    def path(self, start: Node, end: Node) -> tuple[Node, ...] | None:
        """The shortest way, both ends included; None if there is none."""
        came: dict[Node, Node] = {}
        queue = [start]
        for node in queue:
            for following in self.after.get(node, ()):
                if following == end:
                    way = [end, node]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return tuple(reversed(way))
                if following not in came and following != start:
                    came[following] = node
                    queue.append(following)
        return None

    def cycles(self) -> list[tuple[Node, ...]]:
        """Rings, each once, its first node the one found first: for each edge a shortest one through it, then others
        up to `LONGEST_CYCLE` nodes, the shorter ones first, as long as there are no more than `MOST_CYCLES`."""
        number = {node: i for i, node in enumerate(self.after)}
        found: dict[tuple[Node, ...], None] = {}
        inside: dict[Node, list[Node]] = {}
        for tail, head in self.edges:
            way: tuple[Node, ...] | None = (tail,) if tail == head else self.path(head, tail)
            if way is not None:
                found.setdefault(_turned(way, number))
                inside.setdefault(tail, []).append(head)
        for length in range(1, min(LONGEST_CYCLE, len(inside)) + 1):
            for ring in _rings(length, inside, number):
                if len(found) >= MOST_CYCLES:
                    break
                found.setdefault(ring)
        return sorted(found, key=lambda ring: (len(ring), [number[node] for node in ring]))


def _rings(length: int, after: Mapping[Node, list[Node]], number: Mapping[Node, int]) -> Iterator[tuple[Node, ...]]:
    """The rings of so many nodes, each from its first node on."""
    for start in after:
        ways: list[tuple[Node, ...]] = [(start,)]
        while ways:
            way = ways.pop()
            if len(way) == length:
                if start in after[way[-1]]:
                    yield way
                continue
            ways += [(*way, n) for n in after[way[-1]] if number[n] > number[start] and n not in way]


def _turned(ring: tuple[Node, ...], number: Mapping[Node, int]) -> tuple[Node, ...]:
    first = min(range(len(ring)), key=lambda i: number[ring[i]])
    return ring[first:] + ring[:first]


def edges_of(ring: Sequence[Node]) -> list[tuple[Node, Node]]:
    """The edges of a ring of nodes."""
    following = (*ring[1:], *ring[:1])
    return list(zip(ring, following, strict=True))


class LockGraph:
    """All orders of all schedules, by type and by instance."""

    def __init__(self, attempts: Iterable[Attempt]) -> None:
        self.attempts = tuple(attempts)
        self.orders = tuple(order for attempt in self.attempts for order in orders_of(attempt))

    @cached_property
    def by_type(self) -> dict[tuple[LockType, LockType], list[Order]]:
        """The orders of each edge between types, in order of discovery. An edge from a type to itself is there too."""
        edges: dict[tuple[LockType, LockType], list[Order]] = {}
        for order in self.orders:
            edges.setdefault(order.types, []).append(order)
        return edges

    @cached_property
    def by_lock(self) -> dict[tuple[Lock, Lock], list[Order]]:
        """The orders of each edge between instances."""
        edges: dict[tuple[Lock, Lock], list[Order]] = {}
        for order in self.orders:
            edges.setdefault(order.locks, []).append(order)
        return edges

    @cached_property
    def types(self) -> Digraph[LockType]:
        """The graph by type."""
        return Digraph(self.by_type)

    @cached_property
    def locks(self) -> Digraph[Lock]:
        """The graph by instance."""
        return Digraph(self.by_lock)

    @cached_property
    def taken_alone(self) -> frozenset[Lock]:
        """The locks that somebody waits for to have them exclusively: who only tries keeps no reader waiting."""
        return frozenset(a.wants.lock for a in self.attempts if a.wants.exclusive and not a.tries)

    @cached_property
    def all_types(self) -> tuple[LockType, ...]:
        """Every type that was taken, those without orders too, in order of discovery."""
        return tuple(dict.fromkeys(attempt.wants.lock.type for attempt in self.attempts))


def orders_of(attempt: Attempt) -> list[Order]:
    """The orders an attempt makes: none if it only tries, or takes again what it holds."""
    if attempt.tries or attempt.holds(attempt.wants.lock):
        return []
    newest = len(attempt.held) - 1
    return [Order(taken, attempt, i == newest) for i, taken in enumerate(attempt.held)]
