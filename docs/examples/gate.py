"""The tutorial's parameters and invariants: a gate that lets in as many as there is room for."""

from unknot import invariant, param, scenario, thread
from unknot.lang import Ptr, addr, atomic, struct, u32

room = param("room", 1, "threads that may be inside at once")
people = param("people", 2, "threads that want in")


@struct
class Gate:
    inside: atomic[u32]


def enter(gate: Ptr[Gate]) -> bool:
    if gate.inside.load() == room:
        return False
    gate.inside.fetch_add(1)
    return True


def enter_safely(gate: Ptr[Gate]) -> bool:
    while True:
        inside = gate.inside.load()
        if inside == room:
            return False
        if gate.inside.cas(inside, inside + 1):
            return True


def leave(gate: Ptr[Gate]) -> None:
    gate.inside.fetch_sub(1)


# unknot check gate.py::Crowded: violated, invariant broken
# unknot check gate.py::Crowded -p people=1: verified
@scenario
class Crowded:
    gate: Gate

    @thread(count=people)
    def visitor(self) -> None:
        if enter(addr(self.gate)):
            leave(addr(self.gate))

    @invariant
    def never_too_many(self) -> bool:
        return self.gate.inside.load() <= room


# unknot check gate.py::Orderly: verified
# unknot check gate.py::Orderly -p people=4 -p room=3: verified
@scenario
class Orderly(Crowded):
    @thread(count=people)
    def visitor(self) -> None:
        if enter_safely(addr(self.gate)):
            leave(addr(self.gate))
