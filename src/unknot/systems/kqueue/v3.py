"""V3: KN_SCAN (FreeBSD 10). A knote that a scan has in hand can be activated, so a hint is not lost, except that of
fork. Flux is a flag, and a process's list of knotes is part of the process.
"""

from __future__ import annotations

from unknot.systems.kqueue.build import build
from unknot.systems.kqueue.later import scenarios
from unknot.systems.kqueue.variant import Features, Variant

FEATURES = Features(
    scan_flag=True,
    forks=True,
    fork_looks_first=True,
    pending_wakeup=True,
    close_waits=True,
    later=True,
)


def variant(*filters: str) -> Variant:
    """The kqueue with these filters."""
    return build(FEATURES, *filters)


globals().update(scenarios(variant))
