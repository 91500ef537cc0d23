"""Scenarios of interrupts that must not be lost: devices ask, guests' handlers serve them. One idea: at the end nobody
asks any more; a device that does is one whose interrupt was lost, which to its user is a hang.

Two devices share a pin and ask one after the other. A handler looks at both, serves who asks, and ends the interrupt;
whoever asked after the look is heard again because of that end.
"""

from unknot import at_end, initial, param, scenario, thread
from unknot.lang import Ptr, addr, u32, u64
from unknot.systems.vmm.device import devices
from unknot.systems.vmm.devices import READ, SERVE
from unknot.systems.vmm.guest import Exit, op, script
from unknot.systems.vmm.machine import Vm, vcpus
from unknot.systems.vmm.redirection import INTMSET, TRGRLVL, entry, low
from unknot.systems.vmm.variant import Variant
from unknot.systems.vmm.vioapic import pins

careful = param(
    "careful", 0, "UnmaskWhileAsking: 1: the guest writes the entry masked, and unmasks it with a second write"
)
ended_first = param("ended_first", 0, "LevelServed: 1: the handler ends the interrupt before it looks at the devices")

VECTOR = 0x21
OTHER = 0x22
LEVEL = entry(VECTOR, 0, TRGRLVL)
EDGE = entry(VECTOR, 0)
LAST_PIN = pins - 1
EDGE_DEVICE = 2 * LAST_PIN
"""The first device of the last pin, where pins differ."""
SERVES = script(op(Exit.DEVICE, 1 + 4 * SERVE), op(Exit.DEVICE, 0 + 4 * SERVE), op(Exit.EOI))
READS = script(op(Exit.DEVICE, 0 + 4 * READ), op(Exit.EOI))
READS_AND_SERVES = script(
    op(Exit.DEVICE, EDGE_DEVICE + 4 * READ),
    op(Exit.DEVICE, 1 + 4 * SERVE),
    op(Exit.DEVICE, 0 + 4 * SERVE),
    op(Exit.EOI),
)
ENDS_AND_SERVES = script(op(Exit.EOI), op(Exit.DEVICE, 1 + 4 * SERVE), op(Exit.DEVICE, 0 + 4 * SERVE))
SERVES_ONE = script(op(Exit.DEVICE, 0 + 4 * SERVE), op(Exit.EOI))
ENDS = script(op(Exit.EOI))
SENDS = script(op(Exit.IPI, 1))
WRITER = vcpus - 1


def writes(*values: int, register: int = 0) -> int:
    """The script of a guest that writes these values, by their places in Vm.values, to a register of the table."""
    return script(*(op(Exit.WRITE, register + 4 * value) for value in values))


AT_ONCE, IN_TWO = writes(1), writes(0, 1)
FIRST, SECOND = writes(0), writes(1)
PROGRAMS = writes(0, register=2 * LAST_PIN)


def settled(vm: Ptr[Vm]) -> None:
    """Nobody asks, and nothing that was accepted waits."""
    for i in range(devices):
        assert vm.lintr[i].asserted == 0, "a device asks for ever: its interrupt was lost"
    for i in range(vcpus):
        assert vm.vcpu[i].vlapic.irr.load() == 0, "an accepted interrupt waits for ever: nobody told the vcpu"
        assert vm.vcpu[i].vlapic.isr == 0, "an interrupt is in service for ever"


def level_served(v: Variant) -> type:
    """The plain case."""

    @scenario
    class LevelServed:
        """Two devices on a level-triggered pin ask for service of a guest that computes. If the handler ends the
        interrupt first, the pin sends again at once: one interrupt too many, which is harmless."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, LEVEL)
            self.vm.vcpu[0].handler = ENDS_AND_SERVES if ended_first else SERVES

        @thread
        def vcpu(self) -> None:
            v.vcpu_thread(addr(self.vm), 0)

        @thread
        def asker(self) -> None:
            v.devices.request(addr(self.vm), 0)
            v.devices.request(addr(self.vm), 1)

        @at_end
        def nobody_asks(self) -> None:
            settled(addr(self.vm))

    return LevelServed


def edge_served(v: Variant) -> type:
    """The same, edge-triggered."""

    @scenario
    class EdgeServed:
        """A device on an edge-triggered pin has news twice."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, EDGE)
            self.vm.vcpu[0].handler = READS

        @thread
        def vcpu(self) -> None:
            v.vcpu_thread(addr(self.vm), 0)

        @thread
        def asker(self) -> None:
            v.devices.pulse(addr(self.vm), 0)
            v.devices.pulse(addr(self.vm), 0)

        @at_end
        def all_read(self) -> None:
            settled(addr(self.vm))

    return EdgeServed


