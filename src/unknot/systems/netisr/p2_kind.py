"""P2 as it was meant (11): a change says whether it is one of the lagg itself."""

from unknot.systems.netisr.lagg_scenarios import scenarios
from unknot.systems.netisr.lagg_softc import RM, Aggregate

FEATURES = Aggregate(lock=RM, own_kind=True)

globals().update(scenarios(FEATURES))
