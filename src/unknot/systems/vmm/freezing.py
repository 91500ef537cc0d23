"""Scenarios of the report: somebody freezes all vCPUs while a guest writes to the redirection table."""

from unknot import initial, scenario, thread
from unknot.lang import addr, u32
from unknot.systems.vmm.bhyve import MAP
from unknot.systems.vmm.guest import Exit, op, script
from unknot.systems.vmm.machine import Vm, vcpus
from unknot.systems.vmm.redirection import TRGRLVL, entry, low
from unknot.systems.vmm.variant import Variant

WRITES = script(op(Exit.WRITE))
LEVEL = low(entry(0x21, 0, TRGRLVL))
"""What is written: level-triggered from now on, so every vCPU has to compute its TMR."""


def map_while_writing(v: Variant) -> type:
    """The report: Windows 11, with a device passed through."""

    @scenario
    class MapWhileWriting:
        """The last vCPU's guest writes to the redirection table, while a thread of bhyve's freezes all."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.values[0] = LEVEL
            self.vm.vcpu[vcpus - 1].script = WRITES

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @thread
        def mapper(self) -> None:
            v.ioctl(addr(self.vm), MAP)

    return MapWhileWriting
