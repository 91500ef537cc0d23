"""A variant, put together: interfaces, netisr, and the queue for deferred sending if it has one."""

from typing import NamedTuple

from unknot.systems.netisr.deferred import Deferred, deferred_queue
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.ifnet import Interfaces, interfaces
from unknot.systems.netisr.netisr import Netisr, netisr


class Stack(NamedTuple):
    """All functions that differ between variants. `deferred` is only for variants with that feature."""

    features: Features
    interfaces: Interfaces
    netisr: Netisr
    deferred: Deferred


def stack(features: Features) -> Stack:
    """The variant with these features."""
    isr = netisr(features)
    return Stack(features, interfaces(features), isr, deferred_queue(features, isr))
