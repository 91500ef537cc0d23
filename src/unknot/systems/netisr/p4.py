"""P4 (2018): the same, and senders are in the network epoch."""

from unknot.systems.netisr.lagg_scenarios import scenarios
from unknot.systems.netisr.lagg_softc import SX_EPOCH, Aggregate

FEATURES = Aggregate(lock=SX_EPOCH)

globals().update(scenarios(FEATURES))
