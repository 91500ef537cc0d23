"""V1': the patch as its reviewer wanted it (2003). The lock is kept while a scan looks at KN_DISABLED and changes the
status, and whoever else changes the status takes it too; the filter is asked without it.
"""

from unknot.systems.kqueue.early import variant
from unknot.systems.kqueue.early_knote import Locking
from unknot.systems.kqueue.early_scenarios import scenarios

VARIANT = variant(Locking(queue=True, status=True))

globals().update(scenarios(VARIANT))
