"""The tutorial's memory model: each thread raises its flag, then looks at the other's, as in Dekker's lock."""

from unknot import invariant, scenario, thread
from unknot.lang import atomic, fence, relaxed, release, seq_cst, u32


# unknot check flags.py::Both: verified
# unknot check flags.py::Both --memory tso: violated, invariant broken
@scenario
class Both:
    a_wants: atomic[bool]
    b_wants: atomic[bool]
    inside: atomic[u32]

    @thread
    def a(self) -> None:
        self.a_wants.store(True, release)
        self.order()
        if not self.b_wants.load(relaxed):
            self.inside.fetch_add(1)

    @thread
    def b(self) -> None:
        self.b_wants.store(True, release)
        self.order()
        if not self.a_wants.load(relaxed):
            self.inside.fetch_add(1)

    def order(self) -> None:
        pass

    @invariant
    def one_inside(self) -> bool:
        return self.inside.load() <= 1


# unknot check flags.py::Fenced: verified
# unknot check flags.py::Fenced --memory tso: verified
@scenario
class Fenced(Both):
    def order(self) -> None:
        fence(seq_cst)
