"""V4 corrected: 12.3 with what later commits cured, and with what unknot found beside. A change looks its descriptor up
once more under the lock; knote_fork asks the filter under the list's lock; the count of a timer is kept under kq_lock;
and what knote() said of a knote is not overruled by a filter that has nothing more to say.
"""

from __future__ import annotations

from unknot.systems.kqueue import v4
from unknot.systems.kqueue.build import build
from unknot.systems.kqueue.later import scenarios
from unknot.systems.kqueue.variant import Variant

FEATURES = v4.FEATURES._replace(rechecks=True, fork_event_locked=True, sees_hints=True, timer_locked=True)


def variant(*filters: str) -> Variant:
    """The kqueue with these filters."""
    return build(FEATURES, *filters)


globals().update(scenarios(variant))
