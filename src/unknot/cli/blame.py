"""What to say about an exception. One idea: whose fault it is decides the words; only ours may have a traceback."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Mapping, Sequence
from itertools import pairwise

import click

from unknot.core.errors import InternalError, UserError
from unknot.core.options import Options
from unknot.diagnose.finding import Counts, Result


def blame(error: BaseException) -> str:
    """The message for people, without a newline at its end."""
    if isinstance(error, click.UsageError):
        hint = f"\n    {error.ctx.command_path} --help tells what it takes" if error.ctx else ""
        return f"error: {error.format_message()}{hint}"
    if isinstance(error, click.ClickException):
        return f"error: {error.format_message()}"
    if isinstance(error, UserError):
        return f"error: {error}"
    if isinstance(error, OSError) and error.filename is not None:
        return f"error: {error.filename}: {error.strerror}"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF):
        return f"error: cannot write the output: {error.strerror}"
    return _ours(error)


def _ours(error: BaseException) -> str:
    known = isinstance(error, InternalError)
    fact = str(error) if known else f"internal error of unknot: {type(error).__name__}: {error}"
    debug = os.environ.get("UNKNOT_DEBUG") == "1"
    trace = "".join(traceback.format_exception(error)) if debug else ""
    what = "this output" if debug else "what the same command prints with UNKNOT_DEBUG=1"
    return (
        f"error: {fact}\n"
        "    This is a mistake of unknot, not of your program. To report it, send the command,\n"
        f"    the program and {what} to unknot's issue tracker.\n{trace}"
    ).rstrip("\n")


def failed(error: BaseException, target: str, options: Options, parameters: Mapping[str, int]) -> Result:
    """The exception as a result with the verdict "error"."""
    message = blame(error).removeprefix("error: ")
    order, memory = options.order, options.memory
    return Result(target, "error", memory, (), dict(parameters), order, Counts(), 0.0, 0.0, error=message)


def wants_json(words: Sequence[str]) -> bool:
    """Whether a command line asks for JSON, found without parsing it, for errors that parsing meets."""
    return "--format=json" in words or ("--format", "json") in pairwise(words)


def write_json_error(error: BaseException) -> None:
    """An error that belongs to no target, as a JSON document on standard output."""
    from unknot.report import json

    click.echo(json.dumps([failed(error, "", Options(), {})], as_list=False), nl=False)
