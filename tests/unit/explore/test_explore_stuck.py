"""Small programs that get stuck: where from, and how they go round. Worked out by hand; and such that only look so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from unknot.compile import jit
from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.finding import Finding, Result
from unknot.explore.outcome import Outcome
from unknot.explore.search import Search
from unknot.pipeline import check, compile_prepared, load, prepare, replay
from unknot.report.columns import render
from unknot.report.json import dumps, result_from_json

PROGRAM = Path(__file__).parent / "programs" / "stuck.py"
NO_END = "in no schedule do all threads end, so nothing marked @at_end was ever run"
ONLY_PAUSES = "every way to go on for ever pauses (timeouts, spins, tries that fail): is anything done at all?"


def run(scenario: str, n: int = 1, **changes: Any) -> Result:
    return check(f"{PROGRAM}::{scenario}", Options(**changes), {"n": n})


def stuck(scenario: str, n: int = 1, **changes: Any) -> Finding:
    """The finding of a program that gets stuck."""
    result = run(scenario, n, **changes)
    assert (result.verdict, result.exit_status) == ("violated", 1), result
    assert result.finding is not None
    assert result.finding.kind == "stuck"
    return result.finding


def search(scenario: str, n: int = 1, **changes: Any) -> Outcome:
    options = Options(**changes)
    _, program = load(f"{PROGRAM}::{scenario}", {"n": n})
    compiled = compile_prepared(prepare(program, options), options)
    return Search(compiled, jit.load(compiled.text, 1), options).run()


@dataclass(frozen=True)
class Row:
    """A scenario, the schedule to the first state that is stuck and what follows, preemptions, and the message."""

    scenario: str
    schedule: str
    preemptions: int
    message: str


ROWS = (
    # Each has its first lock. From there on a try comes to nothing: `odd` is 0, 1 or read in between.
    Row(
        "TwoTryLocks",
        "taker0x1.taker1x1.stuck.again.taker0x3.taker1x3.taker0x3.taker1x3",
        1,
        "stuck: from step 2 on no schedule reaches the end; taker0 and taker1 go round for ever",
    ),
    # Both have seen that nobody asks: both will ask and wait.
    Row(
        "Timeouts",
        "cpu0x1.cpu1x1.stuck.cpu0x3.cpu1x3.again.cpu0x3.cpu1x3",
        1,
        "stuck: from step 2 on no schedule reaches the end; cpu0 and cpu1 go round for ever",
    ),
    # The flag is gone. With one value of the counter, its load and its store still make a cycle.
    Row(
        "LostFlag",
        "blink2.stuck.again.wait3",
        0,
        "stuck: from step 2 on no schedule reaches the end; wait goes round for ever",
    ),
    # Nobody ends, but item 2 is not taken by anybody.
    Row(
        "EndlessUntil",
        "produce5.steal2.pausing.again.produce6",
        0,
        "stuck: from step 7 on nothing goes on but timeouts, spins and tries that fail; produce goes round for ever",
    ),
)


ONLY_WAITING = Row(
    # From the beginning: nobody raises a flag, and only the library's sleep writes.
    "OnlyWaiting",
    "init.pausing.waiter0x2.waiter1x2.again.waiter0x3.waiter1x3",
    0,
    "stuck: nothing goes on but timeouts, spins and tries that fail; waiter0 and waiter1 go round for ever",
)


@pytest.mark.parametrize("memory", ["sc", "tso"])
def test_stuck_from_the_beginning(memory: str) -> None:
    finding = stuck("OnlyWaiting", memory=memory)
    assert (finding.message, finding.length) == (ONLY_WAITING.message, 0)
    assert memory == "tso" or finding.schedule == ONLY_WAITING.schedule
    again = replay(f"{PROGRAM}::OnlyWaiting", finding.schedule, Options(memory=memory), {"n": 1})
    assert (again.verdict, again.finding) == ("violated", finding)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.scenario)
def test_stuck(row: Row) -> None:
    finding = stuck(row.scenario)
    assert (finding.schedule, finding.preemptions, finding.message) == (row.schedule, row.preemptions, row.message)
    assert finding.length == int(row.message.split("from step ")[1].split()[0])


@pytest.mark.parametrize("memory", ["sc", "tso"])
@pytest.mark.parametrize("order", ["preemptions", "bfs", "dfs"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.scenario)
def test_stuck_in_all_orders_and_replayed(row: Row, order: str, memory: str) -> None:
    finding = stuck(row.scenario, order=order, memory=memory)
    again = replay(f"{PROGRAM}::{row.scenario}", finding.schedule, Options(memory=memory), {"n": 1})
    assert (again.verdict, again.finding) == ("violated", finding)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.scenario)
def test_it_may_be_left_out(row: Row) -> None:
    assert run(row.scenario, stuck=False).verdict == "verified"


@pytest.mark.parametrize("order", ["preemptions", "bfs", "dfs"])
@pytest.mark.parametrize("scenario", ["BackingOff", "Claims", "Counted"])
def test_what_can_always_end_is_not_stuck(scenario: str, order: str) -> None:
    result = run(scenario, order=order)
    assert (result.verdict, result.warnings) == ("verified", ())


@pytest.mark.parametrize("memory", ["sc", "tso"])
@pytest.mark.parametrize(("scenario", "warnings"), [("Endless", (NO_END,)), ("Clock", (NO_END, ONLY_PAUSES))])
def test_what_is_endless_is_not_stuck(scenario: str, warnings: tuple[str, ...], memory: str) -> None:
    result = run(scenario, memory=memory)
    assert (result.verdict, result.warnings) == ("verified", warnings)


def test_the_numbers_are_those_of_the_whole_search() -> None:
    whole, found = search("TwoTryLocks", stuck=False), search("TwoTryLocks")
    assert (found.reason, found.states, found.transitions) == ("found", whole.states, whole.transitions)
    assert (whole.edge_bytes, found.edge_bytes > 0) == (0, True)


def test_nothing_is_kept_where_loops_count() -> None:
    assert search("Counted").edge_bytes == 0


def test_a_long_cycle() -> None:
    """A cycle of 200 values, three steps each."""
    finding = stuck("LostFlag", 200)
    assert len(finding.cycle) == 600
    assert [step.number for step in finding.cycle] == list(range(3, 603))
    lines = render(run("LostFlag", 200)).splitlines()
    assert "  ---- and then for ever:" in lines
    assert "  ---- and 540 more steps" in lines


def test_json() -> None:
    result = run("Timeouts")
    again = result_from_json(dumps([result], as_list=False))
    assert again.finding == result.finding
    assert again.finding is not None
    assert (len(again.finding.onward), len(again.finding.cycle)) == (6, 6)
    assert all(step.preempts is None for step in again.finding.cycle)


def test_a_schedule_that_does_not_go_round_breaks_nothing() -> None:
    for schedule in ("blink1.stuck.again.wait1", "wait3.stuck.again.wait3"):
        result = replay(f"{PROGRAM}::LostFlag", schedule, Options(), {"n": 1})
        assert (result.verdict, result.coverage) == ("bounded", "this schedule breaks nothing")


def test_a_schedule_with_parts_that_cannot_be_read() -> None:
    with pytest.raises(TargetError, match="cannot read 'nobody1'"):
        replay(f"{PROGRAM}::LostFlag", "blink2.stuck.again.nobody1", Options(), {"n": 1})


def test_where_the_edges_do_not_fit_the_result_says_so() -> None:
    """65,536 states in 6 MiB: not with 3 MiB of edges."""
    result = run("Spread", 14, order="bfs", max_memory=6)
    assert (result.verdict, result.counts.states) == ("verified", 16**4)
    assert result.bounds[0] == "not checked for stuck: the limit of 6 MiB of memory was reached"
    assert run("Spread", 14, order="bfs", max_memory=6, stuck=False).bounds[0].startswith("4 threads")
