"""The events of a step, put together from its record. One idea: the same words that native code leaves for the
search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unknot.core.location import Location
from unknot.interp.record import Happening, Note, Runs
from unknot.ir.ops import MORE


@dataclass(frozen=True)
class Event:
    """An event of a thread (`Program.max_threads`: between the threads) with all its words."""

    kind: str
    thread: int
    words: tuple[int, ...]
    function: str
    loc: Location


def events(record: Iterable[Happening]) -> list[Event]:
    """The events in a record, in order."""
    found: list[Event] = []
    thread = -1
    for happening in record:
        if isinstance(happening, Runs):
            thread = happening.thread
        elif isinstance(happening, Note) and happening.kind == MORE and found:
            last = found[-1]
            found[-1] = Event(last.kind, last.thread, last.words + happening.args, last.function, last.loc)
        elif isinstance(happening, Note):
            found.append(Event(happening.kind, thread, happening.args, happening.function, happening.loc))
    return found
