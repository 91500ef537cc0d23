"""Scenarios over if_dog.c and bus.c."""

from unknot import at_end, c, initial, param, scenario, thread
from unknot.c import device, dog_attach, dog_detach, dog_softc
from unknot.lang import Ptr, addr, cast

times = param("times", 1, "interrupts")


class Card:
    dog0: device

    @initial
    def plug_in(self):
        c.interrupts = times
        self.dog0.dv_nameunit = "dog0"


@scenario
class Counts(Card):
    @thread
    def bus(self):
        assert dog_attach(addr(self.dog0)) == 0

    @at_end
    def every_packet(self):
        sc = cast(Ptr[dog_softc], self.dog0.dv_softc)
        assert sc.sc_packets == times


@scenario
class Detach(Card):
    @thread
    def bus(self):
        assert dog_attach(addr(self.dog0)) == 0
        assert dog_detach(addr(self.dog0)) == 0
