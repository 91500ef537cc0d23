"""V4: as it was committed, D18956, January 2019. A notification enqueues a task of the selinfo, and a thread of its own
tells the knotes, with no other lock held."""

from unknot.systems.netmap.features import Features
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.scenarios import scenarios

globals().update(scenarios(variant(Features(deferred=True)), tasks=True))
