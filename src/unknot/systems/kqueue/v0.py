"""V0: the kqueue of FreeBSD 5.x without Giant (2003). Wrong in all seven ways: splhigh() keeps interrupts out, and on
several processors nobody else.
"""

from unknot.systems.kqueue.early import variant
from unknot.systems.kqueue.early_knote import Locking
from unknot.systems.kqueue.early_scenarios import scenarios

VARIANT = variant(Locking())

globals().update(scenarios(VARIANT))
