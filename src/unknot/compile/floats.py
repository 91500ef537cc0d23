"""Arithmetic on floating point numbers as LLVM text. One idea: bits go in and out; what is no number is always the same
bits, so that equal situations have equal bytes on every machine."""

from __future__ import annotations

from typing import Protocol

from unknot.ir.ops import Op, Operand
from unknot.ir.types import Scalar

_KINDS = {Scalar.I32: ("float", "f32", 0x7FC0_0000), Scalar.I64: ("double", "f64", 0x7FF8_0000_0000_0000)}
"""By width: LLVM's type, its short name, the bits of what is no number."""
_PREDICATES = {"lt": "olt", "le": "ole", "eq": "oeq", "unordered": "uno"}
_INTEGERS = {"from_signed": "sitofp", "from_unsigned": "uitofp", "to_signed": "fptosi", "to_unsigned": "fptoui"}


class Writer(Protocol):
    """What emits the lines: compile/emit.py."""

    def value(self, operand: Operand) -> str: ...

    def let(self, text: str) -> str: ...


def float_operation(writer: Writer, op: Op) -> str:
    """Emits the operation; gives the LLVM name of its result, an integer."""
    kind, source, target = op.attrs["kind"], op.args[0].type, op.dsts[0].type
    if kind.startswith("from_"):
        made = writer.let(f"{_INTEGERS[kind]} {source} {writer.value(op.args[0])} to {_KINDS[target][0]}")
        return _bits(writer, made, target)
    name, short, _ = _KINDS[source]
    numbers = [writer.let(f"bitcast {source} {writer.value(a)} to {name}") for a in op.args]
    if kind in _PREDICATES:
        bit = writer.let(f"fcmp {_PREDICATES[kind]} {name} {numbers[0]}, {numbers[1]}")
        return writer.let(f"zext i1 {bit} to i8")
    if kind.startswith("to_"):
        return writer.let(f"call {target} @llvm.{_INTEGERS[kind]}.sat.{target}.{short}({name} {numbers[0]})")
    if kind in ("widen", "narrow"):
        how = "fpext" if kind == "widen" else "fptrunc"
        return _bits(writer, writer.let(f"{how} {name} {numbers[0]} to {_KINDS[target][0]}"), target)
    if kind == "sqrt":
        return _bits(writer, writer.let(f"call {name} @llvm.sqrt.{short}({name} {numbers[0]})"), target)
    return _bits(writer, writer.let(f"f{kind} {name} {numbers[0]}, {numbers[1]}"), target)


def _bits(writer: Writer, number: str, width: Scalar) -> str:
    name, _, nothing = _KINDS[width]
    plain = writer.let(f"bitcast {name} {number} to {width}")
    none = writer.let(f"fcmp uno {name} {number}, {number}")
    return writer.let(f"select i1 {none}, {width} {nothing}, {width} {plain}")
