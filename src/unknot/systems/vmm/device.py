"""A device's interrupt line. One idea: whether it wants service is the device's own state, under its own lock, so that
its pin is asserted once and deasserted once, whoever asks how often.

Two devices share each pin, as PCI devices do. Locking key: (l) mtx.
"""

from unknot.kernel.mutex import mtx
from unknot.lang import struct, u32
from unknot.systems.vmm.vioapic import pins

devices = 2 * pins


@struct
class Lintr:
    """The line."""

    mtx: mtx
    asserted: u32  # (l) the device wants service
