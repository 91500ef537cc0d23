"""Why it happened, in a sentence or two. One idea: most such bugs are a value that was read, changed by somebody else
while its reader was stopped, and used all the same; find the reads of the failing thread that had grown old.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.diagnose.changes import accesses_of
from unknot.diagnose.effects import CLAUSES
from unknot.diagnose.names import Names
from unknot.diagnose.rows import failing_thread
from unknot.diagnose.stacks import is_library, plain
from unknot.diagnose.walk import Taken, Walk
from unknot.interp.record import Access, Note
from unknot.ir.address import OFFSET_BITS
from unknot.ir.faults import Fault

MOST = 3
"""How many sentences are given."""


@dataclass(frozen=True)
class _Event:
    step: int
    thread: int
    access: Access
    flushed: bool = False

    @property
    def place(self) -> tuple[int, int]:
        return self.access.pointer, self.access.size


def explain(walked: Walk, names: Names, threads: tuple[str, ...], sleeper: int | None = None) -> tuple[str, ...]:
    """Sentences about values that were used after another thread had changed them, the one nearest the failure
    first. `sleeper`: the thread to explain, if it sleeps for ever."""
    events = _events(walked, names)
    sleeps = sleeper is not None
    victim = failing_thread(walked) if sleeper is None else sleeper
    at: dict[tuple[int, int], list[_Event]] = {}
    for event in events:
        at.setdefault(event.place, []).append(event)
    sentences = [*_freed(walked, events, names, threads), *_buffered(events, at, names, threads)]
    for event in reversed(events):
        if event.thread != victim or event.access.kind not in ("load", "cas", "rmw"):
            continue
        change = _changed_after(at[event.place], event)
        if change is None or not (sleeps or _goes_on(events, change, victim)):
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
            accesses = [a for a in accesses if not _is_inside(a, taken, walked) and not names.is_internal(a.pointer)]
        found += [_Event(number, thread, a, actor >= walked.threads) for a in accesses]
    return found


def _is_inside(access: Access, taken: Taken, walked: Walk) -> bool:
    """True for what the library does to its own memory in a step of which its events tell all."""
    told = any(isinstance(h, Note) and h.kind in CLAUSES for h in taken.outcome.record)
    return told and is_library(walked.machine.program, access.function)


def _freed(walked: Walk, events: list[_Event], names: Names, threads: tuple[str, ...]) -> list[str]:
    """Who freed the object that was used or freed again, and when."""
    wrong = walked.wrong
    if wrong is None or wrong.fault not in (Fault.USE_AFTER_FREE, Fault.DOUBLE_FREE):
        return []
    number = wrong.details["pointer"] >> OFFSET_BITS
    frees = [e for e in events if e.access.kind == "free" and e.access.pointer >> OFFSET_BITS == number]
    if not frees:
        return _left(walked, number, names)
    last, victim = frees[-1], failing_thread(walked)
    text = f"{threads[last.thread]} freed {names.place(last.access.pointer)}"
    if last.thread == victim:
        return [f"{text} itself, at step {last.step}"]
    return [f"{text} at step {last.step}; {threads[victim]} still had a pointer to it"]


def _left(walked: Walk, number: int, names: Names) -> list[str]:
    """Whose variable it was, that is used when its function has returned."""
    records = (walked.start.record, *(taken.outcome.record for taken in walked.steps))
    accesses = (h for record in reversed(records) for h in reversed(record) if isinstance(h, Access))
    made = next((a for a in accesses if a.kind == "alloc" and a.pointer >> OFFSET_BITS == number), None)
    if made is None:
        return []
    return [f"{names.place(made.pointer)} was a variable of {plain(made.function)}, which has returned"]


def _buffered(
    events: list[_Event], at: dict[tuple[int, int], list[_Event]], names: Names, threads: tuple[str, ...]
) -> list[str]:
    """Reads that missed another thread's store because it was still in its store buffer. `at`: the events by place."""
    sentences = []
    for store in (e for e in events if e.access.kind == "buffer"):
        ends = [e.step for e in at[store.place] if e.flushed and e.thread == store.thread]
        end = min((s for s in ends if s > store.step), default=1 << 60)
        for read in at[store.place]:
            foreign = read.access.kind == "load" and read.thread != store.thread
            if foreign and store.step < read.step < end:
                place, who, other = names.place(*store.place), threads[read.thread], threads[store.thread]
                value = names.value(*read.place, read.access.old or 0)
                text = f"{who} read {place} at step {read.step} ({value}) while {other}'s store of it"
                sentences.append(f"{text} (step {store.step}) was still in {other}'s store buffer")
                break
    return sentences


def _changed_after(events: list[_Event], read: _Event) -> _Event | None:
    """The first change of what was read, by another thread, before the reader looked again. `events`: at its place."""
    for event in events:
        if event.step <= read.step:
            continue
        if event.thread == read.thread and not event.flushed:
            return None
        if (
            event.access.kind in ("store", "rmw", "cas")
            and event.access.new is not None
            and event.access.new != event.access.old
        ):
            return event
    return None


def _goes_on(events: list[_Event], change: _Event, victim: int) -> bool:
    return any(e.thread == victim and e.step > change.step and not e.flushed for e in events)


def _sentence(read: _Event, change: _Event, events: list[_Event], names: Names, threads: tuple[str, ...]) -> str:
    place = names.place(*read.place)
    who, other = threads[read.thread], threads[change.thread]
    old = names.value(*read.place, read.access.old or 0)
    new = names.value(*read.place, change.access.new or 0)
    text = f"{who} read {place} at step {read.step} ({old}); {other} changed it at step {change.step} (to {new})"
    later = next((e for e in events if e.thread == read.thread and e.step > change.step and not e.flushed), None)
    if later is None:
        return text
    if later.access.kind == "load":
        return f"{text}; {who} went on with the old value beside {names.place(*later.place)}, read at step {later.step}"
    return f"{text}; {who} went on with the old value at step {later.step}"
