"""A finding can be had again: from JSON, through the text of its schedule, on the command line and as a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unknot.cli.main import run
from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.schedule import read_schedule, write_schedule
from unknot.explore.outcome import Action
from unknot.pipeline import check, replay, targets

UNIT = Path(__file__).parents[1]
FAULTS = str(UNIT / "checks" / "programs" / "faults.py")
BROKEN = [t.scenario for t in targets(FAULTS) if check(t, Options(leaks=t.scenario == "Leak", max_loop=100)).finding]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    """The exit status and the document that a command line prints."""
    capsys.readouterr()
    status = run([*words, "--format", "json"])
    shown = capsys.readouterr()
    assert shown.err == ""
    return status, json.loads(shown.out)


@pytest.mark.parametrize("scenario", BROKEN)
def test_replay_gives_the_same_finding(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--leaks"] if scenario == "Leak" else ["--max-loop", "100"]
    status, first = printed(capsys, "check", f"{FAULTS}::{scenario}", *options)
    finding = first["finding"]
    assert isinstance(finding, dict)
    again, second = printed(capsys, "replay", f"{FAULTS}::{scenario}", finding["schedule"], *options)
    assert second["finding"] == finding
    assert second["order"] == "replay"
    if first["verdict"] == "violated":
        assert (again, second["verdict"]) == (status, "violated")


@pytest.mark.parametrize("memory", ["sc", "tso"])
@pytest.mark.parametrize("order", ["bfs", "dfs", "random", "pct"])
@pytest.mark.parametrize("scenario", ["LostUpdate", "AbBa", "UseAfterFree", "Invariant", "Chosen"])
def test_replay_of_what_other_orders_find(scenario: str, order: str, memory: str) -> None:
    options = Options(order=order, memory=memory)
    first = check(f"{FAULTS}::{scenario}", options)
    assert first.finding is not None
    second = replay(f"{FAULTS}::{scenario}", first.finding.schedule, options)
    assert (second.verdict, second.finding) == ("violated", first.finding)


def test_a_schedule_that_breaks_nothing_is_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    status, result = printed(capsys, "replay", f"{FAULTS}::LostUpdate", "inc0x2.inc1x2")
    assert (status, result["verdict"]) == (2, "bounded")
    assert result["coverage"] == "this schedule breaks nothing"


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ("a1.nobody2", "cannot read 'nobody2' in the schedule"),
        ("a", "cannot read 'a' in the schedule"),
        ("a1..b1", "cannot read '' in the schedule"),
        ("", "cannot read '' in the schedule"),
        ("a1.init", "cannot read 'init' in the schedule"),
        ("a9", "step 5 of the schedule cannot be taken"),  # it has four steps
        ("a1.b1.b1", "step 3 of the schedule cannot be taken"),  # blocked
        ("a1/1", "step 1 of the schedule cannot be taken"),  # has one outcome
        ("init/1.a1", "step 1 of the schedule cannot be taken"),  # begins in one way
        ("flush-a1", "step 1 of the schedule cannot be taken"),  # no store buffers
    ],
)
def test_wrong_schedules(schedule: str, message: str) -> None:
    with pytest.raises(TargetError) as caught:
        replay(f"{FAULTS}::AbBa", schedule)
    assert message in caught.value.message
    assert caught.value.remedy


def test_wrong_schedules_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", f"{FAULTS}::AbBa", "x1"]) == 3
    shown = capsys.readouterr()
    assert "cannot read 'x1' in the schedule" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


NAMES = ("a", "ab", "p0", "p01", "q9x", "init", "flush")


@pytest.mark.parametrize(
    ("start", "path", "text"),
    [
        (0, [], "init"),
        (3, [], "init/3"),
        (0, [(0, 0)], "a1"),
        (0, [(0, 0), (0, 0), (1, 0)], "a2.ab1"),
        (0, [(2, 0), (2, 0), (3, 0)], "p0x2.p01x1"),
        (0, [(4, 0)], "q9x1"),
        (0, [(5, 0), (6, 0)], "init1.flush1"),
        (0, [(0, 2), (0, 2), (0, 0)], "a1/2.a1/2.a1"),
        (1, [(7, 0), (9, 0), (9, 1)], "init/1.flush-a1.flush-p0x1.flush-p0x1/1"),
    ],
)
def test_schedules_as_text(start: int, path: list[tuple[int, int]], text: str) -> None:
    actions = [Action(actor, ordinal) for actor, ordinal in path]
    assert write_schedule(NAMES, start, actions) == text
    assert read_schedule(NAMES, text) == (start, actions)
