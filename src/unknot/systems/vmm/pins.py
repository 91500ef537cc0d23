"""Signals of devices become interrupts, and the guest's EOI opens a level-triggered pin again.

One idea: a pin is a count of assertions. Going from 0 to 1 sends an interrupt; a level-triggered one also closes the
pin (remote IRR) until its vector's EOI comes, and if the pin is then still asserted, the interrupt is sent again. So a
level interrupt is lost if its EOI does not come: devices go on asserting, and nobody sends.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.lang import Ptr, addr, u32
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import Vcpu, Vm, vcpus
from unknot.systems.vmm.redirection import INTMSET, INTVEC, REM_IRR, TRGRLVL, deliverable, destinations, vector_of
from unknot.systems.vmm.vioapic import pins
from unknot.systems.vmm.vlapic import Vlapic


class Pins(NamedTuple):
    """`send_if_asserted_locked`: with the vioapic lock held. `deliver`: to these vCPUs, by any thread."""

    assert_irq: Callable[[Vm, u32], None]
    deassert_irq: Callable[[Vm, u32], None]
    pulse_irq: Callable[[Vm, u32], None]
    send_if_asserted_locked: Callable[[Vm, u32], None]
    process_eoi: Callable[[Vm, u32], None]
    deliver: Callable[[Vm, u32, u32, bool], None]


def pins_of(locks: Locks, accept: Callable[[Vlapic, u32, bool], bool], notify: Callable[[Vcpu], None]) -> Pins:
    """`accept`: how the variant's local APICs accept an interrupt; `notify`: how a vCPU is told of it."""

    def deliver(vm: Ptr[Vm], targets: u32, vector: u32, level: bool) -> None:
        for i in range(vcpus):
            if targets >> i & 1 and accept(addr(vm.vcpu[i].vlapic), vector, level):
                notify(addr(vm.vcpu[i]))

    def send_locked(vm: Ptr[Vm], pin: u32) -> None:
        reg = vm.vioapic.rtbl[pin].reg
        if reg & INTMSET:
            return
        level = reg & TRGRLVL != 0
        if level:
            vm.vioapic.rtbl[pin].reg = reg | REM_IRR
        if deliverable(reg):
            deliver(vm, u32(destinations(reg, vcpus)), vector_of(reg), level)

    def raise_locked(vm: Ptr[Vm], pin: u32) -> None:
        vm.vioapic.rtbl[pin].acnt += 1
        if vm.vioapic.rtbl[pin].acnt == 1:
            send_locked(vm, pin)

    def assert_irq(vm: Ptr[Vm], pin: u32) -> None:
        """A device has something to say, until it deasserts."""
        locks.short_lock(addr(vm.vioapic.mtx))
        raise_locked(vm, pin)
        locks.short_unlock(addr(vm.vioapic.mtx))

    def deassert_irq(vm: Ptr[Vm], pin: u32) -> None:
        """A device takes one assertion back."""
        locks.short_lock(addr(vm.vioapic.mtx))
        vm.vioapic.rtbl[pin].acnt -= 1
        locks.short_unlock(addr(vm.vioapic.mtx))

    def pulse_irq(vm: Ptr[Vm], pin: u32) -> None:
        """Asserts and deasserts at once."""
        locks.short_lock(addr(vm.vioapic.mtx))
        raise_locked(vm, pin)
        vm.vioapic.rtbl[pin].acnt -= 1
        locks.short_unlock(addr(vm.vioapic.mtx))

    def send_if_asserted_locked(vm: Ptr[Vm], pin: u32) -> None:
        """After a write to the entry: whoever waits behind a mask or for an entry gets through now."""
        if vm.vioapic.rtbl[pin].reg & (INTMSET | REM_IRR) == 0 and vm.vioapic.rtbl[pin].acnt > 0:
            send_locked(vm, pin)

    def process_eoi(vm: Ptr[Vm], vector: u32) -> None:
        """A vCPU has ended the service of a level-triggered vector."""
        locks.short_lock(addr(vm.vioapic.mtx))
        for pin in range(pins):
            reg = vm.vioapic.rtbl[pin].reg
            if reg & REM_IRR and reg & INTVEC == vector:
                vm.vioapic.rtbl[pin].reg = reg & ~REM_IRR
                if vm.vioapic.rtbl[pin].acnt > 0:
                    send_locked(vm, u32(pin))
        locks.short_unlock(addr(vm.vioapic.mtx))

    return Pins(assert_irq, deassert_irq, pulse_irq, send_if_asserted_locked, process_eoi, deliver)
