"""P1 corrected (ours): what withdraws from the queue also waits, after its look through it, until the worker is done
with the packets that it has taken out, and nothing is queued for an interface that departs.

The price: whoever detaches an interface waits for handlers, so it must hold no lock that a handler takes.
"""

from unknot.systems.netisr.features import Features
from unknot.systems.netisr.scenarios import scenarios

FEATURES = Features(deferred=True, drain=True)

globals().update(scenarios(FEATURES))
