"""Findings and results as values. One idea: every report is a view of these; nothing here is text for a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

from unknot.core.location import Location

SCHEMA_VERSION = 1
"""Version of the JSON form; raised when a field changes its meaning or goes away."""


@dataclass(frozen=True)
class Row:
    """One line of a trace: where, the source text, and what it did ("0 -> 1", "7", "" if nothing to show)."""

    where: Location
    source: str
    effect: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a schedule.

    `number` counts from 1; 0 is for choices made before the first step. `thread` is an index into `Finding.threads`.
    `actor` is "thread" or "buffer" (the thread's store buffer writes to memory, a step of the memory model). `row` is
    the visible operation, `more` what followed privately and is worth showing. `preempts` tells which thread was
    running and could have gone on, or None. `ends`: the thread has ended with it.
    """

    number: int
    thread: int
    actor: str
    row: Row
    more: tuple[Row, ...] = ()
    preempts: int | None = None
    ends: bool = False


@dataclass(frozen=True)
class Blocked:
    """A thread that cannot go on at the end of the trace, or one of two that race: where it stands, what it does there
    (a sentence without its subject), and for whom it waits (a thread, or None). `idle`: it waits for work, and may do
    so for ever. `holds`: the locks it holds, the oldest first."""

    thread: int
    row: Row
    reason: str
    holder: int | None = None
    idle: bool = False
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class LockUse:
    """A lock as somebody takes it. `name`, `type` and `lock_class` are what WITNESS prints; `object` is what the
    program calls it; `recursed`: how often it was taken beyond the first time."""

    name: str
    type: str
    lock_class: str
    object: str
    address: int
    exclusive: bool
    where: Location
    recursed: int = 0


@dataclass(frozen=True)
class StackFrame:
    """A call under way: its function, the operation it stands at as a number within the function, and the address of
    that operation among the program's addresses."""

    function: str
    offset: int
    address: int
    where: Location


@dataclass(frozen=True)
class Scene:
    """Where a rule was broken, as a kernel's console shows it: what is wrong in words, the locks held (newest last),
    the calls under way (innermost first), the function of the library that was called, the lock it is about, the
    address of the lock it would give up, and what it would have slept for."""

    text: str
    held: tuple[LockUse, ...]
    stack: tuple[StackFrame, ...]
    call: str = ""
    about: LockUse | None = None
    interlock: int = 0
    message: str = ""


@dataclass(frozen=True)
class Use:
    """One use of an operation in a history: which thread called it ("initial", "at end": none), with what, what it
    gave ("" if nothing). `begin` and `end` count rows of calls and rows of returns from 1; None: it did not return."""

    thread: str
    call: str
    result: str
    begin: int
    end: int | None

    def __str__(self) -> str:
        return self.call + (f" -> {self.result}" if self.result else "")


@dataclass(frozen=True)
class Finding:
    """What is wrong and the schedule that shows it. `why` are sentences; `schedule` replays it (see
    diagnose/schedule.py). Of threads that are stuck: `onward` are the steps that lead to the `cycle`.
    `scene`: what a kernel would print, of a rule that a step breaks. `history`: of operations whose results fit no
    order."""

    kind: str
    message: str
    where: Location
    threads: tuple[str, ...]
    steps: tuple[Step, ...]
    blocked: tuple[Blocked, ...]
    why: tuple[str, ...]
    schedule: str
    onward: tuple[Step, ...] = ()
    cycle: tuple[Step, ...] = ()
    scene: Scene | None = None
    history: tuple[Use, ...] = ()

    @property
    def length(self) -> int:
        """How many steps the schedule has; choices made before the first do not count."""
        return sum(s.number > 0 for s in self.steps)

    @property
    def preemptions(self) -> int:
        """How often a thread was stopped that could have gone on."""
        return sum(s.preempts is not None for s in self.steps)


@dataclass(frozen=True)
class OrderSite:
    """Two places at which one lock is taken and then another, and who does so."""

    held: Location
    wanted: Location
    threads: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """Locks of one type are taken while locks of another are held. `held` and `wanted` are as first seen, by `thread`;
    `schedule` is the simplest that shows it and `stack` (innermost first) the calls then, as far as they were looked
    up. `also`: a lock of the wanted type that was held before. `sites`: all places where the locks are taken so.
    `reverses`: it is against the order seen first. `implied`: it follows from other edges."""

    held: LockUse
    wanted: LockUse
    thread: str
    threads: tuple[str, ...]
    sites: tuple[OrderSite, ...]
    reverses: bool = False
    implied: bool = False
    schedule: str = ""
    stack: tuple[StackFrame, ...] = ()
    also: LockUse | None = None


@dataclass(frozen=True)
class RankedLock:
    """A type of locks and its place in the order, 1 for the outermost. `objects`: the locks of this type. `hidden`:
    a kernel's WITNESS does not look at them."""

    type: str
    lock_class: str
    rank: int
    objects: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Reversal:
    """Orders that contradict each other: a ring of edges, the one seen last at its end.

    `kind`: "lock order", "duplicate", "sleepable after non-sleepable", "Giant after non-sleepable". `verdict`:
    "deadlocks" (`schedule` is the simplest that does), "cannot deadlock here" (for `reason`; `causes` are its kinds),
    "undecided", "forbidden" (wrong whether or not it deadlocks).
    """

    kind: str
    edges: tuple[Edge, ...]
    verdict: str
    reason: str = ""
    causes: tuple[str, ...] = ()
    schedule: str = ""

    @property
    def attempted(self) -> Edge:
        """The edge that contradicts the others."""
        return self.edges[-1]


@dataclass(frozen=True)
class Counts:
    """What a search covered. `preemptions_completed` is the largest number of preemptions all of whose schedules were
    run (None if the order of search does not go by preemptions, or none was completed)."""

    states: int = 0
    transitions: int = 0
    schedules: int = 0
    preemptions_completed: int | None = None
    depth: int = 0
    bytes_per_state: float = 0.0
    frontier_bytes: int = 0


@dataclass(frozen=True)
class Result:
    """The answer to one check.

    `verdict` is "violated", "verified", "bounded" or "error". `bounds` are sentences: within what a verified result
    holds, or what stopped a bounded one. `given` are the names of the parameters that were set (None: not known).
    `words` name the target on a command line where `target` alone does not (C: files, flags, clang's arguments after
    "--"). `clang_seconds` is the time clang took, which `compile_seconds` does not include. `starts`: it is
    the program's business how many threads there are, `threads` are only the first. `reduced`: plain accesses were no
    steps (--reduce). `coverage` says what a
    bounded search has covered. `error` is the message of an "error" verdict. `others` are further violations, where the
    search went on after the first. `lock_order`, `lock_ranks` and `reversals`: of the locks that were taken, in all
    schedules that were run.
    """

    target: str
    verdict: str
    memory: str
    threads: tuple[str, ...]
    parameters: dict[str, int]
    order: str
    counts: Counts
    seconds: float
    compile_seconds: float
    bounds: tuple[str, ...] = ()
    coverage: str = ""
    collision_odds: float = 0.0
    finding: Finding | None = None
    error: str = ""
    warnings: tuple[str, ...] = field(default=())
    given: tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    clang_seconds: float = 0.0
    starts: bool = False
    reduced: bool = False
    lock_order: tuple[Edge, ...] = ()
    lock_ranks: tuple[RankedLock, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    others: tuple[Finding, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 verified, 1 violated, 2 bounded, 3 error."""
        return {"verified": 0, "violated": 1, "bounded": 2, "error": 3}[self.verdict]
