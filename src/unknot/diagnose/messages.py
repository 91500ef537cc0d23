"""What is wrong, in one sentence. One idea: the check gives the kind; the interpreter's outcome gives the facts."""

from __future__ import annotations

from unknot.checks.registry import check_of
from unknot.core.location import source_text
from unknot.diagnose.finding import Blocked
from unknot.diagnose.names import Names, thread_names
from unknot.diagnose.rows import row_at, suspended_at
from unknot.diagnose.walk import Walk
from unknot.interp.expand import changes
from unknot.interp.machine import Outcome, Status
from unknot.ir.faults import Fault
from unknot.ir.ops import Op


def message_of(
    fault: Fault, wrong: Outcome | None, names: Names, threads: tuple[str, ...], blocked: tuple[Blocked, ...]
) -> str:
    """The sentence for a fault."""
    title = check_of(fault).kind
    if fault is Fault.LEAK:
        return f"{title}: memory is still allocated when all threads have ended"
    if wrong is None:
        return title
    if fault is Fault.DEADLOCK:
        return _deadlock(threads, blocked)
    if fault is Fault.RACE:
        return _race(wrong, names, threads)
    if fault in (Fault.ASSERT, Fault.UNREACHABLE, Fault.DIVISION, Fault.SHIFT, Fault.BAD_JOIN):
        return f"{title}: {wrong.message}"
    if fault is Fault.LIMIT_LOOP:
        return f"{title}: a thread computes for ever without a visible operation"
    if fault in (Fault.INVARIANT, Fault.FINAL):
        name = wrong.details.get("name", "")
        return f"{title}: {name}" + ("" if wrong.message in ("", name) else f": {wrong.message}")
    if "pointer" in wrong.details:
        return f"{title}: {_access(fault, wrong, names)}"
    return f"{title}: {wrong.message}" if wrong.message else title


def _access(fault: Fault, wrong: Outcome, names: Names) -> str:
    pointer, size = wrong.details["pointer"], wrong.details.get("size", 0)
    place = names.place(pointer, 0)
    if fault in (Fault.DOUBLE_FREE, Fault.BAD_FREE):
        return place
    text = f"{size} bytes at {place}" if size else place
    if "object_size" in wrong.details:
        text += f", an object of {wrong.details['object_size']} bytes"
    return text


def _race(wrong: Outcome, names: Names, threads: tuple[str, ...]) -> str:
    one, other = wrong.details["threads"]
    places = [
        f"{threads[t]} at {loc.file}:{loc.line}" for t, loc in zip((one, other), wrong.details["locs"], strict=True)
    ]
    return f"data race on {names.place(wrong.details['pointer'], 1)}: {places[0]} and {places[1]}"


def _deadlock(threads: tuple[str, ...], blocked: tuple[Blocked, ...]) -> str:
    waits = [f"{threads[b.thread]} waits for {threads[b.holder]}" for b in blocked if b.holder is not None]
    if waits:
        return "deadlock: " + ", ".join(waits)
    return "deadlock: " + (", ".join(threads[b.thread] for b in blocked) or "the beginning") + " can never go on"


def blocked_threads(walked: Walk, names: Names) -> tuple[Blocked, ...]:
    """The threads that cannot go on in the last state, and on what; of a race, the two that meet."""
    state = walked.last_state
    if state is None:
        return ()
    racing = walked.wrong.details["threads"] if walked.wrong is not None and walked.wrong.fault is Fault.RACE else ()
    dead = walked.wrong is not None and walked.wrong.fault is Fault.DEADLOCK
    stuck = walked.wrong.details.get("threads", ()) if walked.wrong is not None and dead else ()
    rows = []
    for thread in range(walked.threads):
        if not state.threads[thread] or (walked.end is None and walked.steps[-1].action.actor == thread):
            continue
        outcomes = walked.machine.step(state, thread)
        if thread in racing:
            rows.append(_about_to(walked, thread, names))
        elif thread in stuck or not any(changes(state, o) for o in outcomes):
            rows.append(_blocked(walked, thread, outcomes))
    return tuple(rows)


def _next_op(walked: Walk, thread: int) -> Op:
    state = walked.last_state
    op = suspended_at(walked, state, thread) if state is not None else None
    assert op is not None  # asked of threads that are suspended in that state
    return op


def _about_to(walked: Walk, thread: int, names: Names) -> Blocked:
    op = _next_op(walked, thread)
    does = "read" if op.attrs["access"] == "load" else "write"
    pointer = walked.wrong.details["pointer"] if walked.wrong is not None else 0
    row = row_at(op.loc)
    return Blocked(thread, row, f"is about to {does} {names.place(pointer, 1)} in `{row.source}`")


def _blocked(walked: Walk, thread: int, outcomes: list[Outcome]) -> Blocked:
    outcome = outcomes[0]
    holder = outcome.holder if outcome.status is Status.BLOCKED and 0 <= outcome.holder < walked.threads else None
    if outcome.status is not Status.BLOCKED:
        row = row_at(_next_op(walked, thread).loc)
        return Blocked(thread, row, f"spins in `{row.source}`: nobody will change what it reads")
    whom = f" for {thread_names(walked.machine.program)[holder]}" if holder is not None else ""
    if outcome.op is not None and outcome.op.code == "join":
        return Blocked(thread, row_at(outcome.loc), f"waits{whom} to end", holder)
    condition = source_text(outcome.loc)
    return Blocked(thread, row_at(outcome.loc), f"waits{whom} until {condition or 'its condition holds'}", holder)
