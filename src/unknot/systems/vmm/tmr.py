"""How the local APICs learn which vectors are level-triggered. One idea: the redirection table says it, the TMR of each
vCPU repeats it, and what is between the write of the one and the change of the other is the whole history of this
system.

* *rendezvous* (S0, S1, S5): every vCPU computes its TMR from the table, itself, while the writer waits for all.
* *runblock* (S2, S3): the writer keeps each vCPU that is concerned out of the guest and notes the change; the vCPU
  makes it when it enters.
* *acceptance* (S4): whoever sends an interrupt sets the TMR bit first. A write to the table changes nothing.
"""

from collections.abc import Callable

from unknot.lang import Ptr, addr, i32, u32, u64
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import ALL, Features, Vm, vcpus
from unknot.systems.vmm.redirection import destinations, is_level, vector_of
from unknot.systems.vmm.rendezvous import Rendezvous
from unknot.systems.vmm.runblock import Runblock
from unknot.systems.vmm.vioapic import pins
from unknot.systems.vmm.vlapic import bit_of, vlapic_tmr_set

Changed = Callable[[Vm, u32, u64, u64], i32]
"""`changed(vm, me, old, new)`: the entry went from one value to another. The vioapic lock is held, and is on return. 0,
or an error if a signal came first."""


def tmr_of(features: Features, locks: Locks, rendezvous: Rendezvous, runblock: Runblock) -> Changed:
    """The variant's way."""
    if features.tmr_on_accept:
        return _nothing
    if features.runblock:
        return _by_runblock(features, locks, runblock)
    return _by_rendezvous(locks, rendezvous)


def _nothing(vm: Ptr[Vm], me: u32, old: u64, new: u64) -> i32:
    """The next interrupt will bring its trigger mode with it."""
    return 0


def _by_rendezvous(locks: Locks, rendezvous: Rendezvous) -> Changed:
    def compute(vm: Ptr[Vm], vcpuid: u32) -> None:
        """The callback: a vCPU's TMR anew, from the whole table."""
        locks.short_lock(addr(vm.vioapic.mtx))
        tmr: u64 = 0
        for pin in range(pins):
            reg = vm.vioapic.rtbl[pin].reg
            if is_level(reg) and destinations(reg, vcpus) >> vcpuid & 1:
                tmr |= bit_of(vector_of(reg))
        vm.vcpu[vcpuid].vlapic.tmr = tmr
        locks.short_unlock(addr(vm.vioapic.mtx))

    def changed(vm: Ptr[Vm], me: u32, old: u64, new: u64) -> i32:
        """Nobody may hold a lock in a rendezvous: the vioapic is unlocked meanwhile."""
        locks.short_unlock(addr(vm.vioapic.mtx))
        error = rendezvous.smp(vm, me, ALL, compute)
        locks.short_lock(addr(vm.vioapic.mtx))
        return error

    return changed


def _by_runblock(features: Features, locks: Locks, runblock: Runblock) -> Changed:
    def active(vm: Ptr[Vm], vector: u32) -> u64:
        """The vCPUs to which some entry sends this vector, level-triggered, as the table is now."""
        found: u64 = 0
        for pin in range(pins):
            reg = vm.vioapic.rtbl[pin].reg
            if is_level(reg) and vector_of(reg) == vector:
                found |= destinations(reg, vcpus)
        return found

    def note(vm: Ptr[Vm], vcpuid: u32, old: u64, new: u64) -> None:
        """What the vCPU has to change when it enters the guest; it is not in the guest now."""
        lapic = addr(vm.vcpu[vcpuid].vlapic)
        if is_level(old) and destinations(old, vcpus) >> vcpuid & 1 and active(vm, vector_of(old)) >> vcpuid & 1 == 0:
            vlapic_tmr_set(lapic, vector_of(old), False)
        if is_level(new) and destinations(new, vcpus) >> vcpuid & 1:
            vlapic_tmr_set(lapic, vector_of(new), True)

    def changed(vm: Ptr[Vm], me: u32, old: u64, new: u64) -> i32:
        before = destinations(old, vcpus) if is_level(old) else u64(0)
        after = destinations(new, vcpus) if is_level(new) else u64(0)
        if before == after and vector_of(old) == vector_of(new):
            return 0
        if features.writers_sx:
            locks.short_unlock(addr(vm.vioapic.mtx))
        for i in range(vcpus):
            if (before | after) >> i & 1:
                somebody_else = i != me
                if somebody_else:
                    runblock.block(addr(vm.vcpu[i]))
                if features.writers_sx:
                    locks.short_lock(addr(vm.vioapic.mtx))
                note(vm, u32(i), old, new)
                if features.writers_sx:
                    locks.short_unlock(addr(vm.vioapic.mtx))
                if somebody_else:
                    runblock.unblock(addr(vm.vcpu[i]))
        if features.writers_sx:
            locks.short_lock(addr(vm.vioapic.mtx))
        return 0

    return changed
