"""Guests: what a guest does next, and what takes it out of the guest. One idea: a guest is a short script; when it has
come to its end it computes for ever, and only a kick makes it leave.

An operation is a byte: what it is, and a number in the upper half. A script is a word with up to eight of them. An
interrupt puts the script of the vCPU's handler before what is left; until that has come to its end there is no other.
"""

from collections.abc import Callable
from enum import IntEnum

from unknot import param
from unknot.lang import Ptr, addr, aside, idle, indivisible, u32, u64
from unknot.systems.vmm.apics import Apics
from unknot.systems.vmm.machine import Features, Vcpu, Vm

IPI_VECTOR = 0x30
x2apic = param("x2apic", 0, "1: the guest's EOI is a register that vm_run's loop emulates, inside the critical section")


class Exit(IntEnum):
    """Why the guest was left: what it did (as in scripts), or what was found before it was entered again."""

    COMPUTES = 0  # never an exit: the guest goes on computing
    HLT = 1
    WRITE = 2  # MMIO: writes a register of the vioapic; number = register of the table + 4 * place in Vm.values
    EOI = 3  # ends the service of an interrupt: an exit, with its vector as number, if the vioapic must hear of it
    USER = 4  # an I/O port that bhyve emulates: its thread then does the ioctl with this number, see bhyve.py
    DEVICE = 5  # a register of a device: number = device + 4 * what, see devices.py
    IPI = 6  # never an exit: sends IPI_VECTOR to the vCPUs in number
    SUSPENDED = 8
    RENDEZVOUS = 9
    REQIDLE = 10
    RUNBLOCK = 11


def op(what: Exit, number: int = 0) -> int:
    """An operation of a script."""
    return int(what) | number << 4


def script(*operations: int) -> int:
    """A script of these operations."""
    word = 0
    for place, operation in enumerate(operations):
        word |= operation << 8 * place
    return word


def kind(exit: u32) -> u32:
    """Which Exit it is."""
    return exit & 15


def number(exit: u32) -> u32:
    """The number that came with it."""
    return exit >> 4


def guests_of(features: Features, apics: Apics) -> Callable[[Vm, u32], u32]:
    """VMRUN: the guest runs until something takes it out; gives why."""

    def asked_to_leave(vm: Ptr[Vm], v: Ptr[Vcpu]) -> u32:
        """What must be done before the guest is entered; 0 if nothing. Interrupts are disabled from here to the entry:
        an interrupt that comes later takes the guest out again at once."""
        if vm.suspend.load() != 0:
            return Exit.SUSPENDED
        if vm.rendezvous_func is not None:
            return Exit.RENDEZVOUS
        if v.reqidle != 0:
            return Exit.REQIDLE
        if features.runblock and v.runblock != 0:
            return Exit.RUNBLOCK
        return 0

    def next_operation(v: Ptr[Vcpu]) -> u32:
        with aside():
            operation = u32(v.script & 0xFF)
            v.script >>= 8
            if v.handling != 0:
                v.handling -= 1
        return operation

    def interrupted(v: Ptr[Vcpu]) -> None:
        """The handler comes before all else. A hlt that comes next is not needed any more: guests look for work and
        halt with interrupts disabled until the last moment."""
        with aside():
            if kind(u32(v.script & 0xFF)) == Exit.HLT:
                v.script >>= 8
            length: u64 = 0
            while v.handler >> length != 0:
                length += 8
            v.script = v.script << length | v.handler
            v.handling = u32(length // 8)

    def inside(vm: Ptr[Vm], vcpuid: u32, operation: u32) -> u32:
        """What the processor, and the loop around it, do without leaving: 0. Else the operation is an exit."""
        if kind(operation) == Exit.IPI:
            apics.ipi(vm, number(operation), IPI_VECTOR)
            return 0
        if kind(operation) != Exit.EOI:
            return operation
        vector = apics.eoi(vm, vcpuid)
        if vector == 0:
            return 0
        if x2apic:
            apics.process_eoi(vm, vector)
            return 0
        return Exit.EOI | vector << 4

    def vmrun(vm: Ptr[Vm], vcpuid: u32) -> u32:
        v = addr(vm.vcpu[vcpuid])
        while True:
            found = asked_to_leave(vm, v)
            if found != 0:
                return found
            if apics.enter(vm, vcpuid, v.handling == 0) != 0:
                interrupted(v)
            operation = next_operation(v)
            if operation != Exit.COMPUTES:
                exit = inside(vm, vcpuid, operation)
                if exit != 0:
                    return exit
            else:
                with indivisible(v.ipi.load() != 0, blocked_by=idle):
                    v.ipi.store(0)

    return vmrun
