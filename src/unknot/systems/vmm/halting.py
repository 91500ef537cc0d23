"""Scenarios of hlt: a vCPU's thread sleeps until there is something to do. One idea: with a timeout of a second a
wakeup that is lost costs a second; without it (`-p ticks=0`) it costs the machine."""

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr, u32
from unknot.systems.vmm.bhyve import MAP, STOP
from unknot.systems.vmm.freezing import LEVEL, WRITER
from unknot.systems.vmm.guest import Exit, op, script
from unknot.systems.vmm.machine import VcpuState, Vm, vcpus
from unknot.systems.vmm.redirection import entry
from unknot.systems.vmm.variant import Variant

HALTS = script(op(Exit.HLT))
HANDLER = script(op(Exit.EOI))
WRITES_AND_STOPS = script(op(Exit.WRITE), op(Exit.USER, STOP))
EDGE = entry(0x21, 0)
"""Pin 0 interrupts vCPU 0, edge-triggered."""


def halt_interrupt(v: Variant) -> type:
    """What hlt waits for."""

    @scenario
    class HaltInterrupt:
        """A guest halts until a device's interrupt comes, which comes once."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, EDGE)
            self.vm.vcpu[0].script = HALTS
            self.vm.vcpu[0].handler = HANDLER

        @thread
        def vcpu(self) -> None:
            v.vcpu_thread(addr(self.vm), 0)

        @thread
        def device(self) -> None:
            v.apics.pulse_irq(addr(self.vm), 0)

        @at_end
        def handled(self) -> None:
            assert self.vm.vcpu[0].script == 0 and self.vm.vcpu[0].vlapic.isr == 0, "the handler has not run"
            assert self.vm.vcpu[0].state == VcpuState.RUNNING, "the guest still halts"

    return HaltInterrupt


def halt_rendezvous(v: Variant) -> type:
    """A vCPU that halts is no less needed."""

    @scenario
    class HaltRendezvous:
        """The first vCPU halts and waits for nothing; the last writes to the redirection table, then stops the machine.
        A third thread freezes all."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.values[0] = LEVEL
            self.vm.vcpu[0].script = HALTS
            self.vm.vcpu[WRITER].script = WRITES_AND_STOPS

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @at_end
        def stopped(self) -> None:
            for i in range(vcpus):
                assert self.vm.vcpu[i].state == VcpuState.IDLE, "somebody still has a vcpu"

    return HaltRendezvous


def halt_freeze(v: Variant) -> type:
    """A vCPU that halts is frozen like any other."""

    @scenario
    class HaltFreeze:
        """A guest halts until an interrupt comes, which a thread sends after it has frozen all."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, EDGE)
            self.vm.vcpu[0].script = HALTS
            self.vm.vcpu[0].handler = HANDLER

        @thread
        def vcpu(self) -> None:
            v.vcpu_thread(addr(self.vm), 0)

        @thread
        def mapper(self) -> None:
            v.ioctl(addr(self.vm), MAP)
            v.apics.pulse_irq(addr(self.vm), 0)

        @at_end
        def handled(self) -> None:
            assert self.vm.vcpu[0].script == 0 and self.vm.vcpu[0].vlapic.isr == 0, "the handler has not run"

    return HaltFreeze
