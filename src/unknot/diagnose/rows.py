"""From what happened in a step to the lines of a trace. One idea: a step is shown by its visible operation; of the
private work behind it only returns and the line that failed are worth a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unknot.core.location import NOWHERE, Location, source_line
from unknot.diagnose.changes import accesses_of, show_access
from unknot.diagnose.effects import WAITS, Teller
from unknot.diagnose.events import Event
from unknot.diagnose.finding import Row, Step
from unknot.diagnose.ledger import Ledger
from unknot.diagnose.names import Names
from unknot.diagnose.stacks import Moment, Seen, is_library, moments, seen, stack_at_end, stack_of
from unknot.diagnose.walk import Taken, Walk
from unknot.interp.machine import Outcome, Status
from unknot.interp.record import Access, Assign, Line, Return, Runs
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.ops import Op
from unknot.ir.program import C, Program

MOST_ALONE = 2
"""As many accesses as `x++` has: with more on one line each is named."""

MOST_CHANGES = 4
"""How many changes of one indivisible block are written out."""


@dataclass(frozen=True)
class Told:
    """What an event says: its number among what happened in the step, where a user sees it, the clause."""

    place: int
    seen: Seen
    text: str


@dataclass(frozen=True)
class _Facts:
    """What is asked of the program in every step: where it chooses, and the functions whose returns are worth a line:
    the user's in which a thread can be suspended."""

    choices: frozenset[Location]
    stepping: frozenset[str]


@dataclass(frozen=True)
class _Shown:
    """A step that is to be shown."""

    walked: Walk
    taken: Taken
    names: Names
    told: tuple[Told, ...]
    facts: _Facts

    @property
    def op(self) -> Op | None:
        """Its scheduling point."""
        return scheduling_op(self.walked, self.taken)

    @property
    def end(self) -> Seen:
        """Where a user sees the operation at which it ended early."""
        return _seen_at_end(self.walked, self.taken.before, self.taken.outcome)

    @property
    def in_library(self) -> bool:
        """True if its visible operation stands in a function of the library."""
        frames = self.taken.before.threads[self.taken.action.actor]
        return frames is not None and len(frames) > 0 and is_library(self.walked.machine.program, frames[-1].function)

    @property
    def fails(self) -> bool:
        """True if it broke the program."""
        return self.taken.outcome.status is Status.FAULT

    def told_at(self, place: Location) -> list[str]:
        """What events say about the line of the visible operation."""
        return [t.text for t in self.told if _line(t.seen.where) == _line(place)]


def row_at(where: Location, effect: str = "") -> Row:
    """A row for a place in the source."""
    return Row(where, source_line(where.file, where.line), effect)


def row_of(place: Seen, effect: str = "") -> Row:
    """A row for what a user sees; a thread of the library's is shown by the name of its function."""
    return Row(place.where, f"{place.call}()", effect) if place.service else row_at(place.where, effect)


def make_steps(walked: Walk, names: Names, threads: tuple[str, ...], events: tuple[Event, ...]) -> tuple[Step, ...]:
    """The steps of a path as rows. Follows allocations, so call it once and in order."""
    names.learn(h for outcome in (walked.start, *(t.outcome for t in walked.steps)) for h in outcome.record)
    for happening in walked.start.record:
        names.note(happening)
    teller, facts = Teller(names, threads, Ledger()), _facts(walked.machine.program)
    by_step: dict[int, list[Event]] = {}
    for event in events:
        by_step.setdefault(event.step, []).append(event)
    steps = _before_the_first(walked, _told(teller, by_step.get(0, ())), facts)
    for number, taken in enumerate(walked.steps, 1):
        for happening in taken.outcome.record:
            names.note(happening)
        told = _told(teller, by_step.get(number, ()))
        steps.append(_step(number, _Shown(walked, taken, names, told, facts), threads))
    return tuple(steps)


def _told(teller: Teller, events: Iterable[Event]) -> tuple[Told, ...]:
    """What the events of a step say; that a thread waits only if it did so when the step ended."""
    told = []
    for event in events:
        text = teller.tell(event)
        told += [Told(event.place, event.seen, text)] if text and event.thread >= 0 else []
        teller.ledger.note(event)
    return tuple(t for i, t in enumerate(told) if not t.text.startswith(WAITS) or i + 1 == len(told))


def _before_the_first(walked: Walk, told: tuple[Told, ...], facts: _Facts) -> list[Step]:
    """Choices made by init and by the private beginnings of threads, what they say, and what fails there, as steps with
    the number 0."""
    steps: list[Step] = []
    places, program = facts.choices, walked.machine.program
    texts = {t.place: t for t in told}
    thread = walked.threads
    for number, moment in enumerate(moments(program, None, walked.start)):
        happening, thread = moment.happening, moment.thread
        shown = min(thread, walked.threads - 1)
        if isinstance(happening, Assign) and happening.loc in places and not is_library(program, happening.function):
            steps.append(Step(0, shown, "thread", row_at(happening.loc, str(happening.value))))
        if number in texts:
            steps.append(Step(0, shown, "thread", row_of(texts[number].seen, texts[number].text)))
    if walked.start.status is Status.FAULT and walked.start.loc.line and thread < walked.threads:
        steps.append(Step(0, thread, "thread", row_of(_seen_at_end(walked, None, walked.start), "fails")))
    return steps


