"""P4, first step (2017): a lock with which one may sleep, for changes; a rm lock for senders."""

from unknot.systems.netisr.lagg_scenarios import scenarios
from unknot.systems.netisr.lagg_softc import SX_RM, Aggregate

FEATURES = Aggregate(lock=SX_RM)

globals().update(scenarios(FEATURES))
