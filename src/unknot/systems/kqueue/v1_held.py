"""V1' with the lock held while the filter is asked. It would cure the lost event, but a filter takes its object's lock,
and whoever has that one wants this one.
"""

from unknot.systems.kqueue.early import variant
from unknot.systems.kqueue.early_knote import Locking
from unknot.systems.kqueue.early_scenarios import scenarios

VARIANT = variant(Locking(queue=True, status=True, event=True))

globals().update(scenarios(VARIANT))
