"""Rows on several processes: the order of the results, a process that dies, Ctrl-C."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from unknot.cli import workers
from unknot.cli.expected import Expected, expected_rows
from unknot.cli.interrupt import Interrupt
from unknot.cli.live import LiveLine
from unknot.core.options import Options
from unknot.diagnose.finding import Result

ROWS = expected_rows("buf_ring/f0::AlwaysRoom")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def checked(rows: tuple[Expected, ...], jobs: int, line: LiveLine) -> list[tuple[Expected, Result]]:
    """What `check_rows` gives, in its order."""
    given: list[tuple[Expected, Result]] = []
    workers.check_rows(rows, Options(), jobs, line, lambda row, result: given.append((row, result)), Interrupt())
    return given


def test_results_come_in_the_order_of_the_rows() -> None:
    slow = replace(ROWS[0], scenario="NothingLostNothingTwice", verdict="verified", kind="")
    rows = (slow, *ROWS, replace(ROWS[0], scenario="Frob"))
    terminal = Terminal()
    given = checked(rows, 2, LiveLine(terminal))
    assert [row for row, _ in given] == list(rows)
    assert [result.verdict for _, result in given] == [row.verdict for row in rows[:-1]] + ["error"]
    assert "buf_ring/f0 has no scenario 'Frob'" in given[-1][1].error
    assert f"of {len(rows)} scenarios · buf_ring/f0::NothingLostNothingTwice" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_one_process_is_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_Pool", None)
    ((row, result),) = checked(ROWS[:1], 8, LiveLine())
    assert (row, result.verdict) == (ROWS[0], "violated")


def test_a_process_that_dies_is_an_error_of_its_row() -> None:
    pool = workers._Pool(ROWS, Options(), LiveLine(), lambda row, result: given.append(result))
    given: list[Result] = []
    pool._hire()
    pool.workers[0].process.kill()
    pool.run(1)
    pool.stop()
    assert given[0].verdict == "error" and "ended with status -9" in given[0].error
    assert [result.verdict for result in given[1:]] == ["violated"] * (len(ROWS) - 1)


def test_ctrl_c_gives_the_rows_so_far() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "unknot.cli.main", "demo", "buf_ring/f0", "--jobs", "2", "--no-trace"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    os.killpg(process.pid, signal.SIGINT)
    rest, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, "")
    assert lines[1].startswith("buf_ring/f0::Sequential")
    assert "scenarios, interrupted, all as expected" in rest
