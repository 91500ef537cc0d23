"""What lies in memory that was asked for by its size: the type of the first pointer that its address is put into. One
idea: `void *` says nothing, and sooner or later somebody who knows better gets the address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from unknot.interp.record import Access, Assign, Call, Happening
from unknot.ir.program import Function, Program
from unknot.ir.types import ArrayType, DataType, IntType, PointerType, StructRef, StructType, VoidType, strip


def is_bytes(kind: DataType | None) -> bool:
    """True for what says nothing of an object: memory without a type, or by bytes."""
    return kind is None or isinstance(kind, VoidType) or (isinstance(kind, IntType) and kind.bits == 8)


def several(kind: DataType | None, size: int) -> DataType | None:
    """What lies in so many bytes: an object of the type, with the elements of an array at its end that says nothing of
    its length; or an array."""
    bare = strip(kind) if kind is not None else None
    if isinstance(bare, StructType) and bare.fields and size > bare.size:
        last = bare.fields[-1]
        if isinstance(last.type, ArrayType) and last.type.count == 0 and last.type.of.size:
            whole = ArrayType(last.type.of, (size - last.offset) // last.type.of.size)
            return replace(bare, fields=(*bare.fields[:-1], replace(last, type=whole)), extent=size)
    return ArrayType(kind, size // kind.size) if kind is not None and kind.size and size > kind.size else kind


@dataclass
class HeapTypes:
    """Follows a path; `types` are what is known of the objects that came into being without a type, in their order."""

    program: Program
    types: list[DataType | None] = field(default_factory=list)
    _open: dict[int, tuple[int, int]] = field(default_factory=dict)

    def came(self, pointer: int, size: int) -> None:
        """An object without a type came into being."""
        self._open[pointer] = (len(self.types), size)
        self.types.append(None)

    def type_of(self, pointer: int) -> DataType | None:
        """What is known of the object at an address: an array of it if there is room for several."""
        number, size = self._open[pointer]
        return several(self.types[number], size)

    def went(self, pointer: int) -> None:
        """An object was given back."""
        self._open.pop(pointer, None)

    def learn(self, happening: Happening, target: DataType | None = None) -> int | None:
        """Follows what happened; `target` is the type of the memory that a store goes to. Gives the address of an
        object of which more is known now."""
        if not self._open:
            return None
        if isinstance(happening, Access) and happening.new is not None:
            return self._learn(happening.new, target, happening.function)
        if isinstance(happening, Assign) and happening.value in self._open:
            function = self.program.functions.get(happening.function)
            local = function.locals.get(happening.register) if function is not None else None
            return self._learn(happening.value, local.type if local is not None else None, happening.function)
        if isinstance(happening, Call):
            return self._learn_call(happening)
        return None

    def _learn_call(self, call: Call) -> int | None:
        found = None
        function = self.program.functions.get(call.function)
        for value, kind in zip(call.args, _parameters(function), strict=False):
            found = self._learn(value, kind, call.function) or found
        return found

    def _learn(self, pointer: int, kind: DataType | None, function: str) -> int | None:
        if pointer not in self._open or kind is None or self._is_library(function):
            return None
        bare = strip(kind)
        number, size = self._open[pointer]
        to = self._whole(bare.to) if isinstance(bare, PointerType) else None
        if to is None or isinstance(to, VoidType) or to.size > size or not is_bytes(self.types[number]):
            return None
        if self.types[number] == to:
            return None
        self.types[number] = to
        return pointer

    def _whole(self, kind: DataType) -> DataType | None:
        return self.program.structs.get(kind.name) if isinstance(kind, StructRef) else kind

    def _is_library(self, function: str) -> bool:
        found = self.program.functions.get(function)
        return found is not None and found.library


def _parameters(function: Function | None) -> list[DataType | None]:
    if function is None:
        return []
    known = function.locals
    return [known[p.name].type if p.name in known else None for p in function.params]
