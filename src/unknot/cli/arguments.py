"""The options that verbs share, made from the tables of core/options.py, and what becomes of their words.

One idea: a verb sees `Options`, parameters and targets; only this file knows how they are spelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import click

from unknot.core.errors import TargetError
from unknot.core.options import (
    CHOICES,
    LIMITS,
    OPTION_NAMES,
    SWITCHES,
    Choice,
    Limit,
    Options,
    from_environment,
    from_words,
)

Verb = TypeVar("Verb", bound=Callable[..., Any])

parameter_option = click.option(
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter of the scenario to a whole number. May be given several times.",
)

NONDET = "C: numbers __VERIFIER_nondet_NAME may give, as int=0:3. May be given several times."

BLESSED = "Locks of these two types may be taken in both orders: no reversal. May be given several times."

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON (see docs/reference/json.md).",
)

report_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "witness"]),
    default="text",
    show_default=True,
    help="Text for people, JSON (see docs/reference/json.md), or what a FreeBSD kernel with WITNESS prints.",
)


def checking_options(verb: Verb) -> Verb:
    """Gives a verb every option of a check; it gets them as keywords, None where not given (see `options_from`)."""
    decorators = [
        *(click.option(c.option, c.field, type=click.Choice(c.words), help=_choice_help(c)) for c in CHOICES),
        *(click.option(s.option, s.field, flag_value=s.value, default=None, help=sentence(s.effect)) for s in SWITCHES),
        click.option("--blessed", multiple=True, metavar="A:B", help=BLESSED),
        click.option("--nondet", multiple=True, metavar="NAME=LOWEST:HIGHEST", help=NONDET),
        *(click.option(a.option, a.field, type=int, metavar="N", help=_limit_help(a)) for a in LIMITS),
    ]
    for decorator in reversed(decorators):
        verb = decorator(verb)
    return verb


def _choice_help(choice: Choice) -> str:
    return f"{sentence(choice.effect)}  [default: {choice.words[0]}]"


def _limit_help(limit: Limit) -> str:
    unit = f"{limit.unit}; " if limit.unit else ""
    return f"{sentence(limit.effect)}  [{unit}default: {limit.default_text}; env: {limit.variable}]"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return text[0].upper() + text[1:] + "."


def options_from(chosen: Mapping[str, Any]) -> Options:
    """The environment's defaults, changed by what the command line chose. Raises OptionError."""
    return replace(from_environment(), **{name: value for name, value in chosen.items() if value is not None})


def parameters_from(words: Iterable[str]) -> dict[str, int]:
    """The values of `-p`. Numbers may be written as in Python: 16, 0x10, -1. Raises TargetError."""
    parameters: dict[str, int] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise TargetError(f"-p {word}: this names no value", remedy="write -p name=value, for example -p size=8")
        parameters[name] = _number(name, value)
    return parameters


def _number(name: str, value: str) -> int:
    try:
        return int(value, 0)
    except ValueError:
        remedy = f"write it as in Python: {name}=16, {name}=0x10, {name}=-1"
        raise TargetError(f"parameter {name} is {value!r}, not a whole number", remedy=remedy) from None


def split_target(text: str, options: Options, parameters: Mapping[str, int]) -> tuple[str, Options, dict[str, int]]:
    """Takes the settings off a target: "f.py::S@size=8,memory=tso" is "f.py::S" with a parameter and an option.

    A name that is one of the options' means the option. What stands here wins over what the command line says.
    """
    front, scope, scenario = text.rpartition("::")
    name, at, settings = scenario.partition("@")
    if not scope or not at:
        return text, options, dict(parameters)
    own: dict[str, int] = {}
    words: dict[str, str] = {}
    for setting in settings.split(","):
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise TargetError(f"{text}: {setting!r} sets nothing", remedy="write ::Scenario@name=value,name=value")
        if key.replace("-", "_") in OPTION_NAMES:
            words[key] = value
        else:
            own[key] = _number(key, value)
    return f"{front}::{name}", from_words(words, options), {**parameters, **own}
