"""What the variants differ in. One idea: a variant is a set of features that are known when its file is loaded, so what
is off is not compiled."""

from typing import NamedTuple


class Features(NamedTuple):
    """Of the packet queues and the interfaces.

    `epoch`: handlers run in a section of the network epoch, and if_detach waits for such sections.
    `serialize`: a queued packet carries the index and generation of its interface instead of a pointer.
    `dying_test`: an interface that is being detached counts as gone when a packet is taken out of a queue.
    `deferred`: there is the queue for deferred sending.
    `drain`: what withdraws from that queue, a departing interface or a handler, waits for the worker too, and
    nothing is queued for an interface that departs.
    """

    epoch: bool = False
    serialize: bool = False
    dying_test: bool = False
    deferred: bool = False
    drain: bool = False
