"""S4: illumos 13007 (August 2020). Whoever sends an interrupt sets its bit in the TMR first, as the chip does; a write
to the redirection table concerns no vCPU at all, so nobody waits for anybody."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features(rendezvous=False, tmr_on_accept=True))))
