"""P3: FreeBSD's own way (2015, with the new lltable code; 12.3 has it).

The timer copies the source address, gives up the entry, and then builds the solicitation. It never comes back to the
entry's lock; but the target's address is still read from the entry, and nothing keeps the interface.
"""

from unknot.systems.netisr.nd6 import COPIED, Timer
from unknot.systems.netisr.neighbour_scenarios import scenarios

FEATURES = Timer(send=COPIED)

globals().update(scenarios(FEATURES))
