"""Reversals of locks that readers share: the verdicts, and that a deadlock is there if and only if they say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.pipeline import order

PROGRAMS = Path(__file__).parent / "reader_orders.py"
READERS, DEADLOCKS = ("cannot deadlock here", ("readers",)), ("deadlocks", ())


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("ReadersOfTwo", READERS),
        ("ReadersPassTheWriter", READERS),
        ("WriterOfBoth", DEADLOCKS),
        ("SxReaders", READERS),
        ("SxReadersAndAWaitingWriter", DEADLOCKS),
        ("RmReaders", READERS),
        ("RmReadersAndAWriter", DEADLOCKS),
    ],
)
def test_verdict(scenario: str, expected: tuple[str, tuple[str, ...]]) -> None:
    result = order(f"{PROGRAMS}::{scenario}")
    (reversal,) = result.reversals
    assert (reversal.verdict, reversal.causes) == expected
    assert (result.verdict == "violated") == (expected == DEADLOCKS)
