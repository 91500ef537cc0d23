"""P4 with a correction of ours: who comes for a port because its interface departs looks again under the lock, and who
removes a port says so when he is done with the interface, not before.
"""

from unknot.systems.netisr.lagg_scenarios import scenarios
from unknot.systems.netisr.lagg_softc import SX_EPOCH, Aggregate

FEATURES = Aggregate(lock=SX_EPOCH, looks_again=True)

globals().update(scenarios(FEATURES))
