"""Why it happened, in a sentence or two. One idea: most such bugs are a value that was read, changed by somebody else
while its reader was stopped, and used all the same; find the reads of the failing thread that had grown old.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.diagnose.names import Names
from unknot.diagnose.rows import accesses_of
from unknot.diagnose.walk import Walk
from unknot.interp.record import Access

MOST = 3
"""How many sentences are given."""


@dataclass(frozen=True)
class _Event:
    step: int
    thread: int
    access: Access

    @property
    def place(self) -> tuple[int, int]:
        return self.access.pointer, self.access.size


def explain(walked: Walk, names: Names, threads: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences about values that were used after another thread had changed them, the one nearest the failure
    first."""
    events = _events(walked, names)
    victim = _victim(walked)
    sentences: list[str] = []
    for event in reversed(events):
        if event.thread != victim or event.access.kind not in ("load", "cas", "rmw"):
            continue
        change = _changed_after(events, event)
        if change is None or not _goes_on(events, change, victim):
            continue
        sentence = _sentence(event, change, events, names, threads)
        if sentence not in sentences:
            sentences.append(sentence)
    return tuple(sentences[:MOST])


def _events(walked: Walk, names: Names) -> list[_Event]:
    found = []
    for number, taken in enumerate(walked.steps, 1):
        actor = taken.action.actor
        thread = actor - walked.threads if actor >= walked.threads else actor
        if actor >= walked.threads:
            accesses = [h for h in taken.outcome.record if isinstance(h, Access) and not names.is_model(h.pointer)]
        else:
            accesses = accesses_of(taken.outcome, names)
        found += [_Event(number, thread, a) for a in accesses]
    return found


def _victim(walked: Walk) -> int:
    """The thread that failed; of a wrong state, the one that took the last step."""
    actor = walked.steps[-1].action.actor if walked.steps else 0
    return actor - walked.threads if actor >= walked.threads else actor


def _changed_after(events: list[_Event], read: _Event) -> _Event | None:
    """The first change of what was read, by another thread, before the reader looked again."""
    for event in events:
        if event.step <= read.step or event.place != read.place:
            continue
        if event.thread == read.thread:
            return None
        if (
            event.access.kind in ("store", "rmw", "cas")
            and event.access.new is not None
            and event.access.new != event.access.old
        ):
            return event
    return None


def _goes_on(events: list[_Event], change: _Event, victim: int) -> bool:
    return any(e.thread == victim and e.step > change.step for e in events)


def _sentence(read: _Event, change: _Event, events: list[_Event], names: Names, threads: tuple[str, ...]) -> str:
    place = names.place(*read.place)
    who, other = threads[read.thread], threads[change.thread]
    old = names.value(*read.place, read.access.old or 0)
    new = names.value(*read.place, change.access.new or 0)
    text = f"{who} read {place} at step {read.step} ({old}); {other} changed it at step {change.step} (to {new})"
    later = next((e for e in events if e.thread == read.thread and e.step > change.step), None)
    if later is None:
        return text
    if later.access.kind == "load":
        return f"{text}; {who} went on with the old value beside {names.place(*later.place)}, read at step {later.step}"
    return f"{text}; {who} went on with the old value at step {later.step}"
