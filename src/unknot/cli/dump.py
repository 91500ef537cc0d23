"""`unknot dump`: prints a program as one stage of the road sees it."""

from __future__ import annotations

from typing import Any

import click

from unknot.cli import status
from unknot.cli.arguments import checking_options, options_from, parameter_option, parameters_from
from unknot.cli.c_program import ProgramVerb, program_options, take_program
from unknot.cli.jobs import one_job


@click.command(cls=ProgramVerb, short_help="Print a scenario as a stage of unknot sees it.")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET")
@click.option(
    "--stage",
    type=click.Choice(["clang", "ir", "steps", "llvm", "layout"]),
    default="ir",
    show_default=True,
    help="Of C: what clang makes of it. The intermediate language; the same after all passes; the native code as LLVM "
    "IR; the state image's layout.",
)
@parameter_option
@program_options
@checking_options
def dump(targets: tuple[str, ...], stage: str, parameters: tuple[str, ...], **chosen: Any) -> int:
    """Print a scenario as a stage of unknot sees it.

    \b
    Example:
        unknot dump --stage ir buf_ring/f0::AlwaysRoom
        unknot dump --stage clang file.c
    """
    from unknot import pipeline

    program = take_program(chosen)
    job = one_job(targets, options_from(chosen), parameters_from(parameters), program)
    click.echo(pipeline.dump(job.scenario, stage, job.options, dict(job.parameters)).rstrip("\n"))
    return status.VERIFIED
