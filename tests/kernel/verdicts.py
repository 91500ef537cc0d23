"""What a program gives, in one line: `verified`, or the kind and the message of what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import unknot

PROGRAMS = Path(__file__).parent / "programs"


def verdict(file: str, name: str, options: unknot.Options | None = None) -> str:
    """`verified` or `kind: message`; places in the program are written as LINE."""
    result = unknot.check(f"{PROGRAMS / file}::{name}", options)
    if result.finding is None:
        return result.verdict
    return re.sub(r"\S+\.py:\d+", "LINE", result.finding.message)


def states(file: str, name: str) -> int:
    """How many states a right program has."""
    result = unknot.check(f"{PROGRAMS / file}::{name}")
    assert result.verdict == "verified", result.finding
    return result.counts.states
