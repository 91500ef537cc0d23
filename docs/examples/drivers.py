"""The kernel tutorial's drivers: two mutexes, a wakeup, and a softc with a callout."""

from unknot import initial, scenario, thread
from unknot.kernel.callout import callout, callout_drain, callout_init_mtx, callout_reset
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.sleepqueue import msleep, wakeup
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, null, racy, struct, u32


class TwoMutexes:
    ifnet: mtx
    softc: mtx
    gate: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.ifnet), "ifnet", null, MTX_DEF)
        mtx_init(addr(self.softc), "softc", null, MTX_DEF)
        mtx_init(addr(self.gate), "gate", null, MTX_DEF)

    def output(self) -> None:
        mtx_lock(addr(self.ifnet))
        mtx_lock(addr(self.softc))
        mtx_unlock(addr(self.softc))
        mtx_unlock(addr(self.ifnet))

    def interrupt(self) -> None:
        mtx_lock(addr(self.softc))
        mtx_lock(addr(self.ifnet))
        mtx_unlock(addr(self.ifnet))
        mtx_unlock(addr(self.softc))


# unknot check drivers.py::AbBa: violated, deadlock
@scenario
class AbBa(TwoMutexes):
    @thread
    def sender(self):
        self.output()

    @thread
    def ithread(self):
        self.interrupt()


# unknot check drivers.py::Gated: verified
@scenario
class Gated(TwoMutexes):
    @thread
    def sender(self):
        mtx_lock(addr(self.gate))
        self.output()
        mtx_unlock(addr(self.gate))

    @thread
    def ithread(self):
        mtx_lock(addr(self.gate))
        self.interrupt()
        mtx_unlock(addr(self.gate))


class Packets:
    m: mtx
    ready: racy[u32]

    @initial
    def setup(self):
        mtx_init(addr(self.m), "packets", null, MTX_DEF)

    @thread
    def reader(self):
        mtx_lock(addr(self.m))
        while self.ready == 0:
            msleep(addr(self.ready), addr(self.m), 0, "packet", 0)
        mtx_unlock(addr(self.m))


# unknot check drivers.py::Early: violated, lost wakeup
@scenario
class Early(Packets):
    @thread
    def interrupt(self):
        self.ready = 1
        wakeup(addr(self.ready))


# unknot check drivers.py::InTime: verified
@scenario
class InTime(Packets):
    @thread
    def interrupt(self):
        mtx_lock(addr(self.m))
        self.ready = 1
        wakeup(addr(self.ready))
        mtx_unlock(addr(self.m))


@struct
class softc:
    """A driver's data: sc_ticks (m), sc_dying (m), sc_opens (sender only)."""

    sc_mtx: mtx
    sc_timer: callout
    sc_ticks: u32
    sc_dying: u32
    sc_opens: u32


def tick(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    sc.sc_ticks += 1
    if sc.sc_dying == 0 and sc.sc_ticks < 2:
        callout_reset(addr(sc.sc_timer), 10, tick, arg)


# unknot check drivers.py::Detach: violated, data race
@scenario
class Detach:
    sc: softc

    @initial
    def setup(self):
        mtx_init(addr(self.sc.sc_mtx), "softc", null, MTX_DEF)
        callout_init_mtx(addr(self.sc.sc_timer), addr(self.sc.sc_mtx), 0)

    @thread
    def driver(self):
        mtx_lock(addr(self.sc.sc_mtx))
        callout_reset(addr(self.sc.sc_timer), 10, tick, addr(self.sc))
        mtx_unlock(addr(self.sc.sc_mtx))
        self.sc.sc_dying = 1
        callout_drain(addr(self.sc.sc_timer))

    @thread
    def sender(self):
        self.sc.sc_opens += 1
