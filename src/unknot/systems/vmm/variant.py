"""A variant of the machine: features made into functions. One idea: what all variants have in common stands once, and
a part that differs asks its features when the program is loaded."""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mutex import MTX_DEF, mtx_init
from unknot.kernel.sx import sx_init
from unknot.lang import Ptr, addr, i32, u32, u64
from unknot.systems.vmm.apics import Apics, apics_of
from unknot.systems.vmm.bhyve import bhyve_of
from unknot.systems.vmm.device import devices as lines
from unknot.systems.vmm.devices import Devices, devices_of
from unknot.systems.vmm.freeze import Freezes, freezes_of
from unknot.systems.vmm.guest import guests_of
from unknot.systems.vmm.locks import FREEBSD, ILLUMOS, Locks
from unknot.systems.vmm.machine import NOCPU, Features, Suspend, Vm, illumos, vcpus
from unknot.systems.vmm.redirection import destinations, is_level, vector_of
from unknot.systems.vmm.rendezvous import Rendezvous, rendezvous_of
from unknot.systems.vmm.run import vm_run_of
from unknot.systems.vmm.vcpu import Vcpus, vcpus_of
from unknot.systems.vmm.vioapic import vioapic_reset
from unknot.systems.vmm.vlapic import bit_of


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
    connect: Callable[[Vm, u32, u64], None]
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

    def create(vm: Ptr[Vm]) -> None:
        """A machine whose vCPUs are idle."""
        sx_init(addr(vm.vcpus_init_lock), "vcpus")
        locks.long_init(addr(vm.rendezvous_mtx), "vm rendezvous lock")
        locks.short_init(addr(vm.vioapic.mtx), "vioapic lock")
        sx_init(addr(vm.vioapic.writers), "vioapic writers")
        vioapic_reset(addr(vm.vioapic))
        for i in range(lines):
            mtx_init(addr(vm.lintr[i].mtx), "lintr", None, MTX_DEF)
        for i in range(vcpus):
            locks.short_init(addr(vm.vcpu[i].mtx), "vcpu lock")
            vm.vcpu[i].hostcpu = NOCPU

    def connect(vm: Ptr[Vm], pin: u32, redirection: u64) -> None:
        """The guest has programmed this pin some time ago."""
        vm.vioapic.rtbl[pin].reg = redirection
        if is_level(redirection) and not features.tmr_on_accept:
            for i in range(vcpus):
                if destinations(redirection, vcpus) >> i & 1:
                    vm.vcpu[i].vlapic.tmr |= bit_of(vector_of(redirection))

    def suspend(vm: Ptr[Vm], how: Suspend) -> None:
        """vm_suspend: the first reason counts."""
        if vm.suspend.cas(0, u32(how)):
            for i in range(vcpus):
                cpus.notify(addr(vm.vcpu[i]))

    vcpu_thread, ioctl = bhyve_of(freezes, vm_run, suspend)
    return Variant(
        features, locks, cpus, rendezvous, apics, devices, freezes, vm_run, vcpu_thread, ioctl, create, connect, suspend
    )
