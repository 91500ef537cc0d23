"""V4: FreeBSD 12.3. Flux is a count, knotes that are scanned can still be activated, everything that closes waits for
flux, and the knotes of a process outlive it.
"""

from __future__ import annotations

from unknot.systems.kqueue.build import build
from unknot.systems.kqueue.later import scenarios
from unknot.systems.kqueue.variant import Features, Variant

FEATURES = Features(
    counted=True,
    scan_flag=True,
    forks=True,
    fork_locks=True,
    pending_wakeup=True,
    disables_first=True,
    own_proc_list=True,
    remembers_list=True,
    close_waits=True,
    close_refuses=True,
    two_notes=True,
    timer_restarts=True,
    later=True,
    refuses_both=True,
)


def variant(*filters: str) -> Variant:
    """The kqueue with these filters."""
    return build(FEATURES, *filters)


globals().update(scenarios(variant))
