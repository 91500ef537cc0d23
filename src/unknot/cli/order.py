"""`unknot order`: in which order locks are taken, on every schedule, and whether reversals can deadlock."""

from __future__ import annotations

import sys
from typing import Any

import click

from unknot.cli import status
from unknot.cli.arguments import checking_options, options_from, parameter_option, parameters_from
from unknot.cli.c_program import ProgramVerb, program_options, take_program
from unknot.cli.jobs import one_job
from unknot.cli.live import Live
from unknot.cli.terminal import cells, colour
from unknot.core.options import Options, replay_arguments
from unknot.diagnose.finding import Result


@click.command(cls=ProgramVerb, short_help="Show the order of locks, and which reversals deadlock.")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "dot", "svg", "json"]),
    default="text",
    show_default=True,
    help="Text for people, a graph for Graphviz, a picture, or JSON (see docs/reference/json.md).",
)
@parameter_option
@program_options
@checking_options
def order(targets: tuple[str, ...], form: str, parameters: tuple[str, ...], **chosen: Any) -> int:
    """Show the order in which a scenario takes its locks, and which reversals deadlock.

    Types of locks are listed by rank, the outermost first, each with what is taken while it is held: where, and by
    which threads. Orders that contradict each other are reversals. Each has a verdict: deadlocks, with the simplest
    schedule that does; cannot deadlock here, and why; or undecided, if not every schedule was run.

    \b
    Examples:
        unknot order queue.py::Drain
        unknot order queue.py::Drain --format svg > order.svg

    Violations do not stop the search, as with --all; data races and stuck states are none here.

    \b
    Exit status:
        0  no reversal deadlocks
        1  one does
        2  no reversal deadlocks as far as is known, but one is undecided or not everything was covered
        3  error
    """
    from unknot import pipeline

    program = take_program(chosen)
    job = one_job(targets, options_from(chosen), parameters_from(parameters), program)
    with Live(job.name) as live:
        result = pipeline.order(job.scenario, job.options, dict(job.parameters), live)
    sys.stdout.write(_text(result, form, job.options))
    return _status(result)


def _text(result: Result, form: str, options: Options) -> str:
    if form == "dot":
        from unknot.report.order_dot import dot

        return dot(result)
    if form == "svg":
        from unknot.report.order_svg import svg

        return svg(result)
    if form == "json":
        from unknot.report import json

        return json.dumps([result], as_list=False)
    from unknot import pipeline
    from unknot.report.order import render

    return render(result, cells(), colour(), replay_arguments(pipeline.unhindered(options)))


def _status(result: Result) -> int:
    verdicts = {reversal.verdict for reversal in result.reversals}
    if result.verdict == "error":
        return status.ERROR
    if verdicts & {"deadlocks", "forbidden"}:
        return status.VIOLATED
    open_question = "undecided" in verdicts or result.verdict == "bounded" or result.finding is not None
    return status.BOUNDED if open_question else status.VERIFIED
