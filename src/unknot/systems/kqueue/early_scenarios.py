"""The scenarios of the variants of 2003: the seven interleavings, and what one thread may expect."""

from __future__ import annotations

from unknot.systems.kqueue import interleavings
from unknot.systems.kqueue.early_sequential import early_sequential
from unknot.systems.kqueue.stage import Stage


def scenarios(v: Stage) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    return interleavings.scenarios(v) | {"Sequential": early_sequential(v)}
