"""queue.h: each kind of list against Python's own, and what happens to a list without a lock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unknot
from unknot.frontend.python.load import build, load_file
from unknot.interp.machine import Machine, Status
from unknot.ir.address import object_numbers
from unknot.ir.program import Program
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

PROGRAMS = Path(__file__).parent / "programs"
LOADED = load_file(str(PROGRAMS / "queue_scripts.py"))
SCRIPTS = LOADED.module
KINDS: dict[str, tuple[str, ...]] = {
    "Tailq": ("HEAD", "TAIL", "AFTER", "BEFORE", "REMOVE", "REPLACE", "CONCAT", "SWAP"),
    "List": ("HEAD", "AFTER", "BEFORE", "REMOVE", "REPLACE", "CONCAT", "SWAP"),
    "Stailq": ("HEAD", "TAIL", "AFTER", "REMOVE", "REMOVE_HEAD", "REMOVE_AFTER", "CONCAT", "SWAP"),
    "Slist": ("HEAD", "AFTER", "REMOVE", "REMOVE_HEAD", "REMOVE_AFTER", "CONCAT", "SWAP"),
}
"""The operations of each kind."""
Move = tuple[str, int, int, int]


def moves(kind: str, lists: list[list[int]]) -> list[Move]:
    """What can be done: (operation, list, element, element that is there)."""
    free = [i for i in range(SCRIPTS.ITEMS) if not any(i in one for one in lists)]
    found: list[Move] = []
    for what in KINDS[kind]:
        for which, one in enumerate(lists):
            if what in ("HEAD", "TAIL"):
                found += [(what, which, item, 0) for item in free]
            elif what in ("AFTER", "BEFORE", "REPLACE"):
                found += [(what, which, item, there) for item in free for there in one]
            elif what == "REMOVE":
                found += [(what, which, item, 0) for item in one]
            elif what == "REMOVE_AFTER":
                found += [(what, which, 0, there) for there in one[:-1]]
            elif what != "REMOVE_HEAD" or one:
                found.append((what, which, 0, 0))
    return found


def do(move: Move, lists: list[list[int]]) -> None:
    """The same with Python's lists."""
    what, which, item, there = move
    one, other = lists[which], lists[1 - which]
    if what in ("HEAD", "TAIL"):
        one.insert(0 if what == "HEAD" else len(one), item)
    elif what in ("AFTER", "BEFORE"):
        one.insert(one.index(there) + (what == "AFTER"), item)
    elif what == "REPLACE":
        one[one.index(there)] = item
    elif what == "REMOVE":
        one.remove(item)
    elif what == "REMOVE_HEAD":
        del one[0]
    elif what == "REMOVE_AFTER":
        del one[one.index(there) + 1]
    elif what == "CONCAT":
        one += other
        other.clear()
    elif what == "SWAP":
        lists.reverse()


def program(kind: str) -> Program:
    """The driver of a kind."""
    made = build(LOADED.scenarios[kind])
    verify(made)
    return place_steps(made)


DRIVERS = {kind: program(kind) for kind in KINDS}


