"""The I/O APIC's own data: the redirection table and how often each pin is asserted. What is done with it: pins.py
(signals of devices, EOI) and table.py (the guest's registers).

Locking key: (i) mtx, the vioapic lock; (w) writers, in the variant that has it.
"""

from unknot import param
from unknot.kernel.mutex import mtx
from unknot.kernel.sx import sx
from unknot.lang import Ptr, array, i32, struct, u32, u64
from unknot.systems.vmm.redirection import FIRST_VALUE

pins = param("pins", 1, "pins of the vioapic")

IOREGSEL = 0x00
IOWIN = 0x10

IOAPIC_ID = 0x00
IOAPIC_VER = 0x01
IOAPIC_ARB = 0x02
IOAPIC_REDTBL = 0x10
VERSION = (pins - 1) << 16 | 0x11
ID_MASK = 0x0F00_0000


@struct
class Redirection:
    """A pin."""

    reg: u64  # (i) its redirection entry
    acnt: i32  # (i) assertions less deassertions


@struct
class Vioapic:
    """The I/O APIC of a virtual machine."""

    mtx: mtx
    writers: sx  # serialises writers of the table, in the variant that has it (S3)
    id: u32  # (i)
    ioregsel: u32  # (i) the register that IOWIN is
    rtbl: array[Redirection] = array(pins)


def vioapic_reset(io: Ptr[Vioapic]) -> None:
    """All pins masked and not asserted."""
    io.id = 0
    io.ioregsel = 0
    for pin in range(pins):
        io.rtbl[pin].reg = FIRST_VALUE
        io.rtbl[pin].acnt = 0
