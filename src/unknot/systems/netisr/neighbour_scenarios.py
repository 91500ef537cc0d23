"""The scenarios of the neighbours, for every variant. Those about senders are not for the variants with the deferred
queue, which has its own: there a question is on its way when the sender has returned.
"""

from unknot.systems.netisr import neighbour_races, neighbour_traffic, sequential_neighbours
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.nd6 import DEFERRED, Timer
from unknot.systems.netisr.neighbours import neighbours


def scenarios(features: Timer, queue: Features | None = None) -> dict[str, type]:
    """All scenarios of a variant, by name. `queue`: the features of the deferred queue, of variants that use it."""
    variant = neighbours(features, queue)
    classes = [
        neighbour_races.timer_against_addresses(variant),
        neighbour_races.timer_has_asked(variant),
        neighbour_races.purged_while_asking(variant),
        neighbour_races.timer_against_detach(variant),
    ]
    if features.send != DEFERRED:
        classes += [
            neighbour_traffic.send_against_detach(variant),
            neighbour_traffic.answer_against_timer(variant),
            neighbour_traffic.resolves(variant),
            sequential_neighbours.sequential_neighbours(neighbours(features, queue, manual=True)),
        ]
    return {cls.__name__: cls for cls in classes}
