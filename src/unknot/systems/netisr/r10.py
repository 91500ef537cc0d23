"""R10: netisr of 10.x to 12.x. A packet's `rcvif` is a pointer that nobody counts; nobody looks whether what it points
at is still there when the packet leaves its queue.
"""

from unknot.systems.netisr.features import Features
from unknot.systems.netisr.scenarios import scenarios

FEATURES = Features()

globals().update(scenarios(FEATURES))
