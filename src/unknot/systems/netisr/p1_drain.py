"""P1 corrected (ours): what withdraws from the queue also waits, after its look through it, until the worker is done
with the packets that it has taken out, and nothing is queued for an interface that departs. For an interface this
happens before it loses its addresses: the departure event is too late for a handler that needs one.

The timer of neighbours has the corrections of p3_corrected, and a reference to the interface while it runs.

The price: whoever detaches an interface waits for handlers, so it must hold no lock that a handler takes.
"""

from unknot.systems.netisr import neighbour_scenarios
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.nd6 import DEFERRED, Timer
from unknot.systems.netisr.scenarios import scenarios

FEATURES = Features(deferred=True, drain=True)
TIMER = Timer(send=DEFERRED, linked_test=True, one_reference=True, if_reference=True)

globals().update(scenarios(FEATURES))
globals().update(neighbour_scenarios.scenarios(TIMER, FEATURES))
