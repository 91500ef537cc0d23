"""The scenarios of every variant. One idea: a scenario is written once, as a function of the variant, and each
variant's file takes them all."""

from unknot.systems.vmm import freezing
from unknot.systems.vmm.variant import Variant


def scenarios(variant: Variant) -> dict[str, type]:
    """All scenarios of a variant, by name."""
    classes = (freezing.map_while_writing(variant),)
    return {cls.__name__: cls for cls in classes}
