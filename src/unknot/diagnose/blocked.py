"""Who cannot go on at the end of a trace, and why. One idea: the interpreter says that a thread is blocked; for what it
waits is told by the ledger of locks and sleeps, or else by the line where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from unknot.core.location import Location, source_text
from unknot.diagnose.effects import WAITS, Teller
from unknot.diagnose.events import Event, step_events
from unknot.diagnose.finding import Blocked
from unknot.diagnose.ledger import EXCLUSIVE, Ledger
from unknot.diagnose.names import Names
from unknot.diagnose.rows import row_of, suspended_at
from unknot.diagnose.stacks import Seen, is_library, seen, stack_at_end, stack_of
from unknot.diagnose.walk import Walk
from unknot.interp.expand import changes
from unknot.interp.machine import Outcome, Status
from unknot.interp.record import Access
from unknot.interp.state import State
from unknot.ir.faults import Fault
from unknot.ir.ops import IDLE, Op


@dataclass(frozen=True)
class Wait:
    """A thread that cannot go on. `short` says for what in a message's few words, empty if that is not known. `joins`:
    it waits for another thread's end, so it is never the reason."""

    blocked: Blocked
    short: str = ""
    joins: bool = False

    @property
    def idle(self) -> bool:
        """True for a thread that may wait for ever."""
        return self.blocked.idle


def waits_at_end(walked: Walk, names: Names, threads: tuple[str, ...], ledger: Ledger) -> tuple[Wait, ...]:
    """The threads that cannot go on in the last state, and on what; of a race, the two that meet."""
    state = walked.last_state
    if state is None:
        return ()
    fault = walked.wrong.fault if walked.wrong is not None else Fault.NONE
    details = walked.wrong.details if walked.wrong is not None else {}
    racing = details["threads"] if fault is Fault.RACE else ()
    stuck = details.get("threads", ()) if fault is Fault.DEADLOCK else ()
    reader = _Reader(walked, names, threads, ledger)
    found = []
    for thread in range(walked.threads):
        if not state.threads[thread] or (walked.end is None and walked.steps[-1].action.actor == thread):
            continue
        outcomes = walked.machine.step(state, thread)
        if thread in racing:
            found.append(Wait(reader.about_to(thread)))
        elif thread in stuck or not any(changes(state, o) for o in outcomes):
            found.append(reader.wait(thread, outcomes[0]))
    return tuple(replace(w, blocked=replace(w.blocked, holds=reader.holds(w.blocked.thread))) for w in found)


