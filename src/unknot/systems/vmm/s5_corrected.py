"""S5 with two corrections of ours: the helper stops when the rendezvous is over, and after an error it gives back the
vCPUs that it has taken, not the one that failed."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features(helps=True, looks_again=True, rolls_back=True))))
