"""The commands that a report offers. One idea: what is printed can be pasted: everything that the program is made of
stands in it, and clang's own arguments stand last.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from unknot.diagnose.finding import Result


def replay_command(result: Result, settings: Sequence[str] = ()) -> str:
    """The command that runs the finding's schedule again; empty if there is no finding."""
    return "" if result.finding is None else command_for(result, result.finding.schedule, settings)


def command_for(result: Result, schedule: str, settings: Sequence[str] = ()) -> str:
    """The command that runs a schedule of a result's program."""
    program, dashes, arguments = _program_words(result)
    words = ["unknot", "replay", *program]
    for name, value in set_parameters(result).items():
        words += ["-p", f"{name}={value}"]
    if result.memory != "sc" and "--memory" not in settings:
        words += ["--memory", result.memory]
    if result.reduced:
        words.append("--reduce")
    return shlex.join([*words, *settings, schedule, *dashes, *arguments])


def command_of(result: Result, verb: str, *settings: str) -> str:
    """The command that gives a result's program to a verb."""
    program, dashes, arguments = _program_words(result)
    return shlex.join(["unknot", verb, *program, *settings, *dashes, *arguments])


def _program_words(result: Result) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The words that name the program, and those that must stand last: "--" and clang's arguments, or none."""
    if "--" not in result.words:
        return result.words or (result.target,), (), ()
    at = result.words.index("--")
    return result.words[:at], ("--",), result.words[at + 1 :]


def set_parameters(result: Result) -> dict[str, int]:
    """The parameters that a replay must set: those that were given, or all if that is not known."""
    return {n: v for n, v in result.parameters.items() if result.given is None or n in result.given}
