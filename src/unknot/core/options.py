"""Every option of a check, defined once: unit, default, command line option, environment variable, what it does.

One idea: the command line, the environment, the library and the documentation all read the tables here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from unknot.core.errors import OptionError


@dataclass(frozen=True)
class Limit:
    """One limit: the field of `Options`, its unit, default, what happens when it is reached, the least and most it
    can be.

    0 in a `max_...` means no limit, -1 in `max_preemptions`. `replayed`: a schedule may run otherwise without it.
    """

    field: str
    unit: str
    default: int
    effect: str
    minimum: int = 0
    replayed: bool = False
    maximum: int = (1 << 63) - 1

    @property
    def option(self) -> str:
        """Name on the command line."""
        return "--" + self.field.replace("_", "-")

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return "UNKNOT_" + self.field.upper()

    @property
    def default_text(self) -> str:
        """The default as a reader wants it: "none" where it means no limit."""
        none = -1 if self.minimum < 0 else 0
        if self.default != none or not self.field.startswith("max_"):
            return str(self.default)
        return "none"

    def check(self, number: int, called: str) -> None:
        """Raises OptionError for a number that is too small or too large; `called` is who gave it."""
        if number < self.minimum:
            raise OptionError(f"{called} is {number}", remedy=f"the least it can be is {self.minimum}")
        if number > self.maximum:
            raise OptionError(f"{called} is {number}", remedy=f"the most it can be is {self.maximum}")


LIMITS = (
    Limit("max_states", "states", 0, "the search stops after so many states: bounded"),
    Limit("max_memory", "MiB", 8192, "the search stops when it uses so much memory: bounded"),
    Limit("max_seconds", "seconds", 0, "the search stops after so long: bounded"),
    Limit("max_preemptions", "preemptions", -1, "schedules with more are not run: bounded unless there are none", -1),
    Limit("max_loop", "rounds", 1_000_000, "a step that computes longer with nothing visible is an error", 1, True),
    Limit("heap", "bytes", 65536, "paths on which an allocation does not fit are cut: bounded", 0, True, 1 << 24),
    Limit("stack", "bytes per thread", 4096, "paths on which calls go deeper are cut: bounded", 64, True, 1 << 20),
    Limit(
        "spawns",
        "threads",
        -1,
        "paths with more threads alive beside the declared ones are cut: bounded; -1: room for as many as there are",
        -1,
        True,
        64,
    ),
    Limit(
        "store_buffer",
        "stores per thread",
        4,
        "when a buffer of the tso model is full, its oldest store goes to memory",
        1,
        True,
        1024,
    ),
    Limit(
        "history",
        "calls and returns",
        64,
        "paths on which operations begin and end more often are cut: bounded",
        2,
        True,
        1 << 12,
    ),
    Limit("schedules", "schedules", 10_000, "how many schedules orders random and pct run", 1),
    Limit("max_steps", "steps", 10_000, "orders random and pct cut a schedule that is longer", 1),
    Limit("pct_depth", "priority changes", 3, "depth of the bugs that order pct is made to find", 1, maximum=1000),
    Limit("seed", "", 1, "for orders random and pct: same seed, same schedules"),
)

MEMORIES = ("sc", "tso")

ORDERS = ("preemptions", "bfs", "dfs", "random", "pct")


@dataclass(frozen=True)
class Choice:
    """One option that takes one of a few words, the first being the default."""

    field: str
    words: tuple[str, ...]
    effect: str
    replayed: bool = False

    @property
    def option(self) -> str:
        """Name on the command line."""
        return "--" + self.field


CHOICES = (
    Choice("memory", MEMORIES, "memory model: sequential consistency, or x86 store buffers", True),
    Choice("order", ORDERS, "order of search: fewest preemptions first, breadth first, depth first, or sampling"),
)


@dataclass(frozen=True)
class Switch:
    """One option without a value; naming it sets `field` to `value`. `replayed`: it counts in a replay."""

    option: str
    field: str
    value: bool
    effect: str
    replayed: bool = True


SWITCHES = (
    Switch("--all", "all_findings", True, "go on after a violation, and report each one that differs", False),
    Switch("--no-invariants", "invariants", False, "assertions of the kernel library do nothing (no INVARIANTS)"),
    Switch("--nowitness", "nowitness", True, "locks created with NOWITNESS are not looked at, as by the real WITNESS"),
    Switch("--no-stuck", "stuck", False, "states from which no schedule reaches the end are no violation"),
    Switch("--every-access", "every_access", True, "every memory access is a scheduling point, private ones too"),
    Switch("--reduce", "reduce", True, "plain accesses that locks and the like order are no scheduling points", False),
    Switch("--leaks", "leaks", True, "memory still allocated at the end of a schedule is a violation"),
    Switch("--no-races", "races", False, "data races are no violation"),
    Switch("--no-overflow", "overflow", False, "C: signed integers that overflow wrap around and are no violation"),
    Switch("--no-shift", "shifts", False, "C: shift counts are taken modulo the width and are no violation"),
    Switch("--no-division", "divisions", False, "C: what is divided by zero is 0 and no violation"),
)

NONDET = re.compile(r"(\w+)=(-?\w+):(-?\w+)")
"""A range of __VERIFIER_nondet_NAME: NAME=LOWEST:HIGHEST."""


@dataclass(frozen=True)
class Options:
    """How to check. See `LIMITS` for the numbers; 0 in a `max_...` means no limit, -1 in `max_preemptions`. `blessed`:
    pairs of lock types, as "A:B", that may be taken in both orders. `nondet`: ranges of the numbers that C programs ask
    for, as "int=0:3" for __VERIFIER_nondet_int.

    Raises OptionError for a value that cannot be used.
    """

    memory: str = "sc"
    order: str = "preemptions"
    every_access: bool = False
    reduce: bool = False
    leaks: bool = False
    races: bool = True
    overflow: bool = True
    shifts: bool = True
    divisions: bool = True
    all_findings: bool = False
    invariants: bool = True
    nowitness: bool = False
    stuck: bool = True
    max_states: int = 0
    max_memory: int = 8192
    max_seconds: int = 0
    max_preemptions: int = -1
    max_loop: int = 1_000_000
    heap: int = 65536
    stack: int = 4096
    spawns: int = -1
    store_buffer: int = 4
    history: int = 64
    schedules: int = 10_000
    max_steps: int = 10_000
    pct_depth: int = 3
    seed: int = 1
    blessed: tuple[str, ...] = ()
    nondet: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.nondet_ranges()
        for pair in self.blessed:
            if not all(pair.partition(":")):
                raise OptionError(f"blessed is {pair!r}", remedy="write two lock types with a colon between: A:B")
        for choice in CHOICES:
            word = getattr(self, choice.field)
            if word not in choice.words:
                raise OptionError(f"{choice.option} is {word!r}", remedy=f"use one of {', '.join(choice.words)}")
        for limit in LIMITS:
            limit.check(getattr(self, limit.field), limit.option)

    def nondet_ranges(self) -> dict[str, tuple[int, int]]:
        """The lowest and the highest number of each __VERIFIER_nondet_NAME that has a range, by NAME."""
        return dict(map(_nondet, self.nondet))


def _nondet(text: str) -> tuple[str, tuple[int, int]]:
    found = NONDET.fullmatch(text)
    try:
        low, high = (int(word, 0) for word in found.groups()[1:]) if found else (1, 0)
    except ValueError:
        low, high = 1, 0
    if not found or low > high:
        raise OptionError(f"--nondet is {text!r}", remedy="write NAME=LOWEST:HIGHEST, for example int=0:3")
    return found[1], (low, high)


OPTION_NAMES = frozenset(f.name for f in fields(Options))


def from_environment(environment: Mapping[str, str] = os.environ) -> Options:
    """The defaults, as changed by environment variables. Raises OptionError for a value that cannot be used."""
    changes: dict[str, Any] = {}
    for limit in LIMITS:
        text = environment.get(limit.variable)
        if text is None:
            continue
        try:
            changes[limit.field] = int(text)
        except ValueError:
            unit = f" of {limit.unit}" if limit.unit else ""
            remedy = f"set it to one, or unset it; the default is {limit.default_text}"
            raise OptionError(f"{limit.variable} is {text!r}, not a whole number{unit}", remedy=remedy) from None
        limit.check(changes[limit.field], limit.variable)
    return replace(Options(), **changes) if changes else Options()


def from_words(words: Mapping[str, str], base: Options) -> Options:
    """`base`, changed by options written as words: {"memory": "tso", "max_states": "1000", "leaks": "true"}."""
    changes: dict[str, Any] = {}
    for name, text in words.items():
        field = name.replace("-", "_")
        if field not in OPTION_NAMES:
            raise OptionError(f"there is no option {name!r}")
        kind = type(getattr(base, field))
        if kind is str:
            changes[field] = text
        elif kind is bool:
            if text not in ("true", "false"):
                raise OptionError(f"{name} is {text!r}", remedy=f"write {name}=true or {name}=false")
            changes[field] = text == "true"
        elif kind is tuple:
            changes[field] = (*getattr(base, field), text)
        else:
            try:
                changes[field] = int(text)
            except ValueError:
                raise OptionError(f"{name} is {text!r}, not a whole number") from None
    return replace(base, **changes)


def replay_arguments(options: Options) -> tuple[str, ...]:
    """The command line words under which a schedule found with `options` runs the same way."""
    default = Options()
    words: list[str] = []
    for choice in CHOICES:
        if choice.replayed and getattr(options, choice.field) != getattr(default, choice.field):
            words += [choice.option, getattr(options, choice.field)]
    words += [s.option for s in SWITCHES if s.replayed and getattr(options, s.field) == s.value]
    for limit in LIMITS:
        if limit.replayed and getattr(options, limit.field) != limit.default:
            words += [limit.option, str(getattr(options, limit.field))]
    for text in options.nondet:
        words += ["--nondet", text]
    return tuple(words)
