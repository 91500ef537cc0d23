"""Scenarios over softc.c. One mutex for both languages: Python makes it, both take it."""

from unknot import at_end, initial, scenario, thread
from unknot.c import receive, receive_locked, softc
from unknot.kernel.mutex import MTX_DEF, mtx_init, mtx_lock, mtx_unlock
from unknot.lang import addr


@scenario
class Receives:
    sc: softc

    @initial
    def attach(self):
        mtx_init(addr(self.sc.lock), "softc", None, MTX_DEF)
        self.sc.packets = 0

    @thread
    def interrupt(self):
        receive(addr(self.sc))

    @thread
    def polls(self):
        mtx_lock(addr(self.sc.lock))
        receive_locked(addr(self.sc))
        mtx_unlock(addr(self.sc.lock))

    @at_end
    def both(self):
        assert self.sc.packets == 2


@scenario
class ReceivesTwice(Receives):
    @thread
    def polls(self):
        mtx_lock(addr(self.sc.lock))
        receive(addr(self.sc))
        mtx_unlock(addr(self.sc.lock))
