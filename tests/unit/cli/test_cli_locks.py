"""`unknot locks` as a command: its words, its exit status, its errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unknot.cli.main import run

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
TARGET = "knotes.py::WhatLocksKn"


@pytest.fixture(autouse=True)
def among_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)


def test_one_field_and_the_status_of_a_broken_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locks", TARGET, "kn_status"]) == 1
    shown = capsys.readouterr().out
    assert "knote.kn_status   (k) kq.kq_lock" in shown
    assert "kq_count" not in shown


def test_the_status_of_rules_that_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locks", TARGET, "kq", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(f["name"], f["rule"]) for f in document["fields"]] == [
        ("kqueue.kq_count", "protected"),
        ("kqueue.kq_head", "protected"),
        ("kqueue.kq_refcnt", "atomic"),
    ]
    assert document["exit_status"] == 0


def test_a_limit_of_the_search(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locks", TARGET, "--max-states", "3"]) == 2
    assert "not every schedule was run: the limit of 3 states was reached" in capsys.readouterr().out


def test_settings_of_the_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locks", f"{TARGET}@memory=tso", "kn_status"]) == 1
    assert f"unknot replay {TARGET} --memory tso --no-stuck --no-races" in capsys.readouterr().out


def test_a_field_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locks", TARGET, "kn_colour"]) == 3
    shown = capsys.readouterr().err
    assert "error: no thread touches a field called 'kn_colour'" in shown
    assert "knote.kn_status" in shown


def test_a_target_of_several_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locks", "gate.py"]) == 3
    assert "gate.py is 2 scenarios, and one is needed" in capsys.readouterr().err
