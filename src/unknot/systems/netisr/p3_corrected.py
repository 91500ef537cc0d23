"""P3 in the network epoch with two corrections of ours.

An entry that the table has no more is not asked for: its interface may have lost its addresses, which no epoch defers.
And the timer has one reference, whether it is pending, running or both.
"""

from unknot.systems.netisr.nd6 import COPIED, Timer
from unknot.systems.netisr.neighbour_scenarios import scenarios

FEATURES = Timer(send=COPIED, epoch=True, linked_test=True, one_reference=True)

globals().update(scenarios(FEATURES))
