"""Verdicts of lock order reversals against a plain model: small random programs of nested locks, some with a thread
that is started late and joined. A reversal deadlocks if and only if the model reaches a state with threads in that
ring.

The model knows threads, locks and who waits for whom, nothing else of unknot. It goes on after a deadlock of some
threads, which the search does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hypothesis import given, note, settings
from hypothesis import strategies as st

from unknot.checks.lock_order.facts import EXCLUSIVE, SEEN_BY_WITNESS, SLEEP_MUTEX
from unknot.compile import jit
from unknot.core.location import Location
from unknot.core.options import Options
from unknot.diagnose.finding import Edge, Result
from unknot.diagnose.lock_order import with_lock_order
from unknot.diagnose.result import result_of
from unknot.explore.search import Search
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Operand
from unknot.ir.program import Function, Global, Program, Thread
from unknot.ir.types import ArrayType, IntType, Scalar
from unknot.pipeline import compile_prepared, prepare

EXAMPLES = int(os.environ.get("UNKNOT_EXAMPLES", "0"))
OPTIONS = Options(all_findings=True, races=False, stuck=False, max_memory=64, heap=256, spawns=1)
I64 = Scalar.I64
FLAGS = EXCLUSIVE | SEEN_BY_WITNESS | SLEEP_MUTEX << 24

Script = tuple[tuple[str, int], ...]
"""What a thread does: ("lock", n), ("unlock", n), ("start", 0), ("join", 0)."""

Ring = frozenset[tuple[str, str]]
"""Edges by type."""


@dataclass(frozen=True)
class Locks:
    """A program: what each thread does, the types of the locks by number. The last thread is started by the first if
    that says so."""

    scripts: tuple[Script, ...]
    types: tuple[str, ...]

    @property
    def starts_late(self) -> bool:
        """True if the last thread is not there from the beginning."""
        return ("start", 0) in self.scripts[0]


# -- the model ---------------------------------------------------------------------------------------------------------


@dataclass
class Model:
    """All states of a program: for each thread how far it is, -1 before it is started."""

    program: Locks
    rings: set[Ring] = field(default_factory=set)

    def run(self) -> set[Ring]:
        """The rings in which threads can wait for each other."""
        late = len(self.program.scripts) - 1 if self.program.starts_late else -1
        first = tuple(-1 if t == late else 0 for t in range(len(self.program.scripts)))
        seen, queue = {first}, [first]
        for state in queue:
            self.rings |= set(self._rings(state))
            new = [s for s in self._following(state) if s not in seen]
            seen.update(new)
            queue += new
        return self.rings

    def _owners(self, state: tuple[int, ...]) -> dict[int, int]:
        owners: dict[int, int] = {}
        for thread, done in enumerate(state):
            past = self.program.scripts[thread][: max(done, 0)]
            locks = {lock for word, lock in past if word == "lock"}
            owners |= {n: thread for n in locks if past.count(("lock", n)) > past.count(("unlock", n))}
        return owners

    def _next(self, state: tuple[int, ...], thread: int) -> tuple[str, int] | None:
        script = self.program.scripts[thread]
        return script[state[thread]] if 0 <= state[thread] < len(script) else None

    def _following(self, state: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        owners = self._owners(state)
        last = len(state) - 1
        for thread in range(len(state)):
            op = self._next(state, thread)
            ended = state[last] == len(self.program.scripts[last])
            if op is None or (op[0] == "lock" and op[1] in owners) or (op[0] == "join" and not ended):
                continue
            moved = [done + (t == thread) for t, done in enumerate(state)]
            if op[0] == "start":
                moved[last] = 0
            yield tuple(moved)

    def _rings(self, state: tuple[int, ...]) -> Iterator[Ring]:
        owners = self._owners(state)
        wants = {t: op[1] for t in range(len(state)) if (op := self._next(state, t)) is not None and op[0] == "lock"}
        waits = {t: owners[lock] for t, lock in wants.items() if lock in owners}
        for start in waits:
            path = [start]
            while path[-1] in waits and waits[path[-1]] not in path:
                path.append(waits[path[-1]])
            if waits.get(path[-1]) == start:
                types = [self.program.types[wants[t]] for t in path]
                yield frozenset(zip([types[-1], *types[:-1]], types, strict=True))


# -- the program -------------------------------------------------------------------------------------------------------


def compiled_from(locks: Locks) -> Program:
    """The same in the IR, with the events that the kernel library makes."""
    program = Program("locks")
    word = IntType(64, False)
    for number, kind in enumerate(locks.types):
        program.globals[f"lock{number}"] = Global(f"lock{number}", word)
        for name, text in ((f"str.name{number}", f"lock{number}"), (f"str.{kind}", kind)):
            init = text.encode() + b"\0"
            program.globals[name] = Global(name, ArrayType(IntType(8, False), len(init)), init, constant=True)
    for thread, script in enumerate(locks.scripts):
        _function(program, locks, thread, script)
        if not (locks.starts_late and thread == len(locks.scripts) - 1):
            program.threads.append(Thread(f"t{thread}", f"f{thread}"))
    return program


def _function(program: Program, locks: Locks, thread: int, script: Script) -> None:
    b = Builder(program.add(Function(f"f{thread}")))
    held: list[tuple[int, int]] = []
    started: Operand = Const(0, I64)
    for line, (word, lock) in enumerate(script):
        b.loc = Location(f"t{thread}.py", line + 1)
        program.places.append(b.loc)
        site = len(program.places) - 1
        if word == "start":
            target = b.value("func_addr", I64, symbol=f"f{len(locks.scripts) - 1}")
            started = b.value("spawn", I64, target)
        elif word == "join":
            b.emit("join", (), (started,))
        else:
            b.emit("atomic_begin")
            address = b.value("global_addr", I64, symbol=f"lock{lock}")
            if word == "lock":
                _attempt(b, locks, (lock, site), held)
                owner = b.value("load", I64, address, order="plain")
                holder = b.value("sub", I64, owner, Const(1, I64))
                b.emit("await", (), (b.value("eq", Scalar.I8, owner, Const(0, I64)), holder))
                b.emit("store", (), (address, b.value("add", I64, b.value("self", I64), Const(1, I64))), order="plain")
                held.append((lock, site))
            else:
                b.emit("store", (), (address, Const(0, I64)), order="plain")
                held = [taken for taken in held if taken[0] != lock]
            b.emit(
                "event",
                (),
                (address, Const(FLAGS, I64), Const(site, I64)),
                kind=f"{word}ed".replace("unlocked", "unlock"),
            )
            b.emit("atomic_end")
    b.ret()


def _attempt(b: Builder, locks: Locks, wanted: tuple[int, int], held: list[tuple[int, int]]) -> None:
    def words(lock: int, site: int, named: bool) -> tuple[Operand, ...]:
        address = b.value("global_addr", I64, symbol=f"lock{lock}")
        name = (b.value("global_addr", I64, symbol=f"str.name{lock}"),) if named else ()
        kind = b.value("global_addr", I64, symbol=f"str.{locks.types[lock]}")
        return (address, Const(FLAGS, I64), *name, kind, Const(site, I64))

    b.emit("event", (), words(*wanted, named=True), kind="lock")
    for lock, site in held:
        b.emit("event", (), words(lock, site, named=False), kind="+")


def result_for(program: Program, options: Options = OPTIONS) -> Result:
    """What unknot says."""
    prepared = prepare(program, options)
    compiled = compile_prepared(prepared, options)
    search = Search(compiled, jit.Library(jit.compile_text(compiled.text, 0)), options)
    outcome = search.run()
    result = result_of("locks", prepared, options, outcome, 0.0, 0.0)
    return with_lock_order(result, prepared, options, outcome, search.path_to)


# -- random programs ---------------------------------------------------------------------------------------------------


@st.composite
def scripts(draw: st.DrawFn, locks: int) -> Script:
    """Locks taken one inside the other, given back in any order."""
    done: list[tuple[str, int]] = []
    held: list[int] = []
    for _ in range(draw(st.integers(2, 7))):
        free = [lock for lock in range(locks) if lock not in held]
        if free and (not held or draw(st.integers(0, 2)) > 0):
            held.append(draw(st.sampled_from(free)))
            done.append(("lock", held[-1]))
        else:
            lock = held.pop(draw(st.integers(0, len(held) - 1)))
            done.append(("unlock", lock))
    return (*done, *(("unlock", lock) for lock in reversed(held)))


@st.composite
def programs(draw: st.DrawFn) -> Locks:
    """Two or three threads, two to four locks; sometimes behind a gate, or one after the other; sometimes of one
    type."""
    count = draw(st.integers(2, 4))
    types = [f"type{n}" for n in range(count)]
    if draw(st.booleans()):
        types[draw(st.integers(1, count - 1))] = types[0]
    every = [draw(scripts(count)) for _ in range(draw(st.integers(2, 3)))]
    if draw(st.booleans()):
        types.append("gate")
        gated = draw(st.sets(st.integers(0, len(every) - 1), min_size=1))
        every = [(("lock", count), *s, ("unlock", count)) if i in gated else s for i, s in enumerate(every)]
    if draw(st.booleans()):
        first = every[0]
        start = draw(st.integers(0, len(first)))
        first = (*first[:start], ("start", 0), *first[start:])
        if draw(st.booleans()):
            join = draw(st.integers(start + 1, len(first)))
            first = (*first[:join], ("join", 0), *first[join:])
        every[0] = first
    return Locks(tuple(every), tuple(types))


def ring_of(edges: tuple[Edge, ...]) -> Ring:
    """A reversal's edges by type."""
    return frozenset((edge.held.type, edge.wanted.type) for edge in edges)


