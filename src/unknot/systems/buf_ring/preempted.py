"""What critical sections are for: a thread that loses its processor between the claim of its slot and the publication.

One idea: the scheduler takes a thread off its processor at named points, never in a critical section, and an
assumption says when it comes back. Steps of other processors come between anyway; that is not what this is about.
"""

from unknot import initial, param, scenario, thread
from unknot.kernel.thread import td
from unknot.lang import Ptr, addr, choose, idle, indivisible, null, thread_id, u32
from unknot.systems.buf_ring.ring import BufRing, Moves, Orders, Variant, plain_moves

scheduler = param("scheduler", 1, "Preempted: low comes back 0: some time; 1: when high has nothing to do; 2: never")
if scheduler not in (0, 1, 2):
    raise ValueError(f"scheduler is {scheduler}: it must be 0, 1 or 2")
FAIR, PRIORITIES, NEVER = 0, 1, 2
LOW, HIGH = 0, 1
"""The threads: the scenario's first and second."""

preempted: u32 = 0
"""1 from the moment in which low loses its processor."""
ended: u32 = 0
"""Of the threads that have ended, a bit each."""


def may_lose_the_processor() -> None:
    """Here an interrupt may come, and with it a thread of higher priority, unless a critical section says no."""
    global preempted
    if scheduler == FAIR or thread_id() != LOW or td.td_critnest != 0 or preempted or choose(2) == 0:
        return
    with indivisible():
        preempted = 1
    if scheduler == NEVER:
        with indivisible(False, blocked_by=idle):
            pass
    elif td.td_held == 0:  # who waits for a mutex sleeps, so its owner runs on
        with indivisible(ended >> HIGH & 1 != 0, blocked_by=HIGH):
            pass


def has_ended() -> None:
    """The thread is done."""
    global ended
    with indivisible():
        ended |= u32(1) << u32(thread_id())


def preemptible_moves(orders: Orders) -> Moves:
    """The moves of the kernel, with a point behind the claim and one behind the taking of a slot."""
    plain = plain_moves(orders)

    def claim(ring: Ptr[BufRing], head: u32, following: u32) -> bool:
        won = plain.claim(ring, head, following)
        if won:
            may_lose_the_processor()
        return won

    def take(ring: Ptr[BufRing], head: u32, following: u32) -> bool:
        won = plain.take(ring, head, following)
        if won:
            may_lose_the_processor()
        return won

    return plain._replace(claim=claim, take=take)


def preempted_scenario(v: Variant) -> type:
    """`v` is made of `preemptible_moves`."""

    @scenario
    class Preempted:
        """An ordinary thread and one of higher priority use the ring. With priorities they share a processor: high
        begins when low loses it, or has ended. Does everybody get through?"""

        ring: BufRing

        @initial
        def fill(self) -> None:
            v.init(addr(self.ring), null)
            v.enqueue(addr(self.ring), 1)

        @thread
        def low(self) -> None:
            v.enqueue(addr(self.ring), 2)
            may_lose_the_processor()
            v.dequeue_mc(addr(self.ring))
            has_ended()

        @thread
        def high(self) -> None:
            if scheduler == PRIORITIES:
                with indivisible(preempted != 0 or ended >> LOW & 1 != 0, blocked_by=LOW):
                    pass
            v.enqueue(addr(self.ring), 3)
            v.dequeue_mc(addr(self.ring))
            has_ended()

    return Preempted
