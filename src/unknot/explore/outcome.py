"""What a search gives back. One idea: numbers and a path; what they mean is for the checks and the diagnosis."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from unknot.ir.faults import Fault


@dataclass(frozen=True)
class Action:
    """One step of a path: an actor (threads, then store buffers) and which of its step's outcomes was taken."""

    actor: int
    ordinal: int = 0


@dataclass(frozen=True)
class Found:
    """A fault and the path to it: `start` is which outcome of the beginning, `path` the steps; the last one fails if
    `by_step`, else it is the state they lead to that is at fault. `detail` tells which invariant or check."""

    fault: Fault
    start: int
    path: tuple[Action, ...]
    by_step: bool
    detail: int = 0


@dataclass(frozen=True)
class Fact:
    """An event that some step made, kept once however often it was made.

    `kind`: that of the event, "" for a violation. `thread` made it (the number of threads: between the threads).
    `words`: its operands. `always_live`, `ever_live`: the threads, a bit each, that had begun and not ended whenever it
    was made, or at least once. `length`, `level`: steps and preemptions of the simplest schedule to it. `item`,
    `action`: for the search, which knows the way to it.
    """

    kind: str
    thread: int
    words: tuple[int, ...]
    always_live: int
    ever_live: int
    length: int
    level: int
    item: int
    action: Action


@dataclass(frozen=True)
class Progress:
    """A look at a search under way. `level` is the number of preemptions, None if the order does not go by them;
    `frontier` counts records that wait, `memory_bytes` what is in use."""

    states: int
    transitions: int
    seconds: float
    level: int | None
    frontier: int
    memory_bytes: int
    schedules: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a search ended.

    `reason`: "exhausted", "found", or why it stopped: "states", "memory", "time", "preemptions", "schedules",
    "interrupted". `limits_hit`: limits of the program's resources that cut paths. `level_done`: the largest number of
    preemptions whose schedules have all been run, None if none or if the order does not go by them. `ends`: states in
    which all threads had ended. `found`: the simplest violation, `all_found` all of them where the search went on after
    the first. `facts`: what steps said of themselves, in order of discovery; `facts_lost`: for how many there was no
    room. `complete`: every schedule was run to its end or to the first violation on it, and no fact was lost. `stuck`:
    why it was not looked for states from which no schedule reaches the end ("memory", "time"); "pauses" if no schedule
    ends and all go round with pauses: whether that is stuck depends on what is done in a round. `edge_bytes`: what
    looking for them took.
    """

    reason: str
    states: int
    transitions: int
    schedules: int
    level_done: int | None
    depth: int
    seconds: float
    table_bytes: int
    path_bytes: int
    frontier_bytes: int
    limits_hit: tuple[Fault, ...] = ()
    cut_schedules: int = 0
    ends: int = 0
    found: Found | None = None
    all_found: tuple[Found, ...] = ()
    facts: tuple[Fact, ...] = ()
    facts_lost: int = 0
    complete: bool = False
    stuck: str = ""
    edge_bytes: int = 0

    def was_cut_by(self, limits: Set[Fault]) -> bool:
        """True if one of these cut a path, and what was found may not be the simplest there is."""
        return not limits.isdisjoint(self.limits_hit) or (self.found is not None and self.found.fault in limits)
