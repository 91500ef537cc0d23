"""`--format witness`, read as scripts read a console: every line must be of one of the shapes that FreeBSD 13 prints,
and say what is so.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from unknot.core.options import Options
from unknot.diagnose.finding import Result
from unknot.pipeline import check, order, replay
from unknot.report.witness import console

PROGRAMS = Path(__file__).parent / "table"
CLASS = "sleep mutex|spin mutex|sleepable rm|rw|rm|sx|lockmgr"
PLACE = r"(?P<file>[^ ]+):(?P<line>\d+)"
SHAPES = {
    "reversal": r"lock order reversal:(?: \((?P<why>sleepable after non-sleepable|Giant after non-sleepable)\))?",
    "lock": r" (?P<nth>1st|2nd|3rd) (?P<address>0x[0-9a-f]+) (?P<name>.+) "
    rf"\((?P<type>.+), (?P<kind>{CLASS})\) @ {PLACE}",
    "order": r"lock order (?P<first>.+) -> (?P<second>.+) (?P<how>established|attempted) at:",
    "duplicate": r'acquiring duplicate lock of same type: "(?P<type>.+)"',
    "two": rf" (?P<nth>1st|2nd) (?P<name>.+) @ {PLACE}",
    "warning": r"(?P<what>.+) with the following (?P<non>non-sleepable )?locks held:",
    "held": rf"(?P<mode>exclusive|shared) (?P<kind>{CLASS}) (?P<name>.+) \((?P<type>.+)\) r = (?P<recursed>\d+) "
    rf"\((?P<address>0x[0-9a-f]+)\) locked @ {PLACE}",
    "mode": rf"(?:shared|exclusive) (?:un)?lock of \((?P<kind>{CLASS})\) (?P<name>.+) @ {PLACE}",
    "while": rf"while (?:exclusively|share) locked from {PLACE}",
    "panic": r"panic: (?P<text>.+)",
    "stack": r"(?:KDB: )?stack backtrace:",
    "frame": r"#(?P<number>\d+) 0x(?P<address>[0-9a-f]+) at (?P<function>[\w.]+)\+0x(?P<offset>[0-9a-f]+)",
}


@cache
def result_of(target: str) -> Result:
    return order(f"{PROGRAMS}/{target}")


def lines(target: str) -> list[tuple[str, dict[str, str]]]:
    """The shape of each line, and its parts."""
    found = []
    for line in console(result_of(target)).splitlines():
        fits = [(name, match) for name, shape in SHAPES.items() if (match := re.fullmatch(shape, line))]
        assert fits, f"a kernel prints no such line: {line}"
        found.append((fits[0][0], fits[0][1].groupdict()))
    return found


def shapes(target: str) -> list[str]:
    """The shapes, a stack for all its frames."""
    found: list[str] = []
    for name, parts in lines(target):
        if name == "frame" and parts["number"] != "0":
            continue
        found.append(name)
    return found


def parts(target: str, name: str) -> list[dict[str, str]]:
    """What the lines of a shape say."""
    return [found for shape, found in lines(target) if shape == name]


def test_a_reversal_with_both_orders() -> None:
    target = "order.py::AbBa"
    assert shapes(target) == ["reversal", "lock", "lock", "order", "frame", "order", "frame"]
    first, second = parts(target, "lock")
    assert (first["nth"], first["name"], first["kind"]) == ("1st", "b", "sleep mutex")
    assert (second["nth"], second["name"]) == ("2nd", "a")
    established, attempted = parts(target, "order")
    assert established == {"first": "a", "second": "b", "how": "established"}
    assert attempted == {"first": "b", "second": "a", "how": "attempted"}


def test_places_are_where_the_locks_are_taken() -> None:
    source = (PROGRAMS / "order.py").read_text(encoding="utf-8").splitlines()
    for lock in parts("order.py::AbBa", "lock"):
        assert f"mtx_lock(addr(self.{lock['name']}))" in source[int(lock["line"]) - 1]


def test_stacks_lead_from_witness_to_the_thread() -> None:
    frames = parts("order.py::AbBa", "frame")
    half = len(frames) // 2
    for stack in (frames[:half], frames[half:]):
        assert [int(frame["number"]) for frame in stack] == list(range(half))
        assert [frame["function"] for frame in stack[:3]] == ["witness_checkorder", "mtx_lock_flags", "mtx_lock"]
    assert frames[half - 1]["function"] == "AbBa.t1"
    assert frames[-1]["function"] == "AbBa.t2"


def test_addresses_are_the_functions_and_the_operations_number() -> None:
    starts: dict[str, int] = {}
    for frame in parts("order.py::AbBa", "frame"):
        start = int(frame["address"], 16) - int(frame["offset"], 16)
        assert starts.setdefault(frame["function"], start) == start
    assert len(set(starts.values())) == len(starts)


def test_a_ring_of_three_shows_every_link() -> None:
    found = parts("order.py::RingOfThree", "order")
    assert [link["how"] for link in found] == ["established", "established", "attempted"]
    assert [link["second"] for link in found] == [link["first"] for link in [*found[1:], found[0]]]
    assert len(parts("order.py::RingOfThree", "lock")) == 2


def test_duplicates_have_no_addresses() -> None:
    target = "order.py::DuplicateType"
    assert shapes(target) == ["duplicate", "two", "two", "stack", "frame"]
    assert parts(target, "duplicate") == [{"type": "vnode"}]


def test_sleepable_after_non_sleepable() -> None:
    target = "order.py::SxAfterMutex"
    assert shapes(target) == ["reversal", "lock", "lock", "order", "frame"]
    assert parts(target, "reversal") == [{"why": "sleepable after non-sleepable"}]
    assert [lock["kind"] for lock in parts(target, "lock")] == ["sleep mutex", "sx"]
    assert parts(target, "order") == [{"first": "m", "second": "s", "how": "attempted"}]


def test_sleeping_with_a_mutex_names_what_for_and_not_the_interlock() -> None:
    target = "sleeping.py::SleepsWithTwoMutexes"
    assert shapes(target) == ["warning", "held", "stack", "frame"]
    (warning,) = parts(target, "warning")
    assert re.fullmatch(r'Sleeping on "\w+"', warning["what"]) and warning["non"]
    (held,) = parts(target, "held")
    finding = result_of(target).finding
    assert finding is not None and finding.scene is not None
    assert int(held["address"], 16) in {use.address for use in finding.scene.held}
    assert (held["mode"], held["kind"], held["name"], held["recursed"]) == ("exclusive", "sleep mutex", "a", "0")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("sleeping.py::MallocThatMaySleepUnderAMutex", ["warning", "held", "stack", "frame"]),
        ("misuse.py::Recursed", ["panic", "stack", "frame"]),
        ("misuse.py::LockInACriticalSection", ["panic", "stack", "frame"]),
        ("misuse.py::ExclusiveThenShared", ["mode", "while", "panic", "stack", "frame"]),
        ("misuse.py::LockLeakedOnAnErrorPath", ["warning", "held", "panic", "stack", "frame"]),
        ("order.py::MutexUnderSpin", ["panic", "stack", "frame"]),
        ("order.py::SameOrder", []),
    ],
)
def test_shapes(target: str, expected: list[str]) -> None:
    assert shapes(target) == expected


def test_a_pair_is_reported_once() -> None:
    pairs = [(p["first"], p["second"]) for p in parts("order.py::RingOfThree", "order") if p["how"] == "attempted"]
    assert len(pairs) == len(set(pairs)) == 1


def test_blessed_pairs_are_not_reported() -> None:
    result = check(f"{PROGRAMS}/order.py::AbBaBehindAGate", Options(blessed=("b:a",)))
    assert (result.reversals, console(result)) == ((), "")


@pytest.mark.parametrize("hides", [False, True])
def test_locks_hidden_from_witness_are_seen_unless_an_option_hides_them(hides: bool) -> None:
    result = check(f"{PROGRAMS}/order.py::HiddenFromWitness", Options(nowitness=hides))
    assert [reversal.verdict for reversal in result.reversals] == ([] if hides else ["deadlocks"])
    assert (result.verdict, bool(console(result))) == ("violated", not hides)


def test_a_replayed_schedule_prints_the_same_panic() -> None:
    target = f"{PROGRAMS}/misuse.py::Recursed"
    found = result_of("misuse.py::Recursed")
    assert found.finding is not None
    assert console(replay(target, found.finding.schedule)) == console(found)
