"""The interrupt controllers do what the chips' manuals and vioapic's contract say: one thread tries it, rule by rule. A
second one stands for the other vCPU where a write makes a rendezvous."""

from unknot import initial, scenario, thread
from unknot.lang import Ptr, addr, choose, idle, indivisible, u32, u64
from unknot.systems.vmm.choosing import Test, by_number
from unknot.systems.vmm.machine import Vm, vcpus
from unknot.systems.vmm.redirection import (
    BROADCAST,
    DELLOPRI,
    DESTLOG,
    FIRST_VALUE,
    INTALO,
    INTMSET,
    REM_IRR,
    TRGRLVL,
    entry,
    high,
    low,
)
from unknot.systems.vmm.variant import Variant
from unknot.systems.vmm.vioapic import IOAPIC_ID, IOAPIC_REDTBL, IOAPIC_VER, IOREGSEL, IOWIN, VERSION, pins

VECTOR = 0x21
ABOVE = 0x31  # of a higher class
BESIDE = 0x22  # of the same class
SMI = 0x200  # a delivery mode that ends at no IRR
ONES = 0xFFFF_FFFF
NO_VCPU = 7


def sequential_interrupts(v: Variant) -> type:
    """All rules; which one, is chosen."""
    rules = (*_registers(v), *_signals(v), *_levels(v), *_destinations(v), *_service(v), *_triggers(v))
    if pins > 1:
        rules = (*rules, *_two_pins(v))
    run = by_number(rules)
    count = len(rules)

    @scenario
    class SequentialInterrupts:
        """Each rule on a machine of its own."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))

        @thread
        def only(self) -> None:
            run(addr(self.vm), choose(count))

        @thread
        def other(self) -> None:
            """The thread of vCPU 1, as far as a rendezvous needs it."""
            while vcpus > 1:
                with indivisible(self.vm.rendezvous_func is not None, blocked_by=idle):
                    pass
                v.rendezvous.handle(addr(self.vm), 1)

    return SequentialInterrupts


def _registers(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def reset(vm: Ptr[Vm]) -> None:
        """After a reset every pin is masked, and so its two registers say."""
        for pin in range(pins):
            assert a.read(vm, IOAPIC_REDTBL + 2 * u32(pin)) == low(FIRST_VALUE), "a pin is not masked at first"
            assert a.read(vm, IOAPIC_REDTBL + 2 * u32(pin) + 1) == high(FIRST_VALUE), "the upper half is wrong"

    def identity(vm: Ptr[Vm]) -> None:
        """The ID keeps its four bits; the version, with the number of pins, is read-only."""
        a.write(vm, 0, IOAPIC_ID, ONES)
        assert a.read(vm, IOAPIC_ID) == 0x0F00_0000, "the ID has other bits"
        a.write(vm, 0, IOAPIC_VER, ONES)
        assert a.read(vm, IOAPIC_VER) == VERSION, "the version can be written"

    def windows(vm: Ptr[Vm]) -> None:
        """IOREGSEL chooses the register that IOWIN is; at other offsets there is nothing."""
        a.mmio_write(vm, 0, IOREGSEL, IOAPIC_REDTBL)
        a.mmio_write(vm, 0, IOWIN, VECTOR)
        a.mmio_write(vm, 0, IOREGSEL, IOAPIC_REDTBL + 1)
        a.mmio_write(vm, 0, IOWIN, high(entry(0, 1)))
        a.mmio_write(vm, 0, 0x20, ONES)
        assert vm.vioapic.rtbl[0].reg == entry(VECTOR, 1), "the two halves do not make the entry"
        assert a.mmio_read(vm, IOREGSEL) == IOAPIC_REDTBL + 1, "IOREGSEL cannot be read"
        assert a.mmio_read(vm, IOWIN) == high(entry(0, 1)), "IOWIN reads another register"
        assert a.mmio_read(vm, 0x20) == 0, "there is a third window"

    def read_only(vm: Ptr[Vm]) -> None:
        """Remote IRR and the delivery status cannot be written, neither to 1 nor to 0."""
        a.write(vm, 0, IOAPIC_REDTBL, ONES)
        assert a.read(vm, IOAPIC_REDTBL) & (REM_IRR | 0x1000) == 0, "a read-only bit was set"
        vm.vioapic.rtbl[0].reg = u64(entry(VECTOR, 0, TRGRLVL | REM_IRR))
        a.write(vm, 0, IOAPIC_REDTBL, TRGRLVL | INTMSET)
        assert a.read(vm, IOAPIC_REDTBL) == TRGRLVL | INTMSET | REM_IRR, "remote IRR was cleared"

    def nothing_there(vm: Ptr[Vm]) -> None:
        """Registers behind the table read as 0."""
        a.write(vm, 0, IOAPIC_REDTBL + 2 * pins, ONES)
        assert a.read(vm, IOAPIC_REDTBL + 2 * pins) == 0, "there are more registers than pins"

    return reset, identity, windows, read_only, nothing_there


def _signals(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def edge_once(vm: Ptr[Vm]) -> None:
        """Only the first assertion of several sends an interrupt."""
        v.connect(vm, 0, entry(VECTOR, 0))
        a.assert_irq(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR, "an assertion sends nothing"
        assert a.eoi(vm, 0) == 0, "the vioapic hears of an edge-triggered vector"
        a.assert_irq(vm, 0)
        a.deassert_irq(vm, 0)
        assert a.enter(vm, 0, True) == 0, "an assertion of an asserted pin sends something"
        a.deassert_irq(vm, 0)
        a.assert_irq(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR, "the next edge sends nothing"

    def pulse(vm: Ptr[Vm]) -> None:
        """A pulse sends an interrupt and leaves the pin as it was."""
        v.connect(vm, 0, entry(VECTOR, 0))
        a.pulse_irq(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR and vm.vioapic.rtbl[0].acnt == 0, "a pulse is no edge, or stays"

    def mask(vm: Ptr[Vm]) -> None:
        """A masked pin sends nothing; if it is still asserted when the mask goes, it sends then."""
        v.connect(vm, 0, entry(VECTOR, 0, INTMSET))
        a.assert_irq(vm, 0)
        assert a.enter(vm, 0, True) == 0, "a masked pin sends"
        a.write(vm, 0, IOAPIC_REDTBL, low(entry(VECTOR, 0)))
        assert a.enter(vm, 0, True) == VECTOR, "the pin is asserted and no longer masked, and sends nothing"

    def mask_forgets(vm: Ptr[Vm]) -> None:
        """What was asserted and deasserted behind a mask is forgotten."""
        v.connect(vm, 0, entry(VECTOR, 0, INTMSET))
        a.pulse_irq(vm, 0)
        a.write(vm, 0, IOAPIC_REDTBL, low(entry(VECTOR, 0)))
        assert a.enter(vm, 0, True) == 0, "a pulse was kept behind the mask"

    return edge_once, pulse, mask, mask_forgets


def _levels(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def sent_until_deasserted(vm: Ptr[Vm]) -> None:
        """A level interrupt closes its pin until its EOI, and is sent again then as long as the pin is asserted."""
        v.connect(vm, 0, entry(VECTOR, 0, TRGRLVL))
        a.assert_irq(vm, 0)
        assert vm.vioapic.rtbl[0].reg & REM_IRR, "remote IRR is not set"
        for _ in range(2):
            assert a.enter(vm, 0, True) == VECTOR, "an asserted level interrupt is not sent"
            assert a.enter(vm, 0, True) == 0, "it is sent again before its EOI"
            assert a.eoi(vm, 0) == VECTOR, "the vioapic does not hear of the EOI"
            a.process_eoi(vm, VECTOR)
        a.deassert_irq(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR and a.eoi(vm, 0) == VECTOR
        a.process_eoi(vm, VECTOR)
        assert a.enter(vm, 0, True) == 0, "it is sent although it is deasserted"
        assert vm.vioapic.rtbl[0].reg & REM_IRR == 0, "the EOI does not clear remote IRR"

    def shared_line(vm: Ptr[Vm]) -> None:
        """Two devices on one pin: the second is heard when the first has been served."""
        v.connect(vm, 0, entry(VECTOR, 0, TRGRLVL))
        a.assert_irq(vm, 0)
        a.assert_irq(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR
        a.deassert_irq(vm, 0)
        a.process_eoi(vm, a.eoi(vm, 0))
        assert a.enter(vm, 0, True) == VECTOR, "the second device is not heard"

    def other_vector(vm: Ptr[Vm]) -> None:
        """The EOI of another vector opens nothing."""
        v.connect(vm, 0, entry(VECTOR, 0, TRGRLVL))
        a.assert_irq(vm, 0)
        a.process_eoi(vm, BESIDE)
        assert vm.vioapic.rtbl[0].reg & REM_IRR, "the EOI of another vector clears remote IRR"

    def closed(vm: Ptr[Vm]) -> None:
        """A write to the entry does not send again what has not been ended."""
        v.connect(vm, 0, entry(VECTOR, 0, TRGRLVL))
        a.assert_irq(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR
        a.write(vm, 0, IOAPIC_REDTBL, low(entry(VECTOR, 0, TRGRLVL | INTMSET)))
        a.write(vm, 0, IOAPIC_REDTBL, low(entry(VECTOR, 0, TRGRLVL)))
        assert a.eoi(vm, 0) == VECTOR and a.enter(vm, 0, True) == 0, "it was sent again although remote IRR is set"

    return sent_until_deasserted, shared_line, other_vector, closed


def _destinations(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def reaches(vm: Ptr[Vm], redirection: u64) -> u32:
        """The vCPUs at which an interrupt by this entry arrives."""
        vm.vioapic.rtbl[0].reg = redirection
        a.pulse_irq(vm, 0)
        found: u32 = 0
        for i in range(vcpus):
            if a.enter(vm, u32(i), True) != 0:
                found |= u32(1) << i
                a.eoi(vm, u32(i))
        return found

    def physical(vm: Ptr[Vm]) -> None:
        """In physical mode the destination is one vCPU's number, or all."""
        for i in range(vcpus):
            assert reaches(vm, u64(i) << 56 | VECTOR) == u32(1) << i, "the interrupt went elsewhere"
        assert reaches(vm, entry(VECTOR, NO_VCPU)) == 0, "a vCPU that is not there was found"
        assert reaches(vm, entry(VECTOR, BROADCAST)) == (1 << vcpus) - 1, "a broadcast does not reach all"

    def logical(vm: Ptr[Vm]) -> None:
        """In logical mode it is a mask; lowest priority takes the first of it."""
        assert reaches(vm, entry(VECTOR, 1, DESTLOG)) == 1, "the mask is not used"
        assert reaches(vm, entry(VECTOR, 3, DESTLOG)) == 3 & ((1 << vcpus) - 1), "the mask does not reach all of it"
        assert reaches(vm, entry(VECTOR, 3, DESTLOG | DELLOPRI)) == 1, "lowest priority reaches more than one"

    def ignored(vm: Ptr[Vm]) -> None:
        """Other delivery modes and illegal vectors end at no local APIC."""
        assert reaches(vm, entry(VECTOR, 0, SMI)) == 0, "an SMI became an interrupt"
        assert reaches(vm, entry(15, 0)) == 0, "vector 15 was accepted"

    return physical, logical, ignored


