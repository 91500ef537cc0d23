"""runblock: keeping a vCPU out of the guest for a moment. One idea: it is a count in the vCPU; whoever raises it waits
only while the vCPU is RUNNING, so a vCPU that is frozen or idle costs nothing and cannot be waited for in vain.

The other half stands in vcpu.py: who enters the guest waits until the count is 0, and who leaves it wakes the writer.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.sleepqueue import wakeup
from unknot.lang import Ptr, addr
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import Vcpu, VcpuState
from unknot.systems.vmm.vcpu import Vcpus


class Runblock(NamedTuple):
    """`block`: from its return until `unblock` the vCPU is not in the guest."""

    block: Callable[[Vcpu], None]
    unblock: Callable[[Vcpu], None]


def runblock_of(locks: Locks, cpus: Vcpus) -> Runblock:
    """The two halves of a block."""

    def block(v: Ptr[Vcpu]) -> None:
        cpus.lock(v)
        v.runblock += 1
        cpus.notify_locked(v)
        while v.state == VcpuState.RUNNING:
            locks.short_sleep(addr(v.runblock), addr(v.mtx), "vmsblk", 0)
        cpus.unlock(v)

    def unblock(v: Ptr[Vcpu]) -> None:
        cpus.lock(v)
        v.runblock -= 1
        if v.runblock == 0:
            wakeup(addr(v.runblock))
        cpus.unlock(v)

    return Runblock(block, unblock)
