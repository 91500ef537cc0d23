"""How values and types are written: in the words of the language that the program is in (`Program.spelling`)."""

from __future__ import annotations

from collections import Counter

from unknot.ir.program import C, Program
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    BoolType,
    DataType,
    EnumType,
    FloatType,
    FunctionType,
    IntType,
    PointerType,
    RacyType,
    Scalar,
    VoidType,
    show_value,
    strip,
)

_LARGE = 1 << 31
"""From here on an unsigned number of C's is more likely a mask or an address than a count."""

_INTEGERS = {8: "char", 16: "short", 32: "int", 64: "long"}


def global_names(program: Program) -> dict[str, str]:
    """What the globals are called in the source, by their names in the program: without the function or the file that
    they belong to, where no other is called so."""
    if program.spelling != C:
        return {name: name for name in program.globals}
    short = {name: _source_name(name) for name in program.globals}
    uses = Counter(short.values())
    return {name: plain if uses[plain] == 1 else name for name, plain in short.items()}


def _source_name(name: str) -> str:
    parts = name.partition("@")[0].split(".")
    while len(parts) > 1 and parts[-1].isdigit():
        parts.pop()
    return parts[-1] or name


def null_in(spelling: str) -> str:
    """The null pointer."""
    return "NULL" if spelling == C else "null"


def value_in(spelling: str, kind: DataType | None, value: int) -> str:
    """A register's or memory word's value, which is unsigned; pointers as numbers."""
    if spelling != C:
        return show_value(kind, value)
    bare = strip(kind) if kind is not None else None
    if isinstance(bare, BoolType):
        return "true" if value else "false"
    if isinstance(bare, EnumType):
        return _enumerator(bare, value)
    counts = not isinstance(bare, FloatType) and not (isinstance(bare, IntType) and bare.signed)
    return hex(value) if counts and value >= _LARGE else show_value(bare, value)


def _enumerator(kind: EnumType, value: int) -> str:
    """A value of an enum by its name, or by the names of its bits."""
    mask = (1 << kind.base.bits) - 1
    members = [(name, number & mask) for name, number in kind.members]
    exact = next((name for name, number in members if number == value), "")
    if exact:
        return exact
    bits = [(name, number) for name, number in members if number and number & (number - 1) == 0 and number & value]
    if bits and sum(number for _, number in bits) == value:
        return " | ".join(name for name, _ in bits)
    return show_value(kind.base, value)


def type_in(spelling: str, kind: DataType) -> str:
    """A type's name."""
    if spelling != C:
        return str(kind)
    match kind:
        case AtomicType(of=of) | RacyType(of=of):
            return type_in(spelling, of)
        case BoolType():
            return "bool"
        case IntType(bits=bits, signed=signed):
            return ("" if signed else "unsigned ") + _INTEGERS[bits]
        case FloatType(bits=bits):
            return "float" if bits == Scalar.I32 else "double"
        case PointerType(to=FunctionType() | VoidType()):
            return "pointer"
        case PointerType(to=to):
            return f"{type_in(spelling, to)} *"
        case ArrayType(of=of):
            return f"{type_in(spelling, of)}[]"
    return str(kind)
