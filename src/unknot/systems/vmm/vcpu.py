"""vCPU states: who has a vCPU, and how one gets it. One idea: a vCPU is owned by leaving IDLE, and whoever wants it
asks its owner to let go: sets `reqidle`, kicks it out of the guest or out of its sleep, and waits until it is IDLE.

Legal: IDLE <-> FROZEN <-> RUNNING, FROZEN <-> SLEEPING, and nothing else.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import EBUSY
from unknot.kernel.sleepqueue import wakeup, wakeup_one
from unknot.kernel.systm import KASSERT
from unknot.lang import Ptr, addr, i32, thread_id, u32
from unknot.systems.vmm.locks import Locks
from unknot.systems.vmm.machine import NOCPU, Features, Vcpu, VcpuState, second


class Vcpus(NamedTuple):
    """What one does with a vCPU. `..._locked`: with its lock held."""

    lock: Callable[[Vcpu], None]
    unlock: Callable[[Vcpu], None]
    notify_locked: Callable[[Vcpu], None]
    notify: Callable[[Vcpu], None]
    wait_idle: Callable[[Vcpu], None]
    set_state_locked: Callable[[Vcpu, VcpuState, bool], i32]
    set_state: Callable[[Vcpu, VcpuState, bool], i32]
    require_state_locked: Callable[[Vcpu, VcpuState], None]
    require_state: Callable[[Vcpu, VcpuState], None]
    enter_guest: Callable[[Vcpu], None]


def vcpus_of(features: Features, locks: Locks) -> Vcpus:
    """The operations on vCPUs, made of these locks."""

    def lock(v: Ptr[Vcpu]) -> None:
        locks.short_lock(addr(v.mtx))

    def unlock(v: Ptr[Vcpu]) -> None:
        locks.short_unlock(addr(v.mtx))

    def notify_locked(v: Ptr[Vcpu]) -> None:
        """Makes its thread look: an interrupt takes it out of the guest, a wakeup out of its sleep."""
        state = v.state
        if state == VcpuState.RUNNING:
            v.ipi.store(1)
        elif state == VcpuState.SLEEPING:
            wakeup_one(v)

    def notify(v: Ptr[Vcpu]) -> None:
        lock(v)
        notify_locked(v)
        unlock(v)

    def wait_idle(v: Ptr[Vcpu]) -> None:
        """Asks its owner to let go, and waits until it may have."""
        v.reqidle = 1
        notify_locked(v)
        locks.short_sleep(addr(v.state), addr(v.mtx), "vmstat", second)

    def wait_unblocked(v: Ptr[Vcpu]) -> None:
        """Until nobody keeps it out of the guest."""
        while v.runblock != 0:
            locks.short_sleep(addr(v.runblock), addr(v.mtx), "vmsblk", 0)

    def set_state_locked(v: Ptr[Vcpu], to: VcpuState, from_idle: bool) -> i32:
        """A step from one state to another: 0, or EBUSY if there is none. `from_idle`: the vCPU is somebody else's."""
        state = v.state
        if from_idle:
            while state != VcpuState.IDLE:
                wait_idle(v)
                state = v.state
        else:
            KASSERT(state != VcpuState.IDLE, "invalid transition from vcpu idle state")
        if features.runblock and not features.waits_outside and to == VcpuState.RUNNING:
            wait_unblocked(v)
        if (state == VcpuState.FROZEN) == (to == VcpuState.FROZEN):
            return EBUSY
        if features.runblock and state == VcpuState.RUNNING and v.runblock != 0:
            wakeup(addr(v.runblock))
        v.state = to
        if to == VcpuState.RUNNING:
            v.hostcpu = i32(thread_id())
            v.ipi.store(0)
        elif state == VcpuState.RUNNING:
            KASSERT(v.hostcpu == i32(thread_id()), "curcpu and hostcpu mismatch for running vcpu")
            v.hostcpu = NOCPU
        if to == VcpuState.IDLE:
            wakeup(addr(v.state))
        return 0

    def set_state(v: Ptr[Vcpu], to: VcpuState, from_idle: bool) -> i32:
        lock(v)
        error = set_state_locked(v, to, from_idle)
        unlock(v)
        return error

    def require_state_locked(v: Ptr[Vcpu], to: VcpuState) -> None:
        assert set_state_locked(v, to, False) == 0, "an illegal step between two states of a vcpu"

    def require_state(v: Ptr[Vcpu], to: VcpuState) -> None:
        lock(v)
        require_state_locked(v, to)
        unlock(v)

    def enter_guest(v: Ptr[Vcpu]) -> None:
        """From FROZEN to RUNNING, in a critical section."""
        if features.waits_outside:
            lock(v)
            wait_unblocked(v)
            locks.pin()
            require_state_locked(v, VcpuState.RUNNING)
            unlock(v)
        else:
            locks.pin()
            require_state(v, VcpuState.RUNNING)

    return Vcpus(
        lock,
        unlock,
        notify_locked,
        notify,
        wait_idle,
        set_state_locked,
        set_state,
        require_state_locked,
        require_state,
        enter_guest,
    )


def bit(vcpuid: u32) -> u32:
    """The set of one vCPU."""
    return u32(1) << vcpuid
