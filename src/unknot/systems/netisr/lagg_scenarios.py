"""The scenarios of lagg, for every variant."""

from unknot.systems.netisr import lagg_races, sequential_lagg
from unknot.systems.netisr.lagg import lagg
from unknot.systems.netisr.lagg_softc import Aggregate


def scenarios(features: Aggregate) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    variant = lagg(features)
    classes = (
        lagg_races.first_port(variant),
        lagg_races.second_port(variant),
        lagg_races.port_departs(variant),
        lagg_races.port_detached(variant),
        lagg_races.removed_then_detached(variant),
        lagg_races.removed_twice(variant),
        lagg_races.send_while_removed(variant),
        lagg_races.lagg_goes(variant),
        lagg_races.driver_waits(variant),
        sequential_lagg.sequential_lagg(variant),
    )
    return {cls.__name__: cls for cls in classes}
