"""`unknot demo`: checks every row of the shipped systems' expected tables and shows them as one table.

One idea: what is printed was run just now; a row that differs from its table is marked and makes the command fail.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import click

from unknot.cli import status
from unknot.cli.expected import Expected, expected_rows
from unknot.cli.interrupt import noticed
from unknot.cli.jobs import check
from unknot.cli.terminal import cells, colour
from unknot.core.options import from_environment, replay_arguments
from unknot.diagnose.finding import Result
from unknot.report import quantities
from unknot.report.paint import Line, coloured, fit, plain

NUMBERS = (("steps", 5), ("preempt", 7), ("states", 11), ("time", 9))
"""Right-aligned columns and their widths."""

VERDICT = 8


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
                return f"{name}: expected {should or 'none'}"
        return ""

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
        }


@click.command(short_help="Check the systems that ship with unknot, as a table.")
@click.argument("system", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--trace/--no-trace", default=True, show_default=True, help="After the table, the first bug's trace.")
def demo(system: str | None, form: str, trace: bool) -> int:
    """Check the systems that ship with unknot, every variant, and show a table.

    \b
    Each row is one scenario of one variant: "violated" where the variant has a bug, "verified" where it has none
    in that scenario. The first column is what to give to unknot check.

    Exit status: 0 if every row is as expected, 1 if one differs, 2 if interrupted.
    """
    expected, defaults = expected_rows(system), from_environment()
    table = _Table(expected) if form == "text" else None
    rows: list[Row] = []
    with noticed() as interrupt:
        for wanted in expected:
            row = Row(wanted, check(wanted.name, wanted.target, wanted.options(defaults), wanted.parameters))
            if interrupt.came:
                break  # the row says nothing: it was stopped
            rows.append(row)
            if table:
                table.write(row)
    if table:
        table.finish(rows, trace)
    else:
        from unknot.report import json

        sys.stdout.write(json.text([row.document() for row in rows]))
    if interrupt.came:
        return status.BOUNDED
    return status.VIOLATED if any(row.differs for row in rows) else status.VERIFIED


class _Table:
    """Writes the table line by line; its widths come from the expected rows."""

    def __init__(self, expected: tuple[Expected, ...]) -> None:
        self.rows = len(expected)
        self.target = max([len("target"), *(len(row.target) for row in expected)])
        self.kind = max([len("kind"), *(len(row.kind) for row in expected)])
        numbers = [(fit(" " * (size - len(name)) + name, size) + "  ", "label") for name, size in NUMBERS]
        self._print([((self._start("target", "expected", "verdict", "kind"), "label"), *numbers)])

    def write(self, row: Row) -> None:
        """One row."""
        finding, result = row.result.finding, row.result
        numbers = (
            str(finding.length) if finding else "",
            str(finding.preemptions) if finding else "",
            quantities.count(result.counts.states),
            quantities.seconds(result.seconds),
        )
        aligned = "".join(f"{n:>{size}}  " for n, (_, size) in zip(numbers, NUMBERS, strict=True))
        front = self._start(row.expected.target, row.expected.verdict)
        kind = fit(finding.kind if finding else "", self.kind) + "  "
        differs = ("<- " + row.differs, "error") if row.differs else ("", "")
        verdict = (fit(result.verdict, VERDICT) + "  ", result.verdict)
        lines: list[Line] = [((front, ""), verdict, (kind + aligned, ""), differs)]
        if result.error:
            lines += [(("    " + line, "error"),) for line in result.error.split("\n")]
        self._print(lines)

    def _start(self, target: str, *rest: str) -> str:
        sizes = (VERDICT, VERDICT, self.kind)
        words = [fit(target, self.target), *(fit(word, size) for word, size in zip(rest, sizes, strict=False))]
        return "  ".join(words) + "  "

    def finish(self, rows: list[Row], trace: bool) -> None:
        """The summary, and the trace of the first bug."""
        from unknot.report.columns import render

        wrong = sum(bool(row.differs) for row in rows)
        total = sum(row.result.seconds for row in rows)
        agree = "all as expected" if not wrong else f"{wrong} not as expected"
        scenarios = f"{len(rows)} of {quantities.plural(self.rows, 'scenario')}, interrupted"
        if len(rows) == self.rows:
            scenarios = quantities.plural(self.rows, "scenario")
        summary = f"{scenarios}, {agree}, {quantities.seconds(total)}"
        self._print([(), ((summary, "label"),)])
        first = next((row for row in rows if row.result.finding), None)
        if trace and first:
            settings = replay_arguments(first.expected.options(from_environment()))
            self._print([(), (("The first bug:", "label"),), ()])
            sys.stdout.write(render(first.result, cells(), colour(), settings))

    def _print(self, lines: list[Line]) -> None:
        sys.stdout.write(coloured(lines) if colour() else plain(lines))
        sys.stdout.flush()
