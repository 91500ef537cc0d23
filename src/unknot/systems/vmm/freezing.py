"""Scenarios of the report: somebody freezes vCPUs while a guest writes to the redirection table. One idea: it does not
matter who; whoever waits for the writer to let go must not have, or be, somebody for whom the writer waits."""

from unknot import at_end, initial, scenario, thread
from unknot.lang import Ptr, addr, u32
from unknot.systems.vmm.bhyve import FAIL, MAP, REGISTERS
from unknot.systems.vmm.guest import Exit, op, script
from unknot.systems.vmm.machine import VcpuState, Vm, vcpus
from unknot.systems.vmm.redirection import TRGRLVL, entry, low
from unknot.systems.vmm.variant import Variant

LEVEL = low(entry(0x21, 0, TRGRLVL))
"""What is written: level-triggered from now on, so every vCPU has to compute its TMR."""
WRITES = script(op(Exit.WRITE))
MAPS = script(op(Exit.USER, MAP))
READS_THE_WRITERS = script(op(Exit.USER, REGISTERS + vcpus - 1))
FAILS = script(op(Exit.USER, FAIL))
WRITER = vcpus - 1
CALLER = max(vcpus - 2, 0)
"""Of two vCPUs the first; of three the second, so that one is left that has no part in it."""


def nobody_has_one(vm: Ptr[Vm]) -> None:
    """The threads that still run compute: their vCPUs are in the guest, and nobody wants them."""
    for i in range(vcpus):
        assert vm.vcpu[i].state == VcpuState.RUNNING, "a vcpu is not in its guest"
    assert vm.rendezvous_func is None, "a rendezvous is left over"


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
            self.vm.vcpu[WRITER].script = WRITES

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @thread
        def mapper(self) -> None:
            v.ioctl(addr(self.vm), MAP)

        @at_end
        def all_run(self) -> None:
            nobody_has_one(addr(self.vm))

    return MapWhileWriting


def own_thread(v: Variant, calls: int) -> type:
    """The last vCPU writes, and the thread of another does an ioctl, `calls`."""

    @scenario
    class OwnThread:
        """A vCPU's own thread does an ioctl: its vCPU is idle meanwhile, and does not come back before it is done."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.values[0] = LEVEL
            self.vm.vcpu[WRITER].script = WRITES
            self.vm.vcpu[CALLER].script = calls

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @at_end
        def all_run(self) -> None:
            nobody_has_one(addr(self.vm))

    return OwnThread


def freeze_running(v: Variant) -> type:
    """The kick, alone."""

    @scenario
    class FreezeRunning:
        """Two threads freeze a vCPU whose guest computes for ever, one all vCPUs, the other that one."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))

        @thread
        def vcpu(self) -> None:
            v.vcpu_thread(addr(self.vm), 0)

        @thread
        def mapper(self) -> None:
            v.ioctl(addr(self.vm), MAP)

        @thread
        def reader(self) -> None:
            v.ioctl(addr(self.vm), REGISTERS)

        @at_end
        def it_runs(self) -> None:
            assert self.vm.vcpu[0].state == VcpuState.RUNNING, "the vcpu is not in its guest"

    return FreezeRunning


def two_mappers(v: Variant) -> type:
    """The order in which vCPUs are frozen."""

    @scenario
    class TwoMappers:
        """Two threads freeze all."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))

        @thread(count=2)
        def mapper(self) -> None:
            v.ioctl(addr(self.vm), MAP)

        @at_end
        def all_idle(self) -> None:
            for i in range(vcpus):
                assert self.vm.vcpu[i].state == VcpuState.IDLE, "somebody still has a vcpu"

    return TwoMappers
