"""P1: the proposal of late 2014. A packet is put on a queue of netisr's with {handler, interface, a word of the
caller's} in a tag; when an interface departs, its packets are taken out of the queue.

A packet that the worker has taken out already is not in the queue any more.
"""

from unknot.systems.netisr import neighbour_scenarios
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.nd6 import DEFERRED, Timer
from unknot.systems.netisr.scenarios import scenarios

FEATURES = Features(deferred=True)

globals().update(scenarios(FEATURES))
globals().update(neighbour_scenarios.scenarios(Timer(send=DEFERRED), FEATURES))
