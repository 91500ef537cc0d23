"""`unknot.check` as a library call: a class in, a typed result out."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest

import unknot
from unknot import Options, Result, at_end, scenario, thread
from unknot.core.errors import TargetError, UserError
from unknot.explore.outcome import Progress
from unknot.lang import atomic, u64


@scenario
class Lost:
    x: atomic[u64]

    @thread(count=2)
    def inc(self) -> None:
        self.x.store(self.x.load() + 1)

    @at_end
    def both_count(self) -> None:
        assert self.x.load() == 2, "lost"


@scenario
class Kept:
    x: atomic[u64]

    @thread(count=2)
    def inc(self) -> None:
        self.x.fetch_add(1)

    @at_end
    def both_count(self) -> None:
        assert self.x.load() == 2, "lost"


@scenario
class Long:
    x: atomic[u64]

    @thread(count=2)
    def inc(self) -> None:
        while True:
            self.x.fetch_add(1)


def test_a_violated_result() -> None:
    result = unknot.check(Lost)
    assert isinstance(result, Result)
    assert (result.target, result.verdict, result.exit_status) == ("Lost", "violated", 1)
    assert (result.memory, result.order, result.threads) == ("sc", "preemptions", ("inc0", "inc1"))
    finding = result.finding
    assert finding is not None
    assert (finding.kind, finding.preemptions, finding.length) == ("check at the end failed", 1, 4)
    assert [step.number for step in finding.steps] == [1, 2, 3, 4]
    assert [finding.threads[step.thread] for step in finding.steps] == ["inc0", "inc1", "inc1", "inc0"]
    assert [step.row.effect for step in finding.steps] == ["x 0", "x 0", "x 0 -> 1", "x 1 -> 1"]
    assert [step.preempts for step in finding.steps] == [None, 0, None, None]
    assert {step.row.where.file.rsplit("/")[-1] for step in finding.steps} == {"test_diagnose_library.py"}
    assert all(step.row.source == "self.x.store(self.x.load() + 1)" for step in finding.steps)


def test_a_verified_result() -> None:
    result = unknot.check(Kept, Options(memory="tso"))
    assert (result.verdict, result.exit_status, result.finding, result.error) == ("verified", 0, None, "")
    assert result.counts.states > 3
    assert 0 < result.collision_odds < 1e-12
    assert "2 threads, memory model tso" in result.bounds


def test_results_cannot_be_changed() -> None:
    result = unknot.check(Kept)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.verdict = "violated"


def test_progress_is_told() -> None:
    seen: list[Progress] = []
    result = unknot.check(Long, Options(max_seconds=1), progress=seen.append)
    assert result.verdict == "bounded"
    assert len(seen) >= 2
    assert all(before.states <= after.states for before, after in pairwise(seen))
    assert seen[-1].level == 0
    assert seen[-1].memory_bytes > 0


def test_what_is_no_scenario_is_refused() -> None:
    class Plain:
        x: int

    with pytest.raises(UserError):
        unknot.check(Plain)


def test_a_target_of_another_kind() -> None:
    with pytest.raises(TargetError, match="3 is no scenario"):
        unknot.check(3)
