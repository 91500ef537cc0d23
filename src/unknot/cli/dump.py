"""`unknot dump`: prints a program as one stage of the road sees it."""

from __future__ import annotations

from typing import Any

import click

from unknot.cli import status
from unknot.cli.arguments import checking_options, options_from, parameter_option, parameters_from, split_target
from unknot.cli.jobs import one_target


@click.command(short_help="Print a scenario as a stage of unknot sees it.")
@click.argument("target")
@click.option(
    "--stage",
    type=click.Choice(["ir", "steps", "llvm", "layout"]),
    default="ir",
    show_default=True,
    help="The intermediate language; the same after all passes; the native code as LLVM IR; the state image's layout.",
)
@parameter_option
@checking_options
def dump(target: str, stage: str, parameters: tuple[str, ...], **chosen: Any) -> int:
    """Print a scenario as a stage of unknot sees it.

    \b
    Example:
        unknot dump --stage ir buf_ring/f0::AlwaysRoom
    """
    from unknot import pipeline

    name, options, values = split_target(target, options_from(chosen), parameters_from(parameters))
    click.echo(pipeline.dump(one_target(name, values), stage, options, values).rstrip("\n"))
    return status.VERIFIED
