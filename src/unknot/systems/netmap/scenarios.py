"""The scenarios of every variant: who runs against whom, and what must hold. One idea: a scenario is written once, as a
function of the variant, and each variant's file takes them all. What is the same in all variants stands in
`switch.py`."""

from unknot.systems.netmap import deadlocks
from unknot.systems.netmap.netmap import Variant


def scenarios(variant: Variant) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    classes = (
        deadlocks.own_packet(variant),
        deadlocks.cross_send(variant),
        deadlocks.three_parties(variant),
        deadlocks.second_descriptor(variant),
    )
    return {cls.__name__: cls for cls in classes}
