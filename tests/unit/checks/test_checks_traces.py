"""The simplest trace of each kind of fault, worked out by hand: kind, schedule, preemptions, steps, line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from unknot.core.options import Options
from unknot.diagnose.finding import Finding, Result
from unknot.pipeline import check, targets

PROGRAM = Path(__file__).parent / "programs" / "faults.py"


@dataclass(frozen=True)
class Broken:
    """What a scenario must give. `source` is the line at fault, `message` the end of the message."""

    scenario: str
    kind: str
    schedule: str
    preemptions: int
    steps: int
    source: str
    message: str


BROKEN = (
    # load, load, store, store: whoever stored first is lost.
    Broken(
        "LostUpdate",
        "check at the end failed",
        "inc0x1.inc1x2.inc0x1",
        1,
        4,
        'assert self.x.load() == 2, "an increment was lost"',
        "both_count: an increment was lost",
    ),
    # The same, but each gives way of its own accord.
    Broken(
        "LostUpdateAtAPause",
        "check at the end failed",
        "inc0x1.inc1x1.inc0x1.inc1x1",
        0,
        4,
        "def both_count(self) -> bool:",
        "both_count returned False",
    ),
    Broken("Assertion", "assertion failed", "a1.b1", 1, 2, 'assert self.x.load() != 1, "one was seen"', "one was seen"),
    # Outcome 2 of the first step.
    Broken(
        "Chosen", "assertion failed", "a1/2.a1", 0, 2, 'assert self.x.load() != 2, "two was chosen"', "two was chosen"
    ),
    Broken(
        "AbBa",
        "deadlock",
        "a1.b1",
        1,
        2,
        "with indivisible(lock.owner == 0, blocked_by=lock.owner - 1):",
        "a waits for b, b waits for a",
    ),
    # The third could run for ever.
    Broken(
        "AbBaWhileAThirdRuns",
        "deadlock",
        "a1.b1",
        1,
        2,
        "with indivisible(lock.owner == 0, blocked_by=lock.owner - 1):",
        "a waits for b, b waits for a",
    ),
    Broken(
        "SelfDeadlock",
        "deadlock",
        "a1",
        0,
        1,
        "with indivisible(lock.owner == 0, blocked_by=lock.owner - 1):",
        "a waits for a",
    ),
    # b is over at once; a reads for ever what nobody will change.
    Broken("WaitsForNobody", "deadlock", "b1", 0, 1, "while self.flag.load() == 0:", "a can never go on"),
    # user sees it open; owner closes, reads the pointer, frees; user reads.
    Broken(
        "UseAfterFree",
        "use after free",
        "user1.owner3.user1",
        1,
        5,
        "assert self.shared.value == 7",
        "8 bytes at Node#1",
    ),
    # load; load, store null, free; store null, free.
    Broken("DoubleFree", "double free", "owner0x1.owner1x3.owner0x2", 1, 6, "free(mine)", "Node#1"),
    Broken("BadFree", "bad free", "a1", 0, 1, "free(addr(self.pair[1]))", "pair[1]"),
    Broken("NullPointer", "null pointer", "reader2", 0, 2, "assert node.value == 0", "8 bytes at null"),
    Broken(
        "Index",
        "out of bounds",
        "writer1.reader1",
        0,
        2,
        "self.slots[self.last.load()] = 1",
        "index 4 of slots[4]",
    ),
    Broken(
        "PastTheEnd",
        "out of bounds",
        "a2",
        0,
        2,
        "assert load(offset(p, 4)) == 0",
        "4 bytes at slots + 16, an object of 16 bytes",
    ),
    Broken(
        "Misaligned",
        "misaligned access",
        "a1",
        0,
        1,
        "assert load(cast(Ptr[u64], addr(self.bytes[4]))) == 0",
        "8 bytes at bytes[4]",
    ),
    # The allocation and the read of what is private go together.
    Broken("Uninitialised", "uninitialised read", "a1", 0, 1, "assert node.value == 0", "8 bytes at Node#1"),
    # given first, then alloc and exchange: a thinks that b took it over.
    Broken(
        "Leak",
        "leak",
        "b1.a2",
        0,
        3,
        "if not self.given.exchange(True):",
        "memory is still allocated when all threads have ended",
    ),
    # Both stand before their write from the beginning.
    Broken("Race", "data race", "init", 0, 0, "self.x = me", ""),
    Broken(
        "Invariant",
        "invariant broken",
        "t0x1.t1x1",
        1,
        2,
        "def never_two_ahead(self) -> bool:",
        "never_two_ahead",
    ),
    Broken("Division", "division", "a1", 0, 1, "self.x.store(6 // divisor)", "division by zero"),
    Broken("Shift", "shift too wide", "a1", 0, 1, "self.x.store(u64(1) << by)", "by 64"),
    Broken("Unreachable", "unreachable", "b1.a1", 0, 2, 'unreachable("b was first")', "b was first"),
    Broken("JoinTwice", "bad join", "a2", 0, 2, "join(child)", "no thread has the number 1"),
)

SOUND = ("OneOrder", "RacyByIntention", "ReadersOnly", "Recursion", "ManyThreads")


def run(scenario: str, **changes: Any) -> Result:
    return check(f"{PROGRAM}::{scenario}", Options(leaks=scenario == "Leak", **changes))


def found(result: Result) -> Finding:
    assert result.finding is not None, result
    return result.finding


def source(line: int) -> str:
    return PROGRAM.read_text(encoding="utf-8").splitlines()[line - 1].strip()


@pytest.mark.parametrize("wanted", BROKEN, ids=lambda wanted: wanted.scenario)
def test_simplest_trace(wanted: Broken) -> None:
    result = run(wanted.scenario)
    assert result.verdict == "violated"
    finding = found(result)
    assert (finding.kind, finding.schedule) == (wanted.kind, wanted.schedule)
    assert (finding.preemptions, finding.length) == (wanted.preemptions, wanted.steps)
    assert source(finding.where.line) == wanted.source
    assert finding.message.endswith(wanted.message)


@pytest.mark.parametrize("order", ["bfs", "dfs", "random", "pct"])
@pytest.mark.parametrize("wanted", BROKEN, ids=lambda wanted: wanted.scenario)
def test_other_orders_find_it_too(wanted: Broken, order: str) -> None:
    finding = found(run(wanted.scenario, order=order, max_steps=500))
    assert finding.kind == wanted.kind
    if order == "bfs":
        assert finding.length <= wanted.steps


@pytest.mark.parametrize("scenario", SOUND)
def test_nothing_is_wrong(scenario: str) -> None:
    result = run(scenario)
    assert (result.verdict, result.finding) == ("verified", None)


def test_without_the_option_a_leak_is_none() -> None:
    assert check(f"{PROGRAM}::Leak").verdict == "verified"


def test_without_races_a_race_is_none() -> None:
    assert run("Race", races=False).verdict == "verified"


def test_a_race_names_both_sides() -> None:
    finding = found(run("Race"))
    assert finding.message.startswith("data race on x: t0 at ")
    assert [(b.thread, b.reason) for b in finding.blocked] == [
        (0, "is about to write x in `self.x = me`"),
        (1, "is about to write x in `self.x = me`"),
    ]


@pytest.mark.parametrize("scenario", ["AbBa", "AbBaWhileAThirdRuns"])
def test_a_deadlock_names_who_waits_for_whom(scenario: str) -> None:
    finding = found(run(scenario))
    assert [(b.thread, b.holder) for b in finding.blocked] == [(0, 1), (1, 0)]


def test_a_self_deadlock_waits_for_itself() -> None:
    finding = found(run("SelfDeadlock"))
    assert [(b.thread, b.holder) for b in finding.blocked] == [(0, 0)]


@pytest.mark.parametrize(("scenario", "schedule"), [("Endless", "a1"), ("EndlessBeginning", "init")])
def test_an_endless_computation_is_an_error_with_a_place(scenario: str, schedule: str) -> None:
    result = run(scenario, max_loop=1000)
    assert result.verdict == "error"
    assert found(result).schedule == schedule
    path, line, _ = result.error.split(": ")[0].rsplit(":", 2)
    assert Path(path).name == "faults.py"
    assert source(int(line)) in ("while True:", "n += 1")


def test_every_scenario_of_the_file_has_its_test() -> None:
    there = {target.scenario for target in targets(str(PROGRAM))}
    here = {wanted.scenario for wanted in BROKEN} | set(SOUND)
    assert there - here == {"Endless", "EndlessBeginning", "DeepRecursion", "ManyObjects"}
