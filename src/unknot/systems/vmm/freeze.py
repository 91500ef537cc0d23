"""The ioctls that freeze a vCPU, or all. One idea: who freezes waits until the vCPU's owner lets go; S5's way to freeze
all also does for its vCPUs what nobody else can do while they are frozen.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.sx import sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, i32, u32
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import Features, VcpuState, Vm, vcpus
from unknot.systems.vmm.rendezvous import Rendezvous
from unknot.systems.vmm.vcpu import Vcpus, bit


class Freezes(NamedTuple):
    """`set_state_all` takes all vCPUs from IDLE to a state, or none: 0 or an error."""

    lock_one: Callable[[Vm, u32], None]
    unlock_one: Callable[[Vm, u32], None]
    lock_all: Callable[[Vm], i32]
    unlock_all: Callable[[Vm], None]
    set_state_all: Callable[[Vm, VcpuState], i32]


def freezes_of(features: Features, locks: Locks, cpus: Vcpus, rendezvous: Rendezvous) -> Freezes:
    """One after the other in ascending order, or S5's."""

    def lock_one(vm: Ptr[Vm], vcpuid: u32) -> None:
        cpus.set_state(addr(vm.vcpu[vcpuid]), VcpuState.FROZEN, True)

    def unlock_one(vm: Ptr[Vm], vcpuid: u32) -> None:
        cpus.set_state(addr(vm.vcpu[vcpuid]), VcpuState.IDLE, False)

    set_state_all = _helping(features, locks, cpus, rendezvous) if features.helps else _ascending(cpus)

    def lock_all(vm: Ptr[Vm]) -> i32:
        if features.helps:
            sx_xlock(addr(vm.vcpus_init_lock))
        error = set_state_all(vm, VcpuState.FROZEN)
        if features.helps and error != 0:
            sx_xunlock(addr(vm.vcpus_init_lock))
        return error

    def unlock_all(vm: Ptr[Vm]) -> None:
        for i in range(vcpus):
            unlock_one(vm, u32(i))
        if features.helps:
            sx_xunlock(addr(vm.vcpus_init_lock))

    return Freezes(lock_one, unlock_one, lock_all, unlock_all, set_state_all)


def _ascending(cpus: Vcpus) -> Callable[[Vm, VcpuState], i32]:
    def set_state_all(vm: Ptr[Vm], to: VcpuState) -> i32:
        """One after the other, which keeps two callers from waiting for each other."""
        for i in range(vcpus):
            error = cpus.set_state(addr(vm.vcpu[i]), to, True)
            if error != 0:
                for k in range(i):
                    cpus.set_state(addr(vm.vcpu[k]), VcpuState.IDLE, False)
                return error
        return 0

    return set_state_all


def _helping(features: Features, locks: Locks, cpus: Vcpus, rendezvous: Rendezvous) -> Callable[[Vm, VcpuState], i32]:
    def help(vm: Ptr[Vm], mine: u32) -> u32:
        """A rendezvous is under way, and may wait for a vCPU that this thread has, or that is idle because this is its
        thread: takes the idle ones, and runs the callback for all that it has."""
        for i in range(vcpus):
            v = addr(vm.vcpu[i])
            cpus.lock(v)
            if v.state == VcpuState.IDLE:
                cpus.set_state_locked(v, VcpuState.FROZEN, True)
                mine |= bit(u32(i))
            cpus.unlock(v)
            if mine & bit(u32(i)):
                if features.looks_again and vm.rendezvous_func is None:
                    break
                rendezvous.serve(vm, u32(i))
        return mine

    def give_back(vm: Ptr[Vm], mine: u32, failed: u32) -> None:
        """Nobody keeps a vCPU after an error. S5 names the vCPU that failed, as often as there are others."""
        for i in range(vcpus):
            if mine & bit(u32(i)):
                cpus.set_state(addr(vm.vcpu[u32(i) if features.rolls_back else failed]), VcpuState.IDLE, False)

    def first_not_in(mine: u32) -> u32:
        for i in range(vcpus):
            if mine & bit(u32(i)) == 0:
                return u32(i)
        return vcpus

    def take_idle(vm: Ptr[Vm], vcpuid: u32, to: VcpuState) -> i32:
        """Waits for the vCPU without rendezvous_mtx: 0 if it has it, minus 1 if a rendezvous came meanwhile, or an
        error."""
        v = addr(vm.vcpu[vcpuid])
        cpus.lock(v)
        while v.state != VcpuState.IDLE:
            locks.long_unlock(addr(vm.rendezvous_mtx))
            cpus.wait_idle(v)
            cpus.unlock(v)
            locks.long_lock(addr(vm.rendezvous_mtx))
            if vm.rendezvous_func is not None:
                return -1
            cpus.lock(v)
        error = cpus.set_state_locked(v, to, True)
        cpus.unlock(v)
        return error

    def set_state_all(vm: Ptr[Vm], to: VcpuState) -> i32:
        mine: u32 = 0
        locks.long_lock(addr(vm.rendezvous_mtx))
        if vm.rendezvous_func is not None:
            mine = help(vm, mine)
        while True:
            following = first_not_in(mine)
            error: i32 = 0 if following == vcpus else take_idle(vm, following, to)
            if error == -1:
                mine = help(vm, mine)
            elif error != 0:
                give_back(vm, mine, following)
                break
            elif following == vcpus:
                break
            else:
                mine |= bit(following)
        locks.long_unlock(addr(vm.rendezvous_mtx))
        return error

    return set_state_all
