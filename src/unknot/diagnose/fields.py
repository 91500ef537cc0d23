"""Which field of which object an address is, whatever the schedule. One idea: a field is named by the outermost struct
it is part of (`kqueue.kq_count`), so that all objects of a type are one; a variable that is no struct by its own name.

`diagnose/names.py` names objects on one path; here addresses of many paths meet, so what lies at a heap address is a
set of types, and only where they disagree must somebody know the path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from unknot.diagnose.names import thread_names
from unknot.ir.address import OFFSET_BITS, object_numbers, pointer
from unknot.ir.program import Global, Program
from unknot.ir.types import ArrayType, DataType, StructRef, StructType, VoidType, strip
from unknot.passes.note_accesses import Made

LOCK = "lock_object"
"""The struct that every lock of the kernel library begins with."""

LINKS = frozenset(f"{kind}_{part}" for kind in ("list", "slist", "stailq", "tailq") for part in ("head", "entry"))
"""Structs of queue(3). Each is one field: what is in it is the list's business."""


@dataclass(frozen=True)
class Spot:
    """What lies at an address.

    `field` names it for all objects of its type, `instance` in the one object if that has a name. `owner` is the
    address of the outermost struct, `struct` its type ("" if it is in none). `levels` are the structs on the way, with
    the path from each: ("socket", "so_rcv.sb_cc"), ("sockbuf", "sb_cc"). `lock` is the type of the lock that it is or
    is part of, "" if it is none.
    """

    field: str
    instance: str
    owner: int
    struct: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    lock: str = ""

    @property
    def path(self) -> str:
        """The field's name without its struct's."""
        return self.levels[0][1] if self.levels else self.field

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
        return any(part.startswith(asked + "_") for tail in tails for part in tail.split("."))


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

    def at(self, address: int, size: int, which: Which | None = None) -> Spot | None:
        """What lies there; None for what is nothing of the program's. `which` is asked if the address alone does not
        tell."""
        number, offset = address >> OFFSET_BITS, address & ((1 << OFFSET_BITS) - 1)
        if number in self._globals:
            item = self._globals[number]
            name = self._owners.get(number, "") + item.name
            return None if item.model else self._spot(item.type, item.name, name, number, offset, size)
        spots = {
            index: self._made_spot(self._made[index], number, offset, size) for index in self._heap.get(number, ())
        }
        if len(set(spots.values())) > 1 and which is not None:
            index = which(number)
            return spots.get(index) if index is not None else None
        return next(iter(spots.values()), None)

    def _made_spot(self, made: Made, number: int, offset: int, size: int) -> Spot:
        kind = made.type
        if isinstance(kind, StructRef | VoidType):
            kind = self._structs.get(str(kind))
        name = made.name or (str(kind) if kind is not None else "memory")
        if not isinstance(kind, StructType):
            name += f" ({made.loc.file}:{made.loc.line})"
        if kind is None:
            return Spot(name, name, pointer(number))
        several = ArrayType(kind, max(1, offset // kind.size + 1)) if kind.size else kind
        return self._spot(several if offset >= kind.size else kind, name, "", number, offset, size)

    def _spot(self, kind: DataType, name: str, instance: str, number: int, offset: int, size: int) -> Spot:
        """Goes down from an object to what lies at an offset in it."""
        way, owner, exact, lock = [name], pointer(number), instance, ""
        starts: list[tuple[str, int]] = []
        left = offset
        while True:
            bare = strip(kind)
            if isinstance(bare, ArrayType) and bare.of.size:
                exact += f"[{left // bare.of.size}]"
                way[-1] += "[]"
                left, kind = left % bare.of.size, bare.of
            elif isinstance(bare, StructType) and (is_lock(bare) or bare.name in LINKS):
                lock = bare.name if is_lock(bare) else ""
                break
            elif isinstance(bare, StructType) and (inner := _field_at(bare, left, size)) is not None:
                if not starts:
                    owner = pointer(number, offset - left)
                starts.append((bare.name, len(way)))
                way.append(inner[0])
                exact += "." + inner[0]
                kind, left = inner[1], left - inner[2]
            else:
                break
        levels = tuple((struct, ".".join(way[start:])) for struct, start in starts)
        field = ".".join(levels[0]) if levels else way[0]
        return Spot(field, exact if instance else field, owner, levels[0][0] if levels else "", levels, lock)


def is_lock(kind: StructType) -> bool:
    """True for the locks of the kernel library."""
    return bool(kind.fields) and isinstance(kind.fields[0].type, StructType) and kind.fields[0].type.name == LOCK


def _field_at(kind: StructType, offset: int, size: int) -> tuple[str, DataType, int] | None:
    """(name, type, offset) of the field there; in a union, one of that size before others."""
    found = [f for f in kind.fields if f.offset <= offset < f.offset + max(f.type.size, 1)]
    if not found:
        return None
    field = next((f for f in found if f.type.size == size), found[0])
    return field.name, field.type, field.offset


def text_at(program: Program, address: int) -> str:
    """The text at an address, which is that of a constant global; "" if there is none."""
    number, offset = address >> OFFSET_BITS, address & ((1 << OFFSET_BITS) - 1)
    name = next((name for name, at in object_numbers(program).items() if at == number), "")
    content = program.globals[name].init[offset:] if name else b""
    return content.partition(b"\0")[0].decode(errors="replace")