def _facts(program: Program) -> _Facts:
    functions = program.functions.values()
    choices = {op.loc for f in functions for op in f.ops() if op.code == "choose" and op.loc.line}
    stepping = {
        f.name for f in functions if not is_library(program, f.name) and any(op.code == "step" for op in f.ops())
    }
    return _Facts(frozenset(choices), frozenset(stepping))


def failing_thread(walked: Walk) -> int:
    """The thread whose step failed; of a wrong state, the one that took the last step."""
    if walked.steps:
        actor = walked.steps[-1].action.actor
        return actor - walked.threads if actor >= walked.threads else actor
    ran = [h.thread for h in walked.start.record if isinstance(h, Runs)]
    return min(ran[-1], walked.threads - 1) if ran else 0


def _step(number: int, shown: _Shown, threads: tuple[str, ...]) -> Step:
    walked, taken = shown.walked, shown.taken
    actor = taken.action.actor
    if actor >= walked.threads:
        return Step(number, actor - walked.threads, "buffer", _flush_row(taken, shown.names))
    place = visible_place(walked, taken)
    begun = [h.thread for h in taken.outcome.record if isinstance(h, Runs)][1:]
    starts = [f"starts {threads[t]}" for t in begun]
    did = "" if starts and shown.in_library else _effect(shown)
    effect = ", ".join(text for text in (did, *shown.told_at(place.where), *starts) if text)
    if _fails_at(shown, place.where):
        effect = f"{effect}, fails" if effect else "fails"
    row = row_of(place, effect)
    ends = taken.outcome.state is not None and not taken.outcome.state.threads[actor]
    return Step(number, actor, "thread", row, _more(shown, row), taken.preempts, ends)


def scheduling_op(walked: Walk, taken: Taken) -> Op | None:
    """The `step` operation at which the thread stood before this step, None at a thread's very beginning."""
    op = suspended_at(walked, taken.before, taken.action.actor)
    return op if op is not None and op.code == "step" else None


def suspended_at(walked: Walk, state: State, thread: int) -> Op | None:
    """The operation behind which a thread stands in a state; None if it is not there."""
    frames = state.threads[thread]
    if not frames:
        return None
    top = frames[-1]
    return walked.machine.program.functions[top.function].blocks[top.label][max(top.index - 1, 0)]


def visible_place(walked: Walk, taken: Taken) -> Seen:
    """Where a user sees the step's visible operation."""
    program = walked.machine.program
    op = scheduling_op(walked, taken)
    if op is not None:
        return seen(program, stack_of(program, taken.before.threads[taken.action.actor]), op.loc)
    for moment in moments(program, taken.before, taken.outcome):
        if isinstance(moment.happening, Access):
            return seen(program, moment.stack, moment.happening.loc)
    return _seen_at_end(walked, taken.before, taken.outcome)


def place_of_end(walked: Walk, before: State | None, outcome: Outcome) -> Location:
    """Where a user sees the operation at which a step ended early; in a thread of the library's, the line of his that
    was run last."""
    place, program = _seen_at_end(walked, before, outcome), walked.machine.program
    if not place.service:
        return place.where
    here = [
        seen(program, m.stack, m.happening.loc)
        for m in moments(program, before, outcome)
        if m.stack and isinstance(m.happening, Line)
    ]
    earlier = (visible_place(walked, taken) for taken in reversed(walked.steps))
    return next((p.where for p in (*reversed(here), *earlier) if not p.service and p.where.line), place.where)


def _seen_at_end(walked: Walk, before: State | None, outcome: Outcome) -> Seen:
    program = walked.machine.program
    return seen(program, stack_at_end(program, before, outcome), outcome.loc)


def _effect(shown: _Shown) -> str:
    """What the visible operation did; of an indivisible block all that it changed. What the library does is told by its
    events; its memory is shown only if there are none."""
    op, names = shown.op, shown.names
    inside = shown.in_library
    if inside and shown.told:
        return ""
    accesses = accesses_of(shown.taken.outcome, names)
    if inside:
        accesses = [a for a in accesses if not names.is_internal(a.pointer)] if not shown.fails else []
    if op is not None and op.attrs["access"] == "atomic_begin":
        changes = [
            a for a in accesses if a.kind not in ("load",) and a.new is not None and (a.new != a.old or not inside)
        ]
        accesses = [] if inside else accesses
        texts = [f"{names.place(a.pointer, a.size)} {show_access(a, names)}" for a in changes or accesses]
        return ", ".join(texts[:MOST_CHANGES]) + (", ..." if len(texts) > MOST_CHANGES else "")
    if op is not None:
        accesses = [a for a in accesses if a.loc == op.loc] or accesses[:0]
    if not accesses:
        return ""
    access = accesses[0]
    alone = access.kind in ("alloc", "free") or (_is_alone(shown.walked, op) and not inside)
    return ("" if alone else names.place(access.pointer, access.size) + " ") + show_access(access, names)


