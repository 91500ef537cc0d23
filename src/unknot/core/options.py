"""Every option of a check, defined once: unit, default, command line option, environment variable, what happens when it is hit.

One idea: the command line, the environment, the library and the documentation all read `LIMITS`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from unknot.core.errors import OptionError


@dataclass(frozen=True)
class Limit:
    """One limit: the field of `Options`, its unit, default (0 means none), and what happens when it is reached."""

    field: str
    unit: str
    default: int
    effect: str

    @property
    def option(self) -> str:
        """Name on the command line."""
        return "--" + self.field.replace("_", "-")

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return "UNKNOT_" + self.field.upper()


LIMITS = (
    Limit("max_states", "states", 0, "the search stops: bounded"),
    Limit("max_memory", "MiB", 8192, "the search stops: bounded"),
    Limit("max_seconds", "seconds", 0, "the search stops: bounded"),
    Limit("max_preemptions", "preemptions", -1, "schedules with more are not run: bounded unless there are none"),
    Limit("max_loop", "rounds", 1_000_000, "a step that computes longer without a visible operation is an error, with its place"),
    Limit("heap", "bytes", 65536, "paths on which an allocation does not fit are cut: bounded"),
    Limit("stack", "bytes per thread", 4096, "paths on which calls go deeper are cut: bounded"),
    Limit("spawns", "threads", 4, "paths on which more threads are alive beside the declared ones are cut: bounded"),
    Limit("store_buffer", "stores per thread", 4, "tso: the oldest store goes to memory when the buffer is full"),
    Limit("schedules", "schedules", 10_000, "random and pct: how many are run"),
    Limit("max_steps", "steps", 10_000, "random and pct: a schedule that goes on longer is cut"),
    Limit("pct_depth", "priority changes", 3, "pct: depth of the bugs it is made to find"),
    Limit("seed", "", 1, "random and pct: same seed, same schedules"),
)

ORDERS = ("preemptions", "bfs", "dfs", "random", "pct")


@dataclass(frozen=True)
class Options:
    """How to check. See `LIMITS` for the numbers; 0 in a `max_...` means no limit, -1 in `max_preemptions`."""

    memory: str = "sc"
    order: str = "preemptions"
    every_access: bool = False
    leaks: bool = False
    races: bool = True
    max_states: int = 0
    max_memory: int = 8192
    max_seconds: int = 0
    max_preemptions: int = -1
    max_loop: int = 1_000_000
    heap: int = 65536
    stack: int = 4096
    spawns: int = 4
    store_buffer: int = 4
    schedules: int = 10_000
    max_steps: int = 10_000
    pct_depth: int = 3
    seed: int = 1


def from_environment(environment: Mapping[str, str] = os.environ) -> Options:
    """The defaults, as changed by environment variables. Raises OptionError for a value that is no whole number."""
    changes: dict[str, Any] = {}
    for limit in LIMITS:
        text = environment.get(limit.variable)
        if text is None:
            continue
        try:
            changes[limit.field] = int(text)
        except ValueError:
            raise OptionError(f"{limit.variable} is {text!r}, not a whole number of {limit.unit}") from None
    return replace(Options(), **changes) if changes else Options()
