"""S5: FreeBSD's own fix of 2025. The rendezvous stays; who freezes all vCPUs looks whether one is under way, and runs
the callback for those that it has. Later, and behind an assertion, it does so once too often."""

from unknot.systems.vmm.machine import Features
from unknot.systems.vmm.scenarios import scenarios
from unknot.systems.vmm.variant import variant

globals().update(scenarios(variant(Features(helps=True))))
