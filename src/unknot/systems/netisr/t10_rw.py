"""T10 with the timer of kern/165863 (9.x, 10.0): callout_init_rw, so that the timer begins with the entry's lock and
can be stopped under it.
"""

from unknot.systems.netisr.nd6 import UNLOCKED, Timer
from unknot.systems.netisr.neighbour_scenarios import scenarios

FEATURES = Timer(send=UNLOCKED, timer_lock=True)

globals().update(scenarios(FEATURES))
