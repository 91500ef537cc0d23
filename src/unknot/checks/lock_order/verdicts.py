"""Whether a reversal deadlocks. One idea: if every schedule was run, a deadlock on a ring was found or there is none;
the facts then tell why not.

For each way in which threads could stand in the ring (an order for each of its edges, the lock wanted in one being the
lock held in the next) the reasons that keep it from happening are looked for; a reversal's reasons are those that cover
all ways.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unknot.checks.lock_order.facts import RW, SX, Lock, LockType, Taken
from unknot.checks.lock_order.graph import Digraph, LockGraph, Order, edges_of
from unknot.checks.lock_order.reversals import DUPLICATE, ORDER, Reversal

DEADLOCKS, CANNOT, UNDECIDED, FORBIDDEN = "deadlocks", "cannot deadlock here", "undecided", "forbidden"
"""Verdicts. The last is that of orders that are wrong whether or not they deadlock."""

Ring = frozenset[tuple[LockType, LockType]]
"""The edges of a ring by type."""

MOST_WAYS = 20_000
"""Ways to stand in a ring that are looked at."""


@dataclass(frozen=True)
class Waiting:
    """A thread that a deadlock leaves waiting for a lock, and what it holds."""

    thread: int
    held: tuple[Lock, ...]
    wants: Lock


@dataclass(frozen=True)
class Reason:
    """Why threads cannot wait for each other in a ring.

    `kind`: "gate" (`lock` is held by both, by one of them exclusively), "not alive" (whenever the first of `threads`
    takes the locks of `edge`, the second does not exist), "readers" (`lock` is only taken for reading), "one thread"
    (fewer threads than locks: `threads`), "instances" (never the same locks), "apart" (no schedule brings the threads
    there at one time).
    """

    kind: str
    lock: Lock | None = None
    threads: tuple[int, ...] = ()
    edge: tuple[Lock, Lock] | None = None


@dataclass(frozen=True)
class Verdict:
    """`deadlock`: the number of the deadlock that shows it. `reasons`: why not."""

    word: str
    deadlock: int | None = None
    reasons: tuple[Reason, ...] = ()


def judge(reversal: Reversal, graph: LockGraph, deadlocks: Sequence[Sequence[Ring]], complete: bool) -> Verdict:
    """The verdict on a reversal. `deadlocks`: the rings in each that was found; `complete`: every schedule was run."""
    for number, rings in enumerate(deadlocks):
        if any(ring >= reversal.edges for ring in rings):
            return Verdict(DEADLOCKS, number)
    if reversal.kind not in (ORDER, DUPLICATE):
        return Verdict(FORBIDDEN)
    if not complete:
        return Verdict(UNDECIDED)
    return Verdict(CANNOT, reasons=_reasons(reversal, graph))


def rings_of(waiting: Sequence[Waiting]) -> list[Ring]:
    """The rings in which threads hold locks and want others, each as its edges by type."""
    rings = Digraph((lock, w.wants) for w in waiting for lock in w.held if lock != w.wants).cycles()
    return [frozenset((tail.type, head.type) for tail, head in edges_of(ring)) for ring in rings]


def _reasons(reversal: Reversal, graph: LockGraph) -> tuple[Reason, ...]:
    ways = list(itertools.islice(_ways(reversal, graph), MOST_WAYS + 1))
    if not ways:
        return (Reason("instances"),)
    if len(ways) > MOST_WAYS:
        return (Reason("apart"),)
    threads = tuple(sorted({order.attempt.thread for way in ways for order in way}))
    several = [way for way in ways if len({order.attempt.thread for order in way}) == len(way)]
    if not several:
        return (Reason("one thread", threads=threads),)
    return _covering([_keeping_apart(way, graph) for way in several])


def _covering(found: list[list[Reason]]) -> tuple[Reason, ...]:
    """Few reasons, so that each way has one of them: always the one that covers most of the ways left."""
    chosen: list[Reason] = []
    while found:
        counts: dict[Reason, int] = {}
        for reasons in found:
            for reason in reasons:
                counts[reason] = counts.get(reason, 0) + 1
        best = max(counts, key=lambda reason: counts[reason])
        chosen.append(best)
        found = [reasons for reasons in found if best not in reasons]
    return tuple(chosen)


def _ways(reversal: Reversal, graph: LockGraph) -> Iterator[tuple[Order, ...]]:
    """The ways to stand in rings of instances that are this ring of types."""
    mine = Digraph(locks for locks, orders in graph.by_lock.items() if orders[0].types in reversal.edges)
    for ring in mine.cycles():
        edges = edges_of(ring)
        if frozenset((tail.type, head.type) for tail, head in edges) == reversal.edges:
            yield from itertools.product(*(_distinct(graph.by_lock[edge]) for edge in edges))


def _distinct(orders: Sequence[Order]) -> list[Order]:
    """One of those that differ only in places."""
    kept: dict[object, Order] = {}
    for order in orders:
        a = order.attempt
        modes = frozenset((taken.lock, taken.exclusive) for taken in a.held)
        kept.setdefault((a.thread, modes, a.wants.exclusive, a.ever_live), order)
    return list(kept.values())


def _keeping_apart(way: Sequence[Order], graph: LockGraph) -> list[Reason]:
    """What keeps threads from standing so, the clearest reason first."""
    pairs = list(itertools.combinations(way, 2))
    reasons = [Reason("gate", lock) for one, other in pairs for lock in _gates(one, other)]
    reasons += [reason for one, other in pairs for reason in (*_dead(one, other), *_dead(other, one))]
    following = [*way[1:], way[0]]
    for order, holder in zip(way, following, strict=True):
        if _both_read(order, holder.held, graph):
            reasons.append(Reason("readers", order.wants.lock))
    return reasons or [Reason("apart")]


def _gates(one: Order, other: Order) -> list[Lock]:
    """Locks that both hold, and not both shared. The lock taken first comes first."""
    modes = {taken.lock: taken.exclusive for taken in other.attempt.held}
    held = one.attempt.held
    return [t.lock for t in held if t.lock in modes and (t.exclusive or modes[t.lock])]


def _dead(one: Order, other: Order) -> list[Reason]:
    """Whenever one takes its order, the other's thread is not there."""
    thread = other.attempt.thread
    alive = one.attempt.ever_live >> thread & 1
    return [] if alive else [Reason("not alive", threads=(one.attempt.thread, thread), edge=one.locks)]


def _both_read(order: Order, held: Taken, graph: LockGraph) -> bool:
    """True if the lock wanted is shared with the one who holds it, and no writer comes between: there is none, or the
    thread passes those that wait, for it reads under another lock of the class."""
    if order.wants.exclusive or held.exclusive:
        return False
    lock, kind = order.wants.lock, order.wants.lock.type.class_number
    if kind in (RW, SX) and any(t.lock.type.class_number == kind and not t.exclusive for t in order.attempt.held):
        return True
    return lock not in graph.taken_alone
