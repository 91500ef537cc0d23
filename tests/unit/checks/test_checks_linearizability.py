"""Linearizability from the scenario to the report: what is found, what is not, what is said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import unknot
from unknot import pipeline
from unknot.checks.histories.history import Call, event_of, history_of
from unknot.compile import jit
from unknot.core.errors import SpecificationError
from unknot.core.options import Options
from unknot.diagnose.finding import Result, Use
from unknot.explore.search import Search
from unknot.interp.events import events
from unknot.interp.machine import Machine, Status
from unknot.passes.record_history import EVENT, TOLD
from unknot.report.columns import render
from unknot.report.json import document, result_from_json

PROGRAMS = str(Path(__file__).parent / "programs" / "histories.py")


def check(name: str, **options: object) -> Result:
    return unknot.check(f"{PROGRAMS}::{name}", Options(**options))


def uses(result: Result) -> list[tuple[str, str, int, int | None]]:
    assert result.finding is not None and result.finding.kind == "not linearizable"
    return [(use.thread, str(use), use.begin, use.end) for use in result.finding.history]


@pytest.mark.parametrize(
    "name", ["LockedQueue", "IdleWorkers", "Spawned", "WideNumbers", "Dekker", "ThroughPointer", "OnAndOff"]
)
def test_right_objects(name: str) -> None:
    assert check(name).verdict == "verified"


def test_where_no_schedule_ends_no_history_is_judged_and_it_says_so() -> None:
    result = check("NeverAtAnEnd")
    assert result.verdict == "verified"
    assert result.warnings[0].endswith("so nothing marked @at_end was ever run, and no history was judged")


def test_stale_pop() -> None:
    result = check("StalePop")
    assert uses(result) == [
        ("initial", "push(1) -> True", 1, 2),
        ("initial", "push(2) -> True", 3, 4),
        ("consumer0", "pop() -> 1", 5, 6),
        ("consumer1", "pop() -> 1", 5, 6),
    ]
    assert result.finding is not None and result.finding.preemptions == 1
    assert result.finding.message.startswith("not linearizable: no order of these operations")
    assert result.finding.why == (
        "the best order explains 3 of 4: push(1) -> True, push(2) -> True, pop() -> 1; then, says Fifo, consumer1's "
        "pop() would give 2, not 1",
    )
    assert result.finding.where.line == line_of("class StalePop", "def pop(self) -> u32:")


def test_nothing_can_come_first() -> None:
    result = check("FromNowhere")
    assert result.finding is not None
    assert result.finding.why == ("none of them can come first: consumer0's pop() would give 0, not 9, says Fifo",)


def test_stale_register() -> None:
    assert uses(check("StaleRegister")) == [
        ("writer", "write(7)", 1, 4),
        ("reader", "read() -> 7", 1, 2),
        ("reader", "read() -> 0", 3, 4),
    ]


def test_operations_at_the_end_count() -> None:
    shown = uses(check("WrongAtEnd", races=False))
    assert [(who, text) for who, text, *_ in shown][2:] == [("at end", "pop() -> 2"), ("at end", "pop() -> 0")]


def test_store_buffers_show() -> None:
    assert uses(check("Dekker", memory="tso")) == [
        ("flagger0", "hoist(0)", 1, 2),
        ("flagger0", "is_up(1) -> False", 3, 4),
        ("flagger1", "hoist(1)", 5, 6),
        ("flagger1", "is_up(0) -> False", 7, 8),
    ]


def test_calls_that_wait_for_ever_may_have_happened_or_not() -> None:
    shown = uses(check("Barging"))
    assert [use for use in shown if use[3] is None], "the two that wait"
    assert {text for _, text, _, end in shown if end is not None} >= {"pop() -> 2"}


def test_a_full_history_cuts_the_path() -> None:
    result = check("Endless", history=8, races=False)
    assert result.verdict == "bounded"
    assert "history limit (--history 8, calls and returns): paths were cut there" in result.bounds


def test_a_specification_that_fails_is_the_users() -> None:
    with pytest.raises(SpecificationError) as caught:
        check("FragileSpecification")
    assert caught.value.message == "the specification Fragile raised IndexError: pop from empty list"
    assert caught.value.where.line == line_of("class Fragile(", "return self.items.pop(0)")


@pytest.mark.parametrize("order", ["bfs", "dfs", "random", "pct"])
def test_every_order_of_search_finds_it(order: str) -> None:
    result = check("StalePop", order=order)
    assert uses(result)
    assert result.finding is not None
    again = unknot.replay(f"{PROGRAMS}::StalePop", result.finding.schedule)
    assert again.finding is not None and again.finding.history == result.finding.history


def test_a_replay_judges_too() -> None:
    result = check("StaleRegister")
    assert result.finding is not None
    again = unknot.replay(f"{PROGRAMS}::StaleRegister", result.finding.schedule)
    assert (again.verdict, again.finding) == ("violated", result.finding)
    fine = unknot.replay(f"{PROGRAMS}::StaleRegister", "writer2.reader2")
    assert fine.verdict == "bounded"


def test_the_history_survives_json() -> None:
    result = check("StalePop")
    read = result_from_json(document(result))
    assert read.finding is not None and result.finding is not None
    assert read.finding.history == result.finding.history
    assert read.finding.history[0] == Use("initial", "push(1)", "True", 1, 2)


def test_the_report_draws_the_history() -> None:
    text = render(check("StalePop"), 100)
    assert text.partition("history\n")[2].partition("\n\n")[0] == (
        "   initial     push(1) -> True   ├──┤\n"
        "   initial     push(2) -> True         ├──┤\n"
        "   consumer0   pop() -> 1                    ├──┤\n"
        "   consumer1   pop() -> 1                    ├──┤"
    )
    assert "pop gives 1" in text


def test_an_operation_begins_with_its_first_step() -> None:
    """Not when it is called: what a thread waits for before that is not part of it."""
    result = check("StalePop")
    assert result.finding is not None
    began = [s for s in result.finding.steps if "pop() begins" in s.row.effect]
    assert [s.row.effect for s in began] == ["held False -> True, pop() begins"] * 2
    assert [s.number for s in began] == [1, 7]


def test_also_if_that_is_taken_through_a_pointer() -> None:
    _, program = pipeline.load(f"{PROGRAMS}::ThroughPointer")
    for history, _ in recorded(pipeline.prepare(program, Options()), 30):
        assert [(c.begin, c.end, c.result) for c in history] == [(1, 2, 0), (3, 4, 1), (5, 6, 2), (7, 8, 3)]


def test_on_a_narrow_terminal_numbers_say_it() -> None:
    text = render(check("Barging"), 60)
    assert all(len(line) <= 60 for line in text.partition("history\n")[2].partition("\n\n")[0].splitlines())


def test_equal_orders_are_one_history() -> None:
    """Two operations of one step each: one before the other, never both at once."""
    name, program = pipeline.load(f"{PROGRAMS}::WideNumbers")
    found = recorded(pipeline.prepare(program, Options()), 200)
    shown = {tuple((c.begin, c.end, c.result) for c in history) for history, _ in found}
    large = 0xFFFF_FFFF_FFFF_FFFF
    assert shown == {((1, 2, 0), (3, 4, large)), ((1, 2, 0), (3, 4, 1))}, name


@pytest.mark.parametrize("name", ["LockedQueue", "IdleWorkers", "Spawned", "WideNumbers", "Dekker"])
def test_the_search_sees_each_history(name: str) -> None:
    """Whatever a random schedule of the interpreter records is a fact of the native search."""
    _, program = pipeline.load(f"{PROGRAMS}::{name}")
    prepared = pipeline.prepare(program, Options())
    compiled = pipeline.compile_prepared(prepared, Options())
    outcome = Search(compiled, jit.load(compiled.text, pipeline.PROGRAM_LEVEL), Options()).run()
    facts = [history_of(fact.words, prepared.operations) for fact in outcome.facts if fact.kind == EVENT]
    assert len(facts) == len(set(facts)), "each is kept once"
    assert {history for history, _ in recorded(prepared, 100)} <= set(facts)


@pytest.mark.parametrize("name", ["LockedQueue", "StalePop", "WrongAtEnd", "StaleRegister", "IdleWorkers"])
def test_what_is_recorded_is_the_order_in_time(name: str) -> None:
    """The recorder against what the events of the schedule say: who ended before whom began."""
    _, program = pipeline.load(f"{PROGRAMS}::{name}")
    for history, seen in recorded(pipeline.prepare(program, Options()), 60):
        assert sorted(map(facts, history)) == sorted(map(facts, seen))
        assert relation(history) == relation(seen)


def recorded(program: pipeline.Program, walks: int) -> list[tuple[tuple[Call, ...], list[Call]]]:
    """Histories of random schedules: as recorded, and as told by the events on the way."""
    machine = Machine(program, recording=True)
    chance = random.Random(1)
    found = []
    for _ in range(walks):
        begun = machine.start()[0]
        told = [(0, e.thread, e.words) for e in events(begun.record) if e.kind == TOLD]
        state, moment = begun.state, 0
        while state is not None:
            steps = [o for actor in machine.actors for o in machine.step(state, actor) if o.status is Status.RAN]
            if not steps:
                break
            taken, moment = chance.choice(steps), moment + 1
            told += [(moment, e.thread, e.words) for e in events(taken.record) if e.kind == TOLD]
            state = taken.state
        last = machine.at_end(state)[-1]
        (words,) = [e.words for e in events(last.record) if e.kind == EVENT]
        found.append((history_of(words, program.operations), as_told(told, program)))
    return found


def as_told(told: list[tuple[int, int, tuple[int, ...]]], program: pipeline.Program) -> list[Call]:
    """Calls with the places of their events as begin and end."""
    calls: list[Call] = []
    busy: dict[int, int] = {}
    for place, (_, thread, words) in enumerate(told):
        operation, is_return, values = event_of(words, program.operations)
        if is_return:
            call = calls[busy[thread]]
            result = values[0] if values else None
            calls[busy.pop(thread)] = Call(thread, call.operation, call.arguments, result, call.begin, place)
        else:
            busy[thread] = len(calls)
            calls.append(Call(thread, operation, values, None, place, None))
    return calls


def facts(call: Call) -> tuple[int, str]:
    return call.thread, str(call)


def relation(calls: tuple[Call, ...] | list[Call]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """Which call of which thread precedes which."""
    named = []
    for call in calls:
        named.append(((call.thread, sum(c.thread == call.thread and c.begin < call.begin for c in calls)), call))
    return {(a, b) for a, one in named for b, other in named if one.precedes(other)}


def line_of(first: str, then: str) -> int:
    """The line of a text after another one."""
    lines = Path(PROGRAMS).read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if first in line)
    return next(i for i in range(start, len(lines)) if then in lines[i]) + 1
