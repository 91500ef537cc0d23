"""What the kernel library tells of itself on a path, in order. One idea: its `event` operations, each with the step,
the thread, and the place where a user sees it; all that is said of locks and sleepers is read from these.

The events and their words are described where they are made, in the kernel library.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from unknot.diagnose.stacks import Seen, moments, seen
from unknot.diagnose.walk import Walk
from unknot.interp.machine import Outcome
from unknot.interp.record import Note
from unknot.interp.state import State
from unknot.ir.ops import MORE

OUTPUT = "output"
"""Kind of the events that print: descriptor, how many bytes, the bytes. Those of one call are one."""


@dataclass(frozen=True)
class Event:
    """`step` counts from 1, 0 is the beginning; `thread` is -1 between the threads. `place` counts what happened in the
    step. `more`: words that were added by MORE events."""

    step: int
    thread: int
    kind: str
    words: tuple[int, ...]
    seen: Seen
    place: int
    more: tuple[int, ...] = ()

    def word(self, index: int) -> int:
        """A word, 0 if there are fewer."""
        return self.words[index] if index < len(self.words) else 0


def events_of(walked: Walk) -> tuple[Event, ...]:
    """All events on a path."""
    found = list(step_events(walked, 0, None, walked.start))
    for number, taken in enumerate(walked.steps, 1):
        found += step_events(walked, number, taken.before, taken.outcome)
    return tuple(found)


def step_events(walked: Walk, number: int, before: State | None, outcome: Outcome) -> Iterator[Event]:
    """The events of one step."""
    program = walked.machine.program
    last: Event | None = None
    for place, moment in enumerate(moments(program, before, outcome)):
        note = moment.happening
        if not isinstance(note, Note):
            continue
        if note.kind == MORE and last is not None:
            last = replace(last, more=last.more + note.args)
            continue
        thread = moment.thread if moment.thread < program.max_threads else -1
        event = Event(number, thread, note.kind, note.args, seen(program, moment.stack, note.loc), place)
        if last is not None and _goes_on(last, event):
            last = replace(last, more=last.more + note.args)
            continue
        if last is not None:
            yield last
        last = event
    if last is not None:
        yield last


def _goes_on(last: Event, event: Event) -> bool:
    """True if both print, by the same call, to the same place."""
    return last.kind == event.kind == OUTPUT and last.seen == event.seen and last.word(0) == event.word(0)
