"""vm_smp_rendezvous: every vCPU of a set runs a function, itself. One idea: whoever waits for the others goes on
serving meanwhile; a vCPU that nobody runs serves nobody.

One rendezvous at a time. Callers hold no locks.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import EWOULDBLOCK
from unknot.kernel.sleepqueue import PCATCH, msleep, wakeup
from unknot.kernel.systm import KASSERT, witness_warn
from unknot.lang import Ptr, addr, i32, null, u32
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import Features, Vm, second, vcpus
from unknot.systems.vmm.vcpu import Vcpus, bit

NOBODY = vcpus
"""The number of a caller that is no vCPU's thread."""


class Rendezvous(NamedTuple):
    """`smp`: has the vCPUs of a set run a function; 0, or an error if a signal came first. `handle`: serves until none
    is under way; likewise. `serve`: this vCPU's part, with rendezvous_mtx held; True if it was the last."""

    smp: Callable[[Vm, u32, u32, Callable[[Vm, u32], None]], i32]
    handle: Callable[[Vm, u32], i32]
    serve: Callable[[Vm, u32], bool]


def rendezvous_of(features: Features, locks: Locks, cpus: Vcpus) -> Rendezvous:
    """The rendezvous; with `features.signals` a signal leaves it."""

    def serve(vm: Ptr[Vm], vcpuid: u32) -> bool:
        KASSERT(vm.rendezvous_func is not None, "vm_rendezvous: no rendezvous pending")
        req, done = vm.rendezvous_req_cpus, vm.rendezvous_done_cpus
        if vcpuid != NOBODY and req & ~done & bit(vcpuid):
            vm.rendezvous_func(vm, vcpuid)
            done |= bit(vcpuid)
            vm.rendezvous_done_cpus = done
        if req != done:
            return False
        vm.rendezvous_func = null
        wakeup(addr(vm.rendezvous_func))
        return True

    def wait(vm: Ptr[Vm]) -> i32:
        """For the others, a second; only with `signals` it can fail."""
        if features.signals:
            error = msleep(addr(vm.rendezvous_func), addr(vm.rendezvous_mtx), PCATCH, "vmrndv", second)
            return 0 if error == EWOULDBLOCK else error
        locks.long_sleep(addr(vm.rendezvous_func), addr(vm.rendezvous_mtx), "vmrndv", second)
        return 0

    def handle(vm: Ptr[Vm], vcpuid: u32) -> i32:
        error: i32 = 0
        locks.long_lock(addr(vm.rendezvous_mtx))
        while vm.rendezvous_func is not None and error == 0:
            if serve(vm, vcpuid):
                break
            error = wait(vm)
        locks.long_unlock(addr(vm.rendezvous_mtx))
        return error

    def smp(vm: Ptr[Vm], vcpuid: u32, dest: u32, func: Callable[[Ptr[Vm], u32], None]) -> i32:
        witness_warn(0, None, "vm_smp_rendezvous", null)
        locks.long_lock(addr(vm.rendezvous_mtx))
        while vm.rendezvous_func is not None:
            locks.long_unlock(addr(vm.rendezvous_mtx))
            error = handle(vm, vcpuid)
            if error != 0:
                return error
            locks.long_lock(addr(vm.rendezvous_mtx))
        vm.rendezvous_req_cpus = dest
        vm.rendezvous_done_cpus = 0
        vm.rendezvous_func = func
        locks.long_unlock(addr(vm.rendezvous_mtx))
        for i in range(vcpus):
            if dest & bit(u32(i)):
                cpus.notify(addr(vm.vcpu[i]))
        return handle(vm, vcpuid)

    return Rendezvous(smp, handle, serve)
