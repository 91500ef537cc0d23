"""S1: OS-6888 (June 2018): a signal ends the wait in a rendezvous. The deadlock stays; but a bhyve that hangs in it can
be killed."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features(signals=True))))
