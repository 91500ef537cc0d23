"""The command `unknot`: finds the verb, runs it, turns what went wrong into a message and an exit status.

One idea: a verb is imported when it is named, so that `unknot --version` is quick; a verb returns its exit status.
"""

from __future__ import annotations

import codecs
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence

import click

from unknot.cli import status

VERBS = ("check", "locks", "order", "replay", "demo", "dump")
"""Each is a module beside this one, with a command of the same name."""

HELP = """Finds the interleaving that ties concurrent kernel code in a knot.

Give it the code of a concurrent subsystem and say who runs against whom. It runs every schedule until it finds an
assertion that fails, a deadlock, a data race, a use after free; then it prints the simplest such interleaving, one
column per thread. When there is none, it says what it covered.

\b
A first program, ring.py:
    from unknot import at_end, scenario, thread
    from unknot.lang import atomic, u32
\b
    @scenario
    class Lost:
        count: atomic[u32]
\b
        @thread(count=2)
        def adder(self):
            seen = self.count.load()
            self.count.store(seen + 1)
\b
        @at_end
        def both_counted(self):
            assert self.count.load() == 2
\b
Then:
    unknot check ring.py                    every scenario of the file
    unknot check ring.py::Lost              one of them
    unknot check ring.py --memory tso       as x86 reorders it
    unknot check harness.c driver.c -I sys  a program in C: its threads are those that it starts
    unknot check buf_ring                   a system that ships with unknot
    unknot demo                             all of those, in a table
\b
Exit status: 0 verified, 1 violated, 2 bounded (stopped at a limit), 3 error.
`unknot VERB --help` tells more.
"""


class Verbs(click.Group):
    """The verbs, imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"unknot.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("unknot")
    except PackageNotFoundError:
        number = "(not installed)"
    click.echo(f"unknot {number}")
    ctx.exit()


@click.group(cls=Verbs, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Print the version and exit."
)
def unknot() -> None:
    """The group itself does nothing: its verbs do."""


def main() -> None:
    """Runs the command line of this process and exits with its status."""
    codecs.register_error("unknot", _in_place_of)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        # None: closed by whoever started us. Nobody reads the report then, but the status counts.
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="unknot")
        sys.exit(run(sys.argv[1:]))


def _in_place_of(error: UnicodeError) -> tuple[str, int]:
    """One ASCII character for each that the terminal lacks, so that columns stay aligned."""
    assert isinstance(error, UnicodeEncodeError)
    wrong = error.object[error.start : error.end]
    return "".join({"·": "-", "…": "~"}.get(c, "?") for c in wrong), error.end


def run(words: Sequence[str]) -> int:
    """Runs a command line given as words; returns the exit status. Every error becomes a message here."""
    try:
        result = _invoke(list(words) or ["--help"])
        sys.stdout.flush()
        return result
    except BrokenPipeError:
        _close_stdout()
        return status.PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return status.INTERRUPTED
    except Exception as error:
        return _tell(error, words)


def _tell(error: Exception, words: Sequence[str]) -> int:
    """Says what went wrong, on standard error if the output cannot be written; the exit status."""
    from unknot.cli.blame import blame, wants_json, write_json_error

    lost = isinstance(error, OSError) and error.filename is None
    if wants_json(words) and not lost:
        try:
            write_json_error(error)
            sys.stdout.flush()
            return status.ERROR
        except BrokenPipeError:
            _close_stdout()
            return status.PIPE_CLOSED
        except OSError as unwritable:
            error = unwritable
    click.echo(blame(error), err=True)
    if isinstance(error, OSError):
        _close_stdout()
    return status.ERROR


def _invoke(words: list[str]) -> int:
    # Not click's own main(): that exits with 1 on a broken pipe and 2 on a wrong option, which mean other things.
    try:
        with unknot.make_context("unknot", words) as context:
            result: int = unknot.invoke(context)
            return result
    except click.exceptions.Exit as done:
        return done.exit_code


def _close_stdout() -> None:
    # Else the interpreter complains when it flushes at exit.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
