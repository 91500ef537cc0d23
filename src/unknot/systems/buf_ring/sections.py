"""Critical sections around the operations of many (`-p sections=1`). One idea: a section keeps nobody out; it keeps the
thread that is in it on its processor, so that those who wait for its slot do not wait for the scheduler.
"""

from collections.abc import Callable

from unknot.kernel.systm import critical_enter, critical_exit
from unknot.lang import Ptr, u64
from unknot.systems.buf_ring.ring import BufRing, sections


def adding(enqueue: Callable[[BufRing, u64], bool]) -> Callable[[BufRing, u64], bool]:
    """The enqueue of a variant in a section."""
    if not sections:
        return enqueue

    def in_section(ring: Ptr[BufRing], item: u64) -> bool:
        critical_enter()
        added = enqueue(ring, item)
        critical_exit()
        return added

    return in_section


def taking(dequeue: Callable[[BufRing], u64]) -> Callable[[BufRing], u64]:
    """The dequeue_mc of a variant in a section."""
    if not sections:
        return dequeue

    def in_section(ring: Ptr[BufRing]) -> u64:
        critical_enter()
        item = dequeue(ring)
        critical_exit()
        return item

    return in_section
