"""A machine does what its users call it for: one thread tries the rules of vCPU states, VM_RUN and the ioctls."""

from unknot import initial, scenario, thread
from unknot.kernel.errno import EBUSY, EINVAL
from unknot.lang import Ptr, addr, choose, i32, thread_id, u32
from unknot.systems.vmm.bhyve import MAP, PORT, REGISTERS
from unknot.systems.vmm.choosing import Test, by_number
from unknot.systems.vmm.guest import Exit, op, script
from unknot.systems.vmm.machine import ALL, NOCPU, Suspend, VcpuState, Vm, vcpus
from unknot.systems.vmm.redirection import entry
from unknot.systems.vmm.rendezvous import NOBODY
from unknot.systems.vmm.variant import Variant
from unknot.systems.vmm.vcpu import bit

PORTS = script(op(Exit.USER, PORT), op(Exit.USER, PORT + 1))
PORT_EXIT = op(Exit.USER, PORT)
HALTS_THEN_PORT = script(op(Exit.HLT), op(Exit.USER, PORT))
HANDLER_PORT = script(op(Exit.EOI), op(Exit.USER, PORT + 1))
HANDLER_EXIT = op(Exit.USER, PORT + 1)
EDGE = entry(0x21, 0)
OTHERS = ALL & ~1


def sequential(v: Variant) -> type:
    """All rules; which one, is chosen."""
    rules = (*_states(v), *_kicks(v), *_running(v), *_halting(v), *_stopping(v), *_freezing(v), *_rendezvous(v))
    run = by_number(rules)
    count = len(rules)

    @scenario
    class Sequential:
        """Each rule on a machine of its own."""

        vm: Vm

        @initial
        def start(self) -> None:
            v.create(addr(self.vm))

        @thread
        def only(self) -> None:
            run(addr(self.vm), choose(count))

    return Sequential


def _states(v: Variant) -> tuple[Test, ...]:
    go = v.cpus.set_state

    def born_idle(vm: Ptr[Vm]) -> None:
        """Nobody has a vCPU of a new machine."""
        for i in range(vcpus):
            assert vm.vcpu[i].state == VcpuState.IDLE and vm.vcpu[i].hostcpu == NOCPU, "a new vcpu is not idle"

    def legal(vm: Ptr[Vm]) -> None:
        """IDLE, FROZEN, RUNNING, FROZEN, SLEEPING, FROZEN, IDLE; on a processor only while RUNNING."""
        c = addr(vm.vcpu[0])
        assert go(c, VcpuState.FROZEN, True) == 0 and c.hostcpu == NOCPU, "IDLE to FROZEN"
        assert go(c, VcpuState.RUNNING, False) == 0 and c.hostcpu == i32(thread_id()), "FROZEN to RUNNING"
        assert go(c, VcpuState.FROZEN, False) == 0 and c.hostcpu == NOCPU, "RUNNING to FROZEN"
        assert go(c, VcpuState.SLEEPING, False) == 0 and c.hostcpu == NOCPU, "FROZEN to SLEEPING"
        assert go(c, VcpuState.FROZEN, False) == 0, "SLEEPING to FROZEN"
        assert go(c, VcpuState.IDLE, False) == 0, "FROZEN to IDLE"

    def from_idle(vm: Ptr[Vm]) -> None:
        """From IDLE a vCPU can only become FROZEN."""
        c = addr(vm.vcpu[0])
        for to in range(4):
            if to != VcpuState.FROZEN:
                assert go(c, VcpuState(to), True) == EBUSY and c.state == VcpuState.IDLE, "a step from IDLE"

    def not_twice(vm: Ptr[Vm]) -> None:
        """FROZEN stays FROZEN only by doing nothing."""
        c = addr(vm.vcpu[0])
        go(c, VcpuState.FROZEN, True)
        assert go(c, VcpuState.FROZEN, False) == EBUSY and c.state == VcpuState.FROZEN, "FROZEN to FROZEN"

    def back_through_frozen(vm: Ptr[Vm]) -> None:
        """From RUNNING and from SLEEPING the only way leads back to FROZEN."""
        c = addr(vm.vcpu[0])
        way = VcpuState.RUNNING if choose(2) == 0 else VcpuState.SLEEPING
        go(c, VcpuState.FROZEN, True)
        go(c, way, False)
        for to in range(4):
            if to != VcpuState.FROZEN:
                assert go(c, VcpuState(to), False) == EBUSY and c.state == way, "a step past FROZEN"

    return born_idle, legal, from_idle, not_twice, back_through_frozen


