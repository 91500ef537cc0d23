"""P5 as committed first (D33266): a queued packet carries the index and generation of its interface, and netisr looks
them up again, in a section of the network epoch.

An interface that is being detached has its index still when its addresses are gone already.
"""

from unknot.systems.netisr.features import Features
from unknot.systems.netisr.scenarios import scenarios

FEATURES = Features(deferred=True, epoch=True, serialize=True)

globals().update(scenarios(FEATURES))
