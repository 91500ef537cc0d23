"""The guest's view of the I/O APIC: two windows, behind them registers, among them the redirection table.

One idea: a write to an entry is three things: the new value, what the local APICs must learn of it (tmr.py), and an
interrupt if the pin was waiting for just that. Where the lock is dropped for the second, the third looks at the entry
as it then is.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.sx import sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, i32, u32, u64
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import Features, Vm
from unknot.systems.vmm.redirection import INTALO, INTMSET, REM_IRR, is_level, written
from unknot.systems.vmm.tmr import Changed
from unknot.systems.vmm.vioapic import (
    ID_MASK,
    IOAPIC_ARB,
    IOAPIC_ID,
    IOAPIC_REDTBL,
    IOAPIC_VER,
    IOREGSEL,
    IOWIN,
    VERSION,
    pins,
)


class Table(NamedTuple):
    """`write`: a register from a vCPU that is not in the guest; no locks held; 0, or an error if a signal came while it
    waited for the others. `mmio_...`: the two windows, at an offset."""

    read: Callable[[Vm, u32], u32]
    write: Callable[[Vm, u32, u32, u32], i32]
    mmio_read: Callable[[Vm, u64], u32]
    mmio_write: Callable[[Vm, u32, u64, u32], i32]


def table_of(
    features: Features,
    locks: Locks,
    changed: Changed,
    send_if_asserted: Callable[[Vm, u32], None],
) -> Table:
    """The registers, with the variant's way to tell the local APICs."""

    serialised = features.writers_sx

    def write_entry(vm: Ptr[Vm], me: u32, pin: u32, half: u32, data: u32) -> i32:
        old = vm.vioapic.rtbl[pin].reg
        new = written(old, half, data)
        if features.tmr_on_accept and not is_level(new):
            new &= ~u64(REM_IRR)
        vm.vioapic.rtbl[pin].reg = new
        error: i32 = 0
        if (old ^ new) & ~u64(INTMSET | INTALO):
            error = changed(vm, me, old, new)
        send_if_asserted(vm, pin)
        return error

    def write_locked(vm: Ptr[Vm], me: u32, reg: u32, data: u32) -> i32:
        if reg == IOAPIC_ID:
            vm.vioapic.id = data & ID_MASK
        if IOAPIC_REDTBL <= reg < IOAPIC_REDTBL + 2 * pins:
            return write_entry(vm, me, (reg - IOAPIC_REDTBL) // 2, (reg - IOAPIC_REDTBL) % 2, data)
        return 0

    def read_locked(vm: Ptr[Vm], reg: u32) -> u32:
        if reg & ~IOAPIC_ARB == IOAPIC_ID:
            return vm.vioapic.id
        if reg == IOAPIC_VER:
            return VERSION
        if IOAPIC_REDTBL <= reg < IOAPIC_REDTBL + 2 * pins:
            return u32(vm.vioapic.rtbl[(reg - IOAPIC_REDTBL) // 2].reg >> (reg - IOAPIC_REDTBL) % 2 * 32)
        return 0

    def enter(vm: Ptr[Vm]) -> None:
        if serialised:
            sx_xlock(addr(vm.vioapic.writers))
        locks.short_lock(addr(vm.vioapic.mtx))

    def leave(vm: Ptr[Vm]) -> None:
        locks.short_unlock(addr(vm.vioapic.mtx))
        if serialised:
            sx_xunlock(addr(vm.vioapic.writers))

    def write(vm: Ptr[Vm], me: u32, reg: u32, data: u32) -> i32:
        enter(vm)
        error = write_locked(vm, me, reg, data)
        leave(vm)
        return error

    def read(vm: Ptr[Vm], reg: u32) -> u32:
        locks.short_lock(addr(vm.vioapic.mtx))
        value = read_locked(vm, reg)
        locks.short_unlock(addr(vm.vioapic.mtx))
        return value

    def mmio_read(vm: Ptr[Vm], offset: u64) -> u32:
        """Other offsets than the two read as 0."""
        locks.short_lock(addr(vm.vioapic.mtx))
        value: u32 = 0
        if offset == IOREGSEL:
            value = vm.vioapic.ioregsel
        elif offset == IOWIN:
            value = read_locked(vm, vm.vioapic.ioregsel)
        locks.short_unlock(addr(vm.vioapic.mtx))
        return value

    def mmio_write(vm: Ptr[Vm], me: u32, offset: u64, data: u32) -> i32:
        """Writes at other offsets are ignored."""
        error: i32 = 0
        enter(vm)
        if offset == IOREGSEL:
            vm.vioapic.ioregsel = data & 0xFF
        elif offset == IOWIN:
            error = write_locked(vm, me, vm.vioapic.ioregsel, data)
        leave(vm)
        return error

    return Table(read, write, mmio_read, mmio_write)
