"""From what happened in a step to the lines of a trace. One idea: a step is shown by its visible operation; of the
private work behind it only returns and the line that failed are worth a line.
"""

from __future__ import annotations

from unknot.core.location import NOWHERE, Location, source_line
from unknot.diagnose.finding import Row, Step
from unknot.diagnose.names import Names
from unknot.diagnose.walk import Taken, Walk
from unknot.interp.machine import Outcome, Status
from unknot.interp.record import Access, Assign, Note, Return, Runs
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.ops import Op
from unknot.ir.program import Program

MOST_CHANGES = 4
"""How many changes of one indivisible block are written out."""


def row_at(where: Location, effect: str = "") -> Row:
    """A row for a place in the source."""
    return Row(where, source_line(where.file, where.line), effect)


def make_steps(walked: Walk, names: Names) -> tuple[Step, ...]:
    """The steps of a path as rows. Follows allocations, so call it once and in order."""
    for happening in walked.start.record:
        names.note(happening)
    steps = _before_the_first(walked)
    for number, taken in enumerate(walked.steps, 1):
        for happening in taken.outcome.record:
            names.note(happening)
        steps.append(_step(number, taken, walked, names))
    return tuple(steps)


def _before_the_first(walked: Walk) -> list[Step]:
    """Choices made by init and by the private beginnings of threads, as steps with the number 0."""
    steps: list[Step] = []
    thread = 0
    places = _choices(walked)
    for happening in walked.start.record:
        if isinstance(happening, Runs):
            thread = min(happening.thread, walked.threads - 1)
        elif isinstance(happening, Assign) and happening.loc in places:
            steps.append(Step(0, thread, "thread", row_at(happening.loc, str(happening.value))))
    return steps


def _choices(walked: Walk) -> set[Location]:
    """Where the program chooses."""
    functions = walked.machine.program.functions.values()
    return {op.loc for f in functions for op in f.ops() if op.code == "choose" and op.loc.line}


def failing_thread(walked: Walk) -> int:
    """The thread whose step failed; of a wrong state, the one that took the last step."""
    if walked.steps:
        actor = walked.steps[-1].action.actor
        return actor - walked.threads if actor >= walked.threads else actor
    ran = [h.thread for h in walked.start.record if isinstance(h, Runs)]
    return min(ran[-1], walked.threads - 1) if ran else 0


def _step(number: int, taken: Taken, walked: Walk, names: Names) -> Step:
    actor = taken.action.actor
    if actor >= walked.threads:
        return Step(number, actor - walked.threads, "buffer", _flush_row(taken, names))
    place, effect = visible_place(walked, taken), _effect(walked, taken, names)
    if _fails_at(taken.outcome, place):
        effect = f"{effect}, fails" if effect else "fails"
    row = row_at(place, effect)
    return Step(number, actor, "thread", row, _more(taken.outcome, row, walked), taken.preempts)


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


def visible_place(walked: Walk, taken: Taken) -> Location:
    """Where the step's visible operation stands."""
    op = scheduling_op(walked, taken)
    if op is not None:
        return op.loc
    accesses = [h for h in taken.outcome.record if isinstance(h, Access)]
    return accesses[0].loc if accesses else taken.outcome.loc


def accesses_of(outcome: Outcome, names: Names) -> list[Access]:
    """The accesses of a step that the user's program made, as it saw them: through a store buffer if there is one."""
    seen: list[Access] = []
    for happening in outcome.record:
        if isinstance(happening, Access) and not _is_inner(happening, names):
            seen.append(happening)
        elif isinstance(happening, Note):
            seen += _noted(happening)
    return seen


def _is_inner(access: Access, names: Names) -> bool:
    """True for what the memory model does behind an operation."""
    return names.is_model(access.pointer) or access.function.startswith("tso.")


def _noted(note: Note) -> list[Access]:
    if note.kind == "load" and len(note.args) >= 2:
        pointer, value = note.args[0], note.args[1]
        return [Access("load", pointer, _size(note), value, None, "", note.function, note.loc)]
    if note.kind == "buffer" and len(note.args) >= 2:
        return [Access("buffer", note.args[0], _size(note), None, note.args[1], "", note.function, note.loc)]
    return []


def _size(note: Note) -> int:
    return note.args[2] if len(note.args) > 2 else 0


def show_access(access: Access, names: Names) -> str:
    """What an access did: `0`, `0 -> 1`, `failed: is 3`."""

    def text(value: int | None) -> str:
        return "?" if value is None else names.value(access.pointer, access.size, value)

    if access.kind == "load":
        return text(access.old)
    if access.kind == "buffer":
        return f"{text(access.new)} buffered"
    if access.kind == "cas" and not access.ok:
        return f"failed: is {text(access.old)}"
    if access.kind == "alloc":
        return names.place(access.pointer)
    if access.kind == "free":
        return f"frees {names.place(access.pointer)}"
    return text(access.new) if access.old is None else f"{text(access.old)} -> {text(access.new)}"


def _effect(walked: Walk, taken: Taken, names: Names) -> str:
    """What the visible operation did; of an indivisible block all that it changed."""
    op = scheduling_op(walked, taken)
    accesses = accesses_of(taken.outcome, names)
    if op is not None and op.attrs["access"] == "atomic_begin":
        changes = [a for a in accesses if a.kind not in ("load",) and a.new is not None]
        shown = [f"{names.place(a.pointer, a.size)} {show_access(a, names)}" for a in changes or accesses]
        return ", ".join(shown[:MOST_CHANGES]) + (", ..." if len(shown) > MOST_CHANGES else "")
    if op is not None:
        accesses = [a for a in accesses if a.loc == op.loc] or accesses[:0]
    if not accesses:
        return ""
    access = accesses[0]
    named = (
        ""
        if access.kind in ("alloc", "free") or _is_alone(walked, op)
        else names.place(access.pointer, access.size) + " "
    )
    return named + show_access(access, names)


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
    return len({o.loc for o in same}) <= 1


def _fails_at(outcome: Outcome, place: Location) -> bool:
    """True if it is the visible operation that fails, or an assert about it on the same line."""
    if outcome.status is not Status.FAULT:
        return False
    return outcome.loc == place or (outcome.fault is Fault.ASSERT and outcome.loc.line == place.line)


def _more(outcome: Outcome, row: Row, walked: Walk) -> tuple[Row, ...]:
    """Choices, returns with their values, and the line that failed."""
    rows: list[Row] = []
    places, stepping = _choices(walked), _stepping(walked.machine.program)
    for happening in outcome.record:
        if isinstance(happening, Assign) and happening.loc in places:
            rows.append(row_at(happening.loc, str(happening.value)))
        if isinstance(happening, Return) and happening.value is not None and happening.function in stepping:
            rows += [row_at(happening.loc)] if _is_new_line(happening.loc, row, rows) else []
    if outcome.status is Status.FAULT and outcome.loc.line and not _fails_at(outcome, row.where):
        rows.append(row_at(outcome.loc, "fails"))
    return tuple(rows)


def _stepping(program: Program) -> set[str]:
    """The functions in which a thread can be suspended: their returns are worth a line, those of helpers are not."""
    return {name for name, f in program.functions.items() if any(op.code == "step" for op in f.ops())}


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
