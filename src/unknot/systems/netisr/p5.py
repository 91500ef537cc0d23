"""P5 with D34076: as P5, and an interface that is dying counts as gone. Right.

The deferred queue needs nothing of its own here: the packet's `rcvif` is the interface that it is for.
"""

from unknot.systems.netisr.features import Features
from unknot.systems.netisr.scenarios import scenarios

FEATURES = Features(deferred=True, epoch=True, serialize=True, dying_test=True)

globals().update(scenarios(FEATURES))
