"""The virtual machine: its structs, its parameters, and the features by which the variants differ.

One idea: all variants have the same memory; a field that a variant does not use stays zero.

Locking key: (v) the vCPU's lock, (r) rendezvous_mtx, (f) whoever has the vCPU FROZEN or RUNNING, (a) atomic, (u)
written under the lock that is named, and read by the guest's loop without any: the race is intended.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from unknot import param
from unknot.kernel.mutex import mtx
from unknot.kernel.sleepqueue import hz
from unknot.kernel.sx import sx
from unknot.lang import Ptr, array, atomic, i32, racy, struct, u32, u64
from unknot.systems.vmm.device import Lintr, devices
from unknot.systems.vmm.vioapic import Vioapic
from unknot.systems.vmm.vlapic import Vlapic

vcpus = param("vcpus", 2, "virtual processors of the machine")
ticks = param("ticks", 1, "0: no sleep ends by itself, as if a second were for ever")
illumos = param("illumos", 0, "1: the locks are those of illumos")
destroy_suspends = param("destroy_suspends", 0, "1: to destroy a machine begins with stopping it")
second = hz if ticks else 0
ALL = (1 << vcpus) - 1
"""The set of all vCPUs."""
NOCPU = -1


class VcpuState(IntEnum):
    """IDLE: nobody uses it. FROZEN: a thread has it, outside of the guest. RUNNING: in the guest. SLEEPING: its thread
    waits in the kernel, in hlt or for the others to suspend themselves."""

    IDLE = 0
    FROZEN = 1
    RUNNING = 2
    SLEEPING = 3


class Suspend(IntEnum):
    """Why a machine stops: struct vm's `suspend`."""

    NONE = 0
    POWEROFF = 1
    DESTROY = 2


class Features(NamedTuple):
    """By what the variants differ. All of it is known when the program is loaded."""

    locks: str = "freebsd"  # or "illumos"; parameter `illumos` makes it "illumos" for every variant
    rendezvous: bool = True  # a write to the redirection table has every vCPU compute its TMR (S0, S1, S5)
    signals: bool = False  # a signal ends the wait in a rendezvous (S1)
    runblock: bool = False  # the writer of the table keeps the vCPUs out of the guest, one after the other (S2, S3)
    writers_sx: bool = False  # writers of the table come one after the other; the vioapic lock is dropped (S3)
    waits_outside: bool = False  # S3 corrected: a vCPU that is kept out waits outside of the critical section
    tmr_on_accept: bool = False  # the TMR bit is set when the interrupt is accepted; nobody is stopped (S4)
    helps: bool = False  # who freezes all vCPUs runs the callbacks of those that it has (S5)
    looks_again: bool = False  # S5 corrected: the helper stops when the rendezvous is over
    rolls_back: bool = False  # S5 corrected: a failure gives back the vCPUs that were taken


@struct
class Vcpu:
    """A virtual processor. `script`: what its guest does next, a byte for each operation, the lowest first; see
    guest.py."""

    mtx: mtx
    state: VcpuState  # (v)
    hostcpu: i32 = NOCPU  # (v) the processor on which it is RUNNING
    reqidle: racy[u32]  # (v)(u) somebody wants it IDLE
    runblock: racy[u32]  # (v)(u) how many keep it out of the guest: S2, S3
    ipi: atomic[u32]  # (a) an interrupt from another processor is on its way to hostcpu
    script: u64  # (f)
    handler: u64  # (f) the script of its interrupt handler; constant after the start
    handling: u32  # (f) how many operations of the handler are left; interrupts are disabled meanwhile
    vlapic: Vlapic


@struct
class Vm:
    """A machine. A set of vCPUs is a word with a bit for each."""

    vcpus_init_lock: sx  # S5
    rendezvous_mtx: mtx
    rendezvous_func: racy[Callable[[Ptr["Vm"], u32], None]]  # (r)(u) null: none is under way
    rendezvous_req_cpus: u32  # (r) who has to run it
    rendezvous_done_cpus: u32  # (r) who has
    suspend: atomic[u32]  # (a) a Suspend; never goes back
    suspended_cpus: atomic[u32]  # (a) who has seen it
    vioapic: Vioapic
    lintr: array[Lintr] = array(devices)
    vcpu: array[Vcpu] = array(vcpus)
    values: array[u32] = array(4)  # what guests write to the vioapic; constant after the start
