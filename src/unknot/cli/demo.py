"""`unknot demo`: checks every row of the shipped systems' expected tables and shows them as one table.

One idea: what is printed was run just now; a row that differs from its table is marked and makes the command fail.
"""

from __future__ import annotations

import sys
from typing import Protocol

import click

from unknot.cli import status
from unknot.cli.demo_table import Row, Table
from unknot.cli.expected import Expected, expected_rows
from unknot.cli.interrupt import noticed
from unknot.cli.live import LiveLine
from unknot.cli.pins import update_tables
from unknot.cli.workers import check_rows, processors
from unknot.core.errors import TargetError
from unknot.core.options import from_environment
from unknot.diagnose.finding import Result


@click.command(short_help="Check the systems that ship with unknot, as a table.")
@click.argument("wanted", nargs=-1, metavar="[SYSTEM[/VARIANT][::SCENARIO]]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--trace/--no-trace", default=True, show_default=True, help="After the table, the first bug's trace.")
@click.option("--mutants/--no-mutants", default=True, show_default=True, help="Rows of mutants: one line changed.")
@click.option("--selection", is_flag=True, help="Only the rows that tell the story: under a minute.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes.  [default: one for each processor]")
@click.option("--update", is_flag=True, hidden=True, help="Write steps and preemptions into the tables.")
def demo(
    wanted: tuple[str, ...],
    form: str,
    trace: bool,
    mutants: bool,
    selection: bool,
    jobs: int | None,
    update: bool,
) -> int:
    """Check the systems that ship with unknot, every variant, and show a table.

    \b
    Each row is one scenario of one variant: "violated" where the variant has a bug, "verified" where it has none
    in that scenario, "bounded" with the bound where not every schedule was run. The first column is what to give to
    unknot check. A variant with a + is a mutant: one line of the system is changed.

    \b
    Examples:
        unknot demo --selection
        unknot demo kqueue netmap
        unknot demo kqueue/v4 --no-mutants

    Exit status: 0 if every row is as expected, 1 if one differs, 2 if interrupted.
    """
    expected = _selected(wanted, mutants, selection)
    output: Output = Table(expected, trace) if form == "text" else _Json()
    rows: list[Row] = []

    def done(row: Expected, result: Result) -> None:
        rows.append(Row(row, result))
        output.write(rows[-1])

    with noticed() as interrupt, LiveLine() as line:
        check_rows(expected, from_environment(), jobs or processors(), line, done, interrupt)
    output.finish(rows)
    if update:
        update_tables(rows)
    if interrupt.came:
        return status.BOUNDED
    return status.VIOLATED if any(row.differs for row in rows) else status.VERIFIED


def _selected(wanted: tuple[str, ...], mutants: bool, selection: bool) -> tuple[Expected, ...]:
    rows = expected_rows(*wanted)
    kept = tuple(row for row in rows if (mutants or not row.mutant) and (row.demo or not selection))
    if not kept:
        raise TargetError(f"{' '.join(wanted) or 'the tables'}: no row is left", remedy="leave out an option")
    return kept


class Output(Protocol):
    """Takes the rows as they come, and all of them at the end."""

    def write(self, row: Row) -> None:
        """The next row."""

    def finish(self, rows: list[Row]) -> None:
        """No more rows follow."""


class _Json:
    """One list at the end."""

    def write(self, row: Row) -> None:
        return

    def finish(self, rows: list[Row]) -> None:
        from unknot.report import json

        sys.stdout.write(json.text([row.document() for row in rows]))
