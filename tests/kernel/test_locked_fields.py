"""`unknot locks` on whole programs: the rule of each field, and the lines that break it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from unknot import pipeline
from unknot.compile import jit
from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.locked_fields import Locks
from unknot.diagnose.locking import FieldLocks, Relation
from unknot.explore.search import Search
from unknot.interp.events import events
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine
from unknot.ir.program import Program
from unknot.passes.note_accesses import EVENTS

PROGRAM = Path(__file__).parent / "programs" / "locked_fields.py"


def locks(scenario: str, field: str = "", **options: object) -> Locks:
    return pipeline.locks(f"{PROGRAM}::{scenario}", field, replace(Options(), **options))


def rules(found: Locks) -> dict[str, tuple[str, ...]]:
    """By field: its rule and the names of its locks."""
    return {f.name: (f.rule.value, *(g.lock for g in f.guards)) for f in found.fields}


def broken(found: FieldLocks) -> list[str]:
    """The source of the lines that break the rule."""
    lines = PROGRAM.read_text(encoding="utf-8").splitlines()
    return [lines[site.where.line - 1].strip() for site in found.breaking]


def test_a_lock_that_is_always_held() -> None:
    found = locks("Kept")
    assert rules(found) == {
        "account.a_balance": ("protected", "account.a_lock"),
        "account.a_limit": ("read only",),
    }
    assert found.fields[0].guards[0].relation is Relation.OWN
    assert found.exit_status == 0


def test_what_init_invariants_and_the_end_do_is_left_out() -> None:
    sites = [site.functions for found in locks("Kept").fields for site in found.sites]
    assert set(sites) == {("deposit",)}


def test_one_line_that_forgets_it() -> None:
    found = locks("Forgotten", "a_balance")
    assert rules(found) == {"account.a_balance": ("broken", "account.a_lock")}
    assert broken(found.fields[0]) == ["self.accounts[0].a_balance += 5"]
    assert found.exit_status == 1


def test_the_schedule_leads_to_the_line() -> None:
    found = locks("Forgotten", "a_balance")
    (schedule,) = found.schedules.values()
    result = pipeline.replay(f"{PROGRAM}::Forgotten", schedule, replace(Options(), races=False))
    assert result.finding and result.finding.steps[-1].row.source == "self.accounts[0].a_balance += 5"


def test_a_reader_that_does_without() -> None:
    found = locks("Peeked", "a_balance")
    assert rules(found) == {"account.a_balance": ("writes protected", "account.a_lock")}
    assert broken(found.fields[0]) == [
        "if self.accounts[0].a_balance > 0 and mtx_trylock(addr(self.accounts[0].a_lock)):"
    ]


def test_the_lock_of_another_object_does_not_do() -> None:
    found = locks("WrongAccount", "a_balance")
    assert rules(found) == {"account.a_balance": ("broken", "account.a_lock")}
    assert broken(found.fields[0]) == ["self.accounts[1].a_balance = 0"]


def test_in_an_array_the_element_counts() -> None:
    found = locks("EachPortItsOwn")
    assert rules(found) == {"switch.s_ports[].a_balance": ("protected", "switch.s_ports[].a_lock")}
    assert found.fields[0].guards[0].name == "a_lock of the same account"
    assert rules(locks("TheOtherPorts")) == {"switch.s_ports[].a_balance": ("no common lock",)}
    assert rules(locks("OneOfTwoLocks")) == {"switch.s_links": ("no common lock",)}


def test_an_access_may_touch_two_fields() -> None:
    found = locks("TwoAtOnce", "a_limit")
    assert rules(found) == {"account.a_limit": ("broken", "account.a_lock")}
    assert broken(found.fields[0]) == ["store(cast(Ptr[u64], addr(self.accounts[0].a_balance)), 0)"]


def test_one_object_can_be_asked_for() -> None:
    found = locks("WrongAccount", "accounts[0]")
    assert rules(found)["account.a_balance"] == ("protected", "account.a_lock")


def test_readers_may_share() -> None:
    found = locks("Settings")
    assert rules(found) == {"speed": ("protected", "lock")}
    assert found.fields[0].guards[0].kind == "sx"
    modes = {(t.kind.name, t.held[0].exclusive) for site in found.fields[0].sites for t in site.touches}
    assert modes == {("READ", False), ("WRITE", True)}


def test_a_lock_for_each_object_that_lies_elsewhere() -> None:
    found = locks("OnePortEach")
    assert rules(found) == {
        "job.j_state": ("protected", "port.p_lock"),
        "port.p_jobs": ("read only",),
    }
    assert found.fields[0].guards[0].relation is Relation.EACH


def test_lists_are_touched_in_the_line_that_calls() -> None:
    (first,) = locks("OnePortEach", "p_jobs").fields
    (site,) = first.sites
    assert site.functions == ("finish",)


def test_another_lock_later_is_no_rule() -> None:
    assert rules(locks("HandedOver")) == {"data": ("no common lock",), "phase": ("protected", "second")}


def test_atomic_fields() -> None:
    assert rules(locks("Counted")) == {
        "hits": ("atomic",),
        "session.s_refs": ("atomic",),
        "session.s_users": ("atomic",),
    }


def test_objects_from_malloc_have_the_type_of_their_pointer() -> None:
    assert rules(locks("Opened")) == {
        "newest": ("protected", "table"),
        "account.a_balance": ("protected", "account.a_lock"),
        "account.a_limit": ("read only",),
    }


def test_a_place_that_was_another_object_before() -> None:
    found = locks("SamePlace")
    assert set(rules(found)) == {"a", "n", "account.a_balance", "note.n_text"}
    lines = {f.name: {s.where.line for s in f.sites} for f in found.fields}
    assert not lines["account.a_balance"] & lines["note.n_text"]


def test_a_lock_of_ones_own_kind_is_not_known() -> None:
    assert rules(locks("OwnKind")) == {"data": ("no common lock",), "word": ("atomic",)}


@pytest.mark.parametrize("scenario", ["Kept", "Settings", "Opened", "OnePortEach"])
@pytest.mark.parametrize("memory", ["sc", "tso"])
def test_asking_changes_no_schedule(scenario: str, memory: str) -> None:
    options = Options(races=False, memory=memory)
    plain = pipeline.check(f"{PROGRAM}::{scenario}", options).counts
    asked = locks(scenario, memory=memory).search.counts
    assert (asked.states, asked.transitions) == (plain.states, plain.transitions)


def interpreted(program: Program) -> set[tuple[str, int, tuple[int, ...]]]:
    """All events of the interpreter, in every state it can reach."""
    machine = Machine(program, Limits(), recording=True, races=False)
    found: set[tuple[str, int, tuple[int, ...]]] = set()
    waiting, seen = list(machine.start()), set()
    while waiting:
        outcome = waiting.pop()
        found |= {(e.kind, e.thread, e.words) for e in events(outcome.record) if e.kind in EVENTS}
        if outcome.took_place and outcome.state is not None and outcome.state not in seen:
            seen.add(outcome.state)
            waiting += [o for actor in machine.actors for o in machine.step(outcome.state, actor)]
    return found


@pytest.mark.parametrize("scenario", ["Settings", "HandedOver", "SamePlace", "Opened"])
def test_the_interpreter_sees_the_same(scenario: str) -> None:
    options = pipeline.unhindered(Options())
    _, program = pipeline.load(f"{PROGRAM}::{scenario}")
    prepared, _ = pipeline.prepare_noted(program, options)
    compiled = pipeline.compile_prepared(prepared, options)
    search = Search(compiled, jit.load(compiled.text, pipeline.PROGRAM_LEVEL), options)
    native = {(f.kind, f.thread, f.words) for f in search.run().facts if f.kind in EVENTS}
    assert native == interpreted(prepared)


@pytest.mark.parametrize("scenario", ["Kept", "Forgotten", "SamePlace"])
def test_store_buffers_change_no_rule(scenario: str) -> None:
    assert rules(locks(scenario, memory="tso")) == rules(locks(scenario))


def test_a_search_that_was_stopped_says_so() -> None:
    found = locks("Kept", max_states=5)
    assert (found.complete, found.exit_status) == (False, 2)


def test_a_sample_has_no_schedules() -> None:
    found = locks("Forgotten", order="random", schedules=200)
    assert (found.exit_status, dict(found.schedules)) == (1, {})


def test_a_field_that_nobody_touches() -> None:
    with pytest.raises(TargetError, match=r"no thread touches a field called 'colour'\n.*account\.a_balance"):
        locks("Kept", "colour")
