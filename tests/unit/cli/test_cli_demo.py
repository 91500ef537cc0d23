"""`unknot demo`: the table, rows that differ, JSON with exactly its keys."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli_stub import Stub

from unknot.cli import demo, demo_table, expected, pins
from unknot.cli.expected import Expected
from unknot.cli.main import run
from unknot.core.errors import InternalError, TargetError
from unknot.core.location import Location
from unknot.core.options import Options
from unknot.diagnose.finding import Finding, Result, Row, Step

Make = Callable[..., Result]
Capture = pytest.CaptureFixture[str]

HERE = Location("f0.py", 3, 5)
STEP = Step(1, 0, "thread", Row(HERE, "x = 1"))
FINDING = Finding("assertion", "assertion failed: dropped", HERE, ("a", "b"), (STEP,), (), (), "a1")
BUGGY = Expected("ring", "f0", "Room", {"size": 4}, {"memory": "tso"}, "violated", "assertion", 1, 0, "lost", demo=True)
GOOD = Expected("ring", "f1", "Room", {}, {}, "verified", "", None, None, "")
MUTANT = Expected("ring", "f1+swap", "Room", {}, {}, "violated", "assertion", 1, 0, "", demo=True)
SAMPLE = Expected("bell", "v1", "Ring", {}, {"max_preemptions": 2}, "bounded", "", None, None, "a note")
WALK = Expected("bell", "v1", "Ring", {}, {"order": "random", "schedules": 500}, "bounded", "", None, None, "")


@pytest.fixture
def table(stub: Stub, verdict: Make, monkeypatch: pytest.MonkeyPatch) -> Stub:
    monkeypatch.setattr(demo, "expected_rows", lambda *wanted: (BUGGY, GOOD))
    monkeypatch.setattr(demo, "processors", lambda: 1)
    stub.answers = {"ring/f0::Room": verdict("violated", finding=FINDING), "ring/f1::Room": verdict("verified")}
    return stub


def test_the_table_and_the_first_trace(table: Stub, capsys: Capture, golden: Callable[[str, str], None]) -> None:
    assert run(["demo"]) == 0
    golden("cli/demo.txt", capsys.readouterr().out)
    assert table.calls[0].options == Options(memory="tso") and table.calls[0].parameters == {"size": 4}


def test_systems_are_groups_and_bounds_are_shown(
    table: Stub, verdict: Make, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Callable[[str, str], None]
) -> None:
    monkeypatch.setattr(demo, "expected_rows", lambda *wanted: (SAMPLE, WALK, BUGGY, GOOD))
    table.answers["bell/v1::Ring"] = verdict("bounded")
    assert run(["demo", "--no-trace"]) == 0
    golden("cli/demo_systems.txt", capsys.readouterr().out)


def test_rows_are_chosen(table: Stub, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(demo, "expected_rows", lambda *wanted: (BUGGY, GOOD, MUTANT))
    table.answers["ring/f1+swap::Room"] = table.answers["ring/f0::Room"]

    def shown(*words: str) -> list[str]:
        table.calls.clear()
        run(["demo", *words])
        return [call.name for call in table.calls]

    assert shown() == ["ring/f0::Room", "ring/f1::Room", "ring/f1+swap::Room"]
    assert shown("--no-mutants") == ["ring/f0::Room", "ring/f1::Room"]
    assert shown("--selection") == ["ring/f0::Room", "ring/f1+swap::Room"]
    assert shown("--selection", "--no-mutants") == ["ring/f0::Room"]
    monkeypatch.setattr(demo, "expected_rows", lambda *wanted: (GOOD,))
    assert run(["demo", "--selection"]) == 3 and "no row is left" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ((), (BUGGY, GOOD, MUTANT, SAMPLE)),
        (("ring",), (BUGGY, GOOD, MUTANT)),
        (("bell", "ring/f0"), (BUGGY, SAMPLE)),
        (("ring/f1",), (GOOD, MUTANT)),
        (("ring/f1+swap",), (MUTANT,)),
        (("bell::Ring",), (SAMPLE,)),
        (("ring::Room", "ring/f1"), (BUGGY, GOOD, MUTANT)),
        (("bell/v1::Ring",), (SAMPLE,)),
    ],
)
def test_what_a_word_means(wanted: tuple[str, ...], rows: tuple[Expected, ...]) -> None:
    assert expected.chosen((BUGGY, GOOD, MUTANT, SAMPLE), wanted) == rows


@pytest.mark.parametrize("word", ["ring/f9", "ring/f0::Frob", "ring/f0+swap"])
def test_a_word_that_means_nothing(word: str) -> None:
    with pytest.raises(
        TargetError, match=r"no row of the expected tables is of .*\n    the variants of ring are: f0, f1"
    ):
        expected.chosen((BUGGY, GOOD, MUTANT), (word,))


def test_notes_are_cut_to_the_terminal(monkeypatch: pytest.MonkeyPatch, verdict: Make) -> None:
    row = demo_table.Row(replace(GOOD, note="twenty-six cells of a note"), verdict("verified"))
    assert demo_table._remark(row, 5)[0] == row.expected.note  # no terminal: all of it
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert demo_table._remark(row, 30)[0] == row.expected.note
    assert demo_table._remark(row, 15)[0] == "twenty-six cel…"
    assert demo_table._remark(row, 11)[0] == ""


TABLE = """# kept
[[row]]
variant = "f0"
verdict = "violated"
kind = "assertion failed"
note = "kept"  # and this

