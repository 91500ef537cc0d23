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
)
from unknot.cli.blame import failed
from unknot.cli.c_program import ProgramVerb, program_options, take_program
from unknot.cli.jobs import one_job
from unknot.cli.output import output_for


@click.command(cls=ProgramVerb, short_help="Run one schedule again, step by step.")
@click.argument("words", nargs=-1, required=True, metavar="TARGET SCHEDULE")
@parameter_option
@report_format_option
@program_options
@checking_options
def replay(words: tuple[str, ...], parameters: tuple[str, ...], form: str, **chosen: Any) -> int:
    """Run one schedule of a scenario again, step by step, and report as check does.

    SCHEDULE is what a report printed after "again", with the same parameters and options.

    \b
    Example:
        unknot replay ring.py::AlwaysRoom a1.b13.a2
        unknot replay harness.c driver.c -I sys main3.spawned1.main2

    \b
    Exit status:
        1  violated: this schedule breaks a check
        2  bounded: it breaks none; nothing is said of others
        3  error: it does not belong to the program, or the command line is wrong
    """
    from unknot import pipeline

    program = take_program(chosen)
    *targets, schedule = words
    if not targets:
        raise click.UsageError("a TARGET and a SCHEDULE are needed", click.get_current_context())
    options, values = options_from(chosen), parameters_from(parameters)
    try:
        job = one_job(targets, options, values, program)
        options, values = job.options, dict(job.parameters)
        result = pipeline.replay(job.scenario, schedule, options, values)
    except click.UsageError:
        raise
    except Exception as error:
        result = failed(error, " ".join(targets), options, values)
    output = output_for(form)
    output.result(result, options)
    output.close()
    return result.exit_status
