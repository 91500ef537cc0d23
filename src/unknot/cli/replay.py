"""`unknot replay`: runs one schedule again, to the step, and reports as `check` does."""

from __future__ import annotations

from typing import Any

import click

from unknot.cli.arguments import (
    checking_options,
    options_from,
    parameter_option,
    parameters_from,
    report_format_option,
    split_target,
)
from unknot.cli.blame import failed
from unknot.cli.jobs import one_target
from unknot.cli.output import output_for


@click.command(short_help="Run one schedule again, step by step.")
@click.argument("target")
@click.argument("schedule")
@parameter_option
@report_format_option
@checking_options
def replay(target: str, schedule: str, parameters: tuple[str, ...], form: str, **chosen: Any) -> int:
    """Run one schedule of a scenario again, step by step, and report as check does.

    SCHEDULE is what a report printed after "again", with the same parameters and options.

    \b
    Example:
        unknot replay ring.py::AlwaysRoom a1.b13.a2

    \b
    Exit status:
        1  violated: this schedule breaks a check
        2  bounded: it breaks none; nothing is said of others
        3  error: it does not belong to the program, or the command line is wrong
    """
    from unknot import pipeline

    options, values = options_from(chosen), parameters_from(parameters)
    try:
        name, options, values = split_target(target, options, values)
        result = pipeline.replay(one_target(name, values), schedule, options, values)
    except Exception as error:
        result = failed(error, target, options, values)
    output = output_for(form)
    output.result(result, options)
    output.close()
    return result.exit_status
