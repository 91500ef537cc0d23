"""Random structures and unions, and the places in them that programs read and write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from c_expressions import Place
from c_scalars import BOOL, COMMON, FLOATS, I8, I16, I32, INTEGERS, U8, U16, U32, U64, Scalar

BIT_FIELDS = ((I8, 8), (U8, 8), (I16, 16), (U16, 16), (I32, 32), (U32, 32), (I32, 32), (U32, 32))


@dataclass(frozen=True)
class Member:
    """A field: a scalar, an array of `count` (0: none), a bit field of `bits`, or another record."""

    name: str
    type: Scalar | None
    count: int = 0
    bits: int = 0
    record: Record | None = None

    @property
    def declaration(self) -> str:
        """As it stands in the record."""
        if self.record is not None:
            return f"struct {self.record.name} {self.name};"
        assert self.type is not None
        tail = f"[{self.count}]" if self.count else f" : {self.bits}" if self.bits else ""
        return f"{self.type.name} {self.name}{tail};"


@dataclass(frozen=True)
class Record:
    """A structure, packed or not."""

    name: str
    members: tuple[Member, ...]
    packed: bool = False

    @property
    def text(self) -> str:
        """Its declaration."""
        attribute = "__attribute__((packed)) " if self.packed else ""
        body = "".join(f"\t{m.declaration}\n" for m in self.members)
        return f"struct {attribute}{self.name} {{\n{body}}};\n"

    def places(self, base: str, index: str = "0") -> Iterator[Place]:
        """The scalars in it, of an object called `base`; of arrays the element of that index."""
        for m in self.members:
            if m.record is not None:
                yield from m.record.places(f"{base}.{m.name}", index)
            elif m.type is not None:
                tail = f"[{index} % {m.count}u]" if m.count else ""
                yield Place(f"{base}.{m.name}{tail}", m.type, m.bits)

    def addressable(self, base: str) -> Iterator[Place]:
        """Those whose address may be taken."""
        if not self.packed:
            for m in self.members:
                if m.record is None and m.type is not None and not m.bits and not m.count:
                    yield Place(f"{base}.{m.name}", m.type)
                elif m.record is not None:
                    yield from m.record.addressable(f"{base}.{m.name}")


def record(random: Random, name: str, others: list[Record]) -> Record:
    """A structure of one to six fields."""
    members = [_member(random, f"f{i}", others) for i in range(random.randint(1, 6))]
    return Record(name, tuple(members), packed=random.randrange(5) == 0)


def _member(random: Random, name: str, others: list[Record]) -> Member:
    kind = random.randrange(10)
    if kind == 0 and others:
        return Member(name, None, record=random.choice(others))
    if kind == 1:
        return Member(name, random.choice(COMMON), count=random.randint(1, 4))
    if kind < 5:
        return _bit_field(random, name)
    if kind == 5:
        return Member(name, random.choice(INTEGERS))
    return Member(name, random.choice((*COMMON, *FLOATS)))


def _bit_field(random: Random, name: str) -> Member:
    kind = random.randrange(8)
    if kind == 0:
        return Member(name, BOOL, bits=1)
    if kind == 1:
        return Member(name, U64, bits=random.randint(33, 64))
    base, most = random.choice(BIT_FIELDS)
    return Member(name, base, bits=random.randint(1, most))
