"""Who waits for which lock at the end of a path, and what he holds. One idea: a thread says so in the step that it
cannot take."""

from __future__ import annotations

from unknot.checks.lock_order.facts import KIND, Reader
from unknot.checks.lock_order.verdicts import Waiting
from unknot.diagnose.events import events_of
from unknot.diagnose.ledger import ledger_of
from unknot.diagnose.lock_types import LockTypes
from unknot.diagnose.walk import Walk
from unknot.interp.events import events
from unknot.interp.machine import Machine, Status
from unknot.interp.machine import Outcome as StepOutcome
from unknot.interp.record import Access
from unknot.interp.state import State

MOST_READS = 100
"""Steps that a thread in a deadlock may take until it waits."""


def waiting_in(walked: Walk, types: LockTypes) -> tuple[Waiting, ...]:
    """The threads that a path leaves waiting for locks, and what they hold: by what they said before, or say when they
    try to go on."""
    reader = Reader(types.text, types.name)
    state, ledger = walked.last_state, ledger_of(events_of(walked))
    found = []
    for thread in range(walked.threads) if state is not None else ():
        outcomes = _where_it_waits(walked.machine, state, thread) if state is not None and state.threads[thread] else []
        if not outcomes:
            continue
        said = [e.words for e in events(outcomes[0].record) if e.thread == thread and e.kind == KIND]
        said += [e.words + e.more for e in [ledger.wants.get(thread)] if e is not None]
        if said:
            attempt = reader.read(thread, said[0])
            found.append(Waiting(thread, tuple(taken.lock for taken in attempt.held), attempt.wants.lock))
    return tuple(found)


def _where_it_waits(machine: Machine, state: State, thread: int) -> list[StepOutcome]:
    """The step in which a thread waits; on the way there it may read, as one does that spins until it can go on."""
    for _ in range(MOST_READS):
        outcomes = machine.step(state, thread)
        if outcomes and outcomes[0].status is Status.BLOCKED:
            return outcomes
        if len(outcomes) != 1 or outcomes[0].state in (None, state) or _writes(outcomes[0]):
            return []
        state = outcomes[0].state or state
    return []


def _writes(outcome: StepOutcome) -> bool:
    return any(isinstance(h, Access) and h.new is not None for h in outcome.record)