@settings(max_examples=EXAMPLES or 25, derandomize=not EXAMPLES, deadline=None, database=None)
@given(programs())
def test_verdicts_agree_with_the_model(program: Locks) -> None:
    rings = Model(program).run()
    result = result_for(compiled_from(program))
    note(f"model: {rings}")
    for reversal in result.reversals:
        ring = ring_of(reversal.edges)
        note(f"unknot: {sorted(ring)} {reversal.verdict}; {reversal.reason}")
        deadlocks = any(found >= ring for found in rings)
        assert (reversal.verdict, deadlocks) in (("deadlocks", True), ("cannot deadlock here", False))
        assert bool(reversal.schedule) == deadlocks
        assert bool(reversal.reason) != deadlocks
    shown = {ring_of(reversal.edges) for reversal in result.reversals}
    for found in rings:
        assert any(ring <= found for ring in shown), found


def nested(*locks: int) -> Script:
    """Locks taken one inside the other, and given back."""
    return (*(("lock", lock) for lock in locks), *(("unlock", lock) for lock in reversed(locks)))


def test_a_first_finding_leaves_the_others_open() -> None:
    scripts = ((*nested(0, 1), *nested(2, 0)), (*nested(1, 0), *nested(0, 2)))
    result = result_for(compiled_from(Locks(scripts, ("a", "b", "c"))), replace(OPTIONS, all_findings=False))
    verdicts = [reversal.verdict for reversal in result.reversals]
    assert "deadlocks" in verdicts and set(verdicts) <= {"deadlocks", "undecided"}
    assert result.finding is not None
    assert result.finding.schedule in [reversal.schedule for reversal in result.reversals]


def test_a_bounded_search_decides_nothing_but_what_it_found() -> None:
    program = compiled_from(Locks((nested(2, 0, 1), nested(2, 1, 0)), ("a", "b", "gate")))
    bounded = result_for(program, replace(OPTIONS, max_states=9))
    assert [reversal.verdict for reversal in bounded.reversals] in ([], ["undecided"])
    assert [reversal.verdict for reversal in result_for(program).reversals] == ["cannot deadlock here"]
