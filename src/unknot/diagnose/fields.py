"""Which field of which object an address is, whatever the schedule. One idea: a field is named by the outermost struct
it is part of (`kqueue.kq_count`), so that all objects of a type are one; a variable that is no struct by its own name.

`diagnose/names.py` names objects on one path; here addresses of many paths meet, so what lies at a heap address is a
set of types, and only where they disagree must somebody know the path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from unknot.diagnose.names import HOSTED_LOCKS, thread_names
from unknot.diagnose.spelling import global_names
from unknot.ir.address import OFFSET_BITS, object_numbers, pointer
from unknot.ir.program import Global, Program
from unknot.ir.types import ArrayType, DataType, StructRef, StructType, VoidType, strip
from unknot.passes.note_accesses import Made

LOCK = "lock_object"
"""The struct that every lock of the kernel library begins with."""

LINKS = frozenset(f"{kind}_{part}" for kind in ("list", "slist", "stailq", "tailq") for part in ("head", "entry"))
"""Structs of queue(3). Each is one field: what is in it is the list's business."""


Way = tuple[int, tuple[str, ...]]
"""From a field to a lock in the same object: how much of the way from the outermost struct they share; the rest."""


@dataclass(frozen=True)
class Spot:
    """What lies at an address.

    `field` names it for all objects of its type, `instance` in the one object if that has a name. `owner` is the
    address of the outermost struct, `struct` its type ("" if it is in none). `levels` are the structs on the way, with
    the path from each: ("socket", "so_rcv.sb_cc"), ("sockbuf", "sb_cc"). `lock` is the type of the lock that it is or
    is part of, "" if it is none. `way` leads to it from the owner, with indices: ("ports", "[1]", "p_lock").
    """

    field: str
    instance: str
    owner: int
    struct: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    lock: str = ""
    way: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The field's name without its struct's."""
        return self.levels[0][1] if self.levels else self.field

    def leads_to(self, lock: Spot) -> Way | None:
        """How to get from here to a lock in the same object; None if it lies elsewhere. In an array, the element
        counts."""
        if not self.struct or lock.owner != self.owner:
            return None
        up = next((i for i, (a, b) in enumerate(zip(self.way, lock.way, strict=False)) if a != b), len(lock.way))
        return up, lock.way[up:]

    def is_beside(self, lock: Spot) -> bool:
        """True if a lock lies in the same object, and if that has several alike, beside this field."""
        way = self.leads_to(lock)
        return way is not None and not any(part.startswith("[") for part in way[1])

    def is_called(self, wanted: str) -> bool:
        """True if `wanted` means it: a field, alone or behind a type or variable, any of these alone, or what the
        names of fields begin with (`kn` of `kn_status`). With an index it means that one object."""
        if re.search(r"\[\d+\]", wanted):
            return self.instance == wanted or self.instance.startswith((wanted + ".", wanted + "["))
        asked = _plain(wanted)
        paths = [path for _, path in self.levels] or [self.field]
        tails = {".".join(_plain(path).split(".")[i:]) for path in paths for i in range(path.count(".") + 1)}
        names = {self.instance.partition(".")[0], self.instance, self.field, *(name for name, _ in self.levels)}
        names |= {f"{name}.{path}" for name, path in self.levels}
        if asked in {_plain(name) for name in names} | tails:
            return True
        return any(part.startswith(asked.rstrip("_") + "_") for tail in tails for part in tail.split("."))


def _plain(name: str) -> str:
    """A name without the indices in it."""
    return re.sub(r"\[\d*\]", "", name)


Which = Callable[[int], int | None]
"""Given the number of an object, which `Made` it is on the path in question."""


class Fields:
    """Names of the addresses of one program. `objects`: (address, which `Made`), as often as they came into being."""

    def __init__(self, program: Program, made: list[Made], objects: Iterable[tuple[int, int]]) -> None:
        self._structs = program.structs
        self._made = made
        self._shown = global_names(program)
        self._globals: dict[int, Global] = {}
        self._owners: dict[int, str] = {}
        for name, number in object_numbers(program).items():
            item = program.globals[name]
            for copy in range(program.max_threads + 1 if item.thread_local else 1):
                self._globals[number + copy] = item
                if item.thread_local:
                    self._owners[number + copy] = [*thread_names(program), "nobody"][copy] + "'s "
        self._heap: dict[int, set[int]] = {}
        for address, which in objects:
            self._heap.setdefault(address >> OFFSET_BITS, set()).add(which)

    def at(self, address: int, size: int, which: Which | None = None) -> tuple[Spot, ...]:
        """What lies there: several fields if the access is wider than one, or if they share their place in a union;
        none where nothing is the program's. `which` is asked if the address alone does not tell."""
        number, offset = address >> OFFSET_BITS, address & ((1 << OFFSET_BITS) - 1)
        if number in self._globals:
            item = self._globals[number]
            plain = self._shown[item.name]
            name = self._owners.get(number, "") + plain
            place = _Place(number, (plain,), name)
            return () if item.model else tuple(_spots(item.type, offset, size, place))
        spots = {
            index: self._made_spots(self._made[index], number, offset, size) for index in self._heap.get(number, ())
        }
        if len(set(spots.values())) > 1 and which is not None:
            index = which(number)
            return spots.get(index, ()) if index is not None else ()
        return next(iter(spots.values()), ())

    def _made_spots(self, made: Made, number: int, offset: int, size: int) -> tuple[Spot, ...]:
        kind = made.type
        if isinstance(kind, StructRef | VoidType):
            kind = self._structs.get(str(kind))
        name = made.name or (str(kind) if kind is not None else "memory")
        if not isinstance(kind, StructType):
            name += f" ({made.loc.file}:{made.loc.line})"
        if kind is None:
            return (Spot(name, name, pointer(number)),)
        several = ArrayType(kind, max(1, (offset + max(size, 1) - 1) // kind.size + 1)) if kind.size else kind
        beyond = offset + size > kind.size and offset >= kind.size
        return tuple(_spots(several if beyond else kind, offset, size, _Place(number, (name,), "")))


@dataclass(frozen=True)
class _Place:
    """How far down from an object one is: `start` is the offset there, `names` the way without indices, `way` that with
    them from the outermost struct on, which begins at `owner`."""

    number: int
    names: tuple[str, ...]
    instance: str
    start: int = 0
    owner: int = -1
    structs: tuple[tuple[str, int], ...] = ()
    way: tuple[str, ...] = ()

    def element(self, index: int, size: int) -> _Place:
        """An element of the array there."""
        names = (*self.names[:-1], self.names[-1] + "[]")
        way = (*self.way, f"[{index}]") if self.structs else ()
        instance = f"{self.instance}[{index}]"
        return replace(self, names=names, instance=instance, start=self.start + index * size, way=way)

    def field(self, struct: str, name: str, offset: int) -> _Place:
        """A field of the struct there."""
        return replace(
            self,
            names=(*self.names, name),
            instance=f"{self.instance}.{name}",
            start=self.start + offset,
            owner=self.start if self.owner < 0 else self.owner,
            structs=(*self.structs, (struct, len(self.names))),
            way=(*self.way, name),
        )

    def spot(self, lock: str = "") -> Spot:
        """What lies there, as a value."""
        levels = tuple((struct, ".".join(self.names[start:])) for struct, start in self.structs)
        field = ".".join(levels[0]) if levels else self.names[0]
        named = not self.instance.startswith((".", "[")) and self.instance
        struct = levels[0][0] if levels else ""
        return Spot(
            field,
            self.instance if named else struct + self._inside() if struct else field,
            pointer(self.number, max(self.owner, 0)),
            struct,
            levels,
            lock,
            self.way,
        )

    def _inside(self) -> str:
        return "".join(part if part.startswith("[") else f".{part}" for part in self.way)


def _spots(kind: DataType, offset: int, size: int, place: _Place) -> Iterator[Spot]:
    """Goes down from what begins at a place to all that `size` bytes at an offset of the object touch."""
    bare, end = strip(kind), offset + max(size, 1)
    if isinstance(bare, ArrayType) and bare.of.size:
        first = max(offset - place.start, 0) // bare.of.size
        last = (end - place.start - 1) // bare.of.size
        for index in range(first, max(first, min(last, bare.count - 1)) + 1):
            yield from _spots(bare.of, offset, size, place.element(index, bare.of.size))
    elif isinstance(bare, StructType) and (is_lock(bare) or bare.name in LINKS):
        yield place.spot(bare.name if is_lock(bare) else "")
    elif isinstance(bare, StructType):
        inner = [f for f in bare.fields if _touches(f.offset + place.start, f.type.size, offset, end)]
        for each in inner:
            yield from _spots(each.type, offset, size, place.field(bare.name, each.name, each.offset))
        if not inner:
            yield place.spot()
    else:
        yield place.spot()


def _touches(start: int, size: int, first: int, end: int) -> bool:
    return start < end and first < start + max(size, 1)


def is_lock(kind: StructType) -> bool:
    """True for the locks of the kernel library, and for those of C's own."""
    if kind.name in HOSTED_LOCKS:
        return True
    return bool(kind.fields) and isinstance(kind.fields[0].type, StructType) and kind.fields[0].type.name == LOCK


def text_at(program: Program, address: int) -> str:
    """The text at an address, which is that of a constant global; "" if there is none."""
    number, offset = address >> OFFSET_BITS, address & ((1 << OFFSET_BITS) - 1)
    name = next((name for name, at in object_numbers(program).items() if at == number), "")
    content = program.globals[name].init[offset:] if name else b""
    return content.partition(b"\0")[0].decode(errors="replace")
