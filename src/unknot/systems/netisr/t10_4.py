"""T10 as in 10.4 (2017): the same, and the timer shares the lock of the router and prefix lists until it has sent.

Nobody meant that lock to keep the interface; but if_detach takes it too, on its way to the addresses.
"""

from unknot.systems.netisr.nd6 import UNLOCKED, Timer
from unknot.systems.netisr.neighbour_scenarios import scenarios

FEATURES = Timer(send=UNLOCKED, nd6_lock=True)

globals().update(scenarios(FEATURES))
