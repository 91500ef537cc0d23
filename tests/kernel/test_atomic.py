"""atomic(9): what each function does, and what it orders."""

from __future__ import annotations

import pytest
from verdicts import states, verdict

import unknot

FILE = "atomics.py"
TSO = unknot.Options(memory="tso")


@pytest.mark.parametrize("name", ["Ints", "Longs", "CountsByCompare"])
def test_what_they_do(name: str) -> None:
    assert verdict(FILE, name) == "verified"
    assert verdict(FILE, name, TSO) == "verified"


def test_each_is_one_step() -> None:
    """Three threads of one step: each has taken it or not."""
    assert states(FILE, "Counts") == 8


def test_load_and_store_are_two() -> None:
    assert verdict(FILE, "CountsByHand") == "check at the end failed: all_counted: one was lost"


def test_release_and_acquire_publish() -> None:
    assert verdict(FILE, "Published", TSO) == "verified"


@pytest.mark.parametrize("name", ["StoreBuffers", "WeaklyFenced"])
def test_release_and_acquire_do_not_keep_a_load_behind_a_store(name: str) -> None:
    assert verdict(FILE, name) == "verified"
    assert verdict(FILE, name, TSO) == "assertion failed: neither saw the other"


def test_the_strongest_fence_does() -> None:
    assert verdict(FILE, "Fenced", TSO) == "verified"
