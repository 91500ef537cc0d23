"""Which line goes into which column, and why the running thread changes."""

from __future__ import annotations

from report_samples import DEADLOCK, MANY, THREE, TSO, TWO

from unknot.diagnose.finding import Result
from unknot.report.timeline import Change, Entry, Leaves, arrange, columns


def changes(result: Result) -> list[tuple[str, Leaves]]:
    assert result.finding is not None
    names = result.finding.threads
    return [(names[line.thread], line.why) for line in arrange(result.finding) if isinstance(line, Change)]


def entries(result: Result) -> list[Entry]:
    assert result.finding is not None
    return [line for line in arrange(result.finding) if isinstance(line, Entry)]


def test_a_switch_is_a_preemption_or_a_wait_or_an_end() -> None:
    assert changes(TWO) == [("a", Leaves.PREEMPTED), ("b", Leaves.ENDED)]
    assert changes(THREE) == [("left", Leaves.PREEMPTED), ("right", Leaves.ENDED), ("watcher", Leaves.ENDED)]


def test_a_thread_blocked_at_the_end_waits() -> None:
    assert changes(DEADLOCK) == [("c", Leaves.WAITS), ("a", Leaves.PREEMPTED)]


def test_a_store_buffer_writes_in_its_owners_column_and_switches_nothing() -> None:
    assert changes(TSO) == [("p", Leaves.ENDED)]
    assert [(e.thread, e.source) for e in entries(TSO)[4:6]] == [
        (0, "(store buffer) self.x.store(1, relaxed)"),
        (1, "(store buffer) self.y.store(1, relaxed)"),
    ]


def test_what_follows_a_step_has_no_number() -> None:
    assert [e.number for e in entries(TWO)] == [1, 2, 3, 4, 5, None, 6, None]


def test_threads_without_a_step_have_no_column() -> None:
    assert TWO.finding and THREE.finding and MANY.finding
    assert columns(TWO.finding) == (0, 1)
    assert len(columns(MANY.finding)) == 17
