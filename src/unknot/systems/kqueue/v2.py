"""V2: the locks of August 2004. Lists of knotes with the lock of their object, kq_lock, and flux as a flag: a scan owns
the knote it has in hand, and whoever else comes by passes it over. What that loses is the story of V3 and V4.
"""

from __future__ import annotations

from unknot.systems.kqueue.build import build
from unknot.systems.kqueue.later import scenarios
from unknot.systems.kqueue.variant import Features, Variant

FEATURES = Features(looks_first=True)


def variant(*filters: str) -> Variant:
    """The kqueue with these filters."""
    return build(FEATURES, *filters)


globals().update(scenarios(variant))
