"""Which lock protects which field, and who breaks the rule. One idea: a rule is what all writers have in common; a
reader keeps it who holds any of the locks that the writers hold.

After Savage, Burrows, Nelson, Sobalvarro, Anderson: Eraser (TOCS 15(4), 1997), over all schedules instead of the one
that ran. Where Eraser watches one object, a rule here is about a field of all objects of a type, so the lock is told by
how it belongs to the object: its own, one for all, or one for each.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from unknot.core.location import Location
from unknot.diagnose.accesses import Held, Touch
from unknot.diagnose.fields import Spot, Way


class Rule(enum.Enum):
    """What is true of a field."""

    PROTECTED = "protected"  # a lock is held at all accesses: exclusively at writes
    WRITES_PROTECTED = "writes protected"  # at all writes, but not at all reads
    BROKEN = "broken"  # at most writes, but not at all
    UNPROTECTED = "no common lock"
    READ_ONLY = "read only"
    ONE_THREAD = "one thread"
    ATOMIC = "atomic"


class Relation(enum.Enum):
    """How a lock belongs to the objects whose field it protects."""

    OWN = "own"  # it lies in the same object
    ONE = "one"  # there is one for all objects
    EACH = "each"  # each object has one, which lies elsewhere


@dataclass(frozen=True)
class Guard:
    """A lock that protects a field: what it is called as a field, the type it has there, its name for witness, its
    relation. `way` leads from the field to it if it is its own; `one` is its address and `name` what that is called;
    `each` an address by owner."""

    lock: str
    kind: str
    type: str
    relation: Relation
    one: int = 0
    name: str = ""
    each: tuple[tuple[int, int], ...] = ()
    way: Way | None = None

    def held(self, touch: Touch) -> Held | None:
        """The lock as that access holds it, or None."""
        return next((h for h in touch.held if h.spot.field == self.lock and self._is(h, touch)), None)

    def _is(self, held: Held, touch: Touch) -> bool:
        if self.relation is Relation.OWN:
            return touch.spot.leads_to(held.spot) == self.way
        if self.relation is Relation.ONE:
            return held.address == self.one
        return (touch.spot.owner, held.address) in self.each

    def keeps(self, touch: Touch) -> bool:
        """True if the access is made under this lock: exclusively for a write."""
        held = self.held(touch)
        return held is not None and (held.exclusive or not touch.kind.writes)


@dataclass(frozen=True)
class Site:
    """A line that touches a field, in all ways it does. `breaks`: the accesses that break the rule."""

    where: Location
    touches: tuple[Touch, ...]
    breaks: tuple[Touch, ...] = ()

    @property
    def writes(self) -> bool:
        """True if it writes the field."""
        return any(t.kind.writes for t in self.touches)

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that the line stands in."""
        return tuple(sorted({f for t in self.touches for f in t.functions}))


@dataclass(frozen=True)
class FieldLocks:
    """What is known of one field: its rule, the locks that make the rule, its sites in order of lines."""

    name: str
    rule: Rule
    guards: tuple[Guard, ...]
    sites: tuple[Site, ...]

    @property
    def struct(self) -> str:
        """The struct it is a field of; "" for a variable."""
        return self.sites[0].touches[0].spot.struct

    @property
    def breaking(self) -> tuple[Site, ...]:
        """The sites that break the rule."""
        return tuple(site for site in self.sites if site.breaks)

    @property
    def threads(self) -> tuple[str, ...]:
        """Names of the threads that touch it."""
        return tuple(sorted({t.thread for site in self.sites for t in site.touches}))


def fields_of(touches: Iterable[Touch]) -> tuple[FieldLocks, ...]:
    """The fields that were touched: variables, then by struct, by name."""
    groups: dict[tuple[str, str], list[Touch]] = {}
    for touch in touches:
        groups.setdefault((touch.spot.struct, touch.spot.field), []).append(touch)
    return tuple(_field(name, group) for (_, name), group in sorted(groups.items()))


def _field(name: str, touches: list[Touch]) -> FieldLocks:
    rule, guards = _rule(touches)
    sites = []
    for place, group in _by_line(touches).items():
        breaks = tuple(t for t in group if _breaks(t, rule, guards))
        sites.append((place, Site(group[0].where, tuple(group), breaks)))
    return FieldLocks(name, rule, guards, tuple(site for _, site in sorted(sites, key=lambda pair: pair[0])))


