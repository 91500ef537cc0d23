"""Devices on pins, two on each: they ask for service, and the guest's handler serves them. One idea: a handler that
finds nothing to do does nothing, so an interrupt too many is harmless; one too few shows: a device asks for ever."""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, u32
from unknot.systems.vmm.apics import Apics
from unknot.systems.vmm.machine import Vm

SERVE = 0
"""What of Exit.DEVICE: the handler serves the device, which is content then."""
READ = 1
"""The handler takes the news of an edge-triggered device."""


class Devices(NamedTuple):
    """`request`, `serve`: a level-triggered device asks, unless it does already; it is served. `pulse`, `read`: an
    edge-triggered device has news; they are read. `access`: Exit.DEVICE."""

    request: Callable[[Vm, u32], None]
    serve: Callable[[Vm, u32], None]
    pulse: Callable[[Vm, u32], None]
    read: Callable[[Vm, u32], None]
    access: Callable[[Vm, u32], None]


def devices_of(apics: Apics) -> Devices:
    """The devices of a machine with these controllers."""

    def request(vm: Ptr[Vm], device: u32) -> None:
        mtx_lock(addr(vm.lintr[device].mtx))
        if vm.lintr[device].asserted == 0:
            vm.lintr[device].asserted = 1
            apics.assert_irq(vm, device // 2)
        mtx_unlock(addr(vm.lintr[device].mtx))

    def serve(vm: Ptr[Vm], device: u32) -> None:
        mtx_lock(addr(vm.lintr[device].mtx))
        if vm.lintr[device].asserted != 0:
            vm.lintr[device].asserted = 0
            apics.deassert_irq(vm, device // 2)
        mtx_unlock(addr(vm.lintr[device].mtx))

    def pulse(vm: Ptr[Vm], device: u32) -> None:
        mtx_lock(addr(vm.lintr[device].mtx))
        vm.lintr[device].asserted = 1
        apics.pulse_irq(vm, device // 2)
        mtx_unlock(addr(vm.lintr[device].mtx))

    def read(vm: Ptr[Vm], device: u32) -> None:
        mtx_lock(addr(vm.lintr[device].mtx))
        vm.lintr[device].asserted = 0
        mtx_unlock(addr(vm.lintr[device].mtx))

    def access(vm: Ptr[Vm], number: u32) -> None:
        if number >> 2 == SERVE:
            serve(vm, number & 3)
        elif number >> 2 == READ:
            read(vm, number & 3)

    return Devices(request, serve, pulse, read, access)
