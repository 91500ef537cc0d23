"""How a C program stands on the command line: its files among the targets, flags as clang spells them, and after "--"
whatever else clang takes.

One idea: all C files of a command line are one program, a `CInput`; everything else is a target of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from unknot.cli.arguments import sentence
from unknot.core.errors import OptionError, TargetError
from unknot.frontend.c.inputs import ENTRY, CInput, is_c

Verb = TypeVar("Verb", bound=Callable[..., Any])


@dataclass(frozen=True)
class ProgramOption:
    """An option about C programs: the keyword under which a verb gets it, what it takes, what it does."""

    option: str
    keyword: str
    takes: str
    effect: str


FLAGS = (
    ProgramOption("-I", "c_folders", "FOLDER", "C: look for headers there"),
    ProgramOption("-D", "c_define", "NAME[=VALUE]", "C: define a macro"),
    ProgramOption("-U", "c_undefine", "NAME", "C: undefine a macro"),
    ProgramOption("-include", "c_include", "FILE", "C: read this header first"),
)
"""Flags that are clang's own. Each may be given several times."""

OPTIONS = (
    ProgramOption("--entry", "c_entry", "NAME", f"C: the function to run, {ENTRY} if none is named"),
    ProgramOption(
        "--harness", "c_harness", "FILE.py", "C: a scenario in Python over functions and structs of the program"
    ),
    ProgramOption("--clang", "c_clang", "PROGRAM", "C: which clang, else that of UNKNOT_CLANG, else one is found"),
    ProgramOption(
        "--compile-commands", "c_database", "PATH", "C: compile_commands.json, or its folder: flags of the files"
    ),
)

_ARGUMENTS = "c_arguments"


class ProgramVerb(click.Command):
    """A verb that leaves what stands after "--" to clang."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses what stands before "--"."""
        at = args.index("--") if "--" in args else len(args)
        ctx.params[_ARGUMENTS] = tuple(args[at + 1 :])
        return super().parse_args(ctx, args[:at])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The usage, with clang's arguments."""
        return [*super().collect_usage_pieces(ctx), "[-- CLANG_ARGUMENT...]"]


def program_options(verb: Verb) -> Verb:
    """Gives a verb the options of a C program; it hands its keywords to `take_program`."""
    for o in reversed((*FLAGS, *OPTIONS)):
        verb = click.option(o.option, o.keyword, multiple=o in FLAGS, metavar=o.takes, help=sentence(o.effect))(verb)
    return verb


def take_program(chosen: dict[str, Any]) -> CInput:
    """Takes the options of a C program out of a verb's keywords; the files are not yet known."""
    flags: list[str] = []
    for flag in FLAGS:
        for value in chosen.pop(flag.keyword):
            if not value:
                raise OptionError(f"{flag.option} has no value", remedy=f"write {flag.option} {flag.takes}")
            flags += [flag.option, value] if len(flag.option) > 2 else [flag.option + value]
    entry, harness, clang, database = (chosen.pop(option.keyword) or "" for option in OPTIONS)
    return CInput((), tuple(flags), chosen.pop(_ARGUMENTS), entry or ENTRY, clang, database, harness)


def split_targets(texts: Sequence[str], program: CInput) -> tuple[list[str], CInput]:
    """The targets that are no C files, and the program of those that are. Raises TargetErrors."""
    for text in texts:
        place, scope, _ = text.partition("::")
        if scope and is_c(place):
            raise TargetError(f"{text}: a C program has no scenarios", remedy=f"write {place} --entry NAME")
    program = replace(program, files=tuple(dict.fromkeys(text for text in texts if is_c(text))))
    if not program.files and program != CInput():
        words = " ".join(program.words)
        raise TargetError(f"{words} is about C, and no target is a C file", remedy="name one: unknot check file.c ...")
    return [text for text in texts if not is_c(text)], program


def only_program(texts: Sequence[str], program: CInput) -> str | CInput:
    """The one target of a verb that takes one: a text, or the C program of all files."""
    others, program = split_targets(texts, program)
    targets: list[str | CInput] = [*others, *([program] if program.files else [])]
    if len(targets) != 1:
        raise click.UsageError(
            f"one target is needed, not {len(targets)}: {' '.join(texts)}", click.get_current_context()
        )
    return targets[0]
