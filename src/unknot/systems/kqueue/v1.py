"""V1: the patch of kern/57945 (2003). A mutex around the queue; a scan unlocks it as soon as it has taken a knote, and
nothing keeps the knote alive or its status together.
"""

from unknot.systems.kqueue.early import variant
from unknot.systems.kqueue.early_knote import Locking
from unknot.systems.kqueue.early_scenarios import scenarios

VARIANT = variant(Locking(queue=True), unlocked=True)

globals().update(scenarios(VARIANT))
