"""The lock order of a result: edges, ranks, and each reversal with its verdict. One idea: the checks decide with
numbers; here they get names, places, schedules and stacks, from paths that the interpreter runs again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from unknot.checks.lock_order.facts import KIND, Attempt, Lock, LockType, Taken, attempts, nameless
from unknot.checks.lock_order.graph import LockGraph, Order
from unknot.checks.lock_order.hierarchy import hierarchy
from unknot.checks.lock_order.reversals import ORDER, reversals
from unknot.checks.lock_order.reversals import Reversal as Ring
from unknot.checks.lock_order.verdicts import DEADLOCKS, UNDECIDED, judge, rings_of
from unknot.core.location import NOWHERE, Location
from unknot.core.options import Options
from unknot.diagnose.events import events_of
from unknot.diagnose.finding import Edge, LockUse, OrderSite, RankedLock, Result, Reversal, StackFrame
from unknot.diagnose.lock_reasons import Told, reason_text
from unknot.diagnose.lock_types import LockTypes
from unknot.diagnose.lock_waits import waiting_in
from unknot.diagnose.names import Names, thread_names
from unknot.diagnose.scene import frames_of, lock_place
from unknot.diagnose.schedule import write_schedule
from unknot.diagnose.stacks import moments
from unknot.diagnose.threads import names_on
from unknot.diagnose.walk import Walk, machine_for, walk
from unknot.explore.outcome import Action, Fact, Found, Outcome
from unknot.explore.state import NO_ITEM
from unknot.interp.record import Note
from unknot.ir.faults import Fault
from unknot.ir.program import Program

PathTo = Callable[[Fact], tuple[int, tuple[Action, ...]]]

MOST_DEADLOCKS = 500
"""Deadlocks that are run again to see which reversals they are made of. If there are more, reversals that none of them
shows stay undecided."""

_NOT_CUTTING = (Fault.DEADLOCK, Fault.STUCK, Fault.HISTORY)


def with_lock_order(result: Result, program: Program, options: Options, outcome: Outcome, path_to: PathTo) -> Result:
    """The result with the lock order that its search has seen."""
    if not any(fact.kind == KIND for fact in outcome.facts):
        return result
    return _Writer(program, options, outcome, path_to).written(result)


class _Writer:
    """Gives names, places and schedules to what the checks found."""

    def __init__(self, program: Program, options: Options, outcome: Outcome, path_to: PathTo) -> None:
        self.program, self.options, self.outcome, self.path_to = program, options, outcome, path_to
        self.machine = machine_for(program, options)
        self.names = Names(program)
        self.walks: dict[int, tuple[Walk, Names]] = {}
        self.types = LockTypes(program, self.names)
        self._learn_types()
        self.graph = LockGraph(attempts(outcome.facts, self.types.text, self.types.name))
        self.order = hierarchy(self.graph)
        self.schedule_threads = thread_names(program)
        self.threads = [*self.schedule_threads, self._alone()]
        self.looked_up: dict[int, tuple[Walk, Names]] = {}
        self.called: dict[int, str] = {}

    def written(self, result: Result) -> Result:
        """The result with all of it."""
        rings = reversals(self.graph, (text.partition(":")[::2] for text in self.options.blessed))
        for ring in rings:
            for order in ring.seen:
                self._look_up(order.attempt)
        self._name_started()
        edges = tuple(self._edge(orders) for orders in self.graph.by_type.values())
        result = replace(result, lock_order=edges, lock_ranks=self._ranks(), reversals=self._reversals(rings))
        return replace(result, warnings=result.warnings + self._unknown())

    def _unknown(self) -> tuple[str, ...]:
        """What is said of blessed pairs that name no lock."""
        taken = {attempt.wants.lock.type.name for attempt in self.graph.attempts}
        named = [(text, name) for text in self.options.blessed for name in text.split(":") if name not in taken]
        return tuple(f'--blessed {text}: no lock of type "{name}" was taken' for text, name in named)

    def _alone(self) -> str:
        """What to call what takes locks while no thread runs: at the beginning, at the end, or both."""
        items = {
            f.item == NO_ITEM for f in self.outcome.facts if f.kind == KIND and f.thread == self.program.max_threads
        }
        return {frozenset({True}): "the beginning", frozenset({False}): "the end"}.get(
            frozenset(items), "the beginning or the end"
        )

    def _look_up(self, attempt: Attempt) -> None:
        """Runs the path to an attempt again, for its stack and the names that are only known there."""
        run = self._run_again(attempt.fact) if attempt.fact is not None and id(attempt) not in self.looked_up else None
        if run is None:
            return
        walked, names = self.looked_up[id(attempt)] = run
        for taken in (*attempt.held, attempt.wants):
            self.called.setdefault(taken.lock.address, lock_place(names, taken.lock.address))
        for number, name in enumerate(names_on(walked, events_of(walked))):
            if self.threads[number] == self.schedule_threads[number]:
                self.threads[number] = name

    def _name_started(self) -> None:
        """Runs for each thread that others start, and that has no name yet, the path to one of its attempts."""
        started = range(len(self.program.threads), self.program.max_threads)
        unnamed = {t for t in started if self.threads[t] == self.schedule_threads[t]}
        for attempt in self.graph.attempts:
            if attempt.thread in unnamed:
                self._look_up(attempt)
                unnamed.discard(attempt.thread)

    def _run_again(self, fact: Fact) -> tuple[Walk, Names] | None:
        """The path to a fact, and the names of what is there then."""
        if id(fact) not in self.walks:
            try:
                walked = walk(self.machine, *self.path_to(fact))
            except IndexError:
                return None
            names = Names(self.program)
            happened = [h for o in (walked.start, *(taken.outcome for taken in walked.steps)) for h in o.record]
            names.learn(happened)
            for happening in happened:
                names.note(happening)
            self.walks[id(fact)] = walked, names
        return self.walks[id(fact)]

    def _learn_types(self) -> None:
        """Finds out what locks are that have no names and lie in memory from the heap."""
        for fact in self.outcome.facts:
            if fact.kind != KIND or not nameless(fact.words[1]):
                continue
            address, made = fact.words[0], fact.words[3]
            run = self._run_again(fact) if self.types.wonders(address, made) else None
            if run is not None:
                self.types.learn(made, lock_place(run[1], address))

    # edges -----------------------------------------------------------------------------------------------------------

    def _edge(self, orders: list[Order]) -> Edge:
        first = orders[0]
        attempt = first.attempt
        start, path = self.path_to(attempt.fact) if attempt.fact is not None else (0, ())
        names = self.looked_up[id(attempt)][1] if id(attempt) in self.looked_up else self.names
        earlier = [t for t in attempt.held if t.lock.type == attempt.wants.lock.type]
        distinct = [t for t in earlier if t != first.held]
        threads = sorted({order.attempt.thread for order in orders})
        return Edge(
            held=self._use(first.held, names),
            wanted=self._use(first.wants, names),
            thread=self.threads[attempt.thread],
            threads=tuple(self.threads[t] for t in threads),
            sites=self._sites(orders),
            reverses=first.types in self.order.reversed,
            implied=first.types in self.order.implied,
            schedule=write_schedule(self.schedule_threads, start, path) if path else "",
            stack=self._stack(attempt),
            also=self._use(distinct[0], names) if distinct else None,
        )

    def _sites(self, orders: list[Order]) -> tuple[OrderSite, ...]:
        who: dict[tuple[int, int], list[int]] = {}
        for order in orders:
            who.setdefault((order.held.site, order.wants.site), []).append(order.attempt.thread)
        return tuple(
            OrderSite(self._place(held), self._place(wanted), tuple(self.threads[t] for t in dict.fromkeys(threads)))
            for (held, wanted), threads in who.items()
        )

    def _use(self, taken: Taken, names: Names) -> LockUse:
        lock = taken.lock
        place = lock_place(names, lock.address)
        kind = lock.type
        return LockUse(
            place if kind.nameless else lock.name,
            kind.name,
            kind.class_name,
            place,
            lock.address,
            taken.exclusive,
            self._place(taken.site),
        )

    def _place(self, site: int) -> Location:
        places = self.program.places
        return places[site] if site < len(places) else NOWHERE

    def _stack(self, attempt: Attempt) -> tuple[StackFrame, ...]:
        """The calls under way when the attempt was made, the innermost first."""
        found = self.looked_up.get(id(attempt))
        if found is None or attempt.fact is None:
            return ()
        walked, _ = found
        before = walked.steps[-1].before if walked.steps else None
        outcome = walked.steps[-1].outcome if walked.steps else walked.start
        candidates = [(before, outcome)]
        if walked.end is not None and attempt.thread < self.program.max_threads:
            candidates += [(walked.end, o) for o in self.machine.step(walked.end, attempt.thread)]
        for state, ended in candidates:
            for moment in moments(self.program, state, ended):
                note = moment.happening
                if isinstance(note, Note) and moment.thread == attempt.thread and _is_note_of(note, attempt.fact):
                    return frames_of(self.program, moment.stack, note.loc)
        return ()

    # ranks -----------------------------------------------------------------------------------------------------------

    def _ranks(self) -> tuple[RankedLock, ...]:
        locks = list(dict.fromkeys(attempt.wants.lock for attempt in self.graph.attempts))
        rows = []
        for kind, rank in self.order.ranks.items():
            mine = [lock for lock in locks if lock.type == kind]
            objects = tuple(self._object(lock) for lock in mine)
            hidden = all(lock.hidden for lock in mine)
            rows.append(RankedLock(kind.name, kind.class_name, rank, objects, hidden))
        return tuple(rows)

    # reversals -------------------------------------------------------------------------------------------------------

    def _reversals(self, rings: tuple[Ring, ...]) -> tuple[Reversal, ...]:
        if not rings:
            return ()
        found = self.outcome.all_found or ((self.outcome.found,) if self.outcome.found is not None else ())
        deadlocks = [f for f in found if f.fault is Fault.DEADLOCK]
        seen = [
            rings_of(waiting_in(walk(self.machine, f.start, f.path), self.types)) for f in deadlocks[:MOST_DEADLOCKS]
        ]
        cut = self.outcome.complete and any(f.fault not in _NOT_CUTTING for f in found)
        complete = self.outcome.complete and not cut and len(seen) == len(deadlocks)
        return tuple(self._reversal(ring, seen, deadlocks, complete, cut) for ring in rings)

    def _reversal(
        self,
        ring: Ring,
        seen: list[list[frozenset[tuple[LockType, LockType]]]],
        deadlocks: list[Found],
        complete: bool,
        cut: bool,
    ) -> Reversal:
        verdict = judge(ring, self.graph, seen, complete)
        told = Told(tuple(self.threads), self._called, self.program.max_threads)
        texts = dict.fromkeys(reason_text(reason, len(ring.ring), told) for reason in verdict.reasons)
        reason = "; else ".join(texts)
        if reason and deadlocks:
            reason += "; what follows a deadlock was not looked at"
        if verdict.word == UNDECIDED:
            reason = self._why_open(cut)
        shown = deadlocks[verdict.deadlock] if verdict.word == DEADLOCKS and verdict.deadlock is not None else None
        return Reversal(
            kind="lock order" if ring.kind == ORDER else ring.kind,
            edges=tuple(self._edge(self._orders(order)) for order in ring.seen),
            verdict=verdict.word,
            reason=reason,
            causes=tuple(dict.fromkeys(r.kind for r in verdict.reasons)),
            schedule=write_schedule(self.schedule_threads, shown.start, shown.path) if shown else "",
        )

    def _orders(self, first: Order) -> list[Order]:
        """All orders of its edge, this one at the front."""
        return [first, *(order for order in self.graph.by_type[first.types] if order is not first)]

    def _called(self, lock: Lock) -> str:
        """A lock by its own name, and by its object's where several have that name."""
        same = {a.wants.lock for a in self.graph.attempts if a.wants.lock.name == lock.name}
        if lock.type.nameless:
            return self._object(lock)
        return lock.name if len(same) == 1 else f"{lock.name} ({lock_place(self.names, lock.address)})"

    def _object(self, lock: Lock) -> str:
        """What the program calls a lock, on a path that was run again if it is in memory from the heap."""
        return self.called.get(lock.address) or lock_place(self.names, lock.address)

    def _why_open(self, cut: bool) -> str:
        if cut:
            return "what follows a violation of another kind was not looked at"
        if self.outcome.found is not None and not self.outcome.complete:
            return "the search ended at its first finding; `unknot order` goes on"
        return "not every schedule was run"


def _is_note_of(note: Note, fact: Fact) -> bool:
    return note.kind == KIND and note.args == fact.words[: len(note.args)]
