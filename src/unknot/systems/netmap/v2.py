"""V2: January 2019. As V1, but a notification takes the mutex only if mtx_owned says that the thread has it not.

That cures the recursion and nothing else."""

from unknot.systems.netmap.features import Features
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.scenarios import scenarios

globals().update(scenarios(variant(Features(asks_owner=True))))
