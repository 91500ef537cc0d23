"""refcount(9): who frees, and how to count wrong."""

from __future__ import annotations

import pytest
from verdicts import verdict

import unknot

FILE = "refcounts.py"
RIGHT = ("LastFrees", "Functions", "IfNotZero", "IfNotLast")
WRONG = {
    "OneTooMany": "use after free: 4 bytes at thing#1",
    "UsedAfterRelease": "use after free: 4 bytes at thing#1.value",
    "LookedAt": "assertion failed: it is gone",
    "Underflow": "refcount: refcount n wraparound @ LINE",
    "Overflow": "refcount: refcount n wraparound @ LINE",
    "BadStart": "refcount: invalid initial refcount value 2147483648 @ LINE",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    assert verdict(FILE, name) == "verified"


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str) -> None:
    assert verdict(FILE, name) == WRONG[name]


@pytest.mark.parametrize("memory", ["sc", "tso"])
def test_the_last_sees_what_others_did(memory: str) -> None:
    assert verdict(FILE, "LastFrees", unknot.Options(memory=memory)) == "verified"


def test_without_invariants_the_count_stays_where_it_does_no_harm() -> None:
    assert verdict(FILE, "Saturates").startswith("refcount")
    assert verdict(FILE, "Saturates", unknot.Options(invariants=False)) == "verified"
