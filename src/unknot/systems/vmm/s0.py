"""S0: as reported in May 2019. A write to the redirection table makes a rendezvous of all vCPUs; who freezes all vCPUs
takes them one after the other; each of the two waits for the other."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features())))
