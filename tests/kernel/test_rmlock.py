"""rmlock(9): what it keeps out, what it lets in, misuse."""

from __future__ import annotations

import pytest
from verdicts import states, verdict

import unknot

FILE = "rm_locks.py"


def test_without_waiting_each_call_is_one_step() -> None:
    assert (states(FILE, "OneReader"), states(FILE, "OneWriter")) == (3, 3)


RIGHT = ("Counts", "SleepableCounts", "TwoParties", "ReadsAgain", "Tries", "WriterSleeps", "ReaderMayNot")
POSSIBLE = {
    "TwoReaders": "assertion failed: both read",
    "ThreeParties": "deadlock: r1 waits for m held by r2, r2 waits for rm behind writer,"
    " writer waits for rm held by r1",
}
WRONG = {
    "ReadsTwice": "lock recursion: rm_rlock: recursed on non-recursive rmlock rm @ LINE",
    "ReadsWhileWriting": "lock mode: excl->share: shared lock of (rm) rm @ LINE while exclusively locked from LINE",
    "WritesWhileReading": "lock mode: share->excl: exclusive lock of (rm) rm @ LINE while share locked from LINE",
    "WritesTwice": "lock recursion: rm_wlock: recursed on rmlock rm @ LINE",
    "WrongTracker": "misuse: rm_runlock: tracker rm_priotracker#2 is not for rm @ LINE",
    "TrackerInUse": "misuse: rm_rlock: tracker rm_priotracker#1 is in use @ LINE",
    "NotLocked": "not owner: lock (rm) rm not locked @ LINE",
    "Leaks": "lock leak: thread exits with the following locks held: exclusive rm rm r = 0 (rm) locked @ LINE",
    "SleepsWhileReading": "sleep not allowed: Sleeping @ LINE, but thread marked as sleeping prohibited",
    "SleepsWhileWriting": "sleep with lock: Sleeping @ LINE with the following non-sleepable locks held:"
    " exclusive rm rm r = 0 (rm) locked @ LINE",
    "SleepableAfterMutex": "sleepable after nonsleepable: lock order reversal: (sleepable after non-sleepable)"
    " 1st m (m, sleep mutex) @ LINE, 2nd rm (rm, sleepable rm) @ LINE",
    "DestroyedWhileRead": "lock destroyed: rm_destroy: rm is held @ LINE",
    "NotInitialised": "lock uninitialised: rm_wlock() of uninitialized lock rm @ LINE",
    "NotHeld": "assertion: Lock (rm) rm not locked @ LINE",
    "NotWriting": "assertion: Lock (rm) rm not exclusively locked @ LINE",
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
