"""`unknot check`: runs every schedule of each target and reports. One idea: one target's failure stops no other."""

from __future__ import annotations

from typing import Any

import click

from unknot.cli import status
from unknot.cli.arguments import (
    checking_options,
    options_from,
    parameter_option,
    parameters_from,
    report_format_option,
)
from unknot.cli.c_program import ProgramVerb, program_options, take_program
from unknot.cli.interrupt import noticed
from unknot.cli.jobs import plan
from unknot.cli.output import output_for


@click.command(cls=ProgramVerb, short_help="Run every schedule and report the simplest that breaks.")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@parameter_option
@report_format_option
@program_options
@checking_options
def check(targets: tuple[str, ...], parameters: tuple[str, ...], form: str, **chosen: Any) -> int:
    """Run every schedule of a program and report the simplest one that breaks it.

    \b
    TARGET is one of
        file.py                       every scenario of a file
        file.py::Scenario             one of them
        buf_ring                      a system that ships with unknot, all variants
        buf_ring/f0                   one variant
        buf_ring/f0::AlwaysRoom       one scenario of it
        file.c other.c                C (also .i, and LLVM IR as .ll): all such files together are one program
    After a scenario, @name=value,name=value sets parameters and options of this target alone.

    \b
    Examples:
        unknot check ring.py::AlwaysRoom
        unknot check ring.py -p size=8 -p producers=3
        unknot check ring.py --memory tso --max-seconds 60
        unknot check ring.py --order random --schedules 100000 --seed 7
        unknot check buf_ring --format json
        unknot check driver.py --format witness
        unknot check harness.c driver.c -I sys -DDEBUG --entry test -- -std=c11
        unknot check driver.c --harness scenario.py

    \b
    Exit status, the worst of all targets:
        0  verified: every schedule was run, none breaks
        1  violated: the report shows the simplest schedule that breaks
        2  bounded: stopped at a limit or by Ctrl-C; the report says what was covered
        3  error: the program could not be run, or an option is wrong
    """
    program = take_program(chosen)
    jobs = plan(targets, options_from(chosen), parameters_from(parameters), program)
    output = output_for(form, several=len(jobs) > 1)
    statuses = []
    with noticed() as interrupt:
        for job in jobs:
            result = job.run()
            output.result(result, job.options)
            statuses.append(result.exit_status)
            if interrupt.came:
                break
    output.close()
    return status.worst(statuses)