def _is_alone(walked: Walk, op: Op | None) -> bool:
    """True if the visible operation is the only one on its line, so that its value needs no name."""
    if op is None:
        return True
    same = [
        o
        for f in walked.machine.program.functions.values()
        for o in f.ops()
        if o.code == "step" and (o.loc.file, o.loc.line) == (op.loc.file, op.loc.line)
    ]
    many = walked.machine.program.spelling == C and len(same) > MOST_ALONE  # a macro's accesses have one place
    return len({o.loc for o in same}) <= 1 and not many


def _fails_at(shown: _Shown, place: Location) -> bool:
    """True if it is the visible operation that fails, or an assert about it on the same line."""
    if not shown.fails:
        return False
    at = shown.end.where
    return at == place or (shown.taken.outcome.fault in (Fault.ASSERT, Fault.RULE) and _line(at) == _line(place))


def _more(shown: _Shown, row: Row) -> tuple[Row, ...]:
    """Choices, what the library says it did on other lines, returns, and the line that failed."""
    rows: list[Row] = []
    program = shown.walked.machine.program
    places, stepping = shown.facts.choices, shown.facts.stepping
    told = {t.place: t for t in shown.told if _line(t.seen.where) != _line(row.where)}
    lines: dict[str, Location] = {}
    for index, moment in enumerate(moments(program, shown.taken.before, shown.taken.outcome)):
        happening = moment.happening
        if isinstance(happening, Assign) and happening.loc in places and not is_library(program, happening.function):
            rows.append(row_at(happening.loc, str(happening.value)))
        if isinstance(happening, Line) and not _is_brace(happening.loc):
            lines[happening.function] = happening.loc
        if isinstance(happening, Return) and happening.value is not None and happening.function in stepping:
            place = lines.get(happening.function, row.where) if _is_brace(happening.loc) else happening.loc
            rows += [row_at(place)] if _is_new_line(place, row, rows) and _is_taken(program, moment) else []
        if index in told:
            rows.append(row_of(told[index].seen, told[index].text))
    if shown.fails and shown.taken.outcome.loc.line and not _fails_at(shown, row.where):
        rows.append(_last_return(shown) or _failing_row(program, shown.end))
    return tuple(rows)


def _last_return(shown: _Shown) -> Row | None:
    """The end of a thread's own function, if what fails is what the library does behind it."""
    program = shown.walked.machine.program
    if not shown.end.service or program.spelling != C:
        return None
    returns = [h for h in shown.taken.outcome.record if isinstance(h, Return)]
    last = next((h for h in reversed(returns) if not is_library(program, h.function)), None)
    return Row(last.loc, f"end of {last.function}", "fails") if last is not None else None


def _failing_row(program: Program, end: Seen) -> Row:
    """The line that fails; a function that has run off its end has the place of its head."""
    heads = {_line(f.loc): name for name, f in program.functions.items() if not f.library}
    name = heads.get(_line(end.where))
    if name is None or end.service:
        return row_of(end, "fails")
    return Row(end.where, f"end of {name.rpartition('.')[2]}", "fails")


def _line(where: Location) -> tuple[str, int]:
    return where.file, where.line


def _is_taken(program: Program, moment: Moment) -> bool:
    """True if what a function gives goes to the user's code: not to the library, which began the thread with it."""
    return len(moment.stack) < 2 or not is_library(program, moment.stack[-2].function)


def _is_brace(place: Location) -> bool:
    """True for the end of a function of C, where all its returns meet."""
    return source_line(place.file, place.line) == "}"


def _is_new_line(place: Location, row: Row, rows: list[Row]) -> bool:
    known = {(r.where.file, r.where.line) for r in [row, *rows]}
    return place.line > 0 and (place.file, place.line) not in known


def _flush_row(taken: Taken, names: Names) -> Row:
    """A store buffer's oldest entry reaches memory."""
    for happening in taken.outcome.record:
        if isinstance(happening, Access) and happening.kind == "store" and not names.is_model(happening.pointer):
            name = names.place(happening.pointer, happening.size)
            return Row(NOWHERE, name, show_access(happening, names))
    return Row(NOWHERE, "a store", "fails" if taken.outcome.fault is not Fault.NONE else "")
