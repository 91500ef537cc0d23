"""sx(9): what it keeps out, what it lets in, the fairness it does not promise, misuse."""

from __future__ import annotations

import pytest
from verdicts import states, verdict

import unknot

FILE = "sx_locks.py"


def test_without_waiting_each_call_is_one_step() -> None:
    assert (states(FILE, "OneShares"), states(FILE, "OneAlone"), states(FILE, "FreeInCallout")) == (3, 3, 5)


RIGHT = (
    "Counts",
    "TwoParties",
    "SharesAgain",
    "Upgrades",
    "Tries",
    "Recurses",
    "MutexInside",
    "InterruptedAlone",
    "InterruptedSharing",
    "FreeInCallout",
)
POSSIBLE = {
    "TwoShare": "assertion failed: both share",
    "Unfair": "assertion failed: the writer was passed",
    "ThreeParties": "deadlock: r1 waits for t held by r2, r2 waits for s behind writer, writer waits for s held by r1",
    "Holder": "assertion failed: writer holds it",
    "IsInterrupted": "assertion failed: interrupted",
}
MUST_NOT_SLEEP = "sleep not allowed: waiting for sx s @ LINE: trying sleep, but thread marked as sleeping prohibited"
WRONG = {
    "Recursed": "lock recursion: sx_xlock: recursed on non-recursive sx s @ LINE",
    "SharesWhileAlone": "lock mode: excl->share: shared lock of (sx) s @ LINE while exclusively locked from LINE",
    "AloneWhileSharing": "lock mode: share->excl: exclusive lock of (sx) s @ LINE while share locked from LINE",
    "SunlockOfAlone": "lock mode: excl->ushare: shared unlock of (sx) s @ LINE while exclusively locked from LINE",
    "XunlockOfShared": "lock mode: share->uexcl: exclusive unlock of (sx) s @ LINE while share locked from LINE",
    "NotLocked": "not owner: lock (sx) s not locked @ LINE",
    "Leaks": "lock leak: thread exits with the following locks held: exclusive sx s r = 0 (s) locked @ LINE",
    "AfterMutex": "sleepable after nonsleepable: lock order reversal: (sleepable after non-sleepable)"
    " 1st m (m, sleep mutex) @ LINE, 2nd s (s, sx) @ LINE",
    "WaitsInCallout": MUST_NOT_SLEEP,
    "SharesInCallout": MUST_NOT_SLEEP,
    "Destroyed": "lock destroyed: sx_destroy: s is held @ LINE",
    "UsedAfterDestroy": "lock destroyed: sx_xlock() of destroyed lock s @ LINE",
    "NotInitialised": "lock uninitialised: sx_slock() of uninitialized lock s @ LINE",
    "NotHeld": "assertion: Lock (sx) s not locked @ LINE",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    assert verdict(FILE, name) == "verified"


@pytest.mark.parametrize("name", POSSIBLE)
def test_it_does_not_keep_that_out(name: str) -> None:
    assert verdict(FILE, name) == POSSIBLE[name]


@pytest.mark.parametrize("name", WRONG)
def test_misuse(name: str) -> None:
    assert verdict(FILE, name) == WRONG[name]


def test_assertions_are_for_invariants() -> None:
    assert verdict(FILE, "NotHeld", unknot.Options(invariants=False)) == "verified"
