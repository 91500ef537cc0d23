"""`unknot demo`: the table, rows that differ, JSON with exactly its keys."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli_stub import Stub

from unknot.cli import demo, expected
from unknot.cli.expected import Expected
from unknot.cli.main import run
from unknot.core.errors import InternalError
from unknot.core.location import Location
from unknot.core.options import Options
from unknot.diagnose.finding import Finding, Result, Row, Step

Make = Callable[..., Result]
Capture = pytest.CaptureFixture[str]

HERE = Location("f0.py", 3, 5)
STEP = Step(1, 0, "thread", Row(HERE, "x = 1"))
FINDING = Finding("assertion", "assertion failed: dropped", HERE, ("a", "b"), (STEP,), (), (), "a1")
BUGGY = Expected("ring", "f0", "Room", {"size": 4}, {"memory": "tso"}, "violated", "assertion", 1, 0, "")
GOOD = Expected("ring", "f1", "Room", {}, {}, "verified", "", None, None, "")


@pytest.fixture
def table(stub: Stub, verdict: Make, monkeypatch: pytest.MonkeyPatch) -> Stub:
    monkeypatch.setattr(demo, "expected_rows", lambda system: (BUGGY, GOOD))
    stub.answers = {"ring/f0::Room": verdict("violated", finding=FINDING), "ring/f1::Room": verdict("verified")}
    return stub


def test_the_table_and_the_first_trace(table: Stub, capsys: Capture, golden: Callable[[str, str], None]) -> None:
    assert run(["demo"]) == 0
    golden("cli/demo.txt", capsys.readouterr().out)
    assert table.calls[0].options == Options(memory="tso") and table.calls[0].parameters == {"size": 4}


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
    row = demo.Row(replace(BUGGY, **change), verdict("violated", finding=FINDING))
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
