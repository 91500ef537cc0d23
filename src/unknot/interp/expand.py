"""All there is to say about one state: what is wrong in it, where it leads. One idea: every search asks only this.

A state in which something is wrong leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.core.location import Location
from unknot.interp.limits import cuts
from unknot.interp.machine import Machine, Outcome, Status
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.ops import IDLE, NOBODY, Op

LONGEST_SPIN = 256
"""Steps after which a thread that runs alone is believed not to come back; with the way of Brent (1980), as in the
native
search, so that both find the same."""
SOMEWHERE, NOTHING, REST = "", "nothing", "rest"
"""What comes of a thread that runs alone: it writes, ends or chooses; it stays as it is for ever; it waits for work."""
MEMORY_ACCESSES = frozenset({"load", "store", "rmw", "cas"})


@dataclass(frozen=True)
class Expansion:
    """`wrong`: what is wrong in the state itself. `outcomes`: by actor, if it is there. `final`: all is over. `cut`:
    what is to hold in the state but reached a limit when it was asked."""

    wrong: list[Outcome]
    outcomes: dict[int, list[Outcome]]
    final: bool
    cut: list[Outcome]


def expand(machine: Machine, state: State) -> Expansion:
    """Judges the state and, if it is sound, tries every actor."""
    wrong, cut = _judged(machine.invariants(state))
    wrong += races(machine, state) if machine.races else []
    if wrong:
        return Expansion(wrong, {}, False, cut)
    outcomes = {actor: found for actor in machine.actors if (found := machine.step(state, actor))}
    if _is_over(machine, outcomes):
        wrong, late = _judged(machine.finals(state))
        return Expansion(wrong, outcomes, True, cut + late)
    wrong = deadlocks(machine, state, outcomes)
    return Expansion(wrong, {} if wrong else outcomes, False, cut)


def _judged(found: list[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """What is wrong, and what only reached a limit."""
    return [o for o in found if not cuts(o.fault)], [o for o in found if cuts(o.fault)]


def _is_over(machine: Machine, outcomes: dict[int, list[Outcome]]) -> bool:
    """True if every thread has ended or waits for work, and the memory model has nothing to do."""
    threads = machine.program.max_threads
    idle = all(_waits_for(found) == IDLE for actor, found in outcomes.items() if actor < threads)
    return idle and not _may_act(machine, outcomes)


def changes(state: State, outcome: Outcome) -> bool:
    """True unless the step is blocked or leaves everything as it is."""
    return outcome.status is Status.FAULT or (outcome.status is Status.RAN and outcome.state != state)


def _may_act(machine: Machine, outcomes: dict[int, list[Outcome]]) -> bool:
    """True if the memory model has something to do."""
    threads = machine.program.max_threads
    return any(o.took_place for actor, found in outcomes.items() if actor >= threads for o in found)


def deadlocks(machine: Machine, state: State, outcomes: dict[int, list[Outcome]]) -> list[Outcome]:
    """A deadlock of all threads (nothing anybody can do changes the state, or all only read and wait for ever), else
    one
    of threads that wait for each other while others go on. The latter only while the memory model has nothing to do
    that might yet help one."""
    if state.ended:
        return []
    holders = {actor: holder for actor, found in outcomes.items() if (holder := _waits_for(found)) is not None}
    if not any(changes(state, o) for found in outcomes.values() for o in found):
        waiting = sorted(actor for actor, holder in holders.items() if holder != IDLE)
        return [_deadlock("no thread can go on", holders, waiting)]
    if _may_act(machine, outcomes):
        return []
    live = [t for t in range(machine.program.max_threads) if state.threads[t]]
    if machine.may_spin:
        alone = {thread: _alone(machine, state, thread) for thread in live}
        if all(alone.values()) and NOTHING in alone.values():
            return [_deadlock("every thread only waits", holders, [t for t in live if alone[t] == NOTHING])]
    cycles = [c for actor in holders if (c := _cycle(actor, holders)) is not None]
    return [_deadlock("threads wait for each other", holders, cycles[0])] if cycles else []


def _alone(machine: Machine, state: State, thread: int) -> str:
    """What comes of the thread if it runs alone: NOTHING if it is blocked or comes back to where it was while nothing
    else changes, REST if it waits for work then, else SOMEWHERE."""
    now = anchor = state
    for steps in range(1, LONGEST_SPIN):
        outcomes = machine.step(now, thread)
        if outcomes and not any(o.took_place for o in outcomes):
            return REST if _waits_for(outcomes) == IDLE else NOTHING
        following = outcomes[0].state if len(outcomes) == 1 else None
        if following is None or not following.threads[thread] or not _same_but_for(thread, now, following):
            return SOMEWHERE
        if following == anchor:
            return NOTHING
        now = following
        anchor = now if steps & (steps - 1) == 0 else anchor
    return SOMEWHERE


def _same_but_for(thread: int, one: State, other: State) -> bool:
    """True if the states differ at most in that thread's frames."""
    rest = [t for i, t in enumerate(one.threads) if i != thread]
    return one.memory == other.memory and rest == [t for i, t in enumerate(other.threads) if i != thread]


