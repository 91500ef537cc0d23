"""What is constant before the program runs: the first content of globals, and addresses computed from symbols. One
idea: a constant is a number, or the address of a symbol plus a number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location
from unknot.frontend.c.debug import DebugInfo
from unknot.frontend.c.layout import inner, size_of, store_size
from unknot.frontend.c.llvm import (
    Aggregate,
    BlockAddress,
    Bytes,
    ConstantFloat,
    ConstantInt,
    Expression,
    Float,
    Int,
    Module,
    Pointer,
    Symbol,
    Type,
    Undefined,
    Value,
    Variable,
    Zero,
)
from unknot.ir.program import Global
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    FloatType,
    IntType,
    PointerType,
    Scalar,
    StructType,
    VoidType,
)

_UNCHANGED = ("bitcast", "inttoptr", "ptrtoint", "ptrtoaddr", "addrspacecast", "freeze")
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "shl": lambda a, b: a << b,
    "lshr": lambda a, b: a >> b,
}
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "ult": lambda a, b: a < b,
    "ule": lambda a, b: a <= b,
    "ugt": lambda a, b: a > b,
    "uge": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Address:
    """The address of a symbol plus a number of bytes."""

    symbol: str
    addend: int = 0


Constant = int | Address


class Names(Protocol):
    """What a constant's symbols mean: see `modules.Unit`."""

    @property
    def module(self) -> Module:
        """The module the constant stands in."""

    def resolve(self, symbol: str) -> tuple[str, int]:
        """The final name of a symbol, and what to add to its address."""


class Described(Names, Protocol):
    """The same with debug information."""

    @property
    def debug(self) -> DebugInfo:
        """The debug information of the module."""


def fold(value: Value, unit: Names, where: Location = NOWHERE) -> Constant:
    """What a constant is: a number, unsigned, or an address. Raises LanguageError if it cannot be known before the
    program runs."""
    match value:
        case ConstantInt(value=number) | ConstantFloat(bits=number):
            return number
        case Zero() | Undefined():
            return 0
        case Symbol(name=name):
            return Address(*unit.resolve(name))
        case BlockAddress(function=function, name=label):
            return label_address(unit.module, function, label)
        case Expression():
            return _Folder(unit, where).expression(value)
    raise _refusal(f"a constant of the kind {type(value).__name__}", where)


def label_address(module: Module, function: str, label: str) -> int:
    """The number that stands for the address of a label: 1 for the first block of its function, and so on."""
    return 1 + list(module.functions[function].blocks).index(label)


@dataclass(frozen=True)
class _Folder:
    """Computes constant expressions."""

    unit: Names
    where: Location

    def expression(self, value: Expression) -> Constant:
        """The value of an expression."""
        if value.opcode == "getelementptr":
            return self._element(value)
        operands = [fold(operand, self.unit, self.where) for operand in value.operands]
        if value.opcode in _UNCHANGED:
            return self._fitted(value, operands[0])
        if value.opcode in ("add", "sub") and any(isinstance(o, Address) for o in operands):
            return self._fitted(value, self._moved(value, *operands))
        if value.opcode == "icmp":
            return self._compare(value, *operands)
        if value.opcode == "select" and isinstance(operands[0], int):
            return operands[1] if operands[0] else operands[2]
        numbers = [o for o in operands if isinstance(o, int)]
        if len(numbers) == len(operands):
            return self._compute(value, numbers)
        raise self._refused(value)

    def _refused(self, value: Expression) -> LanguageError:
        return _refusal(f"{value.opcode} of an address, as a constant", self.where)

    def _fitted(self, value: Expression, found: Constant) -> Constant:
        bits = value.type.bits if isinstance(value.type, Int) else 64
        if isinstance(found, int):
            return found & ((1 << bits) - 1)
        if bits < Scalar.I64:
            raise _refusal(f"an address in {bits} bits", self.where)
        return found

    def _moved(self, value: Expression, left: Constant, right: Constant) -> Constant:
        sign = 1 if value.opcode == "add" else -1
        if isinstance(left, Address) and isinstance(right, int):
            return Address(left.symbol, left.addend + sign * _signed(right, value.type))
        if isinstance(left, int) and isinstance(right, Address) and sign == 1:
            return Address(right.symbol, right.addend + _signed(left, value.type))
        if isinstance(left, Address) and isinstance(right, Address) and sign == -1 and left.symbol == right.symbol:
            return left.addend - right.addend
        raise self._refused(value)

    def _compare(self, value: Expression, left: Constant, right: Constant) -> int:
        predicate = value.attrs["predicate"]
        if isinstance(left, int) and isinstance(right, int) and predicate in _COMPARE:
            return int(_COMPARE[predicate](left, right))
        if predicate not in ("eq", "ne"):
            raise self._refused(value)
        return int((left == right) == (predicate == "eq"))

    def _compute(self, value: Expression, operands: list[int]) -> int:
        bits = value.type.bits if isinstance(value.type, Int) else 64
        if value.opcode in ("trunc", "zext"):
            found = operands[0]
        elif value.opcode == "sext":
            found = _signed(operands[0], value.operands[0].type)
        elif value.opcode in _ARITHMETIC:
            found = _ARITHMETIC[value.opcode](*operands)
        else:
            raise _refusal(f"{value.opcode} as a constant", self.where)
        return found & ((1 << bits) - 1)

    def _element(self, value: Expression) -> Constant:
        structs = self.unit.module.structs
        base, *indices = (fold(operand, self.unit, self.where) for operand in value.operands)
        kind: Type = value.attrs["source"]
        offset = 0
        for position, index in enumerate(indices):
            if not isinstance(index, int):
                raise self._refused(value)
            number = _signed(index, value.operands[position + 1].type)
            step, kind = (number * size_of(kind, structs), kind) if not position else inner(kind, number, structs)
            offset += step
        if isinstance(base, Address):
            return Address(base.symbol, base.addend + offset)
        return (base + offset) & ((1 << Scalar.I64) - 1)


