"""Traces, messages and reasons of programs that use the kernel's locks: the whole report, in tests/golden/kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from unknot.diagnose.finding import Counts, Finding, Result
from unknot.pipeline import check, replay, targets
from unknot.report.columns import render
from unknot.report.json import dumps, result_from_json

PROGRAM = Path(__file__).parent / "programs" / "kernel_traces.py"
SCENARIOS = tuple(target.scenario for target in targets(str(PROGRAM)))
_RESULTS: dict[str, Result] = {}


def result_of(scenario: str) -> Result:
    if scenario not in _RESULTS:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(PROGRAM.parent)
            _RESULTS[scenario] = check(f"{PROGRAM.name}::{scenario}")
    return _RESULTS[scenario]


def found(scenario: str) -> Finding:
    finding = result_of(scenario).finding
    assert finding is not None
    return finding


def source(line: int) -> str:
    return PROGRAM.read_text(encoding="utf-8").splitlines()[line - 1].strip()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_report_is_as_recorded(scenario: str, golden: Callable[[str, str], None]) -> None:
    golden(f"kernel/{scenario}.txt", render(replace(result_of(scenario), counts=Counts()), 140))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_result_survives_json_and_a_replay(scenario: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROGRAM.parent)
    result = result_of(scenario)
    assert result_from_json(dumps([result], as_list=False)).finding == result.finding
    again = replay(f"{PROGRAM.name}::{scenario}", found(scenario).schedule).finding
    assert again is not None
    assert (again.kind, again.message, again.steps, again.blocked, again.why) == (
        found(scenario).kind,
        found(scenario).message,
        found(scenario).steps,
        found(scenario).blocked,
        found(scenario).why,
    )


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        ("AbBa", "deadlock"),
        ("Recursion", "lock_recursion"),
        ("Leak", "lock_leak"),
        ("WithoutInterlock", "lost wakeup"),
        ("NoCheck", "lost wakeup"),
        ("OtherChannel", "deadlock"),
        ("NeverWoken", "deadlock"),
        ("SleptAgain", "deadlock"),
        ("WrongSleeper", "lost wakeup"),
        ("Signal", "assertion failed"),
        ("Timeout", "assertion failed"),
        ("BehindWriter", "deadlock"),
        ("Upgrade", "assertion failed"),
        ("FreedTimer", "use after free"),
        ("DrainedTask", "deadlock"),
        ("Worker", "assertion"),
        ("Ticket", "ticket_order"),
        ("AtEnd", "check at the end failed"),
    ],
)
def test_the_kind(scenario: str, kind: str) -> None:
    assert found(scenario).kind == kind


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_line_of_a_users_thread_is_the_users(scenario: str) -> None:
    finding = found(scenario)
    assert finding.where.file == PROGRAM.name
    for step in finding.steps:
        for row in (step.row, *step.more):
            service = row.source.endswith("()") and row.where.file != PROGRAM.name
            assert service or row.source == source(row.where.line)


def test_who_holds_what_one_waits_for() -> None:
    finding = found("AbBa")
    reasons = [b.reason.partition(" (")[0] for b in finding.blocked]
    assert reasons == ["waits for b, held by two since step 2", "waits for a, held by one since step 1"]
    assert [b.holder for b in finding.blocked] == [1, 0]
    assert finding.message == "deadlock: one waits for b held by two, two waits for a held by one"


def test_each_step_of_a_sleep_has_its_effect() -> None:
    slept = [s.row.effect for s in found("SleptAgain").steps if s.row.source.startswith("msleep")]
    assert slept == ["unlocks m, sleeps on &ready", "woken", "locks m", "unlocks m, sleeps on &ready"]


def test_a_rule_of_ones_own_fills_its_message() -> None:
    finding = found("Ticket")
    line = finding.where.line
    assert source(line) == "ticket_unlock(addr(self.lock))"
    assert finding.message == f"ticket order: lock (box office) is free at {PROGRAM.name}:{line}, 1 served"


def test_started_threads_have_names() -> None:
    assert found("FreedTimer").threads[1] == "softclock"
    assert found("DrainedTask").threads[1] == "dev taskq"
    assert found("Worker").threads[1].startswith("worker")


def test_a_thread_that_is_left_waiting_has_not_ended() -> None:
    ends = [step.thread for step in found("FreedTimer").steps if step.ends]
    assert ends == [0]
    assert not any(step.ends for step in found("AbBa").steps)
