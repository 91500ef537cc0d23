"""A variant of the machine: features made into functions. One idea: what all variants have in common stands once, and
a part that differs asks its features when the program is loaded."""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mutex import MTX_DEF, mtx_init
from unknot.kernel.sx import sx_init
from unknot.lang import Ptr, addr, i32, u32
from unknot.systems.vmm.apics import Apics, apics_of
from unknot.systems.vmm.bhyve import bhyve_of
from unknot.systems.vmm.devices import Devices, devices_of
from unknot.systems.vmm.freeze import Freezes, freezes_of
from unknot.systems.vmm.guest import guests_of
from unknot.systems.vmm.locks import FREEBSD, ILLUMOS, Locks
from unknot.systems.vmm.machine import NOCPU, Features, Suspend, Vm, illumos, vcpus
from unknot.systems.vmm.rendezvous import Rendezvous, rendezvous_of
from unknot.systems.vmm.run import vm_run_of
from unknot.systems.vmm.vcpu import Vcpus, vcpus_of
from unknot.systems.vmm.vioapic import pins, vioapic_reset


class Variant(NamedTuple):
    """A complete machine. `vcpu_thread`: bhyve's thread of a vCPU, until the machine stops; `ioctl`: see bhyve.py."""

    features: Features
    locks: Locks
    cpus: Vcpus
    rendezvous: Rendezvous
    apics: Apics
    devices: Devices
    freezes: Freezes
    vm_run: Callable[[Vm, u32], i32]
    vcpu_thread: Callable[[Vm, u32], i32]
    ioctl: Callable[[Vm, u32], None]
    create: Callable[[Vm], None]
    suspend: Callable[[Vm, Suspend], None]


def variant(features: Features) -> Variant:
    """The machine with these features."""
    locks = ILLUMOS if illumos or features.locks == "illumos" else FREEBSD
    cpus = vcpus_of(features, locks)
    rendezvous = rendezvous_of(features, locks, cpus)
    apics = apics_of(features, locks, cpus, rendezvous)
    devices = devices_of(apics)
    freezes = freezes_of(features, locks, cpus, rendezvous)
    vm_run = vm_run_of(locks, cpus, rendezvous, apics, devices.access, guests_of(features, apics))
    vcpu_thread, ioctl = bhyve_of(freezes, vm_run)

    def create(vm: Ptr[Vm]) -> None:
        """A machine whose vCPUs are idle."""
        sx_init(addr(vm.vcpus_init_lock), "vcpus")
        locks.long_init(addr(vm.rendezvous_mtx), "vm rendezvous lock")
        locks.short_init(addr(vm.vioapic.mtx), "vioapic lock")
        sx_init(addr(vm.vioapic.writers), "vioapic writers")
        vioapic_reset(addr(vm.vioapic))
        for pin in range(pins):
            mtx_init(addr(vm.lintr[pin].mtx), "lintr", None, MTX_DEF)
        for i in range(vcpus):
            locks.short_init(addr(vm.vcpu[i].mtx), "vcpu lock")
            vm.vcpu[i].hostcpu = NOCPU

    def suspend(vm: Ptr[Vm], how: Suspend) -> None:
        """vm_suspend: the first reason counts."""
        if vm.suspend.cas(0, u32(how)):
            for i in range(vcpus):
                cpus.notify(addr(vm.vcpu[i]))

    return Variant(
        features, locks, cpus, rendezvous, apics, devices, freezes, vm_run, vcpu_thread, ioctl, create, suspend
    )