def run_script(kind: str, script: list[Move]) -> tuple[list[list[int]], list[list[int]]]:
    """The lists after a script: from the front, from the back."""
    driver = DRIVERS[kind]
    rows = [(getattr(SCRIPTS, what), *rest) for what, *rest in script]
    words = [word for row in rows for word in row]
    image = b"".join(word.to_bytes(4, "little") for word in words).ljust(driver.globals["script"].type.size, b"\0")
    driver = replace(driver, globals=driver.globals | {"script": replace(driver.globals["script"], init=image)})
    machine = Machine(driver)
    (begun,) = machine.start()
    assert begun.state is not None
    (ran,) = machine.step(begun.state, 0)
    assert ran.status is Status.RAN and ran.state is not None, ran
    memory = dict(ran.state.memory)

    def lists(name: str) -> list[list[int]]:
        data = memory[object_numbers(driver)[name]].data
        words = [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)]
        size = SCRIPTS.ITEMS + 1
        rows = [words[k * size : (k + 1) * size] for k in range(SCRIPTS.LISTS)]
        return [[item - 1 for item in row[1 : row[0] + 1]] for row in rows]

    return lists("seen"), lists("back")


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(choices=st.lists(st.integers(0, 1 << 16), max_size=23))
def test_lists_are_what_pythons_lists_are(kind: str, choices: list[int]) -> None:
    lists: list[list[int]] = [[], []]
    script: list[Move] = []
    for choice in choices:
        possible = moves(kind, lists)
        script.append(possible[choice % len(possible)])
        do(script[-1], lists)
    seen, back = run_script(kind, script)
    assert seen == lists
    if kind in ("Tailq", "List"):
        assert back == [one[::-1] for one in lists]


# -- misuse ------------------------------------------------------------------------------------------------------------

REMOVED = "queue corrupt: Bad link elm {}: it was removed before"
WRONG = {
    "TailqRemovedTwice": REMOVED.format("a"),
    "TailqInsertedTwice": "queue corrupt: Bad link elm a prev->next != elm",
    "TailqCopied": "queue corrupt: Bad tailq head other first->prev != head",
    "TailqTail": "queue corrupt: Bad tailq NEXT(head->tqh_last) != NULL",
    "TailqAfterRemoved": REMOVED.format("a"),
    "ListRemovedTwice": REMOVED.format("a"),
    "ListHead": "queue corrupt: Bad list head other first->prev != head",
    "ListNext": "queue corrupt: Bad link elm a next->prev != elm",
    "SlistPrev": "queue corrupt: Bad prevptr head: it does not point at elm b",
    "SlistRemovedTwice": REMOVED.format("a"),
    "StailqRemovedTwice": REMOVED.format("a"),
    "StailqTail": "queue corrupt: Stailq head last element's next pointer is not NULL",
    "StailqEmpty": "queue corrupt: Stailq head->stqh_last is a, not head's first field address",
}
MISUSE = str(PROGRAMS / "queue_misuse.py")


@pytest.mark.parametrize("name", WRONG)
def test_damaged_links_are_seen(name: str) -> None:
    result = unknot.check(f"{MISUSE}::{name}")
    assert result.finding is not None
    assert (result.finding.kind, result.finding.message) == ("queue_corrupt", WRONG[name])


def test_without_invariants_nobody_looks() -> None:
    result = unknot.check(f"{MISUSE}::TailqCopied", unknot.Options(invariants=False))
    assert result.verdict == "verified"


@pytest.mark.parametrize("name", ["Unlocked", "LookedAtUnlocked"])
def test_lists_need_a_lock(name: str) -> None:
    result = unknot.check(f"{MISUSE}::{name}")
    assert result.finding is not None and result.finding.kind == "data race"


def test_without_a_lock_links_break() -> None:
    result = unknot.check(f"{MISUSE}::Unlocked", unknot.Options(races=False))
    assert result.finding is not None and result.finding.kind == "queue_corrupt"


def test_with_a_lock_all_is_well() -> None:
    assert unknot.check(f"{MISUSE}::Locked").verdict == "verified"


# -- with the kernel's locks -------------------------------------------------------------------------------------------


def test_a_work_queue_is_first_in_first_out() -> None:
    """A TAILQ under a mutex, sleep and wakeup, compared with a list of Python's."""
    assert unknot.check(f"{PROGRAMS / 'queue_workers.py'}::Workers").verdict == "verified"


def test_a_queue_that_is_none_is_found_out() -> None:
    result = unknot.check(f"{PROGRAMS / 'queue_workers.py'}::LastFirst")
    assert result.finding is not None and result.finding.kind == "not linearizable"
    assert [str(use) for use in result.finding.history] == ["put(1)", "put(2)", "get() -> 2"]
