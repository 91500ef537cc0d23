"""Scenarios over tally.c."""

from unknot import initial, invariant, scenario, thread
from unknot.c import tally, tally_take
from unknot.lang import addr


@scenario
class Takers:
    t: tally

    @initial
    def one_left(self):
        self.t.limit = 1

    @thread(count=2)
    def taker(self):
        tally_take(addr(self.t))

    @invariant
    def within_limit(self):
        assert self.t.taken.load() <= self.t.limit
