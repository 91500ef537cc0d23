"""bhyve's side: the thread of a vCPU, which runs its guest and emulates what the kernel does not; ioctls on the
machine. One idea: an ioctl belongs to a thread, and that thread may be a vCPU's own.
"""

from collections.abc import Callable

from unknot.kernel.errno import EBUSY
from unknot.kernel.systm import userret
from unknot.lang import Ptr, i32, u32
from unknot.systems.vmm.freeze import Freezes
from unknot.systems.vmm.guest import Exit, kind, number
from unknot.systems.vmm.machine import Suspend, VcpuState, Vm

MAP = 0
"""Ioctl of exit USER: VM_MAP_PPTDEV_MMIO, which freezes all vCPUs: what bhyve does when the guest programs a BAR."""
PORT = 1
"""No ioctl: bhyve emulates the port by itself."""
STOP = 2
"""VM_SUSPEND: the guest turns the machine off."""
FAIL = 3
"""An ioctl that takes all vCPUs to a state to which it cannot, and gives them back."""
REGISTERS = 8
"""8 + n: VM_GET_REGISTER of vCPU n, which freezes it."""


def bhyve_of(
    freezes: Freezes, vm_run: Callable[[Vm, u32], i32], suspend: Callable[[Vm, Suspend], None]
) -> tuple[Callable[[Vm, u32], i32], Callable[[Vm, u32], None]]:
    """The thread of a vCPU, and any ioctl that freezes."""

    def ioctl(vm: Ptr[Vm], which: u32) -> None:
        if which == MAP:
            if freezes.lock_all(vm) == 0:
                freezes.unlock_all(vm)
        elif which == STOP:
            suspend(vm, Suspend.POWEROFF)
        elif which == FAIL:
            assert freezes.set_state_all(vm, VcpuState.SLEEPING) == EBUSY, "a vcpu went from IDLE to SLEEPING"
        elif which >= REGISTERS:
            freezes.lock_one(vm, which - REGISTERS)
            freezes.unlock_one(vm, which - REGISTERS)
        userret()

    def vcpu_thread(vm: Ptr[Vm], vcpuid: u32) -> i32:
        """Runs the guest until the machine stops, or an error: what VM_RUN said last."""
        while True:
            freezes.lock_one(vm, vcpuid)
            exit = vm_run(vm, vcpuid)
            freezes.unlock_one(vm, vcpuid)
            userret()
            if exit < 0 or u32(exit) == Exit.SUSPENDED:
                return exit
            if kind(u32(exit)) == Exit.USER:
                ioctl(vm, number(u32(exit)))

    return vcpu_thread, ioctl
