"""vm_run: a vCPU's thread in the kernel, from VM_RUN until bhyve is needed. One idea: the guest runs inside a critical
section, and what it left the guest for is done after it, with the vCPU FROZEN and no lock held.
"""

from collections.abc import Callable

from unknot.kernel.errno import EINVAL
from unknot.lang import Ptr, addr, i32, u32
from unknot.systems.vmm.apics import Apics
from unknot.systems.vmm.guest import Exit, kind, number
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import ALL, Vcpu, VcpuState, Vm, second, vcpus
from unknot.systems.vmm.rendezvous import Rendezvous
from unknot.systems.vmm.vcpu import Vcpus, bit
from unknot.systems.vmm.vioapic import IOAPIC_REDTBL


def halts_of(locks: Locks, cpus: Vcpus, apics: Apics) -> Callable[[Vm, u32], None]:
    """vm_handle_hlt."""

    def handle_hlt(vm: Ptr[Vm], vcpuid: u32) -> None:
        """Sleeps until there is something to do. What would wake it is looked at under the vCPU's lock, which a kick
        takes: so none is lost."""
        v = addr(vm.vcpu[vcpuid])
        cpus.lock(v)
        while True:
            if vm.rendezvous_func is not None or vm.suspend.load() != 0 or v.reqidle != 0:
                break
            if apics.deliverable(vm, vcpuid):
                break
            cpus.require_state_locked(v, VcpuState.SLEEPING)
            locks.short_sleep(v, addr(v.mtx), "vmidle", second)
            cpus.require_state_locked(v, VcpuState.FROZEN)
        cpus.unlock(v)

    return handle_hlt


def suspends_of(locks: Locks, cpus: Vcpus, rendezvous: Rendezvous) -> Callable[[Vm, u32], i32]:
    """vm_handle_suspend."""

    def handle_suspend(vm: Ptr[Vm], vcpuid: u32) -> i32:
        """Waits until every vCPU has seen that the machine stops. One that is in a rendezvous sees it only when that is
        over, so it is served here."""
        v = addr(vm.vcpu[vcpuid])
        error: i32 = 0
        vm.suspended_cpus.fetch_or(bit(vcpuid))
        cpus.lock(v)
        while error == 0 and vm.suspended_cpus.load() != ALL:
            if vm.rendezvous_func is None:
                cpus.require_state_locked(v, VcpuState.SLEEPING)
                locks.short_sleep(v, addr(v.mtx), "vmsusp", second)
                cpus.require_state_locked(v, VcpuState.FROZEN)
            else:
                cpus.unlock(v)
                error = rendezvous.handle(vm, vcpuid)
                cpus.lock(v)
        cpus.unlock(v)
        for i in range(vcpus):
            if vm.suspended_cpus.load() & bit(u32(i)):
                cpus.notify(addr(vm.vcpu[i]))
        return error

    return handle_suspend


def vm_run_of(
    locks: Locks,
    cpus: Vcpus,
    rendezvous: Rendezvous,
    apics: Apics,
    access: Callable[[Vm, u32], None],
    vmrun: Callable[[Vm, u32], u32],
) -> Callable[[Vm, u32], i32]:
    """vm_run: gives the exit with which bhyve goes on, or minus an error."""
    handle_hlt = halts_of(locks, cpus, apics)
    handle_suspend = suspends_of(locks, cpus, rendezvous)

    def in_guest(vm: Ptr[Vm], vcpuid: u32) -> u32:
        v = addr(vm.vcpu[vcpuid])
        cpus.enter_guest(v)
        exit = vmrun(vm, vcpuid)
        cpus.require_state(v, VcpuState.FROZEN)
        locks.unpin()
        return exit

    def handle_reqidle(v: Ptr[Vcpu]) -> None:
        cpus.lock(v)
        v.reqidle = 0
        cpus.unlock(v)

    def handle(vm: Ptr[Vm], vcpuid: u32, exit: u32) -> i32:
        """Does what the exit asks for: 0 if it did, or minus an error."""
        if kind(exit) == Exit.RENDEZVOUS:
            return -rendezvous.handle(vm, vcpuid)
        if kind(exit) == Exit.HLT:
            handle_hlt(vm, vcpuid)
        elif kind(exit) == Exit.WRITE:
            n = number(exit)
            return -apics.write(vm, vcpuid, IOAPIC_REDTBL + (n & 3), vm.values[n >> 2])
        elif kind(exit) == Exit.EOI:
            apics.process_eoi(vm, number(exit))
        elif kind(exit) == Exit.DEVICE:
            access(vm, number(exit))
        return 0

    def vm_run(vm: Ptr[Vm], vcpuid: u32) -> i32:
        if vm.suspend.load() != 0 and vm.suspended_cpus.load() & bit(vcpuid):
            return -EINVAL
        while True:
            exit = in_guest(vm, vcpuid)
            if kind(exit) == Exit.REQIDLE:
                handle_reqidle(addr(vm.vcpu[vcpuid]))
                return i32(exit)
            if kind(exit) == Exit.USER:
                return i32(exit)
            if kind(exit) == Exit.SUSPENDED:
                error = handle_suspend(vm, vcpuid)
                return i32(exit) if error == 0 else -error
            error = handle(vm, vcpuid, exit)
            if error != 0:
                return error

    return vm_run