[[row]]
variant = "f1"
verdict = "verified"

[[row]]
variant = "f2"
parameters = { steps = 1 }
verdict = "violated"
steps = 3
preemptions = 9
"""


def test_numbers_are_pinned_and_the_rest_is_kept() -> None:
    finding = replace(FINDING, kind="assertion failed")
    text = pins.pinned(TABLE, {0: finding, 2: finding})
    pinned = 'kind = "assertion failed"\nsteps = 1\npreemptions = 0\n'
    wanted = TABLE.replace('kind = "assertion failed"\n', pinned)
    wanted = wanted.replace('"violated"\nsteps = 3\npreemptions = 9\n', '"violated"\n' + pinned)
    assert text == wanted and pins.pinned(text, {0: finding}) == text


def test_only_rows_as_expected_are_pinned(
    table: Stub, verdict: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "ring").mkdir()
    path = tmp_path / "ring" / expected.FILE
    path.write_text(TABLE)
    rows = (replace(BUGGY, kind="assertion failed"), GOOD, replace(BUGGY, variant="f2", steps=3))
    for module in (demo, pins):
        monkeypatch.setattr(module, "expected_rows", lambda *wanted: rows)
    monkeypatch.setattr(pins.resources, "files", lambda package: tmp_path)
    longer = replace(FINDING, kind="assertion failed", steps=(STEP, replace(STEP, number=2)))
    table.answers["ring/f0::Room"] = verdict("violated", finding=longer)
    table.answers["ring/f2::Room"] = verdict("violated", finding=replace(FINDING, kind="deadlock"))
    assert run(["demo", "--no-trace", "--update"]) == 1
    assert "ring: 1 rows" in capsys.readouterr().err
    assert path.read_text() == TABLE.replace('failed"\n', 'failed"\nsteps = 2\npreemptions = 0\n', 1)


def test_the_trace_can_be_left_out(table: Stub, capsys: Capture) -> None:
    assert run(["demo", "--no-trace"]) == 0
    assert "The first bug" not in capsys.readouterr().out


def test_a_row_that_differs_is_marked(table: Stub, verdict: Make, capsys: Capture) -> None:
    table.answers["ring/f1::Room"] = verdict("violated", finding=FINDING)
    assert run(["demo", "--no-trace"]) == 1
    out = capsys.readouterr().out
    assert "<- verdict: expected verified" in out and "2 scenarios, 1 not as expected" in out


def test_an_interrupted_row_is_not_counted(table: Stub, capsys: Capture) -> None:
    def interrupted(progress: object) -> Result:
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("Ctrl-C comes first")

    table.answers["ring/f1::Room"] = interrupted
    assert run(["demo", "--no-trace"]) == 2
    out = capsys.readouterr().out
    assert "1 of 2 scenarios, interrupted, all as expected" in out and "<-" not in out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "deadlock"}, "kind: expected deadlock"),
        ({"steps": 9}, "steps: expected 9"),
        ({"preemptions": 3}, "preemptions: expected 3"),
    ],
)
def test_pinned_facts_count(change: dict[str, object], message: str, verdict: Make) -> None:
    row = demo_table.Row(replace(BUGGY, **change), verdict("violated", finding=FINDING))
    assert row.differs == message


def test_a_row_that_cannot_run_shows_why(table: Stub, capsys: Capture) -> None:
    table.answers["ring/f1::Room"] = InternalError("oops")
    assert run(["demo", "--no-trace"]) == 1
    out = capsys.readouterr().out
    assert "oops" in out and "<- verdict: expected verified" in out


def test_json_rows_have_exactly_their_keys(table: Stub, capsys: Capture) -> None:
    assert run(["demo", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {
        "system": "ring",
        "variant": "f0",
        "scenario": "Room",
        "expected": "violated",
        "verdict": "violated",
        "kind": "assertion",
        "steps": 1,
        "preemptions": 0,
        "states": 10,
        "seconds": 0.01,
        "target": "ring/f0::Room@size=4,memory=tso",
        "note": "lost",
        "bound": "",
        "differs": "",
    }
    assert (rows[1]["kind"], rows[1]["steps"], rows[1]["target"]) == (None, None, "ring/f1::Room")


def test_a_rows_target_can_be_checked(table: Stub) -> None:
    assert run(["check", BUGGY.target]) == 1
    assert table.calls[0].options == Options(memory="tso") and table.calls[0].parameters == {"size": 4}


def test_an_unknown_system_is_named(capsys: Capture) -> None:
    assert run(["demo", "frob"]) == 3
    assert capsys.readouterr().err.startswith("error: there is no system 'frob'\n    the systems are: ")


def test_no_rows_are_no_success(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(expected, "systems", lambda: ())
    assert run(["demo"]) == 3
    assert "the package has no expected rows" in capsys.readouterr().err


def test_shipped_tables_can_be_read() -> None:
    for row in [row for name in expected.systems() for row in expected.expected_rows(name)]:
        assert row.verdict in ("violated", "verified", "bounded")
        assert row.options(Options()).memory in ("sc", "tso")
