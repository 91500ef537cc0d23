"""S2: the patch that was proposed, as SmartOS runs it (OS-7622, February 2019). No rendezvous: who writes to the
redirection table keeps each vCPU that is concerned out of the guest for a moment, and leaves a note for its TMR.

Right with illumos's locks (`-p illumos=1`), where one may wait for a vCPU with the vioapic lock held, and with
preemption disabled. With FreeBSD's locks neither is allowed.
"""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features(rendezvous=False, runblock=True))))
