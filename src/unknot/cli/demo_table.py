"""The table of `unknot demo`: one line for each row, a group for each system.

One idea: a line is written as soon as its row and all before it are done; the widths come from what is expected.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass

from unknot.cli.expected import Expected
from unknot.cli.terminal import cells, colour
from unknot.core.options import from_environment, replay_arguments
from unknot.diagnose.finding import Result
from unknot.report import quantities
from unknot.report.paint import Line, coloured, fit, plain, width

NUMBERS = (("steps", 5), ("preempt", 7), ("states", 11), ("time", 9))
"""Right-aligned columns and their widths."""

VERDICT = 8
SHORTEST_NOTE = 12
"""A note for which the line has fewer cells left is not begun."""


@dataclass(frozen=True)
class Row:
    """An expected row and what came of it."""

    expected: Expected
    result: Result

    @property
    def differs(self) -> str:
        """How the result differs from the table, or nothing."""
        finding, wanted = self.result.finding, self.expected
        found = {
            "verdict": (self.result.verdict, wanted.verdict),
            "kind": (finding.kind if finding else "", wanted.kind or (finding.kind if finding else "")),
            "steps": (finding.length if finding else None, wanted.steps),
            "preemptions": (finding.preemptions if finding else None, wanted.preemptions),
        }
        for name, (is_, should) in found.items():
            if should is not None and is_ != should:
                return f"{name}: expected {should if should != '' else 'none'}"
        return ""

    @property
    def bound(self) -> str:
        """What a bounded search was bounded by, in short; else nothing."""
        if self.result.verdict != "bounded":
            return ""
        return bound_of(self.expected) or (self.result.bounds or ("",))[0]

    def document(self) -> dict[str, object]:
        """The row as JSON has it."""
        finding = self.result.finding
        return {
            "system": self.expected.system,
            "variant": self.expected.variant,
            "scenario": self.expected.scenario,
            "expected": self.expected.verdict,
            "verdict": self.result.verdict,
            "kind": finding.kind if finding else None,
            "steps": finding.length if finding else None,
            "preemptions": finding.preemptions if finding else None,
            "states": self.result.counts.states,
            "seconds": self.result.seconds,
            "target": self.expected.target,
            "note": self.expected.note,
            "bound": self.bound,
            "differs": self.differs,
        }


def bound_of(row: Expected) -> str:
    """The bound that a row's own options set, in short."""
    options = row.options(from_environment())
    if options.order in ("random", "pct"):
        return f"{quantities.count(options.schedules)} {options.order} schedules"
    if options.max_preemptions >= 0:
        return f"{quantities.plural(options.max_preemptions, 'preemption')} at most"
    return ""


class Table:
    """Writes the table line by line."""

    def __init__(self, expected: tuple[Expected, ...], trace: bool) -> None:
        self.trace = trace
        self.rows = len(expected)
        self.expected = expected
        self.system = ""
        self.group: list[Row] = []

    def write(self, row: Row) -> None:
        """One row."""
        if row.expected.system != self.system:
            self._begin(row.expected.system)
        self.group.append(row)
        finding, result = row.result.finding, row.result
        numbers = (
            str(finding.length) if finding else "",
            str(finding.preemptions) if finding else "",
            quantities.count(result.counts.states),
            quantities.seconds(result.seconds),
        )
        aligned = "".join(f"{n:>{size}}  " for n, (_, size) in zip(numbers, NUMBERS, strict=True))
        front = fit(row.expected.target, self.target) + "  "
        verdict = (fit(result.verdict, VERDICT) + "  ", result.verdict)
        kind = fit(finding.kind if finding else row.bound, self.kind) + "  "
        taken = width(front) + VERDICT + 2 + width(kind + aligned)
        lines: list[Line] = [((front, ""), verdict, (kind + aligned, ""), _remark(row, cells() - taken))]
        if result.error:
            lines += [(("    " + line, "error"),) for line in result.error.split("\n")]
        self._print(lines)

    def _begin(self, system: str) -> None:
        """The line above a system's rows; below those before it, what came of them."""
        between = self._end()
        rows = [row for row in self.expected if row.system == system]
        self.system, self.group = system, []
        self.target = max([len("target"), *(len(row.target) for row in rows)])
        self.kind = max([len("kind"), *(len(row.kind or bound_of(row)) for row in rows)])
        numbers = "".join(fit(" " * (size - len(name)) + name, size) + "  " for name, size in NUMBERS)
        front = f"{fit('target', self.target)}  {fit('verdict', VERDICT)}  {fit('kind', self.kind)}  "
        self._print([*between, ((front + numbers, "label"),)])

    def _end(self) -> list[Line]:
        """What came of the rows of the system so far."""
        if not self.group or len({row.system for row in self.expected}) == 1:
            return []
        verdicts = Counter(row.result.verdict for row in self.group)
        words = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items(), reverse=True))
        total = quantities.seconds(sum(row.result.seconds for row in self.group))
        return [((f"{self.system}: {words}, {total}", "label"),), ()]

    def finish(self, rows: list[Row]) -> None:
        """The summary, and the trace of the first bug."""
        from unknot.report.columns import render

        wrong = sum(bool(row.differs) for row in rows)
        total = sum(row.result.seconds for row in rows)
        agree = "all as expected" if not wrong else f"{wrong} not as expected"
        scenarios = f"{len(rows)} of {quantities.plural(self.rows, 'scenario')}, interrupted"
        if len(rows) == self.rows:
            scenarios = quantities.plural(self.rows, "scenario")
        summary = f"{scenarios}, {agree}, {quantities.seconds(total)}"
        self._print([*self._end()[:1], (), ((summary, "label"),)])
        first = next((row for row in rows if row.result.finding), None)
        if self.trace and first:
            settings = replay_arguments(first.expected.options(from_environment()))
            self._print([(), (("The first bug:", "label"),), ()])
            sys.stdout.write(render(first.result, cells(), colour(), settings))

    def _print(self, lines: list[Line]) -> None:
        sys.stdout.write(coloured(lines) if colour() else plain(lines))
        sys.stdout.flush()


def _remark(row: Row, room: int) -> tuple[str, str]:
    """What stands at the end of a line: how the row differs, else its note, as much as a terminal has room for."""
    note = row.expected.note
    if row.differs:
        return "<- " + row.differs, "error"
    if not sys.stdout.isatty() or width(note) <= room:
        return note, "light"
    return (fit(note, room).rstrip() if room >= SHORTEST_NOTE else "", "light")
