"""rwlock(9): what it keeps out, what it lets in, the fairness it does not promise, misuse."""

from __future__ import annotations

import pytest
from verdicts import states, verdict

import unknot

FILE = "rw_locks.py"


def test_without_waiting_each_call_is_one_step() -> None:
    assert (states(FILE, "OneReader"), states(FILE, "OneWriter")) == (3, 3)


def test_a_writer_that_must_wait_registers_first() -> None:
    """Nobody inside: 4 states. One inside, the other before, registered or done: 6. One done, the other woken: 2."""
    assert states(FILE, "TwoWriters") == 12


RIGHT = (
    "Counts",
    "ReaderBehindWriter",
    "TwoParties",
    "TryPasses",
    "ReadsAgain",
    "ReadsAnother",
    "Upgrades",
    "Tries",
    "Recurses",
)
POSSIBLE = {
    "TwoReaders": "assertion failed: both read",
    "ReaderPassesWokenWriter": "assertion failed: the writer was passed",
    "UpgradeFails": "assertion failed: not the only one",
    "DowngradeLetsReadersIn": "assertion failed: both read",
    "ThreeParties": "deadlock: r1 waits for m held by r2, r2 waits for rw behind writer,"
    " writer waits for rw held by r1",
}
WRONG = {
    "Recursed": "lock recursion: rw_wlock: recursed on non-recursive rw rw @ LINE",
    "ReadsWhileWriting": "lock mode: excl->share: shared lock of (rw) rw @ LINE while exclusively locked from LINE",
    "WritesWhileReading": "lock mode: share->excl: exclusive lock of (rw) rw @ LINE while share locked from LINE",
    "ReaderUnlocksAsWriter": "lock mode: share->uexcl: exclusive unlock of (rw) rw @ LINE while share locked from LINE",
    "WriterUnlocksAsReader": "lock mode: excl->ushare: shared unlock of (rw) rw @ LINE"
    " while exclusively locked from LINE",
    "NotLocked": "not owner: lock (rw) rw not locked @ LINE",
    "UnlockedByAnother": "not owner: lock (rw) rw not locked @ LINE",
    "Leaks": "lock leak: thread exits with the following locks held: shared rw rw r = 0 (rw) locked @ LINE",
    "UpgradesUnlocked": "not owner: upgrade of unlocked lock (rw) rw @ LINE",
    "UpgradesAsWriter": "lock mode: upgrade of exclusive lock (rw) rw @ LINE",
    "DowngradesAsReader": "lock mode: downgrade of shared lock (rw) rw @ LINE",
    "DowngradesRecursed": "lock mode: downgrade of recursed lock (rw) rw @ LINE",
    "DestroyedWhileRead": "lock destroyed: rw_destroy: rw is held @ LINE",
    "UsedAfterDestroy": "lock destroyed: rw_rlock() of destroyed lock rw @ LINE",
    "NotInitialised": "lock uninitialised: rw_wlock() of uninitialized lock rw @ LINE",
}
ASSERTIONS = {
    "NotHeld": "assertion: Lock (rw) rw not locked @ LINE",
    "NotWriting": "assertion: Lock (rw) rw not exclusively locked @ LINE",
    "Writing": "assertion: Lock (rw) rw exclusively locked @ LINE",
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


def test_assertions_are_for_invariants() -> None:
    assert verdict(FILE, "NotHeld", unknot.Options(invariants=False)) == "verified"
