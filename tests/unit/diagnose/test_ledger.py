"""The books of locks, from events made by hand: who holds what, in which order."""

from __future__ import annotations

from unknot.core.location import NOWHERE
from unknot.diagnose.events import Event
from unknot.diagnose.ledger import EXCLUSIVE, ledger_of
from unknot.diagnose.stacks import Seen

A, B, C = 0x100, 0x200, 0x300


def event(step: int, thread: int, kind: str, lock: int, how: int = EXCLUSIVE) -> Event:
    return Event(step, thread, kind, (lock, how), Seen(NOWHERE), 0)


def held(thread: int, *events: Event) -> list[tuple[int, bool]]:
    return [(e.word(0), bool(e.word(1) & EXCLUSIVE)) for e in ledger_of(events).held_by(thread)]


def test_a_thread_holds_what_it_took_the_oldest_first() -> None:
    events = (event(1, 0, "locked", B), event(2, 0, "locked", A), event(3, 1, "locked", C))
    assert held(0, *events) == [(B, True), (A, True)]
    assert held(1, *events) == [(C, True)]


def test_what_it_gave_back_it_does_not_hold() -> None:
    assert held(0, event(1, 0, "locked", A), event(2, 0, "unlock", A)) == []


def test_a_lock_taken_twice_is_held_once() -> None:
    events = (event(1, 0, "locked", A), event(2, 0, "locked", B), event(3, 0, "locked", A))
    assert held(0, *events) == [(A, True), (B, True)]
    assert held(0, *events, event(4, 0, "unlock", A)) == [(A, True), (B, True)]


def test_a_shared_lock_is_held_by_each_who_shares_it() -> None:
    events = (event(1, 0, "locked", A, 0), event(2, 1, "locked", A, 0))
    assert held(0, *events) == held(1, *events) == [(A, False)]


def test_an_upgrade_makes_it_exclusive() -> None:
    assert held(0, event(1, 0, "locked", A, 0), event(2, 0, "upgrade", A)) == [(A, True)]
