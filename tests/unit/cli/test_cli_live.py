"""The live line on a terminal: rewritten, no wider than it, gone at the end."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from unknot.cli.live import Live


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def progress(seconds: float, states: int, schedules: int = 0, level: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        states=states,
        transitions=2 * states,
        seconds=seconds,
        level=level,
        frontier=12,
        memory_bytes=1 << 20,
        schedules=schedules,
    )


def test_one_line_is_rewritten_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Terminal()
    with Live("f.py::S", terminal) as live:
        live(progress(0.25, 1000))
        live(progress(0.5, 3000, level=1))
    assert terminal.getvalue() == (
        "\r\x1b[Kf.py::S: 0 s · 1,000 states · 4,000/s · frontier 12 · 1 MiB"
        "\r\x1b[Kf.py::S: 0 s · 3,000 states · 8,000/s · 1 preemption · frontier 12 · 1 MiB"
        "\r\x1b[K"
    )


def test_the_name_gives_way_and_the_line_is_cut_at_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()
    Live("a/long/path/to/a/file.py::Scenario", terminal)(progress(1, 10))
    assert terminal.getvalue() == "\r\x1b[K1 s · 10 states · 10/s · fro…"


def test_a_short_search_writes_nothing() -> None:
    terminal = Terminal()
    with Live("f.py::S", terminal):
        pass
    assert terminal.getvalue() == ""


def test_sampling_shows_schedules() -> None:
    assert Live("t", io.StringIO()).describe(progress(2, 0, schedules=50)).startswith("t: 2 s · 50 schedules · ")
