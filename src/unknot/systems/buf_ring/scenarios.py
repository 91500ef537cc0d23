"""The scenarios of every variant: who runs against whom, and what must hold. One idea: a scenario is written once, as
a function of the variant's operations, and each variant's file takes them all.

Each is small enough by default to be searched to the end in seconds; `-p` makes it larger.
"""

from collections.abc import Callable

from unknot.systems.buf_ring import (
    answers,
    driver,
    driver_alone,
    linear,
    misuse,
    overrun,
    preempted,
    sequential,
    traffic,
)
from unknot.systems.buf_ring.books import counted_moves
from unknot.systems.buf_ring.ring import Moves, Orders, Variant, plain_moves


def scenarios(variant: Callable[[Moves], Variant], orders: Orders) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    ring, watched = variant(plain_moves(orders)), variant(counted_moves(orders))
    classes = (
        sequential.sequential(ring),
        answers.always_room(ring),
        answers.spurious_refusal(ring),
        answers.always_entry(ring),
        answers.drop_only_if_full(watched),
        answers.null_only_if_empty(watched),
        answers.hints(ring),
        answers.drops_counted(ring),
        traffic.nothing_lost_nothing_twice(ring),
        traffic.order_per_producer(ring),
        traffic.single_consumer(ring),
        traffic.refilled(ring),
        overrun.overrun(ring),
        overrun.early_tail(ring),
        misuse.two_single_consumers(ring),
        misuse.peek_reuse(ring),
        linear.linearizable(ring),
        linear.linearizable_turns(ring),
        preempted.preempted_scenario(variant(preempted.preemptible_moves(orders))),
        driver.transmit_scenario(ring),
        driver_alone.sequential_driver(ring),
    )
    return {cls.__name__: cls for cls in classes}
