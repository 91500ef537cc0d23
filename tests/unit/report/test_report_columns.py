"""The text report: every shape against its golden file, at several widths, with and without colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from report_samples import RESULTS, TWO, VERIFIED

from unknot.report.columns import render
from unknot.report.command import replay_command
from unknot.report.paint import fit, fit_name, width

Golden = Callable[[str, str], None]
WIDTHS = (60, 80, 100, 160)


@pytest.mark.parametrize("cells", WIDTHS)
@pytest.mark.parametrize("name", RESULTS)
def test_report_is_as_recorded(name: str, cells: int, golden: Golden) -> None:
    golden(f"report/{name}-{cells}.txt", render(RESULTS[name], cells))


@pytest.mark.parametrize("cells", WIDTHS)
@pytest.mark.parametrize("name", RESULTS)
def test_only_the_command_may_be_wider_than_the_terminal(name: str, cells: int) -> None:
    for line in render(RESULTS[name], cells).splitlines():
        assert line.startswith("again") or width(line) <= cells, line


def test_a_terminal_narrower_than_60_gets_60() -> None:
    assert render(TWO, 20) == render(TWO, 60)


@pytest.mark.parametrize("name", RESULTS)
def test_colour_changes_no_character(name: str) -> None:
    painted = render(RESULTS[name], 100, colour=True)
    assert "\x1b[" in painted
    stripped = "".join(line.rstrip() + "\n" for line in re.sub(r"\x1b\[[\d;]*m", "", painted).splitlines())
    assert stripped == render(RESULTS[name], 100)


def test_escape_codes_in_a_source_text_do_not_reach_the_terminal() -> None:
    assert TWO.finding is not None
    step = TWO.finding.steps[0]
    evil = replace(step, row=replace(step.row, source="x = '\x1b[31m\tred'"))
    text = render(replace(TWO, finding=replace(TWO.finding, steps=(evil,))))
    assert "\x1b" not in text and "\t" not in text


def test_the_command_has_all_that_a_replay_needs() -> None:
    result = replace(TWO, parameters={"size": 8}, memory="tso")
    command = replay_command(result, ("--memory", "tso", "--every-access"))
    assert command == "unknot replay ring.py::AlwaysRoom -p size=8 --memory tso --every-access a1.b4.a1"
    assert replay_command(replace(result, target="my ring.py::A")).startswith("unknot replay 'my ring.py::A' -p size=8")
    assert replay_command(VERIFIED) == ""


@pytest.mark.parametrize("cells", (12, 13, 24, 30))
def test_long_names_stay_apart(cells: int) -> None:
    cut = {fit_name(f"a_worker_with_a_long_name{i}", cells) for i in range(12)}
    assert len(cut) == 12 and {width(name) for name in cut} == {cells}
    assert fit_name("生产者一号二号三号四号", 12) == "生产者…四号 "
    assert fit_name("short", 12) == "short" + " " * 7


def test_a_finding_without_steps_has_no_trace() -> None:
    assert TWO.finding is not None
    text = render(replace(TWO, finding=replace(TWO.finding, steps=(), why=())))
    assert text.splitlines()[3].startswith("where")


def test_a_long_trace_is_shown_in_full() -> None:
    assert TWO.finding is not None
    steps = tuple(replace(TWO.finding.steps[0], number=n) for n in range(1, 12_001))
    text = render(replace(TWO, finding=replace(TWO.finding, steps=steps)))
    assert "\n12000   head" in text and "\n    1   head" in text


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日… "),
        ("abc", 0, "…"),
    ],
)
def test_text_is_fitted_in_cells(text: str, cells: int, expected: str) -> None:
    assert fit(text, cells) == expected
