"""Structs that a C program and a library both have. One idea: types only name the structs behind pointers, so a name
must mean one struct in the whole program.

If both describe the same, as our headers do, it is the library's everywhere. If not, C's gets its full name,
`struct key`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from unknot.ir.ops import Op
from unknot.ir.program import Program
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    FunctionType,
    PointerType,
    RacyType,
    StructRef,
    StructType,
)


def agree(program: Program, library: Mapping[str, StructType]) -> None:
    """Makes each name in the types of a C program mean what it means in the library, or another name."""
    both = {name: kind for name, kind in program.structs.items() if name in library}
    shared = {name: library[name] for name, kind in both.items() if _same(kind, library[name])}
    renamed = {name: f"struct {name}" for name in both if name not in shared}
    if both:
        _Renaming(renamed, shared).apply(program)


def _same(ours: StructType, theirs: StructType) -> bool:
    """Whether both describe the same: headers of the system call members of pthread's types differently."""
    if not ours.fields:
        return True
    alike = ours.name.endswith("_t") or {f.name for f in ours.fields} & {f.name for f in theirs.fields}
    return ours.size == theirs.size and bool(alike)


class _Renaming:
    """Rewrites types."""

    def __init__(self, names: Mapping[str, str], shared: Mapping[str, StructType]) -> None:
        self._names = names
        self._shared = shared
        self._done: dict[DataType, DataType] = {}

    def apply(self, program: Program) -> None:
        """Rewrites all types of a program."""
        structs = [self.type(kind) for kind in program.structs.values()]
        program.structs = {kind.name: kind for kind in structs if isinstance(kind, StructType)}
        for item in program.globals.values():
            item.type = self.type(item.type)
        for function in program.functions.values():
            for local in function.locals.values():
                local.type = self.type(local.type)
            function.blocks = {label: [self._op(op) for op in ops] for label, ops in function.blocks.items()}

    def _op(self, op: Op) -> Op:
        changed = {key: self.type(value) for key, value in op.attrs.items() if isinstance(value, DataType)}
        return replace(op, attrs={**op.attrs, **changed}) if changed else op

    def type(self, kind: DataType) -> DataType:
        """The type as the whole program has it."""
        found = self._done.get(kind)
        if found is None:
            found = self._done[kind] = self._rewritten(kind)
        return found

    def _rewritten(self, kind: DataType) -> DataType:
        match kind:
            case StructRef(name):
                return StructRef(self._names.get(name, name))
            case PointerType(to):
                return PointerType(self.type(to))
            case AtomicType(of) | RacyType(of) | ArrayType(of):
                return replace(kind, of=self.type(of))
            case FunctionType(params, result):
                return FunctionType(tuple(map(self.type, params)), self.type(result))
            case StructType() if kind.name in self._shared and kind.size == self._shared[kind.name].size:
                return self._shared[kind.name]
            case StructType():
                fields = tuple(replace(f, type=self.type(f.type)) for f in kind.fields)
                return replace(kind, name=self._names.get(kind.name, kind.name), fields=fields)
        return kind