def _service(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def priority(vm: Ptr[Vm]) -> None:
        """The highest vector comes first; one of a higher class interrupts, one of the same class waits for the EOI."""
        a.ipi(vm, 1, VECTOR)
        a.ipi(vm, 1, BESIDE)
        assert a.enter(vm, 0, True) == BESIDE, "not the highest vector"
        assert not a.deliverable(vm, 0) and a.enter(vm, 0, True) == 0, "interrupted by its own class"
        a.ipi(vm, 1, ABOVE)
        assert a.deliverable(vm, 0) and a.enter(vm, 0, True) == ABOVE, "a higher class does not interrupt"
        a.eoi(vm, 0)
        assert a.enter(vm, 0, True) == 0, "the EOI ended the lower one"
        a.eoi(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR, "what waited is lost"

    def merging(vm: Ptr[Vm]) -> None:
        """A vector that is accepted twice comes once; accepted again in service, it comes once more."""
        a.ipi(vm, 1, VECTOR)
        a.ipi(vm, 1, VECTOR)
        assert a.enter(vm, 0, True) == VECTOR
        a.ipi(vm, 1, VECTOR)
        a.eoi(vm, 0)
        assert a.enter(vm, 0, True) == VECTOR
        a.eoi(vm, 0)
        assert a.enter(vm, 0, True) == 0, "it came three times"

    def needless_eoi(vm: Ptr[Vm]) -> None:
        """An EOI without anything in service ends nothing."""
        assert a.eoi(vm, 0) == 0, "nothing was ended, and the vioapic hears of it"

    return priority, merging, needless_eoi


def _triggers(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def forwarded(vm: Ptr[Vm], vcpuid: u32) -> bool:
        """Whether the vioapic hears of the EOI of an interrupt of pin 0 at this vCPU."""
        a.pulse_irq(vm, 0)
        assert a.enter(vm, vcpuid, True) == VECTOR, "the interrupt does not arrive"
        ended = a.eoi(vm, vcpuid)
        if ended != 0:
            a.process_eoi(vm, ended)
        return ended == VECTOR

    def follows(vm: Ptr[Vm]) -> None:
        """A write that makes a pin level-triggered or edge-triggered is true of the next interrupt."""
        a.write(vm, 0, IOAPIC_REDTBL + 1, 0)
        a.write(vm, 0, IOAPIC_REDTBL, VECTOR | TRGRLVL)
        assert forwarded(vm, 0), "the EOI of a level interrupt is not forwarded"
        a.write(vm, 0, IOAPIC_REDTBL, VECTOR)
        assert not forwarded(vm, 0), "the EOI of an edge interrupt is forwarded"

    def moves(vm: Ptr[Vm]) -> None:
        """A level-triggered pin that is sent elsewhere is level-triggered there."""
        a.write(vm, 0, IOAPIC_REDTBL + 1, 0)
        a.write(vm, 0, IOAPIC_REDTBL, VECTOR | TRGRLVL)
        a.write(vm, 0, IOAPIC_REDTBL + 1, high(entry(0, vcpus - 1)))
        assert forwarded(vm, vcpus - 1), "the vCPU to which the pin moved does not know its trigger mode"

    def quiet(vm: Ptr[Vm]) -> None:
        """A change of the mask or the polarity concerns no vCPU."""
        v.connect(vm, 0, entry(VECTOR, 0, INTMSET))
        a.write(vm, 0, IOAPIC_REDTBL, low(entry(VECTOR, 0, INTALO)))
        assert vm.rendezvous_req_cpus == 0, "a rendezvous for nothing"

    return follows, moves, quiet


def _two_pins(v: Variant) -> tuple[Test, ...]:
    a = v.apics

    def shared_vector(vm: Ptr[Vm]) -> None:
        """Of two level-triggered pins with one vector one is masked and freed: the other stays level-triggered."""
        for pin in range(2):
            a.write(vm, 0, IOAPIC_REDTBL + 2 * u32(pin) + 1, 0)
            a.write(vm, 0, IOAPIC_REDTBL + 2 * u32(pin), VECTOR | TRGRLVL)
        a.write(vm, 0, IOAPIC_REDTBL, INTMSET)
        a.assert_irq(vm, 1)
        assert a.enter(vm, 0, True) == VECTOR and a.eoi(vm, 0) == VECTOR, "the other pin's EOI is no longer forwarded"

    return (shared_vector,)
