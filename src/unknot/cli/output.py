"""Where results go: text or console lines as they come, or JSON at the end. One idea: a verb hands over results and
never asks which."""

from __future__ import annotations

import sys
from typing import Protocol

import click

from unknot.cli.terminal import cells, colour
from unknot.core.options import Options, replay_arguments
from unknot.diagnose.finding import Result


class Output(Protocol):
    """Takes the results of one command in turn."""

    def result(self, result: Result, options: Options) -> None:
        """One target's answer."""

    def close(self) -> None:
        """No more results follow."""


class Text:
    """Reports on standard output; targets that could not be run on standard error."""

    def __init__(self) -> None:
        self.first = True

    def result(self, result: Result, options: Options) -> None:
        from unknot.report.columns import render

        if result.verdict == "error" and result.finding is None:
            click.echo(f"error: {result.error}", err=True)
            return
        between = "" if self.first else "\n"
        self.first = False
        sys.stdout.write(between + render(result, cells(), colour(), replay_arguments(options)))
        sys.stdout.flush()

    def close(self) -> None:
        sys.stdout.flush()


class Json:
    """One document, or a list of them if the command is about several scenarios."""

    def __init__(self, several: bool) -> None:
        self.several = several
        self.results: list[Result] = []

    def result(self, result: Result, options: Options) -> None:
        self.results.append(result)

    def close(self) -> None:
        from unknot.report import json

        sys.stdout.write(json.dumps(self.results, as_list=self.several))
        sys.stdout.flush()


class Witness:
    """What a kernel's console would show, on standard output; the verdict of each target on standard error."""

    def result(self, result: Result, options: Options) -> None:
        from unknot.report.witness import console

        sys.stdout.write(console(result))
        sys.stdout.flush()
        text = result.error if result.verdict == "error" else result.finding.message if result.finding else ""
        click.echo(f"{result.verdict}: {result.target}" + (f": {text}" if text else ""), err=True)

    def close(self) -> None:
        sys.stdout.flush()


def output_for(form: str, several: bool = False) -> Output:
    """The output for a value of `--format`."""
    if form == "witness":
        return Witness()
    return Json(several) if form == "json" else Text()
