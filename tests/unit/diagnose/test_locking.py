"""The rule of a field, from accesses made by hand: what writers have in common, and who breaks it."""

from __future__ import annotations

import pytest

from unknot.core.location import Location
from unknot.diagnose.accesses import Held, Touch
from unknot.diagnose.fields import Spot
from unknot.diagnose.locking import FieldLocks, Relation, Rule, fields_of
from unknot.explore.outcome import Action, Fact
from unknot.passes.note_accesses import Kind

READ, WRITE, ATOMIC_READ, ATOMIC_WRITE = Kind.READ, Kind.WRITE, Kind.ATOMIC_READ, Kind.ATOMIC_WRITE
FACT = Fact("access", 0, (), 0, 0, 1, 0, 0, Action(0))


def lock(name: str, address: int = 1000, owner: int = 0, shared: bool = False) -> Held:
    """A lock: `kqueue.kq_lock` lies in the object `owner`, `big` in none."""
    struct, _, path = name.rpartition(".")
    spot = Spot(name, name, owner or address, struct, ((struct, path),) if struct else (), "mtx", (path,))
    return Held(address, spot, "name", not shared)


def touch(kind: Kind, line: int, *held: Held, thread: str = "", owner: int = 1) -> Touch:
    spot = Spot("kqueue.kq_count", "", owner, "kqueue", (("kqueue", "kq_count"),), way=("kq_count",))
    return Touch(spot, kind, thread or f"t{line}", Location("f.py", line), ("f",), held, FACT)


def judged(*touches: Touch) -> FieldLocks:
    (found,) = fields_of(touches)
    return found


def broken(found: FieldLocks) -> list[int]:
    return [site.where.line for site in found.breaking]


BIG = lock("big")


def test_a_lock_held_everywhere_protects() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(READ, 2, BIG))
    assert (found.rule, [g.lock for g in found.guards]) == (Rule.PROTECTED, ["big"])
    assert found.guards[0].relation is Relation.ONE
    assert broken(found) == []


def test_a_shared_hold_does_for_reading() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(READ, 2, lock("big", shared=True)))
    assert found.rule is Rule.PROTECTED


def test_but_not_for_writing() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(WRITE, 2, BIG), touch(WRITE, 3, lock("big", shared=True)))
    assert (found.rule, broken(found)) == (Rule.BROKEN, [3])


def test_half_of_the_writers_share_it() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(WRITE, 2, lock("big", shared=True)))
    assert (found.rule, broken(found)) == (Rule.BROKEN, [2])
    found = judged(touch(WRITE, 1, BIG), touch(WRITE, 2, lock("big", shared=True), lock("other", 2000)))
    assert found.rule is Rule.UNPROTECTED


def test_readers_without_it_are_told() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(READ, 2), touch(READ, 3, BIG))
    assert (found.rule, broken(found)) == (Rule.WRITES_PROTECTED, [2])


def test_an_atomic_read_needs_no_lock() -> None:
    found = judged(touch(ATOMIC_WRITE, 1, BIG), touch(ATOMIC_READ, 2))
    assert (found.rule, broken(found)) == (Rule.PROTECTED, [])


def test_most_writers_make_the_rule() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(WRITE, 2, BIG), touch(WRITE, 3), touch(READ, 4))
    assert (found.rule, broken(found)) == (Rule.BROKEN, [3, 4])


def test_a_line_counts_once_and_must_keep_the_rule_always() -> None:
    found = judged(touch(WRITE, 1, BIG), touch(WRITE, 1, thread="other"), touch(WRITE, 2, BIG), touch(WRITE, 3, BIG))
    assert (found.rule, broken(found)) == (Rule.BROKEN, [1])


def test_half_of_the_writers_make_it_if_the_others_hold_nothing() -> None:
    assert judged(touch(WRITE, 1, BIG), touch(WRITE, 2)).rule is Rule.BROKEN
    assert judged(touch(WRITE, 1, BIG), touch(WRITE, 2, lock("other", 7))).rule is Rule.UNPROTECTED


def test_no_lock_at_all() -> None:
    assert judged(touch(WRITE, 1), touch(READ, 2)).rule is Rule.UNPROTECTED


def test_two_locks_of_which_a_reader_needs_one() -> None:
    small = lock("small", 2000)
    found = judged(touch(WRITE, 1, BIG, small), touch(READ, 2, small), touch(READ, 3, BIG))
    assert (found.rule, {g.lock for g in found.guards}) == (Rule.PROTECTED, {"big", "small"})