def _kicks(v: Variant) -> tuple[Test, ...]:
    def only_running(vm: Ptr[Vm]) -> None:
        """A kick sends an interrupt to the processor on which the guest runs, and none if it does not run."""
        c = addr(vm.vcpu[0])
        v.cpus.notify(c)
        assert c.ipi.load() == 0, "a kick of an idle vcpu"
        v.freezes.lock_one(vm, 0)
        v.cpus.notify(c)
        assert c.ipi.load() == 0, "a kick of a frozen vcpu"
        v.cpus.set_state(c, VcpuState.RUNNING, False)
        v.cpus.notify(c)
        assert c.ipi.load() == 1, "a kick of a running vcpu is lost"

    def fresh(vm: Ptr[Vm]) -> None:
        """A kick of the last time in the guest does not count for the next."""
        c = addr(vm.vcpu[0])
        v.freezes.lock_one(vm, 0)
        v.cpus.set_state(c, VcpuState.RUNNING, False)
        v.cpus.notify(c)
        v.cpus.set_state(c, VcpuState.FROZEN, False)
        v.cpus.set_state(c, VcpuState.RUNNING, False)
        assert c.ipi.load() == 0, "an old kick"

    return only_running, fresh


def _running(v: Variant) -> tuple[Test, ...]:
    def exits(vm: Ptr[Vm]) -> None:
        """VM_RUN comes back with what the guest needs of bhyve; the vCPU is FROZEN then, and the guest goes on where it
        was."""
        vm.vcpu[0].script = PORTS
        v.freezes.lock_one(vm, 0)
        assert v.vm_run(vm, 0) == PORT_EXIT, "the first exit"
        assert vm.vcpu[0].state == VcpuState.FROZEN, "not FROZEN after VM_RUN"
        assert v.vm_run(vm, 0) == HANDLER_EXIT, "the second exit"

    def wanted_idle(vm: Ptr[Vm]) -> None:
        """Whoever wants the vCPU gets it before the guest does anything, and has to ask each time."""
        vm.vcpu[0].script = PORTS
        v.freezes.lock_one(vm, 0)
        vm.vcpu[0].reqidle = 1
        assert u32(v.vm_run(vm, 0)) == Exit.REQIDLE, "reqidle does not end VM_RUN"
        assert vm.vcpu[0].reqidle == 0 and vm.vcpu[0].script == PORTS, "reqidle stays, or the guest has run"
        assert v.vm_run(vm, 0) == PORT_EXIT, "the guest does not run afterwards"

    def interrupted(vm: Ptr[Vm]) -> None:
        """An interrupt's handler comes before what the guest would do next."""
        vm.vcpu[0].script = PORTS
        vm.vcpu[0].handler = HANDLER_PORT
        v.connect(vm, 0, EDGE)
        v.apics.pulse_irq(vm, 0)
        v.freezes.lock_one(vm, 0)
        assert v.vm_run(vm, 0) == HANDLER_EXIT, "the handler does not come first"
        assert v.vm_run(vm, 0) == PORT_EXIT, "the guest does not go on after the handler"

    return exits, wanted_idle, interrupted


def _halting(v: Variant) -> tuple[Test, ...]:
    def awake(vm: Ptr[Vm]) -> None:
        """hlt does not sleep while an interrupt waits."""
        vm.vcpu[0].script = HALTS_THEN_PORT
        vm.vcpu[0].handler = HANDLER_PORT
        v.connect(vm, 0, EDGE)
        v.apics.pulse_irq(vm, 0)
        v.freezes.lock_one(vm, 0)
        assert v.vm_run(vm, 0) == HANDLER_EXIT, "the interrupt that hlt waits for does not come"
        assert v.vm_run(vm, 0) == PORT_EXIT, "the guest does not go on after hlt"

    return (awake,)


