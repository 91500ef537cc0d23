"""The scenarios of every variant: who runs against whom, and what must hold. One idea: a scenario is written once, as a
function of the variant, and each variant's file takes them all. What is the same in all variants stands in
`switch.py`."""

from unknot.systems.netmap import deadlocks, exclusion, kevents, plan, teardown, wakeups
from unknot.systems.netmap.netmap import Variant


def scenarios(variant: Variant, tasks: bool = False) -> dict[str, type]:
    """All scenarios of a variant, by name; `tasks`: it has task queues."""
    classes = [
        kevents.kevents(variant),
        deadlocks.own_packet(variant),
        deadlocks.cross_send(variant),
        deadlocks.three_parties(variant),
        deadlocks.second_descriptor(variant),
        wakeups.receiver(variant),
        teardown.port_closed(variant),
        exclusion.inside(variant),
        exclusion.whole_sync(variant),
        plan.test_plan(variant),
        plan.ping_pong(variant),
    ]
    if tasks:
        classes += [wakeups.bounded(variant), teardown.half_created(variant)]
    return {cls.__name__: cls for cls in classes}