@dataclass(frozen=True)
class _Reader:
    """Reads the last state of a path."""

    walked: Walk
    names: Names
    threads: tuple[str, ...]
    ledger: Ledger

    def about_to(self, thread: int) -> Blocked:
        """One of two threads that race."""
        op = self._next_op(thread)
        does = "read" if op.attrs["access"] == "load" else "write"
        pointer = self.walked.wrong.details["pointer"] if self.walked.wrong is not None else 0
        row = row_of(self._seen(thread, op))
        return Blocked(thread, row, f"is about to {does} {self.names.place(pointer, 1)} in `{row.source}`")

    def holds(self, thread: int) -> tuple[str, ...]:
        """The locks that a thread holds."""
        held = self.ledger.held_by(thread)
        return tuple(self.names.lock(e.word(0)) + ("" if e.word(1) & EXCLUSIVE else " (shared)") for e in held)

    def wait(self, thread: int, outcome: Outcome) -> Wait:
        """A thread whose next step is blocked, or changes nothing."""
        if outcome.status is not Status.BLOCKED:
            later = self._later(thread, outcome)
            if later is not None:
                return later
            row = row_of(self._seen(thread, self._next_op(thread)))
            return Wait(Blocked(thread, row, f"spins in `{row.source}`: nobody will change what it reads"))
        program = self.walked.machine.program
        place = seen(program, stack_at_end(program, self.walked.last_state, outcome), outcome.loc)
        row = row_of(place)
        holder = outcome.holder if 0 <= outcome.holder < self.walked.threads else None
        if outcome.holder == IDLE:
            return Wait(Blocked(thread, row, "waits for work", idle=True))
        if place.call and is_library(program, outcome.function):
            told = self._in_library(Blocked(thread, row, f"waits in {place.call}()", holder), outcome)
            return replace(told, joins=_joins(outcome))
        short = f"waits for {self.threads[holder]}" if holder is not None else ""
        whom = f" for {self.threads[holder]}" if holder is not None else ""
        if _joins(outcome):
            return Wait(Blocked(thread, row, f"waits{whom} to end", holder), short, True)
        condition = source_text(outcome.loc)
        return Wait(Blocked(thread, row, f"waits{whom} until {condition or 'its condition holds'}", holder), short)

    def _later(self, thread: int, outcome: Outcome) -> Wait | None:
        """How a thread will wait that is not blocked yet, but only reads until it is. None if it reads for ever."""
        passed: set[State] = set()
        while outcome.status is Status.RAN and outcome.state is not None and outcome.state not in passed:
            passed.add(outcome.state)
            outcomes = self.walked.machine.step(outcome.state, thread)
            if len(outcomes) != 1:
                return None
            if outcomes[0].status is Status.BLOCKED:
                there = replace(self, walked=replace(self.walked, end=outcome.state))
                wait = there.wait(thread, outcomes[0])
                reason = re.sub("^waits ", "will wait ", wait.blocked.reason)
                return replace(wait, blocked=replace(wait.blocked, reason=reason))
            outcome = outcomes[0]
        return None

    def _in_library(self, blocked: Blocked, outcome: Outcome) -> Wait:
        sleep = self.ledger.sleeps.get(blocked.thread)
        if sleep is not None and blocked.thread not in self.ledger.woken:
            channel = Teller(self.names, self.threads, self.ledger).channel(sleep.word(0))
            text = f"sleeps on {channel}"
            return Wait(replace(blocked, reason=f"{text} since step {sleep.step}"), text)
        tried = self._attempt(outcome)
        wanted = next(
            (e for e in reversed(tried) if e.kind in ("lock", "wants")), self.ledger.wants.get(blocked.thread)
        )
        if wanted is not None:
            return self._for_lock(blocked, wanted.word(0))
        last = tried[-1] if tried else self.ledger.last.get(blocked.thread)
        told = Teller(self.names, self.threads, self.ledger).tell(last) if last is not None else ""
        if told.startswith(WAITS):
            holder = blocked.holder
            first = "it itself" if holder == blocked.thread else "" if holder is None else self.threads[holder]
            busy = f"; {first} must go on first" if first else ""
            return Wait(replace(blocked, reason=f"{told}{busy}"), told)
        lock = self._lock_read(outcome)
        if lock is not None:
            return self._for_lock(blocked, lock)
        whom = f" for {self.threads[blocked.holder]}" if blocked.holder is not None else ""
        return Wait(replace(blocked, reason=blocked.reason + whom), f"waits{whom}" if whom else "")

    def _attempt(self, outcome: Outcome) -> list[Event]:
        """What a thread told before it was blocked, in the step that it could not take."""
        return list(step_events(self.walked, 0, self.walked.last_state, outcome))

    def _lock_read(self, outcome: Outcome) -> int | None:
        """The lock whose memory the thread looked at before it was blocked."""
        holder, ledger = outcome.holder, self.ledger
        known = {lock for lock, held in ledger.held.items() if held} | {e.word(0) for e in ledger.wants.values()}
        for read in (h.pointer for h in outcome.record if isinstance(h, Access) and h.kind == "load"):
            for lock in known:
                inside = lock <= read < lock + self.names.lock_size(lock)
                if inside and (holder < 0 or ledger.holds(holder, lock) or self._wants(holder, lock)):
                    return lock
        return None

    def _wants(self, thread: int, lock: int) -> bool:
        wanted = self.ledger.wants.get(thread)
        return wanted is not None and wanted.word(0) == lock

    def _for_lock(self, blocked: Blocked, lock: int) -> Wait:
        name, thread = self.names.lock(lock), blocked.thread
        holders = self.ledger.holders(lock)
        if not holders:
            return Wait(replace(blocked, reason=f"waits for {name}"), f"waits for {name}")
        own = next((e for e in holders if e.thread == thread), None)
        holder = blocked.holder
        if holder is None and len(holders) == 1 and holders[0].thread >= 0:
            holder = holders[0].thread
        if own is not None and len(holders) == 1:
            text = f"waits for {name}, which it holds itself since {_since(own)}"
            return Wait(replace(blocked, reason=text, holder=holder), f"waits for {name}, which it holds itself")
        held = [f"{_how(e)}held by {self._name(e.thread)} since {_since(e)}" for e in holders if e is not own]
        whom = " and ".join(self._name(e.thread) for e in holders if e is not own)
        text = f"waits for {name}, {' and '.join(held)}"
        if holder is not None and not self.ledger.holds(holder, lock) and self._wants(holder, lock):
            text += f", behind {self.threads[holder]}, which waits to have it alone"
            return Wait(replace(blocked, reason=text, holder=holder), f"waits for {name} behind {self.threads[holder]}")
        return Wait(replace(blocked, reason=text, holder=holder), f"waits for {name} held by {whom}")

    def _seen(self, thread: int, op: Op) -> Seen:
        """Where a user sees the operation at which a thread stands."""
        program, state = self.walked.machine.program, self.walked.last_state
        return seen(program, stack_of(program, state.threads[thread] if state is not None else None), op.loc)

    def _name(self, thread: int) -> str:
        return self.threads[thread] if thread >= 0 else "the beginning"

    def _next_op(self, thread: int) -> Op:
        state = self.walked.last_state
        op = suspended_at(self.walked, state, thread) if state is not None else None
        assert op is not None  # asked of threads that are suspended in that state
        return op


def reasons_of(waits: Sequence[Wait]) -> list[Wait]:
    """Those of a deadlock by which it is one: not those that wait for work, and of others than each other's ends."""
    waiting = [w for w in waits if not w.idle]
    return [w for w in waiting if not w.joins] or waiting


def _joins(outcome: Outcome) -> bool:
    return outcome.op is not None and outcome.op.code == "join"


def _how(event: Event) -> str:
    return "" if event.word(1) & EXCLUSIVE else "read-"


def _since(event: Event) -> str:
    return f"step {event.step} ({in_file(event.seen.where)})" if event.step else "the beginning"


def in_file(where: Location) -> str:
    """A place without its column."""
    return f"{where.file}:{where.line}"
