"""The answer to `unknot locks`. One idea: a value, like every result; the reports are views of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.accesses import Touch, touches
from unknot.diagnose.events import events_of
from unknot.diagnose.finding import Result
from unknot.diagnose.heap_types import is_bytes
from unknot.diagnose.locking import FieldLocks, fields_of
from unknot.diagnose.names import Names, thread_names
from unknot.diagnose.schedule import write_schedule
from unknot.diagnose.threads import names_on
from unknot.diagnose.walk import Walk, machine_for, walk
from unknot.explore.outcome import Action, Fact, Outcome
from unknot.interp.record import Note
from unknot.ir.address import OFFSET_BITS
from unknot.ir.program import C, Program
from unknot.ir.types import ArrayType, DataType, strip
from unknot.passes.note_accesses import ACCESS, OBJECT, Legend, Made

PathTo = Callable[[Fact], tuple[int, tuple[Action, ...]]]

MOST_PATHS = 5
"""Paths that are run again to find out what one allocation's memory is for."""


@dataclass(frozen=True)
class Locks:
    """`search` says what was covered; `complete` if every schedule was run to its end or the first violation on it.
    `fields`: those that were asked for, by name. `schedules`: for each line that breaks a rule, by one of its accesses,
    the simplest schedule on which it does."""

    search: Result
    complete: bool
    fields: tuple[FieldLocks, ...]
    asked: str = ""
    schedules: Mapping[Touch, str] = field(default_factory=dict)

    @property
    def broken(self) -> tuple[FieldLocks, ...]:
        """The fields with a line that breaks their rule."""
        return tuple(f for f in self.fields if f.breaking)

    @property
    def exit_status(self) -> int:
        """0 if every line keeps its field's rule, on every schedule; 1 if one breaks it; 2 if not everything was
        covered; 3 error."""
        if self.search.verdict == "error":
            return 3
        if self.broken:
            return 1
        return 0 if self.complete and self.search.verdict == "verified" else 2


def locks_of(
    search: Result, program: Program, legend: Legend, options: Options, outcome: Outcome, path_to: PathTo, asked: str
) -> Locks:
    """The answer from a search's facts. `asked` names a field, a type or a variable; empty for all. Raises TargetError
    if there is none of that name."""
    paths = _Paths(program, options, path_to)
    sampled = outcome.schedules > 0  # then no paths are kept
    called = thread_names(program) if sampled else paths.threads(outcome.facts)
    legend = (
        legend if sampled or program.spelling != C else replace(legend, made=paths.typed(legend.made, outcome.facts))
    )
    found = touches(program, legend, outcome.facts, paths.which, called)
    wanted = [t for t in found if not asked or t.spot.is_called(asked)]
    if asked and not wanted:
        raise TargetError(f"no thread touches a field called {asked!r}", remedy=_known(found))
    fields = fields_of(wanted)
    threads = thread_names(program)
    simplest = [] if sampled else [min(site.breaks, key=_simplicity) for f in fields for site in f.breaking]
    schedules = {touch: write_schedule(threads, *path_to(touch.fact)) for touch in simplest}
    return Locks(search, outcome.complete, fields, asked, schedules)


def _simplicity(touch: Touch) -> tuple[int, int]:
    return touch.fact.level, touch.fact.length


def _known(found: tuple[Touch, ...]) -> str:
    names = sorted({touch.spot.field for touch in found})
    return f"its threads touch: {', '.join(names)}" if names else "its threads touch no memory that others can see"


class _Paths:
    """Runs the paths to facts again, each once, for what only a path can tell."""

    def __init__(self, program: Program, options: Options, path_to: PathTo) -> None:
        self._program = program
        self._path_to = path_to
        self._machine = machine_for(program, options)
        self._objects: dict[tuple[int, tuple[Action, ...]], dict[int, int]] = {}

    def which(self, fact: Fact, number: int) -> int | None:
        """Which of the objects that had a place has it at the fact."""
        path = self._path_to(fact)
        if path not in self._objects:
            self._objects[path] = _objects(walk(self._machine, *path))
        return self._objects[path].get(number)

    def threads(self, facts: Iterable[Fact]) -> list[str]:
        """The names of all threads; of those that others start, as the path to the first thing they do knows them."""
        names = list(thread_names(self._program))
        spawned = range(len(self._program.threads), self._program.max_threads)
        first: dict[int, Fact] = {}
        for fact in facts:
            if fact.kind == ACCESS and fact.thread in spawned:
                first.setdefault(fact.thread, fact)
        for thread, fact in sorted(first.items()):
            walked = walk(self._machine, *self._path_to(fact))
            name = names_on(walked, events_of(walked))[thread]
            names[thread] = name if name not in names else names[thread]
        return names

    def typed(self, made: list[Made], facts: tuple[Fact, ...]) -> list[Made]:
        """What came into being, memory of C's malloc with the type of the pointers that it was put into: the last
        paths that touch it know."""
        typed = list(made)
        could_be: dict[int, set[int]] = {}
        for fact in facts:
            if fact.kind == OBJECT and is_bytes(made[fact.words[1]].type):
                could_be.setdefault(fact.words[0] >> OFFSET_BITS, set()).add(fact.words[1])
        tried = Counter[int]()
        for fact in reversed(facts):
            number = fact.words[0] >> OFFSET_BITS
            wanted = {w for w in could_be.get(number, ()) if is_bytes(typed[w].type) and tried[w] < MOST_PATHS}
            if fact.kind == ACCESS and wanted:
                which, kind = self._type_of(fact)
                tried.update(wanted)
                if which in wanted and not is_bytes(kind):
                    typed[which] = replace(typed[which], type=kind)
        return typed

    def _type_of(self, fact: Fact) -> tuple[int | None, DataType | None]:
        """Which object an access is to, and of which type it has turned out to be."""
        walked = walk(self._machine, *self._path_to(fact))
        happened = [h for o in (walked.start, *(taken.outcome for taken in walked.steps)) for h in o.record]
        names = Names(self._program)
        names.learn(happened)
        for happening in happened:
            names.note(happening)
        kind = names.kind(fact.words[0])
        while isinstance(kind, ArrayType):
            kind = strip(kind.of)
        return _objects(walked).get(fact.words[0] >> OFFSET_BITS), kind


def _objects(walked: Walk) -> dict[int, int]:
    """By the numbers of heap objects at the end of a path, which `Made` they are."""
    outcomes = [walked.start, *(taken.outcome for taken in walked.steps)]
    notes = [h for outcome in outcomes for h in outcome.record if isinstance(h, Note) and h.kind == OBJECT]
    return {note.args[0] >> OFFSET_BITS: note.args[1] for note in notes}
