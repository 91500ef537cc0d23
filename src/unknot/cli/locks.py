"""`unknot locks`: which lock protects which field, on every schedule. One idea: the rule is read from what the program
does; whoever does otherwise is shown."""

from __future__ import annotations

import sys
from typing import Any

import click

from unknot.cli.arguments import (
    checking_options,
    format_option,
    options_from,
    parameter_option,
    parameters_from,
)
from unknot.cli.c_program import ProgramVerb, program_options, take_program
from unknot.cli.jobs import one_job
from unknot.cli.live import Live
from unknot.cli.terminal import cells, colour
from unknot.core.errors import UserError
from unknot.core.options import replay_arguments
from unknot.frontend.c.inputs import is_c


@click.command(cls=ProgramVerb, short_help="Say which lock protects which field, and who breaks the rule.")
@click.argument("words", nargs=-1, required=True, metavar="TARGET [FIELD]")
@parameter_option
@format_option
@program_options
@checking_options
def locks(words: tuple[str, ...], parameters: tuple[str, ...], form: str, **chosen: Any) -> int:
    """Say which lock protects which field, and who breaks the rule.

    For each field that threads share: every line that touches it, and the locks held there on every schedule. A rule is
    what the lines that write have in common; lines that do otherwise are marked, with the command that shows how.

    \b
    FIELD is one of
        kn_status          a field
        knote.kn_status    a field of a type
        knote              all fields of a type
        kq, kq.kq_count    all fields of a variable, or one of them
        ports[1]           the same of one element
        kn                 all fields whose names begin with kn_

    \b
    Examples:
        unknot locks queue.py::Drain
        unknot locks queue.py::Drain kn_status

    Violations do not stop the search, as with --all, and data races are none here.

    \b
    Exit status:
        0  every line keeps the rule of its field, on every schedule
        1  a line breaks the rule of its field
        2  no line found that does, but not everything was covered
        3  error
    """
    from unknot import pipeline

    program = take_program(chosen)
    targets, field = _split(words)
    job = one_job(targets, options_from(chosen), parameters_from(parameters), program)
    options = job.options
    with Live(job.name) as live:
        found = pipeline.locks(job.scenario, field, options, dict(job.parameters), live)
    if found.search.verdict == "error":
        raise UserError(found.search.error)
    if form == "json":
        from unknot.report import json, locks_json

        sys.stdout.write(json.text(locks_json.document(found)))
    else:
        from unknot.report.locks import render

        sys.stdout.write(render(found, cells(), colour(), replay_arguments(pipeline.unhindered(options))))
    return found.exit_status


def _split(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The targets, and the field if one is named: what follows the first target, or all C files."""
    targets = tuple(word for word in words if is_c(word)) or words[:1]
    others = [word for word in words if word not in targets]
    if len(others) > 1:
        raise click.UsageError(f"one FIELD is enough: {' '.join(others)}", click.get_current_context())
    return targets, "".join(others)
