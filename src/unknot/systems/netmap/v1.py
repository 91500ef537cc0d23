"""V1: November 2014. Each selinfo gets a mutex of its own for its knotes, against contention.

That made the deadlock possible: kevent holds one such mutex, and sending wants another."""

from unknot.systems.netmap.features import Features
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.scenarios import scenarios

globals().update(scenarios(variant(Features())))
