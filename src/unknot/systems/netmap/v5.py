"""V5: D19177, February 2019. As V4, and the task is enqueued only if somebody watches with kevent: a counter that is
written under NMG_LOCK and read without."""

from unknot.systems.netmap.features import Features
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.scenarios import scenarios

globals().update(scenarios(variant(Features(deferred=True, counted=True)), tasks=True))