def _by_line(touches: Iterable[Touch]) -> dict[tuple[str, int], list[Touch]]:
    lines: dict[tuple[str, int], list[Touch]] = {}
    for touch in touches:
        lines.setdefault((touch.where.file, touch.where.line), []).append(touch)
    return lines


def _breaks(touch: Touch, rule: Rule, guards: tuple[Guard, ...]) -> bool:
    """An atomic read needs no lock; of a write, all locks of the rule are wanted, of a read any."""
    if rule not in (Rule.WRITES_PROTECTED, Rule.BROKEN):
        return False
    if touch.kind.writes:
        return not all(guard.keeps(touch) for guard in guards)
    return not touch.kind.atomic and not any(guard.keeps(touch) for guard in guards)


def _rule(touches: list[Touch]) -> tuple[Rule, tuple[Guard, ...]]:
    writes = [t for t in touches if t.kind.writes]
    if not writes:
        return Rule.READ_ONLY, ()
    alone = len({t.thread for t in touches}) == 1
    lines = _by_line(writes)
    scores = {g: sum(all(map(g.keeps, group)) for group in lines.values()) for g in _candidates(writes)}
    always = tuple(_closest([g for g, score in scores.items() if score == len(lines)], writes))
    reads = [t for t in touches if not t.kind.writes and not t.kind.atomic]
    kept = all(any(g.keeps(t) for g in always) for t in reads)
    if alone and not (always and kept):
        return Rule.ONE_THREAD, ()
    if always:
        enough = tuple(g for g in always if all(map(g.keeps, reads)))
        return (Rule.PROTECTED if kept else Rule.WRITES_PROTECTED), enough or always
    if all(t.kind.atomic for t in touches):
        return Rule.ATOMIC, ()
    best = max(scores, key=lambda g: scores[g], default=None)
    if best is not None and _is_the_rule(best, scores[best], lines):
        return Rule.BROKEN, (best,)
    return Rule.UNPROTECTED, ()


def _is_the_rule(guard: Guard, score: int, lines: dict[tuple[str, int], list[Touch]]) -> bool:
    """True if most lines that write hold the lock, or half of them and the others hold none or share this one."""
    others = [t for group in lines.values() for t in group if not guard.keeps(t)]
    elsewhere = any(held is not guard.held(t) for t in others for held in t.held)
    return 2 * score > len(lines) or (0 < 2 * score == len(lines) and not elsewhere)


def _closest(guards: Iterable[Guard], writes: list[Touch]) -> list[Guard]:
    """Those that are different locks; of each its closest relation (they come in that order)."""
    found: dict[tuple[int, ...], Guard] = {}
    for guard in guards:
        found.setdefault(tuple(held.address for t in writes if (held := guard.held(t))), guard)
    return list(found.values())


def _candidates(writes: list[Touch]) -> list[Guard]:
    """Locks that could be the rule: own ones first, then single ones, then one for each object."""
    held = [(t, h) for t in writes for h in t.held]
    locks = dict.fromkeys((h.spot.field, h.spot.lock, h.type) for _, h in held)
    own = {
        ((h.spot.field, h.spot.lock, h.type), way): _beside(h.spot, way)
        for t, h in held
        if (way := t.spot.leads_to(h.spot))
    }
    ones = {(h.spot.field, h.spot.lock, h.type, h.address): h.spot.instance for _, h in held}
    found = [Guard(*lock, Relation.OWN, name=called, way=way) for (lock, way), called in own.items()]
    found += [Guard(f, kind, name, Relation.ONE, one, called) for (f, kind, name, one), called in ones.items()]
    if len({t.spot.owner for t in writes}) > 1:
        found += [Guard(*lock, Relation.EACH, each=_usual(lock[0], writes)) for lock in locks]
    return found


def _beside(lock: Spot, way: Way) -> str:
    """A lock, as the innermost object that it shares with a field has it."""
    rest = "".join(part if part.startswith("[") else f".{part}" for part in way[1]).removeprefix(".")
    struct = next((struct for struct, path in reversed(lock.levels) if path == rest), lock.struct)
    return f"{rest} of the same {struct}"


def _usual(lock: str, writes: list[Touch]) -> tuple[tuple[int, int], ...]:
    """For each object the instance of the lock that is held most often when it is written."""
    counts: dict[int, Counter[int]] = {}
    for touch in writes:
        found = {h.address for h in touch.held if h.spot.field == lock}
        counts.setdefault(touch.spot.owner, Counter()).update(found)
    return tuple((owner, seen.most_common(1)[0][0]) for owner, seen in counts.items() if seen)
