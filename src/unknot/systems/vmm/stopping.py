"""Scenarios of the end of a machine: suspend, a killed bhyve, destroy. One idea: whoever waits for all vCPUs must see
to it that they can come."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.signals import tdsignal
from unknot.kernel.sleepqueue import msleep, wakeup
from unknot.lang import addr, u32, u64
from unknot.systems.vmm.bhyve import STOP
from unknot.systems.vmm.freezing import CALLER, LEVEL, MAPS, WRITER, WRITES
from unknot.systems.vmm.guest import Exit, op, script
from unknot.systems.vmm.halting import HALTS
from unknot.systems.vmm.machine import ALL, Suspend, VcpuState, Vm, destroy_suspends, second, vcpus
from unknot.systems.vmm.variant import Variant

STOPS = script(op(Exit.USER, STOP))
SIGKILL = 9


def suspend_while_writing(v: Variant) -> type:
    """The comment in vm_handle_suspend, taken at its word."""

    @scenario
    class SuspendWhileWriting:
        """The first vCPU's guest turns the machine off, while the last writes to the redirection table."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.values[0] = LEVEL
            self.vm.vcpu[WRITER].script = WRITES
            self.vm.vcpu[0].script = STOPS

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            assert u32(v.vcpu_thread(addr(self.vm), me)) == Exit.SUSPENDED, "VM_RUN failed"

        @at_end
        def stopped(self) -> None:
            for i in range(vcpus):
                assert self.vm.vcpu[i].state == VcpuState.IDLE, "somebody still has a vcpu"

    return SuspendWhileWriting


def killed(v: Variant) -> type:
    """What S1 is for."""

    @scenario
    class Killed:
        """A vCPU's own thread freezes all while another writes; then bhyve is killed: the writer's thread gets a
        signal."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            self.vm.values[0] = LEVEL
            self.vm.vcpu[WRITER].script = WRITES
            self.vm.vcpu[CALLER].script = MAPS

        @thread(count=vcpus)
        def vcpu(self, me: u32) -> None:
            v.vcpu_thread(addr(self.vm), me)

        @thread
        def killer(self) -> None:
            tdsignal(u64(WRITER), SIGKILL)

    return Killed


def destroy(v: Variant) -> type:
    """bhyvectl --destroy."""

    @scenario
    class Destroy:
        """A guest halts, and nothing will wake it; the other vCPUs have gone. The machine's device is taken away; then
        whoever takes it waits until no thread is inside."""

        vm: Vm
        devmtx: mtx
        inside: u32  # (d) threads in the device
        gone: bool  # (d) nobody enters any more

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))
            mtx_init(addr(self.devmtx), "cdev", None, MTX_DEF)
            self.vm.suspended_cpus.store(ALL & ~1)
            self.vm.vcpu[0].script = HALTS

        @thread
        def vcpu(self) -> None:
            if self.enter():
                v.vcpu_thread(addr(self.vm), 0)
                self.leave()

        def enter(self) -> bool:
            mtx_lock(addr(self.devmtx))
            there = not self.gone
            if there:
                self.inside += 1
            mtx_unlock(addr(self.devmtx))
            return there

        def leave(self) -> None:
            mtx_lock(addr(self.devmtx))
            self.inside -= 1
            if self.inside == 0:
                wakeup(addr(self.inside))
            mtx_unlock(addr(self.devmtx))

        @thread
        def bhyvectl(self) -> None:
            if destroy_suspends:
                v.suspend(addr(self.vm), Suspend.DESTROY)
            mtx_lock(addr(self.devmtx))
            self.gone = True
            while self.inside != 0:
                msleep(addr(self.inside), addr(self.devmtx), 0, "devdrn", second)
            mtx_unlock(addr(self.devmtx))
            assert self.vm.vcpu[0].state == VcpuState.IDLE, "a vcpu outlives its machine"

    return Destroy
