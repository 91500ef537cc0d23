"""The line that shows how a long search goes. One idea: it lives on standard error and leaves no trace on a terminal.

On a terminal one line is rewritten; elsewhere a line is written every 10 seconds, if it is about one search.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from unknot.cli.terminal import cells
from unknot.report.paint import fit, width
from unknot.report.quantities import count, memory, plural

if TYPE_CHECKING:
    from unknot.explore.outcome import Progress

EVERY = 10.0
"""Seconds between two lines where there is no terminal."""


class LiveLine:
    """A line that is rewritten, where there is a terminal. Use it in a `with`, which cleans the line."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.terminal = self.stream.isatty()
        self.shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def show(self, text: str) -> None:
        """Writes the text over what the line was."""
        if self.terminal:
            self.stream.write("\r\x1b[K" + fit(text, cells() - 1).rstrip())
            self.shown = True
            self.stream.flush()

    def clear(self) -> None:
        """Takes the line off the terminal."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.shown = False


class Live(LiveLine):
    """Shows progress; give it to `pipeline.check` as its `progress`."""

    def __init__(self, target: str, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self.target = target
        self.next_line = EVERY
        self.before = (0, 0.0)

    def __call__(self, progress: Progress) -> None:
        """Shows `progress`, if it is time."""
        if self.terminal:
            self.show(self.describe(progress))
        elif progress.seconds >= self.next_line:
            self.stream.write(self.describe(progress) + "\n")
            self.next_line = progress.seconds + EVERY
            self.stream.flush()

    def describe(self, progress: Progress) -> str:
        """The line: target (if there is room for it), time, states, rate, preemption level, frontier, memory."""
        parts = [f"{progress.seconds:.0f} s"]
        if progress.schedules:
            parts.append(plural(progress.schedules, "schedule"))
        parts += [plural(progress.states, "state"), f"{count(self._rate(progress))}/s"]
        if progress.level is not None:
            parts.append(plural(progress.level, "preemption"))
        parts += [f"frontier {count(progress.frontier)}", memory(progress.memory_bytes)]
        line = f"{self.target}: {' · '.join(parts)}"
        if self.terminal and width(line) >= cells():
            return " · ".join(parts)
        return line

    def _rate(self, progress: Progress) -> float:
        states, seconds = self.before
        self.before = (progress.states, progress.seconds)
        elapsed = progress.seconds - seconds
        return (progress.states - states) / elapsed if elapsed > 0 else 0.0