def ipi_served(v: Variant) -> type:
    """An interrupt of one vCPU to another, from inside vm_run's loop."""

    @scenario
    class IpiServed:
        """The last vCPU's guest writes the interrupt command register (x2APIC: no exit) for vCPU 0."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.vcpu[0].handler = ENDS
            self.vm.vcpu[WRITER].script = SENDS

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @at_end
        def arrived(self) -> None:
            settled(addr(self.vm))

    return IpiServed


def unmask_while_asking(v: Variant) -> type:
    """The time between a new entry and the TMR that belongs to it."""

    @scenario
    class UnmaskWhileAsking:
        """Two devices ask on a pin that the guest of the last vCPU is just making level-triggered, for vCPU 0."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.vioapic.rtbl[0].reg = INTMSET
            self.vm.values[0] = low(LEVEL | INTMSET)
            self.vm.values[1] = low(LEVEL)
            self.vm.vcpu[0].handler = SERVES
            self.vm.vcpu[WRITER].script = IN_TWO if careful else AT_ONCE

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @thread
        def asker(self) -> None:
            v.devices.request(addr(self.vm), 0)
            v.devices.request(addr(self.vm), 1)

        @at_end
        def nobody_asks(self) -> None:
            settled(addr(self.vm))

    return UnmaskWhileAsking


def program_while_serving(v: Variant) -> type:
    """A write that concerns a vCPU which is busy with something else."""

    @scenario
    class ProgramWhileServing:
        """The last vCPU's guest programs another pin for vCPU 0, which serves an interrupt of pin 0."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, LEVEL)
            self.vm.vioapic.rtbl[LAST_PIN].reg = INTMSET
            self.vm.values[0] = low(entry(OTHER, 0, TRGRLVL | INTMSET))
            self.vm.vcpu[0].handler = SERVES_ONE
            self.vm.vcpu[WRITER].script = PROGRAMS

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @thread
        def asker(self) -> None:
            v.devices.request(addr(self.vm), 0)

        @at_end
        def nobody_asks(self) -> None:
            settled(addr(self.vm))

    return ProgramWhileServing


def shared_vector(v: Variant) -> type:
    """One vector, two trigger modes: what manuals advise against, and what guests with many devices do."""

    @scenario
    class SharedVector:
        """Two devices ask on a level-triggered pin, one has news on an edge-triggered one, by the same vector."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), LAST_PIN, EDGE)
            v.connect(addr(self.vm), 0, LEVEL)
            self.vm.vcpu[0].handler = READS_AND_SERVES

        @thread
        def vcpu(self) -> None:
            v.vcpu_thread(addr(self.vm), 0)

        @thread
        def asker(self) -> None:
            v.devices.request(addr(self.vm), 0)
            if pins > 1:
                v.devices.pulse(addr(self.vm), EDGE_DEVICE)
            v.devices.request(addr(self.vm), 1)

        @at_end
        def nobody_asks(self) -> None:
            settled(addr(self.vm))

    return SharedVector


def edge_opens_pin(v: Variant) -> type:
    """How guests open a pin whose EOI was lost."""

    @scenario
    class EdgeOpensPin:
        """The end of an interrupt has been lost: the pin is closed, and a device asks. The guest makes the pin
        edge-triggered for a moment, as one does with chips that have no EOI register."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, LEVEL)
            self.vm.values[0] = low(EDGE | INTMSET)
            self.vm.values[1] = low(LEVEL)
            self.vm.vcpu[0].handler = SERVES
            self.vm.vcpu[0].script = IN_TWO
            v.devices.request(addr(self.vm), 0)
            v.apics.enter(addr(self.vm), 0, True)
            self.vm.vcpu[0].vlapic.isr = 0

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @at_end
        def nobody_asks(self) -> None:
            settled(addr(self.vm))

    return EdgeOpensPin


def two_writers(v: Variant) -> type:
    """Two vCPUs write one entry."""

    @scenario
    class TwoWriters:
        """Each vCPU's guest gives pin 0 a vector of its own. At the end the local APICs know what the table says."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            v.connect(addr(self.vm), 0, LEVEL | INTMSET)
            for i in range(vcpus):
                self.vm.values[i] = low(entry(OTHER, 0, TRGRLVL | INTMSET)) + u32(i)
            self.vm.vcpu[0].script = FIRST
            self.vm.vcpu[WRITER].script = SECOND

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @at_end
        def the_table_is_known(self) -> None:
            written = self.vm.vioapic.rtbl[0].reg & 0xFF
            assert OTHER <= written < OTHER + vcpus, "nobody's write is in the table"
            if not v.features.tmr_on_accept:
                lapic = addr(self.vm.vcpu[0].vlapic)
                known = lapic.tmr & ~lapic.tmr_vec_deassert | lapic.tmr_vec_assert
                assert known == u64(1) << written, "the TMR is not what the table says"

    return TwoWriters