def _signed(value: int, kind: Type) -> int:
    bits = kind.bits if isinstance(kind, Int) else 64
    return value - (1 << bits) if value >> (bits - 1) else value


def _refusal(what: str, where: Location) -> LanguageError:
    return LanguageError(f"{what} cannot be computed before the program runs", where, "Assign it in main instead.")


# -- first content of globals ------------------------------------------------------------------------------------------

LARGEST = 31 << 20
"""Bytes of a global variable: what the search can store of a state."""

Relocations = tuple[tuple[int, str, int], ...]


def initial(variable: Variable, unit: Described) -> tuple[bytes, Relocations]:
    """The first content of a global, and the addresses in it: offset, symbol, what to add."""
    writer = _Writer(unit, place_of(variable, unit), bytearray(size_of(variable.type, unit.module.structs)))
    if variable.init is not None:
        writer.write(variable.init, 0)
    return bytes(writer.content), tuple(writer.relocations)


@dataclass
class _Writer:
    """Writes constants into memory."""

    unit: Names
    where: Location
    content: bytearray
    relocations: list[tuple[int, str, int]] = dataclasses.field(default_factory=list)

    def write(self, value: Value, at: int) -> None:
        """Puts a constant at an offset."""
        match value:
            case Zero() | Undefined():
                pass
            case Bytes(data=data):
                self.content[at : at + len(data)] = data
            case Aggregate(elements=elements):
                for index, element in enumerate(elements):
                    self.write(element, at + inner(value.type, index, self.unit.module.structs)[0])
            case _:
                self._scalar(value, at)

    def _scalar(self, value: Value, at: int) -> None:
        size = store_size(value.type, self.unit.module.structs)
        found = fold(value, self.unit, self.where)
        if isinstance(found, int):
            self.content[at : at + size] = found.to_bytes(size, "little")
        else:
            self.relocations.append((at, found.symbol, found.addend))


def place_of(variable: Variable, unit: Described) -> Location:
    """Where a global is declared; NOWHERE for one that the compiler made."""
    return unit.debug.global_variable(variable.debug[0]).loc if variable.debug else NOWHERE


def make_global(name: str, variable: Variable, unit: Described) -> Global:
    """A global of ours. Its type is what the source says, made longer where the initialiser is (a flexible array)."""
    size = size_of(variable.type, unit.module.structs)
    if size > LARGEST:
        remedy = "make it smaller, with #ifdef __UNKNOT__ for instance: each state is a copy of all variables"
        fact = f"{name} has {size} bytes; a variable has at most {LARGEST >> 20} MiB"
        raise LanguageError(fact, place_of(variable, unit), remedy)
    content, relocations = initial(variable, unit)
    kind = unit.debug.global_variable(variable.debug[0]).type if variable.debug else VoidType()
    kind = fitted(kind, variable.type, len(content))
    return Global(
        name,
        kind,
        content if any(content) else b"",
        relocations,
        thread_local=variable.thread_local,
        constant=variable.constant,
        loc=place_of(variable, unit),
    )


def _longer(kind: StructType, size: int) -> StructType:
    """A struct with more elements in the flexible array at its end."""
    *fields, last = kind.fields
    if isinstance(last.type, ArrayType) and last.type.count == 0 and last.type.of.size:
        count = (size - last.offset) // last.type.of.size
        last = dataclasses.replace(last, type=ArrayType(last.type.of, count))
    return StructType(f"{kind.name} of {size} bytes", (*fields, last), kind.union, size)


_FLOATS: Mapping[str, DataType] = {"float": FloatType(32), "double": FloatType(64)}


def fitted(declared: DataType, kind: Type, size: int) -> DataType:
    """The type as declared if it has the size, else one that does."""
    if declared.size == size:
        return declared
    if isinstance(declared, AtomicType):
        return AtomicType(fitted(declared.of, kind, size))
    if isinstance(declared, StructType) and declared.fields and declared.size < size:
        return _longer(declared, size)
    if isinstance(kind, Pointer):
        return PointerType(VoidType())
    if isinstance(kind, Int) and kind.bits in tuple(Scalar):
        return IntType(kind.bits, signed=False)
    if isinstance(kind, Float) and kind.kind in _FLOATS:
        return _FLOATS[kind.kind]
    return ArrayType(IntType(8, signed=False), size)
