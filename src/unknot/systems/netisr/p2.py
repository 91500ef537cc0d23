"""P2: lagg of 10.4. A rm lock; everything about addresses is left to the task.

The task knows a change that only must be told by its interface being that of the primary port. The lagg itself is not.
"""

from unknot.systems.netisr.lagg_scenarios import scenarios
from unknot.systems.netisr.lagg_softc import RM, Aggregate

FEATURES = Aggregate(lock=RM)

globals().update(scenarios(FEATURES))
