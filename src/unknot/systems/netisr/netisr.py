"""netisr(9): packets go to their protocol's handler at once, or through the queue of a processor. One idea: what does
not depend on the variant are functions of their own modules; here a variant gets the rest.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mbuf import mbuf
from unknot.lang import i32, u32, u64
from unknot.systems.netisr.dispatching import dispatching
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.queueing import queueing
from unknot.systems.netisr.worker import quiescing, worker


class Netisr(NamedTuple):
    """netisr of one variant. Packets that are given to it are consumed, whatever it answers: 0 or ENOBUFS.

    `netisr_dispatch` handles a packet at once if the protocol allows that, `netisr_queue` never; `_src` says the
    source. `swi_worker(cpu)` is the thread of a processor's software interrupt, `swi_run(cpu)` one run of it: False if
    nobody has asked for it. `netisr_quiesce(cpu)` waits until nobody processes a workstream, whose lock is held before
    and after; only in variants with `drain`.
    """

    netisr_queue: Callable[[u32, mbuf], i32]
    netisr_queue_src: Callable[[u32, u64, mbuf], i32]
    netisr_dispatch: Callable[[u32, mbuf], i32]
    netisr_dispatch_src: Callable[[u32, u64, mbuf], i32]
    swi_run: Callable[[u32], bool]
    swi_worker: Callable[[u32], None]
    netisr_quiesce: Callable[[u32], None]


def netisr(features: Features) -> Netisr:
    """netisr with these features."""
    queue, quiesce = queueing(features), quiescing(features)
    direct = dispatching(queue, quiesce.wake_waiters)
    return Netisr(
        queue.netisr_queue,
        queue.netisr_queue_src,
        direct.netisr_dispatch,
        direct.netisr_dispatch_src,
        *worker(features, quiesce.wake_waiters),
        quiesce.netisr_quiesce,
    )
