"""Sizes, alignments and offsets of LLVM's types on x86-64. One idea: clang gives each object its alignment, so
what counts here is where the parts of an aggregate lie.

Older LLVMs align i128 to 8 bytes. clang then writes the padding that C asks for itself, so 16 is right for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from unknot.frontend.c.llvm import Array, Float, Int, Pointer, Struct, Type, Vector
from unknot.ir.types import round_up

Structs = Mapping[str, Struct]
"""The structs of a module by name."""

_FLOATS = {"half": 2, "bfloat": 2, "float": 4, "double": 8, "x86_fp80": 10, "fp128": 16, "ppc_fp128": 16}


def size_of(kind: Type, structs: Structs) -> int:
    """How far apart two elements of an array lie, in bytes."""
    return round_up(store_size(kind, structs), align_of(kind, structs))


def store_size(kind: Type, structs: Structs) -> int:
    """How many bytes a store writes."""
    match kind:
        case Int(bits):
            return (bits + 7) // 8
        case Float(name):
            return _FLOATS[name]
        case Pointer():
            return 8
        case Array(of, count):
            return size_of(of, structs) * count
        case Vector(of, count):
            return (_bits(of) * count + 7) // 8
        case Struct():
            return _struct_size(kind, structs)
    raise ValueError(f"{kind} has no size")


def align_of(kind: Type, structs: Structs) -> int:
    """The alignment of the type itself, in bytes."""
    match kind:
        case Int(bits):
            return 16 if bits > 64 else _power_of_two((bits + 7) // 8)
        case Float(name):
            return _power_of_two(_FLOATS[name])
        case Array(of):
            return align_of(of, structs)
        case Vector():
            return _power_of_two(store_size(kind, structs))
        case Struct():
            found = resolve(kind, structs)
            return 1 if found.packed else max((align_of(f, structs) for f in found.fields), default=1)
    return 8


def resolve(struct: Struct, structs: Structs) -> Struct:
    """The struct with its fields. Raises KeyError for one that only has a name."""
    return structs[struct.name] if struct.name else struct


def fields_of(struct: Struct, structs: Structs) -> tuple[Type, ...]:
    """The types of the fields."""
    return resolve(struct, structs).fields


def field_offset(struct: Struct, index: int, structs: Structs) -> int:
    """Where a field begins, in bytes."""
    return _offsets(resolve(struct, structs), structs)[index]


def inner(kind: Type, index: int, structs: Structs) -> tuple[int, Type]:
    """Offset and type of an element of an aggregate."""
    if isinstance(kind, Struct):
        return field_offset(kind, index, structs), fields_of(kind, structs)[index]
    if isinstance(kind, Array):
        return index * size_of(kind.of, structs), kind.of
    if isinstance(kind, Vector):
        return index * _bits(kind.of) // 8, kind.of
    raise ValueError(f"{kind} has no elements")


def leaves(kind: Type, structs: Structs, at: int = 0) -> list[tuple[int, Type]]:
    """The scalars in a value of the type, in order, each with its offset."""
    if isinstance(kind, Struct):
        count = len(fields_of(kind, structs))
    elif isinstance(kind, Array | Vector):
        count = kind.count
    else:
        return [(at, kind)]
    found = []
    for index in range(count):
        offset, part = inner(kind, index, structs)
        found += leaves(part, structs, at + offset)
    return found


def _bits(kind: Type) -> int:
    return kind.bits if isinstance(kind, Int) else store_size(kind, {}) * 8


def _power_of_two(size: int) -> int:
    return 1 << max(size - 1, 0).bit_length()


def _struct_size(struct: Struct, structs: Structs) -> int:
    found = resolve(struct, structs)
    if not found.fields:
        return 0
    end = _offsets(found, structs)[-1] + size_of(found.fields[-1], structs)
    return round_up(end, align_of(found, structs))


def _offsets(struct: Struct, structs: Structs) -> list[int]:
    found, end = [], 0
    for field in struct.fields:
        offset = end if struct.packed else round_up(end, align_of(field, structs))
        found.append(offset)
        end = offset + size_of(field, structs)
    return found
