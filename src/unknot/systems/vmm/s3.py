"""S3: the patch at the end of its review. An sx lock keeps writers of the redirection table apart, and the vioapic lock
is dropped while they wait for a vCPU. Interrupts may then be sent by the new entry before the TMR knows of it; and a
vCPU that may not enter the guest still waits inside vm_run's critical section."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features(rendezvous=False, runblock=True, writers_sx=True))))
