"""The scenarios of the kqueue of 2004 and later. One idea: those of all years on the common stage, and those of what is
not older than 2004; each is written once, and each variant's file takes them all.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.systems.kqueue import closing, endings, flux, hints, interleavings, sequential, timing, wakeups
from unknot.systems.kqueue.later_stage import stage
from unknot.systems.kqueue.variant import Make


def scenarios(make: Make) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    found = interleavings.scenarios(stage(make))
    makers: tuple[Callable[[Make], type], ...] = (
        sequential.sequential,
        sequential.sequential_reports,
        sequential.sequential_processes,
        sequential.sequential_timers,
        sequential.sequential_nested,
        hints.exec_during_scan,
        hints.fork_during_scan,
        hints.exec_during_change,
        hints.exit_during_scan,
        hints.delete_during_exit,
        hints.add_during_exit,
        hints.track,
        endings.delete_during_fork,
        endings.exit_unasked,
        flux.flux_deadlock,
        closing.close_during_fork,
        timing.disable_timer,
        timing.timer_counts,
        timing.timer_delete,
        closing.add_during_close,
        wakeups.add_and_write,
        closing.sleeper_at_close,
        closing.nested,
        closing.nested_close,
        wakeups.two_sleepers,
        flux.locks,
    )
    newer = (wakeups.dispatch_once, wakeups.user_trigger) if make().features.later else ()
    for maker in (*makers, *newer):
        cls = maker(make)
        found[cls.__name__] = cls
    return found
