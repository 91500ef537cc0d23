"""The scenarios of the kqueue of 2004 and later. One idea: those of all years on the common stage, and those of what is
not older than 2004; each is written once, and each variant's file takes them all.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.systems.kqueue import hints, interleavings
from unknot.systems.kqueue.later_stage import stage
from unknot.systems.kqueue.variant import Make


def scenarios(make: Make) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    found = interleavings.scenarios(stage(make))
    makers: tuple[Callable[[Make], type], ...] = (
        hints.exec_during_scan,
        hints.fork_during_scan,
        hints.exec_during_change,
        hints.exit_during_scan,
        hints.delete_during_exit,
        hints.add_during_exit,
        hints.track,
    )
    for maker in makers:
        cls = maker(make)
        found[cls.__name__] = cls
    return found
