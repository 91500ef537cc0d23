"""Lock order from facts written by hand: orders, reversals, verdicts and their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from unknot.checks.lock_order import facts
from unknot.checks.lock_order.facts import RW, SLEEP_MUTEX, SX, Attempt, Lock, LockType, Taken, attempts
from unknot.checks.lock_order.graph import Digraph, LockGraph, edges_of
from unknot.checks.lock_order.hierarchy import hierarchy
from unknot.checks.lock_order.reversals import Reversal, reversals
from unknot.checks.lock_order.verdicts import Reason, Verdict, Waiting, judge, rings_of
from unknot.explore.outcome import Action, Fact
from unknot.kernel import lock, witness

ALL = 0xFF


def mutex(name: str, number: int = SLEEP_MUTEX) -> Lock:
    """A lock of its own type; `a1` and `a2` are two of type a."""
    return Lock(sum(ord(c) << (8 * i) for i, c in enumerate(name)), LockType(name.rstrip("0123456789"), number), name)


def taken(word: str) -> Taken:
    """`a` exclusively, `a/r` shared as a rw lock, `a/x` a rw lock exclusively."""
    name, _, mode = word.partition("/")
    return Taken(mutex(name, RW if mode else SLEEP_MUTEX), mode != "r", 0)


def take(thread: int, words: str, **more: int) -> Attempt:
    """The thread takes the last lock while it holds the others."""
    *held, wants = [taken(word) for word in words.split()]
    return replace(Attempt(thread, wants, tuple(held), ever_live=ALL, always_live=ALL), **more)


def nested(thread: int, words: str, **more: int) -> list[Attempt]:
    """The thread takes the locks one inside the other."""
    names = words.split()
    return [take(thread, " ".join(names[: i + 1]), **more) for i in range(len(names))]


def only(graph: LockGraph, blessed: Sequence[tuple[str, str]] = ()) -> Reversal:
    (found,) = reversals(graph, blessed)
    return found


def verdict(seen: Sequence[Attempt], complete: bool = True) -> Verdict:
    graph = LockGraph(seen)
    return judge(only(graph), graph, (), complete)


def reasons(seen: Sequence[Attempt]) -> list[str]:
    found = verdict(seen)
    assert found.word == "cannot deadlock here"
    return [reason.kind for reason in found.reasons]


# -- facts -------------------------------------------------------------------------------------------------------------

TEXTS = {100: "foo0", 200: "foo", 300: "bar"}


def fact(*words: int, kind: str = "lock", thread: int = 1) -> Fact:
    return Fact(kind, thread, words, 0b01, 0b11, 3, 0, 0, Action(0))


def test_a_fact_becomes_an_attempt() -> None:
    flags = 1 << 17
    first = fact(10, 1 | flags | 1 << 24, 100, 200, 5)
    second = fact(20, 0 | flags | 6 << 24, 300, 300, 6, 10, 1 | 2 << 16 | 1 << 24, 200, 5)
    _, attempt = attempts([first, fact(1, 2, kind="other"), second], TEXTS.__getitem__)
    assert attempt.wants == Taken(Lock(20, LockType("bar", SX), "bar"), False, 6)
    assert attempt.held == (Taken(Lock(10, LockType("foo", SLEEP_MUTEX), "foo0"), True, 5),)
    assert attempt.held[0].lock.name == "foo0"
    assert (attempt.thread, attempt.always_live, attempt.ever_live, attempt.fact) == (1, 0b01, 0b11, second)
    assert not attempt.tries and not attempt.dup_ok and not attempt.wants.lock.hidden


def test_flags_are_those_of_the_kernel_library() -> None:
    assert (facts.EXCLUSIVE, facts.TRY, facts.DUP_OK) == (lock.LOP_EXCLUSIVE, lock.LOP_TRYLOCK, lock.LOP_DUPOK)
    assert (facts.SEEN_BY_WITNESS, facts.DUPLICATES_OK) == (lock.LO_WITNESS, lock.LO_DUPOK)
    assert (1 << facts.CLASS_SHIFT) * facts.CLASS_MASK == lock.LO_CLASSMASK == witness.CLASS
    numbers = [lock.LC_SLEEP_MUTEX, lock.LC_SPIN_MUTEX, lock.LC_RW, lock.LC_RM, lock.LC_RM_SLEEPABLE, lock.LC_SX]
    ours = [facts.SLEEP_MUTEX, facts.SPIN_MUTEX, facts.RW, facts.RM, facts.SLEEPABLE_RM, facts.SX]
    assert ours == numbers and lock.LC_LOCKMGR == facts.LOCKMGR


# -- orders ------------------------------------------------------------------------------------------------------------


def test_every_lock_held_comes_before_the_one_wanted() -> None:
    graph = LockGraph(nested(0, "a b c"))
    assert [(tail.name, head.name) for tail, head in graph.by_type] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [order.newest for order in graph.orders] == [True, False, True]


def test_a_try_leads_to_nothing_but_what_follows_it_does() -> None:
    graph = LockGraph([take(0, "a b", tries=True), take(0, "a b c")])
    assert [(tail.name, head.name) for tail, head in graph.by_type] == [("a", "c"), ("b", "c")]


def test_recursion_is_no_order() -> None:
    assert LockGraph([take(0, "a b a")]).orders == ()


def test_ranks_and_what_follows_from_others() -> None:
    order = hierarchy(LockGraph([*nested(0, "a b c"), *nested(1, "d c"), take(1, "c a")]))
    assert {kind.name: rank for kind, rank in order.ranks.items()} == {"a": 1, "d": 1, "b": 2, "c": 3}
    assert {(tail.name, head.name) for tail, head in order.implied} == {("a", "c")}
    assert {(tail.name, head.name) for tail, head in order.reversed} == {("c", "a")}


def test_rings_are_found_once_each() -> None:
    graph = Digraph([(1, 2), (2, 1), (2, 3), (3, 1), (4, 4), (5, 1)])
    assert graph.cycles() == [(4,), (1, 2), (1, 2, 3)]
    assert edges_of((1, 2, 3)) == [(1, 2), (2, 3), (3, 1)]


def test_a_long_ring_is_found_too() -> None:
    edges = [(i, (i + 1) % 12) for i in range(12)]
    assert Digraph(edges).cycles() == [tuple(range(12))]


# -- reversals ---------------------------------------------------------------------------------------------------------


def test_the_order_seen_last_is_the_attempted_one() -> None:
    found = only(LockGraph([*nested(0, "a b"), *nested(1, "b a")]))
    assert [kind.name for kind in found.ring] == ["a", "b"]
    assert (found.attempted.attempt.thread, found.kind) == (1, "order")


def test_three_locks_in_a_ring() -> None:
    found = only(LockGraph([take(0, "a b"), take(1, "b c"), take(2, "c a")]))
    assert [kind.name for kind in found.ring] == ["a", "b", "c"]


def test_a_ring_that_only_repeats_a_shorter_one_is_left_out() -> None:
    graph = LockGraph([*nested(0, "a b c"), *nested(1, "c a")])
    assert [kind.name for kind in only(graph).ring] == ["a", "c"]


def test_a_ring_with_a_thread_for_each_edge_stays_beside_a_shorter_one() -> None:
    graph = LockGraph([take(0, "a b"), take(1, "b c"), take(2, "c a"), take(0, "a c")])
    assert sorted(len(found.ring) for found in reversals(graph)) == [2, 3]


def test_blessed_pairs_are_accepted_in_both_orders() -> None:
    graph = LockGraph([take(0, "a b"), take(1, "b a")])
    assert reversals(graph, [("b", "a")]) == ()
    assert len(reversals(graph, [("a", "c")])) == 1


def test_duplicates_of_one_type_unless_they_are_meant() -> None:
    assert only(LockGraph([take(0, "n1 n2")])).kind == "duplicate"
    assert reversals(LockGraph([take(0, "n1 n2", dup_ok=True)])) == ()


def test_giant_comes_first_or_last_but_not_after() -> None:
    found = only(LockGraph([take(0, "a Giant")]))
    assert found.kind == "Giant after non-sleepable"
    assert judge(found, LockGraph([]), (), complete=True).word == "forbidden"


# -- verdicts ----------------------------------------------------------------------------------------------------------

ABBA = [*nested(0, "a b"), *nested(1, "b a")]


def test_a_deadlock_of_these_locks_is_the_verdict() -> None:
    graph = LockGraph(ABBA)
    a, b, c = mutex("a"), mutex("b"), mutex("c")
    ring = (Waiting(0, (a,), b), Waiting(1, (c, b), a))
    other = (Waiting(0, (a,), c), Waiting(1, (c,), a))
    assert judge(only(graph), graph, [rings_of(other), rings_of(ring)], complete=False) == Verdict("deadlocks", 1)
    assert judge(only(graph), graph, [rings_of(other)], complete=False).word == "undecided"


def test_a_writer_that_waits_may_be_part_of_the_deadlock() -> None:
    graph = LockGraph([take(0, "r/r m"), take(1, "m r/r"), take(2, "r/x")])
    reader, mutex_ = taken("r/r").lock, mutex("m")
    waiting = (Waiting(0, (reader,), mutex_), Waiting(1, (mutex_,), reader), Waiting(2, (), reader))
    assert judge(only(graph), graph, [rings_of(waiting)], complete=True).word == "deadlocks"


def test_without_every_schedule_nothing_is_decided() -> None:
    assert verdict(ABBA, complete=False) == Verdict("undecided")


def test_nothing_but_the_schedules_keeps_them_apart() -> None:
    assert reasons(ABBA) == ["apart"]


def test_a_gate_lock_is_named() -> None:
    found = verdict([*nested(0, "g a b"), *nested(1, "g b a")])
    assert found.reasons == (Reason("gate", mutex("g")),)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [("g/r a b", "g/r b a", "apart"), ("g/x a b", "g/r b a", "gate"), ("a b", "g b a", "apart")],
)
def test_a_gate_is_held_by_both_and_once_exclusively(one: str, other: str, kind: str) -> None:
    assert reasons([*nested(0, one), *nested(1, other)]) == [kind]


def test_a_gate_must_be_there_every_time() -> None:
    assert reasons([*nested(0, "g a b"), *nested(0, "a b"), *nested(1, "g b a")]) == ["gate", "apart"]


def test_threads_that_do_not_live_at_one_time() -> None:
    found = verdict([*nested(0, "a b"), *nested(1, "b a", ever_live=0b10)])
    assert found.reasons == (Reason("not alive", threads=(1, 0), edge=(mutex("b"), mutex("a"))),)


def test_readers_only() -> None:
    assert reasons([take(0, "r/r m"), take(1, "m r/r")]) == ["readers"]
    assert reasons([take(0, "r/r m"), take(1, "m r/r"), take(2, "r/x")]) == ["apart"]
    assert reasons([take(0, "r/r m"), take(1, "m r/r"), take(2, "r/x", tries=True)]) == ["readers"]


def test_a_reader_that_reads_already_passes_writers_that_wait() -> None:
    assert reasons([take(0, "r/r m"), take(1, "m s/r r/r"), take(2, "r/x")]) == ["readers"]


def test_one_thread_alone() -> None:
    found = verdict([*nested(0, "a b"), *nested(0, "b a")])
    assert found.reasons == (Reason("one thread", threads=(0,)),)


def test_never_the_same_instances() -> None:
    assert reasons([*nested(0, "a1 b1"), *nested(1, "b2 a2")]) == ["instances"]


def test_instances_may_cross_over_a_longer_way() -> None:
    ring = [take(0, "a1 b1"), take(1, "b1 a2"), take(2, "a2 b2"), take(3, "b2 a1")]
    assert reasons(ring) == ["apart"]


def test_duplicates_that_cross() -> None:
    assert reasons([take(0, "n1 n2"), take(1, "n2 n1")]) == ["apart"]
    assert reasons([take(0, "n1 n2"), take(1, "n1 n2")]) == ["instances"]