def _stopping(v: Variant) -> tuple[Test, ...]:
    def first_reason(vm: Ptr[Vm]) -> None:
        """A machine stops once, for the first reason."""
        v.suspend(vm, Suspend.POWEROFF)
        v.suspend(vm, Suspend.DESTROY)
        assert vm.suspend.load() == Suspend.POWEROFF, "a second reason"

    def last_one(vm: Ptr[Vm]) -> None:
        """The last vCPU to see it does not wait, and its guest does not run any more."""
        vm.vcpu[0].script = PORTS
        vm.suspended_cpus.store(OTHERS)
        v.suspend(vm, Suspend.POWEROFF)
        v.freezes.lock_one(vm, 0)
        assert u32(v.vm_run(vm, 0)) == Exit.SUSPENDED, "VM_RUN does not say so"
        assert vm.suspended_cpus.load() == ALL and vm.vcpu[0].script == PORTS, "the guest has run"

    def never_again(vm: Ptr[Vm]) -> None:
        """After it has said so once, VM_RUN is an error."""
        last_one(vm)
        assert v.vm_run(vm, 0) == -EINVAL, "VM_RUN of a vcpu that is suspended"

    return first_reason, last_one, never_again


def _freezing(v: Variant) -> tuple[Test, ...]:
    def one(vm: Ptr[Vm]) -> None:
        """An ioctl on a vCPU has it FROZEN, and that one only."""
        v.freezes.lock_one(vm, 0)
        for i in range(vcpus):
            assert (vm.vcpu[i].state == VcpuState.FROZEN) == (i == 0), "the wrong vcpus are frozen"
        v.freezes.unlock_one(vm, 0)
        assert vm.vcpu[0].state == VcpuState.IDLE, "not given back"

    def every_one(vm: Ptr[Vm]) -> None:
        """An ioctl on all has all FROZEN, and gives all back."""
        assert v.freezes.lock_all(vm) == 0, "an error"
        for i in range(vcpus):
            assert vm.vcpu[i].state == VcpuState.FROZEN, "a vcpu is not frozen"
        v.freezes.unlock_all(vm)
        for i in range(vcpus):
            assert vm.vcpu[i].state == VcpuState.IDLE, "a vcpu is not given back"

    def all_or_none(vm: Ptr[Vm]) -> None:
        """To a state to which they cannot go, none goes."""
        assert v.freezes.set_state_all(vm, VcpuState.SLEEPING) == EBUSY, "no error"
        for i in range(vcpus):
            assert vm.vcpu[i].state == VcpuState.IDLE, "a vcpu is not given back"

    def whichever(vm: Ptr[Vm]) -> None:
        """After an ioctl everything is as before."""
        v.ioctl(vm, MAP if choose(2) == 0 else REGISTERS + vcpus - 1)
        for i in range(vcpus):
            assert vm.vcpu[i].state == VcpuState.IDLE, "a vcpu is not given back"

    return one, every_one, all_or_none, whichever


def _rendezvous(v: Variant) -> tuple[Test, ...]:
    def note(vm: Ptr[Vm], vcpuid: u32) -> None:
        """The callback: counts its calls, a byte for each vCPU."""
        vm.values[0] += u32(1) << (8 * vcpuid)

    def alone(vm: Ptr[Vm]) -> None:
        """A vCPU of which only its own part is wanted does it once, and waits for nobody."""
        assert v.rendezvous.smp(vm, 0, bit(0), note) == 0, "an error"
        assert vm.values[0] == 1 and vm.rendezvous_func is None, "its part is not done, or not once"

    def of_nobody(vm: Ptr[Vm]) -> None:
        """One that wants nobody is over at once; its caller may be no vCPU."""
        assert v.rendezvous.smp(vm, NOBODY, 0, note) == 0, "an error"
        assert vm.values[0] == 0 and vm.rendezvous_func is None, "somebody has done something"

    def none(vm: Ptr[Vm]) -> None:
        """To serve where there is nothing to serve is nothing."""
        assert v.rendezvous.handle(vm, 0) == 0, "an error"

    return alone, of_nobody, none
