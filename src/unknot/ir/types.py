"""Types. One idea: registers know only widths (`Scalar`); memory knows C's types (`DataType`), for layout and display.

Layout follows the C ABI of a 64-bit little-endian machine: natural alignment, struct size a multiple of its alignment.
"""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass


class Scalar(enum.IntEnum):
    """Width of a register, in bits. Signedness belongs to operations, truth values are i8 of 0 or 1, pointers are
    i64."""

    I8 = 8
    I16 = 16
    I32 = 32
    I64 = 64

    def __str__(self) -> str:
        return f"i{int(self)}"

    @property
    def bytes(self) -> int:
        """Size in memory, in bytes."""
        return int(self) // 8

    @property
    def mask(self) -> int:
        """The largest unsigned value of this width."""
        return (1 << int(self)) - 1


@dataclass(frozen=True)
class DataType:
    """A type of memory. `size` and `align` are in bytes."""

    @property
    def size(self) -> int:
        raise NotImplementedError

    @property
    def align(self) -> int:
        return self.size


@dataclass(frozen=True)
class IntType(DataType):
    """An integer of 8, 16, 32 or 64 bits that wraps around as in C."""

    bits: int
    signed: bool

    @property
    def size(self) -> int:
        return self.bits // 8

    def __str__(self) -> str:
        return f"{'i' if self.signed else 'u'}{self.bits}"


@dataclass(frozen=True)
class BoolType(DataType):
    """A truth value: one byte, 0 or 1."""

    @property
    def size(self) -> int:
        return 1

    def __str__(self) -> str:
        return "bool"


@dataclass(frozen=True)
class FloatType(DataType):
    """A floating point number of 32 or 64 bits."""

    bits: int

    @property
    def size(self) -> int:
        return self.bits // 8

    def __str__(self) -> str:
        return f"f{self.bits}"


@dataclass(frozen=True)
class EnumType(DataType):
    """An integer whose values have names. `members` maps name to value, in order of definition."""

    name: str
    base: IntType
    members: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int:
        return self.base.size

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class VoidType(DataType):
    """No value; what an untyped pointer points at."""

    @property
    def size(self) -> int:
        return 0

    @property
    def align(self) -> int:
        return 1

    def __str__(self) -> str:
        return "void"


@dataclass(frozen=True)
class FunctionType(DataType):
    """A function's type; only pointers to it are stored."""

    params: tuple[DataType, ...]
    result: DataType

    @property
    def size(self) -> int:
        return 8

    def __str__(self) -> str:
        return f"fn({', '.join(map(str, self.params))}) -> {self.result}"


@dataclass(frozen=True)
class PointerType(DataType):
    """A pointer. The target of a struct pointer is named, not held, so that types may be recursive (see
    `Program.structs`)."""

    to: DataType

    @property
    def size(self) -> int:
        return 8

    def __str__(self) -> str:
        return f"Ptr[{self.to}]"


@dataclass(frozen=True)
class StructRef(DataType):
    """A struct by name, behind a pointer; looked up in `Program.structs`."""

    name: str

    @property
    def size(self) -> int:
        raise TypeError(f"struct {self.name} by name has no size here: look it up in Program.structs")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class AtomicType(DataType):
    """A field that is accessed with atomic operations only."""

    of: DataType

    @property
    def size(self) -> int:
        return self.of.size

    @property
    def align(self) -> int:
        return self.of.size

    def __str__(self) -> str:
        return f"atomic[{self.of}]"


@dataclass(frozen=True)
class RacyType(DataType):
    """A plain field whose data races are declared intended."""

    of: DataType

    @property
    def size(self) -> int:
        return self.of.size

    @property
    def align(self) -> int:
        return self.of.align

    def __str__(self) -> str:
        return f"racy[{self.of}]"


@dataclass(frozen=True)
class ArrayType(DataType):
    """`count` elements of one type, in a row."""

    of: DataType
    count: int

    @property
    def size(self) -> int:
        return self.of.size * self.count

    @property
    def align(self) -> int:
        return self.of.align

    def __str__(self) -> str:
        return f"array[{self.of}, {self.count}]"


@dataclass(frozen=True)
class Field:
    """One member of a struct or union; `offset` in bytes."""

    name: str
    type: DataType
    offset: int


@dataclass(frozen=True)
class StructType(DataType):
    """A struct, or a union if all offsets are 0 by intention. `extent` is its size in bytes where that is not what the
    fields' natural alignment gives (packed and aligned structs of C), else 0."""

    name: str
    fields: tuple[Field, ...]
    union: bool = False
    extent: int = 0

    @property
    def align(self) -> int:
        return max((f.type.align for f in self.fields), default=1)

    @property
    def size(self) -> int:
        end = max((f.offset + f.type.size for f in self.fields), default=0)
        return self.extent or round_up(end, self.align)

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def __str__(self) -> str:
        return self.name


def round_up(value: int, align: int) -> int:
    """The least multiple of `align` not below `value`."""
    return (value + align - 1) // align * align


def lay_out(name: str, members: list[tuple[str, DataType]], union: bool = False) -> StructType:
    """A struct (or union) with C's offsets for `members`, in order."""
    fields, end = [], 0
    for field_name, kind in members:
        offset = 0 if union else round_up(end, kind.align)
        fields.append(Field(field_name, kind, offset))
        end = offset + kind.size
    return StructType(name, tuple(fields), union)


def strip(kind: DataType) -> DataType:
    """The type without `atomic[...]` and `racy[...]` around it."""
    while isinstance(kind, AtomicType | RacyType):
        kind = kind.of
    return kind


def scalar_of(kind: DataType) -> Scalar:
    """The register width that holds a value of this type. Raises TypeError for structs, unions and arrays."""
    kind = strip(kind)
    if isinstance(kind, StructType | ArrayType | VoidType):
        raise TypeError(f"{kind} does not fit a register")
    return Scalar(kind.size * 8)


def show_value(kind: DataType | None, value: int) -> str:
    """A register's or memory word's value as the user would write it. `value` is unsigned."""
    kind = strip(kind) if kind is not None else None
    if isinstance(kind, BoolType):
        return "True" if value else "False"
    if isinstance(kind, EnumType):
        return next((n for n, v in kind.members if v & ((1 << kind.base.bits) - 1) == value), str(value))
    if isinstance(kind, IntType) and kind.signed and value >> (kind.bits - 1):
        return str(value - (1 << kind.bits))
    if isinstance(kind, FloatType):
        code = "<f" if kind.bits == Scalar.I32 else "<d"
        return f"{struct.unpack(code, value.to_bytes(kind.size, 'little'))[0]:g}"
    return str(value)
