"""mutex(9): what it keeps out, what it lets in, the fairness it does not promise, misuse."""

from __future__ import annotations

import pytest
from verdicts import PROGRAMS, states, verdict

import unknot

FILE = "mutexes.py"


def test_locking_and_unlocking_are_one_step_each() -> None:
    """One thread: before, between, after. Two: all nine pairs of these but both between."""
    assert (states(FILE, "Once"), states(FILE, "Twice")) == (3, 8)


@pytest.mark.parametrize("name", ["Counts", "SpinCounts"])
def test_it_keeps_others_out(name: str) -> None:
    """Three threads: nobody inside (8 states), or one of three at one of three places and the others outside (36)."""
    assert states(FILE, name) == 44


RIGHT = ("Tries", "TrySpin", "Recurses", "TryOfOnesOwn", "SpinInSleep", "NotNested", "Lives")
POSSIBLE = {
    "TwoMutexes": "assertion failed: both are inside",
    "Unfair": "assertion failed: patient was passed",
    "TryFails": "assertion failed: it was busy",
}
LEAKED = "with the following locks held: exclusive sleep mutex m r = 0 (m) locked @ LINE"
WRONG = {
    "Recursed": "lock recursion: _mtx_lock_sleep: recursed on non-recursive mutex m @ LINE",
    "SpinRecursed": "lock recursion: mtx_lock_spin: recursed on non-recursive mutex s @ LINE",
    "NotLocked": "not owner: lock (sleep mutex) m not locked @ LINE",
    "UnlockedTwice": "not owner: lock (sleep mutex) m not locked @ LINE",
    "UnlockedByAnother": "not owner: lock (sleep mutex) m not locked @ LINE",
    "Leaks": f"lock leak: thread exits {LEAKED}",
    "LeaksToUser": f"lock leak: userret: returning {LEAKED}",
    "NotInitialised": "lock uninitialised: mtx_lock() of uninitialized lock m @ LINE",
    "InitialisedTwice": 'misuse: lock "m again" m already initialized @ LINE',
    "MemoryNotZero": "uninitialised read: 4 bytes at mtx#1",
    "LockedAfterDestroy": "lock destroyed: mtx_lock() of destroyed lock m @ LINE",
    "DestroyedTwice": "lock destroyed: lock m is destroyed twice @ LINE",
    "DestroyedWhileHeld": "lock destroyed: mtx_destroy: mutex m is held @ LINE",
    "DestroyedRecursed": "lock destroyed: mtx_destroy: mutex m is held @ LINE",
    "SpinLockedAsSleep": "misuse: mtx_lock() of spin mutex s @ LINE",
    "SleepLockedAsSpin": "misuse: mtx_lock_spin() of sleep mutex m @ LINE",
    "SpinUnlockedAsSleep": "misuse: mtx_unlock() of spin mutex s @ LINE",
    "BlocksUnderSpin": "lock in critical: acquiring blockable sleep lock with spinlock or critical section held"
    " (sleep mutex) m @ LINE",
    "TooMany": "misuse: a thread holds more than 8 locks @ LINE",
}
ASSERTIONS = {
    "NotOwned": "assertion: mutex m not owned @ LINE",
    "Owned": "assertion: mutex m owned @ LINE",
    "NotRecursed": "assertion: mutex m not recursed @ LINE",
    "IsRecursed": "assertion: mutex m recursed @ LINE",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    assert verdict(FILE, name) == "verified"


@pytest.mark.parametrize("name", POSSIBLE)
def test_it_does_not_keep_that_out(name: str) -> None:
    assert verdict(FILE, name) == POSSIBLE[name]


@pytest.mark.parametrize("name", WRONG | ASSERTIONS)
def test_misuse(name: str) -> None:
    assert verdict(FILE, name) == (WRONG | ASSERTIONS)[name]


@pytest.mark.parametrize("name", ASSERTIONS)
def test_assertions_are_for_invariants(name: str) -> None:
    assert verdict(FILE, name, unknot.Options(invariants=False)) == "verified"


def test_the_place_is_the_users_call() -> None:
    source = (PROGRAMS / FILE).read_text().splitlines()
    finding = unknot.check(f"{PROGRAMS / FILE}::UnlockedTwice").finding
    assert finding is not None
    place = finding.where
    assert source[place.line - 1].strip() == "mtx_unlock(addr(self.m))" and place.file.endswith(FILE)
    assert finding.message.endswith(f"{FILE}:{place.line}")
