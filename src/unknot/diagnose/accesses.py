"""From the facts of a search to accesses with names: who touched which field where, holding what. One idea: the
numbers of an access event mean the same on every path, but for what lies at a heap address.

The events are those of passes/note_accesses.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from unknot.core.location import NOWHERE, Location
from unknot.diagnose.fields import Fields, Spot, text_at
from unknot.diagnose.names import thread_names
from unknot.explore.outcome import Fact
from unknot.ir.program import Program
from unknot.passes.note_accesses import ACCESS, HELD_LOCK_WORDS, OBJECT, Kind, Legend

EXCLUSIVE = 1
"""Bit of a held lock's `how`, as kernel/witness.py has it: else it is shared."""

WhichMade = Callable[[Fact, int], int | None]
"""Given a fact and the number of a heap object, which `Made` the object is on the path to the fact."""


@dataclass(frozen=True)
class Held:
    """A lock that a thread holds: `spot` is the lock itself, `type` its name for witness, `where` it was taken."""

    address: int
    spot: Spot
    type: str
    exclusive: bool
    where: Location = NOWHERE


@dataclass(frozen=True)
class Touch:
    """One access, as often as it happened in this way; `fact` is where it did first."""

    spot: Spot
    kind: Kind
    thread: str
    where: Location
    functions: tuple[str, ...]
    held: tuple[Held, ...]
    fact: Fact


def touches(
    program: Program, legend: Legend, facts: Iterable[Fact], which: WhichMade, threads: Sequence[str] = ()
) -> tuple[Touch, ...]:
    """The accesses that threads made to what is the program's and no lock, in order of discovery. What init and the
    checks at the end do is left out: nobody runs beside them. `threads`: their names, if better ones are known than
    the program's."""
    facts = tuple(facts)
    objects = [(f.words[0], f.words[1]) for f in facts if f.kind == OBJECT]
    reader = _Reader(program, legend, Fields(program, legend.made, objects), which, threads or thread_names(program))
    mine = (f for f in facts if f.kind == ACCESS and f.thread < program.max_threads)
    return tuple(touch for fact in mine for touch in reader.touches(fact) if not touch.spot.lock)


class _Reader:
    def __init__(
        self, program: Program, legend: Legend, fields: Fields, which: WhichMade, threads: Sequence[str]
    ) -> None:
        self._program = program
        self._legend = legend
        self._fields = fields
        self._which = which
        self._threads = threads

    def touches(self, fact: Fact) -> Iterator[Touch]:
        """The access, once for each field that it touches."""
        address, size, place, kind = fact.words[:4]
        functions = tuple(sorted(self._legend.functions.get(place, ())))
        held = tuple(self._held(fact, start) for start in range(4, len(fact.words), HELD_LOCK_WORDS))
        thread, where = self._threads[fact.thread], self._program.places[place]
        for spot in self._at(fact, address, size):
            yield Touch(spot, Kind(kind), thread, where, functions, held, fact)

    def _held(self, fact: Fact, start: int) -> Held:
        address, how, kind, site = fact.words[start : start + HELD_LOCK_WORDS]
        name = text_at(self._program, kind)
        spots = self._at(fact, address, 0)
        spot = next((s for s in spots if s.lock), spots[0] if spots else Spot(name, name, address, lock="lock"))
        places = self._program.places
        return Held(address, spot, name, bool(how & EXCLUSIVE), places[site] if site < len(places) else NOWHERE)

    def _at(self, fact: Fact, address: int, size: int) -> tuple[Spot, ...]:
        return self._fields.at(address, size, lambda number: self._which(fact, number))
