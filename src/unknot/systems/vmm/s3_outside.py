"""S3 with the wait where it may be: a vCPU that may not enter the guest leaves the critical section before it sleeps.
Ours, to see what is left of S3's troubles."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

features = Features(rendezvous=False, runblock=True, writers_sx=True, waits_outside=True)
globals().update(scenarios(variant(features)))
