"""The locking key and the lines behind it: text as recorded, letters, and the JSON form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from unknot.core.location import Location
from unknot.diagnose.accesses import Held, Touch
from unknot.diagnose.fields import Spot
from unknot.diagnose.finding import Counts, Result
from unknot.diagnose.locked_fields import Locks
from unknot.diagnose.locking import fields_of
from unknot.explore.outcome import Action, Fact
from unknot.passes.note_accesses import Kind
from unknot.report.locks import letters, render
from unknot.report.locks_json import document

FACT = Fact("access", 0, (), 0, 0, 1, 0, 0, Action(0))
SEARCH = Result("kq.py::Scan", "verified", "sc", ("a", "b"), {"n": 2}, "preemptions", Counts(states=83), 0.5, 0.1)


def lock(name: str, address: int, owner: int, kind: str = "mtx") -> Held:
    struct, _, path = name.rpartition(".")
    spot = Spot(name, name, owner, struct, ((struct, path),) if struct else (), kind, (path,))
    return Held(address, spot, path or name, True, Location("kq.py", 3))


def touch(name: str, kind: Kind, line: int, thread: str, *held: Held) -> Touch:
    struct, _, path = name.rpartition(".")
    spot = Spot(name, name, 1, struct, ((struct, path),) if struct else (), way=(path,))
    return Touch(spot, kind, thread, Location("kq.py", line), ("kqueue_scan",), held, FACT)


OWN, BIG = lock("kqueue.kq_lock", 9, 1), lock("kq_global", 50, 50, "sx")
FORGETS = touch("kqueue.kq_state", Kind.WRITE, 9, "b")
TOUCHES = (
    touch("kqueue.kq_count", Kind.WRITE, 5, "a", OWN),
    touch("kqueue.kq_count", Kind.READ, 5, "a", OWN),
    touch("kqueue.kq_count", Kind.READ, 6, "b", replace(OWN, exclusive=False)),
    touch("kqueue.kq_state", Kind.WRITE, 7, "a", BIG, OWN),
    touch("kqueue.kq_state", Kind.WRITE, 8, "b", OWN),
    FORGETS,
    touch("kqueue.kq_refs", Kind.ATOMIC_WRITE, 10, "a"),
    touch("kqueue.kq_refs", Kind.ATOMIC_WRITE, 10, "b"),
    touch("hits", Kind.WRITE, 11, "a"),
    touch("hits", Kind.WRITE, 12, "b", BIG),
    touch("hits", Kind.WRITE, 13, "b", OWN),
    touch("limit", Kind.READ, 14, "a"),
    touch("limit", Kind.READ, 14, "b"),
    touch("ticks", Kind.WRITE, 15, "b"),
    touch("list", Kind.WRITE, 16, "a", BIG),
    touch("list", Kind.WRITE, 16, "b", BIG),
)
LOCKS = Locks(SEARCH, True, fields_of(TOUCHES), "", {FORGETS: "a1.b2"})


def test_the_report_is_as_recorded(golden: Callable[[str, str], None]) -> None:
    golden("report/locks.txt", render(LOCKS))


def test_colours_change_no_character() -> None:
    import re

    assert re.sub(r"\x1b\[[\d;]*m", "", render(LOCKS, colour=True)) == render(LOCKS)


def test_the_json_form_is_as_recorded(golden: Callable[[str, str], None]) -> None:
    from unknot.report import json

    found = document(LOCKS)
    assert found.pop("search") == json.document(SEARCH)
    golden("report/locks.json", json.text(found))


def test_letters_are_the_locks_own_and_none_is_taken_twice() -> None:
    names = ("kq_lock", "kq_global", "kqueue.kq_lock", "ace", "o", "k")
    held = [lock(name, 100 + i, 200 + i) for i, name in enumerate(names)]
    fields = fields_of(touch(f"f{i}", Kind.WRITE, i, thread, h) for i, h in enumerate(held) for thread in ("a", "b"))
    key = letters(fields)
    assert key == {"kq_lock": "k", "kq_global": "q", "kqueue.kq_lock": "l", "ace": "e", "o": "b", "k": "d"}
    assert not set(key.values()) & set("aco*")


def test_a_program_without_shared_fields() -> None:
    assert "no thread touches memory that others can see" in render(Locks(SEARCH, True, ()))


@pytest.mark.parametrize(
    ("search", "complete", "status", "said"),
    [
        (SEARCH, True, 0, ""),
        (replace(SEARCH, verdict="bounded", bounds=("the limit of 5 states was reached",)), False, 2, "5 states was"),
        (SEARCH, False, 2, "not every schedule was run"),
    ],
)
def test_it_says_what_was_not_covered(search: Result, complete: bool, status: int, said: str) -> None:
    found = Locks(search, complete, fields_of(TOUCHES[:3]))
    assert found.exit_status == status
    assert said in render(found)


@pytest.mark.parametrize("cells", [60, 80, 140])
def test_only_commands_are_wider_than_the_terminal(cells: int) -> None:
    for line in render(LOCKS, cells).splitlines():
        assert len(line) <= cells or line.lstrip().startswith("again"), line
