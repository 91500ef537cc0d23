"""The scenarios of every variant. One idea: a scenario is written once, as a function of the variant, and each
variant's file takes them all."""

from unknot.systems.vmm import freezing, halting, sequential, sequential_interrupts, serving, stopping
from unknot.systems.vmm.variant import Variant


def scenarios(variant: Variant) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    classes = (
        sequential.sequential(variant),
        freezing.map_while_writing(variant),
        freezing.freeze_running(variant),
        freezing.two_mappers(variant),
        halting.halt_interrupt(variant),
        halting.halt_rendezvous(variant),
        halting.halt_freeze(variant),
        stopping.suspend_while_writing(variant),
        stopping.killed(variant),
        stopping.destroy(variant),
        sequential_interrupts.sequential_interrupts(variant),
        serving.level_served(variant),
        serving.edge_served(variant),
        serving.ipi_served(variant),
        serving.unmask_while_asking(variant),
        serving.program_while_serving(variant),
        serving.shared_vector(variant),
        serving.edge_opens_pin(variant),
        serving.two_writers(variant),
    )
    own_threads = {
        "OwnThreadMaps": freezing.own_thread(variant, freezing.MAPS),
        "OwnThreadReads": freezing.own_thread(variant, freezing.READS_THE_WRITERS),
        "OwnThreadFails": freezing.own_thread(variant, freezing.FAILS),
    }
    return {cls.__name__: cls for cls in classes} | own_threads
