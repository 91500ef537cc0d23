"""The scenarios of netisr, interfaces and the deferred queue, for every variant. One idea: each is written once, as a
function of the variant, and each variant's file takes them all; those about the deferred queue need one.
"""

from unknot.systems.netisr import departures, sending, sequential, traffic
from unknot.systems.netisr.features import Features
from unknot.systems.netisr.stack import stack


def scenarios(features: Features) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    v = stack(features)
    classes = [
        sequential.sequential(v),
        traffic.no_lost_signal(v),
        traffic.source_order(v),
        traffic.one_at_a_time(v),
        traffic.drops_counted(v),
        traffic.in_flight(v),
        traffic.unregister_runs(v),
        departures.receives(v),
        departures.input_while_detach(v),
        departures.index_reuse(v),
        departures.detach_with_reference(v),
    ]
    if features.deferred:
        classes += [
            sending.sends_deferred(v),
            sending.queue_full(v),
            sending.depart_local_list(v),
            sending.depart_handler_runs(v),
            sending.dispatch_after_purge(v),
            sending.dispatch_after_reuse(v),
            sending.unregister_while_queued(v),
            sending.detach_under_lock(v),
        ]
    return {cls.__name__: cls for cls in classes}
