"""T10: the timer of 10.x, as the mail describes it (late 2014).

The entry is unlocked while the solicitation is built and sent. The timer's reference keeps the entry, and nothing keeps
the interface.
"""

from unknot.systems.netisr.nd6 import UNLOCKED, Timer
from unknot.systems.netisr.neighbour_scenarios import scenarios

FEATURES = Timer(send=UNLOCKED)

globals().update(scenarios(FEATURES))