def test_of_two_locks_the_one_that_readers_hold() -> None:
    found = judged(touch(WRITE, 1, BIG, lock("small", 2000)), touch(READ, 2, BIG))
    assert [g.lock for g in found.guards] == ["big"]


@pytest.mark.parametrize(
    ("touches", "rule"),
    [
        ((touch(READ, 1), touch(ATOMIC_READ, 2)), Rule.READ_ONLY),
        ((touch(READ, 1, thread="a"), touch(READ, 2, thread="a")), Rule.READ_ONLY),
        ((touch(WRITE, 1, thread="a"), touch(READ, 2, thread="a")), Rule.ONE_THREAD),
        ((touch(WRITE, 1, BIG, thread="a"), touch(READ, 2, thread="a")), Rule.ONE_THREAD),
        ((touch(WRITE, 1, BIG, thread="a"), touch(READ, 2, BIG, thread="a")), Rule.PROTECTED),
        ((touch(ATOMIC_WRITE, 1), touch(ATOMIC_READ, 2)), Rule.ATOMIC),
        ((touch(ATOMIC_WRITE, 1), touch(READ, 2)), Rule.UNPROTECTED),
    ],
)
def test_rules_without_a_lock(touches: tuple[Touch, ...], rule: Rule) -> None:
    assert judged(*touches).rule is rule


def own(owner: int) -> Held:
    return lock("kqueue.kq_lock", owner + 8, owner)


def test_the_lock_of_the_same_object() -> None:
    found = judged(touch(WRITE, 1, own(1), owner=1), touch(WRITE, 2, own(2), owner=2))
    assert (found.rule, found.guards[0].relation) == (Rule.PROTECTED, Relation.OWN)


def test_another_object_of_the_type_has_the_wrong_lock() -> None:
    writes = (touch(WRITE, 1, own(1), owner=1), touch(WRITE, 2, own(2), owner=2))
    found = judged(*writes, touch(WRITE, 3, own(1), owner=2))
    assert (found.rule, broken(found)) == (Rule.BROKEN, [3])


def test_one_lock_for_each_object_that_lies_elsewhere() -> None:
    first, second = lock("port.p_lock", 500, 492), lock("port.p_lock", 600, 592)
    found = judged(touch(WRITE, 1, first, owner=1), touch(WRITE, 2, second, owner=2), touch(READ, 3, second, owner=2))
    assert (found.rule, found.guards[0].relation) == (Rule.PROTECTED, Relation.EACH)


def test_some_lock_of_the_type_is_no_rule() -> None:
    first, second = lock("port.p_lock", 500, 492), lock("port.p_lock", 600, 592)
    assert judged(touch(WRITE, 1, first), touch(WRITE, 2, second)).rule is Rule.UNPROTECTED


def in_array(name: str, way: str, *held: Held, line: int = 1) -> Touch:
    """A write of a field of a softc, which has arrays: `ports [1] p_value`."""
    spot = Spot(f"softc.{name}", "", 1, "softc", (("softc", name),), way=tuple(way.split()))
    return Touch(spot, WRITE, f"t{line}", Location("f.py", line), ("f",), held, FACT)


def lock_in_array(name: str, way: str) -> Held:
    levels = (("softc", name), ("port", name.rpartition(".")[2])) if "." in name else (("softc", name),)
    address = sum(map(ord, way))
    return Held(address, Spot(f"softc.{name}", "", 1, "softc", levels, "mtx", tuple(way.split())), "name", True)


def test_the_lock_of_another_element_does_not_do() -> None:
    first, second = (lock_in_array("ports[].p_lock", f"ports [{i}] p_lock") for i in (0, 1))
    right = judged(
        *(in_array("ports[].p_value", f"ports [{i}] p_value", held) for i, held in enumerate([first, second]))
    )
    assert (right.rule, [g.name for g in right.guards]) == (Rule.PROTECTED, ["p_lock of the same port"])
    wrong = judged(
        *(in_array("ports[].p_value", "ports [1] p_value", held, line=i) for i, held in enumerate([first, second]))
    )
    assert wrong.rule is Rule.UNPROTECTED


def test_two_locks_of_one_array_are_two() -> None:
    first, second = (lock_in_array("locks[]", f"locks [{i}]") for i in (0, 1))
    assert judged(in_array("x", "x", first), in_array("x", "x", second, line=2)).rule is Rule.UNPROTECTED
    found = judged(in_array("x", "x", first, second), in_array("x", "x", second, line=2))
    assert (found.rule, [g.name for g in found.guards]) == (Rule.PROTECTED, ["locks[1] of the same softc"])
