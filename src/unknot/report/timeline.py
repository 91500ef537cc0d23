"""A trace as threads side by side: which line stands in whose column, and where the running thread changes.

One idea: every view with columns (text, pages, drawings) shares this arrangement. No widths are decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from unknot.diagnose.finding import Finding, Row, Step


@dataclass(frozen=True)
class Entry:
    """One line in the column of `thread`; `number` is None for what a step did beyond its visible operation."""

    number: int | None
    thread: int
    source: str
    effect: str


class Leaves(Enum):
    """Why another thread runs from here on."""

    PREEMPTED = "is preempted"
    WAITS = "waits"
    ENDED = "has ended"


@dataclass(frozen=True)
class Change:
    """Between two lines: `thread` stops running, and why."""

    thread: int
    why: Leaves


@dataclass(frozen=True)
class Heading:
    """Between two lines: what is true of the lines below."""

    text: str


ONWARD, CYCLE = "from here on they are stuck:", "and then for ever:"
MOST_ROUND = 60
"""Steps of a cycle that are shown."""


def arrange(finding: Finding) -> tuple[Entry | Change | Heading, ...]:
    """The lines of the trace from top to bottom. A store buffer's step stands in its owner's column."""
    lines: list[Entry | Change | Heading] = [*_path(finding)]
    if finding.onward:
        lines += [Heading(ONWARD), *_shown(finding.onward)]
    if finding.cycle:
        lines += [Heading(CYCLE), *_shown(finding.cycle)]
    return tuple(lines)


def _shown(steps: Sequence[Step]) -> list[Entry | Heading]:
    lines: list[Entry | Heading] = [entry for step in steps[:MOST_ROUND] for entry in _entries(step)]
    more = len(steps) - MOST_ROUND
    return [*lines, Heading(f"and {more} more steps")] if more > 0 else lines


def all_steps(finding: Finding) -> tuple[Step, ...]:
    """The steps of the schedule, and those of threads that are stuck behind it."""
    return finding.steps + finding.onward + finding.cycle


def _path(finding: Finding) -> list[Entry | Change]:
    blocked = {b.thread for b in finding.blocked}
    lines: list[Entry | Change] = []
    running: Step | None = None
    for step in finding.steps:
        if step.preempts is not None:
            lines.append(Change(step.preempts, Leaves.PREEMPTED))
        elif step.actor == "thread" and running is not None and running.thread != step.thread:
            ended = running.ends and running.thread not in blocked
            lines.append(Change(running.thread, Leaves.ENDED if ended else Leaves.WAITS))
        if step.actor == "thread":
            running = step
        lines += _entries(step)
    return lines


def _entries(step: Step) -> list[Entry]:
    prefix = "(store buffer) " if step.actor == "buffer" else ""
    return [
        Entry(step.number, step.thread, prefix + _printable(step.row.source), _printable(step.row.effect)),
        *(_entry(step, row) for row in step.more),
    ]


def _entry(step: Step, row: Row) -> Entry:
    return Entry(None, step.thread, _printable(row.source), _printable(row.effect))


def columns(finding: Finding) -> tuple[int, ...]:
    """The threads that have a column: those that take a step, in the order they are declared in."""
    present = {step.thread for step in all_steps(finding)}
    return tuple(i for i in range(len(finding.threads)) if i in present)


def _printable(text: str) -> str:
    """Tabs and what a terminal would obey become blanks."""
    return "".join(c if c.isprintable() else " " for c in text)