def _waits_for(outcomes: list[Outcome]) -> int | None:
    """Who holds up an actor that is blocked, NOBODY, or IDLE if it waits for work; None if it is not blocked."""
    if any(o.took_place for o in outcomes):
        return None
    holders = {o.holder for o in outcomes}
    return holders.pop() if len(holders) == 1 else NOBODY


def _cycle(start: int, holders: dict[int, int]) -> list[int] | None:
    path = [start]
    while (following := holders.get(path[-1])) is not None:
        if following == start:
            return path
        if following in path:
            return None
        path.append(following)
    return None


def _deadlock(message: str, holders: dict[int, int], threads: list[int]) -> Outcome:
    details = {"threads": tuple(threads), "holders": holders}
    return Outcome(0, Status.FAULT, None, fault=Fault.DEADLOCK, message=message, details=details)


@dataclass(frozen=True)
class _Pending:
    """The access of memory that a thread is about to make."""

    thread: int
    kind: str
    first: int
    size: int
    atomic: bool
    racy: bool
    function: str
    op: Op

    @property
    def loc(self) -> Location:
        return self.op.loc


def races(machine: Machine, state: State) -> list[Outcome]:
    """A data race in the state, if any: two threads about to touch the same bytes, one writing, not both atomically."""
    pending = [p for thread in range(len(state.threads)) if (p := _pending(machine, state, thread)) is not None]
    for i, one in enumerate(pending):
        for other in pending[i + 1 :]:
            if _race(one, other):
                return [_collision(one, other)]
    return []


def _collision(one: _Pending, other: _Pending) -> Outcome:
    pointer = max(one.first, other.first)
    details = {"threads": (one.thread, other.thread), "pointer": pointer, "locs": (one.loc, other.loc)}
    return Outcome(
        0, Status.FAULT, None, fault=Fault.RACE, details=details, function=one.function, op=one.op, loc=one.loc
    )


def _race(one: _Pending, other: _Pending) -> bool:
    overlap = one.first < other.first + other.size and other.first < one.first + one.size
    writes = one.kind != "load" or other.kind != "load"
    return overlap and writes and not (one.atomic and other.atomic) and not (one.racy or other.racy)


def _pending(machine: Machine, state: State, thread: int) -> _Pending | None:
    frames = state.threads[thread]
    if not frames:
        return None
    top = frames[-1]
    op = machine.program.functions[top.function].blocks[top.label][top.index - 1]
    if op.attrs["access"] not in MEMORY_ACCESSES:
        return None
    address = machine.code.kept_value(thread, top, op.args[0])
    atomic, racy = op.attrs["order"] != "plain", bool(op.attrs.get("racy"))
    return _Pending(thread, op.attrs["access"], address, op.attrs["size"], atomic, racy, top.function, op)
