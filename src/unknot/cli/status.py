"""Exit statuses. One idea: the worst of several targets counts, and an error is worse than a finding."""

from __future__ import annotations

from collections.abc import Iterable

VERIFIED = 0
VIOLATED = 1
BOUNDED = 2
ERROR = 3
INTERRUPTED = 130
"""Ctrl-C before there was anything to report, as shells have it."""
PIPE_CLOSED = 141
"""Nobody reads the output any more, as shells have it."""

BEST_TO_WORST = (VERIFIED, BOUNDED, VIOLATED, ERROR)


def worst(statuses: Iterable[int]) -> int:
    """The status of a command from those of its targets."""
    return max(statuses, key=BEST_TO_WORST.index, default=VERIFIED)
