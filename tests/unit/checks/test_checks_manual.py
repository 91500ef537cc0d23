"""Every fault has a check, every check its four paragraphs, and docs/reference/checks.md shows them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from unknot.checks.check import Check
from unknot.checks.manual import PARTS, entries, manual
from unknot.checks.registry import MODULES, check_of
from unknot.ir.faults import Fault

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "checks.md"
RULES = {
    *("lock_recursion", "not_owner", "lock_leak", "lock_destroyed", "lock_uninitialised", "sleep_with_lock"),
    *("sleep_not_allowed", "lock_in_critical", "sleepable_after_nonsleepable", "lock_mode", "drain_with_lock"),
    *("refcount", "queue_corrupt", "assertion", "bad_sleep", "critical", "epoch", "misuse"),
    *("abort", "reach_error"),
}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_each_check_has_its_paragraphs(module: ModuleType) -> None:
    told = list(entries(module))
    assert [entry.check for entry in told] == list(module.CHECKS)
    for entry in told:
        assert len(entry.texts) == len(PARTS) and all(text.strip() for text in entry.texts), entry.check.kind


def test_the_page_is_what_the_files_say(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        PAGE.write_text(manual(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == manual(), "run pytest --update-golden"


@pytest.mark.parametrize("fault", Fault)
def test_each_fault_has_a_check(fault: Fault) -> None:
    assert check_of(fault).fault is fault


def test_a_rule_names_its_check() -> None:
    assert {c.kind for module in MODULES for c in module.CHECKS if c.fault is Fault.RULE} == RULES
    assert check_of(Fault.RULE, "not_owner") == Check(Fault.RULE, "not_owner")
    assert check_of(Fault.RULE, "ticket_order") == Check(Fault.RULE, "ticket_order")
    assert check_of(Fault.RULE, "ticket_order").title == "ticket order"
    assert check_of(Fault.DEADLOCK).kind == "deadlock"
    assert check_of(Fault.DEADLOCK, "lost wakeup").kind == "lost wakeup"
