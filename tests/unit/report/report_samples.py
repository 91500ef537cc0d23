"""Results written by hand, one for each shape a report can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unknot.core.location import NOWHERE, Location
from unknot.diagnose.finding import Blocked, Counts, Finding, Result, Row, Step

Short = tuple[int, str, str]
"""A step for short: thread, source, effect. A source that starts with "+" belongs to the step before, "!" preempts,
"~" is a step of the store buffer."""


def at(line: int) -> Location:
    return Location("ring.py", line, 9, line, 30)


def steps(shorts: Sequence[Short]) -> tuple[Step, ...]:
    made: list[Step] = []
    for thread, source, effect in shorts:
        row = Row(at(10 + len(made)), source.lstrip("+!~"), effect)
        if source.startswith("+"):
            before = made.pop()
            made.append(replace(before, more=(*before.more, row)))
            continue
        preempts = made[-1].thread if source.startswith("!") else None
        actor = "buffer" if source.startswith("~") else "thread"
        made.append(Step(len(made) + 1, thread, actor, row, (), preempts))
    last = {step.thread: step.number for step in made if step.actor == "thread"}
    return tuple(replace(s, ends=s.actor == "thread" and s.number == last[s.thread]) for s in made)


def violated(
    finding: Finding, target: str = "ring.py::AlwaysRoom", memory: str = "sc", parameters: dict[str, int] | None = None
) -> Result:
    return Result(
        target=target,
        verdict="violated",
        memory=memory,
        threads=finding.threads,
        parameters=parameters or {},
        order="preemptions",
        counts=Counts(412, 900, 0, 0, 16, 22.5),
        seconds=0.21,
        compile_seconds=0.1,
        finding=finding,
    )


TWO = violated(
    Finding(
        "assertion",
        "assertion failed: dropped from a ring with room",
        at(44),
        ("a", "b"),
        steps(
            [
                (0, "head = ring.prod_head.load()", "0"),
                (1, "!head = ring.prod_head.load()", "0"),
                (1, "tail = ring.cons_tail.load()", "0"),
                (1, "ring.prod_head.cas(head, nxt)", "0 -> 1"),
                (1, "ring.slots[head] = item", "0 -> 1"),
                (1, "+ring.prod_tail = nxt", "0 -> 1"),
                (0, "tail = ring.cons_tail.load()", "1"),
                (0, "+return False", ""),
            ]
        ),
        (),
        ("a compared prod_head, read at step 1 and changed by b at step 4, with cons_tail, read at step 6",),
        "a1.b4.a1",
    )
)

THREE = violated(
    Finding(
        "race",
        "data race on counter.hits: written by left and read by right at the same time",
        at(7),
        ("left", "right", "watcher"),
        steps(
            [
                (0, "seen = counter.hits", "0"),
                (1, "!counter.hits = compute_the_next_value(counter.hits, limit)", "0 -> 18446744073709551615"),
                (2, "assert counter.hits < limit, 'too many'", "18446744073709551615"),
                (0, "counter.hits = seen + 1", "18446744073709551615 -> 1"),
            ]
        ),
        (),
        (),
        "left1.right1.watcher1.left1",
    ),
    "counter.py::Hits",
    parameters={"limit": 3},
)

DEADLOCK = violated(
    Finding(
        "deadlock",
        "deadlock: a and b wait for each other",
        NOWHERE,
        ("a", "b", "c"),
        steps(
            [
                (2, "first = self.ready.load()", "0"),
                (0, "lock(self.m)", "0 -> 1"),
                (1, "!lock(self.n)", "0 -> 2"),
            ]
        ),
        (
            Blocked(0, Row(at(12), "lock(self.n)"), "waits for b until n.owner == 0", 1),
            Blocked(1, Row(at(19), "lock(self.m)"), "waits for a until m.owner == 0", 0, holds=("n", "big (shared)")),
            Blocked(2, Row(NOWHERE, ""), "waits until ready != 0"),
        ),
        ("a holds m and wants n; b holds n and wants m",),
        "c1.a1.b1",
    ),
    "locks.py::Order",
)

TSO = violated(
    Finding(
        "assertion",
        "assertion failed",
        at(30),
        ("p", "q"),
        steps(
            [
                (0, "self.x.store(1, relaxed)", "buffered 1"),
                (0, "r = self.y.load()", "0"),
                (1, "self.y.store(1, relaxed)", "buffered 1"),
                (1, "s = self.x.load()", "0"),
                (0, "~self.x.store(1, relaxed)", "0 -> 1"),
                (1, "~self.y.store(1, relaxed)", "0 -> 1"),
                (1, "assert r or s", ""),
            ]
        ),
        (),
        (),
        "p2.q2.P1.Q1.q1",
    ),
    "sb.py::StoreBuffering",
    "tso",
)

_MANY = tuple(f"worker.{i}" for i in range(17))

MANY = violated(
    Finding(
        "assertion",
        "assertion failed: a worker came late",
        at(5),
        _MANY,
        steps([(i, f"self.done[{i}].store(True)", "0 -> 1") for i in range(17)] + [(3, "!assert self.all_done()", "")]),
        (),
        (),
        "worker.0:1",
    ),
    "many.py::Workers",
)

VERIFIED = Result(
    "buf_ring/f1::AlwaysRoom",
    "verified",
    "sc",
    ("a", "b"),
    {"size": 4},
    "preemptions",
    Counts(12_345_678, 98_765_432, 0, None, 130, 21.7),
    3725.0,
    1.1,
    bounds=("every schedule of these 2 threads under sc", "no limit was reached"),
    collision_odds=4.1e-6,
    warnings=("the parameter producers is never used",),
)

BOUNDED = Result(
    "buf_ring/f4::AlwaysRoom",
    "bounded",
    "tso",
    ("a", "b", "c"),
    {},
    "preemptions",
    Counts(1_000_000, 3_000_000, 0, 2, 80, 23.0),
    12.3,
    0.5,
    bounds=("1,000,000 states were visited (--max-states)",),
    coverage="no violation with 2 preemptions or fewer",
)

SAMPLED = Result(
    "ring.py::AlwaysRoom",
    "bounded",
    "sc",
    ("a", "b"),
    {},
    "pct",
    Counts(0, 300_000, 10_000, None, 80, 0.0),
    1.5,
    0.5,
    bounds=("10,000 schedules were run (--schedules)",),
    coverage="10,000 random schedules",
)

ERROR = Result(
    "ring.py::AlwaysRoom",
    "error",
    "sc",
    (),
    {},
    "preemptions",
    Counts(),
    0.0,
    0.0,
    error="ring.py:7:5: generators are not supported\n    write a loop that fills an array",
)

RESULTS = {
    "two": TWO,
    "three": THREE,
    "deadlock": DEADLOCK,
    "tso": TSO,
    "many": MANY,
    "verified": VERIFIED,
    "bounded": BOUNDED,
    "sampled": SAMPLED,
    "error": ERROR,
}
