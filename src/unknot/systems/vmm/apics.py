"""The interrupt controllers of a machine: what devices, guests and vm_run call. One idea: everything in which the
variants differ is chosen here, once, and the rest is common (vlapic.py, pins.py, table.py)."""

from collections.abc import Callable
from typing import NamedTuple

from unknot.lang import Ptr, addr, i32, u32, u64
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import Features, Vm
from unknot.systems.vmm.pins import pins_of
from unknot.systems.vmm.rendezvous import Rendezvous
from unknot.systems.vmm.runblock import runblock_of
from unknot.systems.vmm.table import table_of
from unknot.systems.vmm.tmr import tmr_of
from unknot.systems.vmm.vcpu import Vcpus
from unknot.systems.vmm.vlapic import (
    accept,
    accept_with_tmr,
    end_service,
    tmr_bit,
    tmr_bit_shared,
    vlapic_intr_accepted,
    vlapic_pending_intr,
    vlapic_tmr_update,
)


class Apics(NamedTuple):
    """In the guest, RUNNING: `enter`: the vector that interrupts it, if it may be interrupted, now in service, or 0.
    `eoi`: it ends the service of its highest vector: which, if the vioapic must hear of it, else 0. `ipi`: it sends an
    interrupt to some vCPUs.

    FROZEN, without locks: `write`: to a register of the vioapic; 0, or an error if a signal came while it waited for
    the others. `process_eoi`: the vioapic hears of it. `deliverable`: whether `enter` would give a vector.

    By any thread: `assert_irq`, `deassert_irq`, `pulse_irq`: a pin. `read`, `mmio_...`: registers, and the windows."""

    enter: Callable[[Vm, u32, bool], u32]
    eoi: Callable[[Vm, u32], u32]
    ipi: Callable[[Vm, u32, u32], None]
    write: Callable[[Vm, u32, u32, u32], i32]
    process_eoi: Callable[[Vm, u32], None]
    deliverable: Callable[[Vm, u32], bool]
    assert_irq: Callable[[Vm, u32], None]
    deassert_irq: Callable[[Vm, u32], None]
    pulse_irq: Callable[[Vm, u32], None]
    read: Callable[[Vm, u32], u32]
    mmio_read: Callable[[Vm, u64], u32]
    mmio_write: Callable[[Vm, u32, u64, u32], i32]


def apics_of(features: Features, locks: Locks, cpus: Vcpus, rendezvous: Rendezvous) -> Apics:
    """The controllers of a variant."""
    shared = features.tmr_on_accept
    level_triggered = tmr_bit_shared if shared else tmr_bit
    changed = tmr_of(features, locks, rendezvous, runblock_of(locks, cpus))
    pins = pins_of(locks, accept_with_tmr if shared else accept, cpus.notify)
    table = table_of(features, locks, changed, pins.send_if_asserted_locked)

    def enter(vm: Ptr[Vm], me: u32, enabled: bool) -> u32:
        lapic = addr(vm.vcpu[me].vlapic)
        if features.runblock:
            vlapic_tmr_update(lapic)
        if not enabled:
            return 0
        vector = vlapic_pending_intr(lapic)
        if vector != 0:
            vlapic_intr_accepted(lapic, vector)
        return vector

    def eoi(vm: Ptr[Vm], me: u32) -> u32:
        lapic = addr(vm.vcpu[me].vlapic)
        vector = end_service(lapic)
        return vector if vector != 0 and level_triggered(lapic, vector) else 0

    def ipi(vm: Ptr[Vm], targets: u32, vector: u32) -> None:
        pins.deliver(vm, targets, vector, False)

    def deliverable(vm: Ptr[Vm], me: u32) -> bool:
        return vlapic_pending_intr(addr(vm.vcpu[me].vlapic)) != 0

    return Apics(
        enter,
        eoi,
        ipi,
        table.write,
        pins.process_eoi,
        deliverable,
        pins.assert_irq,
        pins.deassert_irq,
        pins.pulse_irq,
        table.read,
        table.mmio_read,
        table.mmio_write,
    )
