"""The tutorial's first bug: two threads add one to a counter, and one of the two is lost."""

from unknot import at_end, scenario, thread
from unknot.lang import atomic, u32


# unknot check counter.py::Lost: violated, check at the end failed
@scenario
class Lost:
    count: atomic[u32]

    @thread(count=2)
    def adder(self) -> None:
        seen = self.count.load()
        self.count.store(seen + 1)

    @at_end
    def both_counted(self) -> None:
        assert self.count.load() == 2, "an addition was lost"


# unknot check counter.py::Plain: violated, data race
@scenario
class Plain:
    count: u32

    @thread(count=2)
    def adder(self) -> None:
        self.count += 1


# unknot check counter.py::Counted: verified
@scenario
class Counted:
    count: atomic[u32]

    @thread(count=2)
    def adder(self) -> None:
        self.count.fetch_add(1)

    @at_end
    def both_counted(self) -> None:
        assert self.count.load() == 2, "an addition was lost"
