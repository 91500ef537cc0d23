"""The scenarios of the neighbours, for every variant."""

from unknot.systems.netisr import neighbour_races
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.nd6 import Timer
from unknot.systems.netisr.neighbours import neighbours


def scenarios(features: Timer, queue: Features | None = None) -> dict[str, type]:
    """All scenarios of a variant, by name. `queue`: the features of the deferred queue, of variants that use it."""
    variant = neighbours(features, queue)
    classes = (
        neighbour_races.timer_against_addresses(variant),
        neighbour_races.timer_has_asked(variant),
        neighbour_races.timer_against_detach(variant),
    )
    return {cls.__name__: cls for cls in classes}
