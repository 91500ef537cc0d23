"""Critical sections, where a thread may sleep, assertions, and what `--nowitness` hides."""

from __future__ import annotations

import pytest
from verdicts import states, verdict

import unknot

FILE = "sections.py"
RIGHT = ("Nests", "MaySleep", "Holds")
CRITICAL = "lock in critical: acquiring blockable sleep lock with spinlock or critical section held"
HELD = "with the following non-sleepable locks held:"
WRONG = {
    "OthersRun": "assertion failed: both are inside",
    "ExitWithoutEnter": "critical: critical_exit: td_critnest == 0 @ LINE",
    "NeverLeft": "critical: thread exits in a critical section",
    "UserInSection": "critical: userret: returning in a critical section",
    "BlocksInside": f"{CRITICAL} (sleep mutex) m @ LINE",
    "SharesInside": f"{CRITICAL} (rw) hidden @ LINE",
    "SleepsInside": "sleep not allowed: Sleeping in a critical section @ LINE",
    "SleepsWithMutex": f"sleep with lock: malloc(M_WAITOK) @ LINE {HELD}"
    " exclusive sleep mutex m r = 0 (m) locked @ LINE",
    "SleepsWithSpin": f"sleep with lock: Sleeping @ LINE {HELD} exclusive spin mutex spin r = 0 (spin) locked @ LINE",
    "SleepsWithReader": f"sleep with lock: Sleeping @ LINE {HELD} shared rw hidden r = 0 (hidden) locked @ LINE",
    "SleepsInHandler": "sleep not allowed: Sleeping @ LINE, but thread marked as sleeping prohibited",
    "Unbalanced": "misuse: THREAD_SLEEPING_OK without THREAD_NO_SLEEPING @ LINE",
    "HiddenSleepable": "sleepable after nonsleepable: lock order reversal: (sleepable after non-sleepable)"
    " 1st hidden (hidden, rw) @ LINE, 2nd sleepable (sleepable, sx) @ LINE",
    "HiddenLeak": "lock leak: thread exits with the following locks held:"
    " shared rw hidden r = 0 (hidden) locked @ LINE",
    "Panics": "assertion: no lock is held @ LINE",
    "Fails": "assertion: Assertion failed at LINE",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    assert verdict(FILE, name) == "verified"


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str) -> None:
    assert verdict(FILE, name) == WRONG[name]


def test_sections_are_no_steps() -> None:
    """Six calls of locks: lock and unlock the spin mutex, try and unlock the mutex, lock and unlock it."""
    assert states(FILE, "Nests") == 7


@pytest.mark.parametrize("name", ["Panics", "Fails"])
def test_assertions_are_for_invariants(name: str) -> None:
    assert verdict(FILE, name, unknot.Options(invariants=False)) == "verified"


@pytest.mark.parametrize("name", ["HiddenSleepable", "SleepsWithReader", "SharesInside"])
def test_what_witness_does_not_see(name: str) -> None:
    said = verdict(FILE, name, unknot.Options(nowitness=True))
    assert said == "verified" or said.startswith(("lock leak", "critical"))
