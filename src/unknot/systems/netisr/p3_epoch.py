"""P3 in the network epoch (13): the timer runs in a section, and entries, tables and interfaces are freed when the
sections are over that may know them.
"""

from unknot.systems.netisr.nd6 import COPIED, Timer
from unknot.systems.netisr.neighbour_scenarios import scenarios

FEATURES = Timer(send=COPIED, epoch=True)

globals().update(scenarios(FEATURES))
