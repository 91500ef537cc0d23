"""`unknot order` and `check --format witness` as commands: their words, their exit status, their errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unknot.cli.main import run

ROOT = Path(__file__).parents[3]
PROGRAM = "tests/kernel/table/order.py"


@pytest.fixture(autouse=True)
def in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")


def test_a_reversal_that_cannot_deadlock_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["order", f"{PROGRAM}::AbBaBehindAGate"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"LOCK ORDER  {PROGRAM}::AbBaBehindAGate   3 types of locks · ")
    assert "cannot deadlock here; gate lock: gate is held around both" in shown


def test_a_deadlock_has_the_command_that_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["order", f"{PROGRAM}::AbBa"]) == 1
    again = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("again"))
    assert run(again.split()[2:]) == 1
    assert "deadlock: t1 waits for b held by t2" in capsys.readouterr().out


def test_what_was_not_covered_is_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["order", f"{PROGRAM}::AbBaBehindAGate", "--max-states", "20"]) == 2
    shown = capsys.readouterr().out
    assert "stopped" in shown and "cannot deadlock" not in shown


def test_an_option_accepts_a_pair(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["order", f"{PROGRAM}::AbBaBehindAGate", "--blessed", "a:b"]) == 0
    assert "accepted" in capsys.readouterr().out
    assert run(["order", f"{PROGRAM}::AbBaBehindAGate@blessed=a:b"]) == 0
    assert " · 0 reversals" in capsys.readouterr().out
    assert run(["order", f"{PROGRAM}::AbBa", "--blessed", "a"]) == 3
    assert "write two lock types with a colon between" in capsys.readouterr().err


def test_forms(capsys: pytest.CaptureFixture[str]) -> None:
    target = f"{PROGRAM}::AbBa"
    for form, beginning in (("dot", "digraph "), ("svg", "<svg "), ("json", "{")):
        assert run(["order", target, "--format", form]) == 1
        assert capsys.readouterr().out.startswith(beginning)
    assert run(["order", target, "--format", "json"]) == 1
    (reversal,) = json.loads(capsys.readouterr().out)["reversals"]
    assert (reversal["verdict"], len(reversal["edges"])) == ("deadlocks", 2)


def test_a_console_on_standard_output_and_the_verdicts_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", f"{PROGRAM}::AbBa", f"{PROGRAM}::SameOrder", "--format", "witness"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("lock order reversal:\n 1st 0x")
    assert shown.err.splitlines()[-1] == f"verified: {PROGRAM}::SameOrder"
    assert f"violated: {PROGRAM}::AbBa: deadlock: t1 waits for b held by t2" in shown.err


def test_a_target_must_be_one_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["order", PROGRAM]) == 3
    assert "one is needed" in capsys.readouterr().err
