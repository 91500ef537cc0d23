"""L9: lagg of 9.3. A rw lock; the addresses of ports are changed by a task, but a new address of the lagg itself is
told with the lock held.
"""

from unknot.systems.netisr.lagg_scenarios import scenarios
from unknot.systems.netisr.lagg_softc import RW, Aggregate

FEATURES = Aggregate(lock=RW, own_event=True)

globals().update(scenarios(FEATURES))
