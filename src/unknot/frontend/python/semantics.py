"""What the language means: conversions, arithmetic, comparisons, casts. One idea: nothing here sees Python's ast; it takes and
gives `values`, and emits IR at the builder's place.

Numbers follow C's fixed-width types without promotion: u8 + u8 is u8. Constants take the type of what they meet; two widths of
one signedness meet in the wider one; different signedness needs a cast.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType as PythonFunction

from unknot.core.errors import LanguageError
from unknot.frontend.python.session import Session
from unknot.frontend.python.types import BOOL, I64, U64
from unknot.frontend.python.values import AtomicMethod, Literal, Method, Result, Static, Value
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Operand, const
from unknot.ir.types import (
    ArrayType,
    BoolType,
    DataType,
    EnumType,
    IntType,
    PointerType,
    Scalar,
    StructType,
    VoidType,
    scalar_of,
    strip,
)

_UNSIGNED = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "udiv",
    "rem": "urem",
    "and": "and",
    "or": "or",
    "xor": "xor",
}
_SIGNED = _UNSIGNED | {"div": "sdiv", "rem": "srem"}
_SHOWN = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "//",
    "rem": "%",
    "and": "&",
    "or": "|",
    "xor": "^",
    "shl": "<<",
    "shr": ">>",
}
_BITWISE = ("and", "or", "xor")
_MIRROR = {"lt": ("lt", False), "le": ("le", False), "gt": ("lt", True), "ge": ("le", True)}
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


class Semantics:
    """Meaning of values, for one function. `function` names a Python function in the program."""

    def __init__(self, session: Session, builder: Builder) -> None:
        self.session = session
        self.builder = builder

    def error(self, message: str, remedy: str = "") -> LanguageError:
        """The error that refuses the program at the current place, to be raised."""
        return LanguageError(message, self.builder.loc, remedy)

    # -- values ----------------------------------------------------------------------------------------------------

    def scalar(self, thing: Result) -> Literal | Value | Static:
        """The value of a thing that is no place; null stays `Static(None)`, a function becomes its address."""
        if isinstance(thing, Literal | Value):
            return thing
        if isinstance(thing, Static) and isinstance(thing.value, PythonFunction):
            signature = self.session.declare(thing.value)
            return Value(signature.type, self.builder.value("func_addr", Scalar.I64, symbol=signature.symbol))
        if isinstance(thing, Static) and thing.value is None:
            return thing
        if isinstance(thing, Method | AtomicMethod):
            name = thing.name if isinstance(thing, AtomicMethod) else thing.function.__name__
            raise self.error(f"{name} is a method and no value", f"call it: .{name}(...)")
        if isinstance(thing, Static):
            raise self.error(
                f"{describe(thing)} is no value", "only numbers, bools, enums, pointers and functions are values"
            )
        raise self.error(f"{thing.name or 'this'} is memory, not a value")

    def typed(self, thing: Literal | Value | Static, want: DataType | None = None) -> Value:
        """A value with a type; a constant without one becomes `want`, or bool, or i64."""
        if isinstance(thing, Value):
            return thing
        if isinstance(thing, Static):
            if isinstance(want, PointerType):
                return Value(want, const(0))
            raise self.error("null needs a pointer type here", "annotate the variable: `p: Ptr[T] = null`")
        if want is not None and not isinstance(want, VoidType):
            return self.convert(thing, want, "it")
        return self.convert(thing, BOOL if isinstance(thing.value, bool) else I64, "it")

    def convert(self, thing: Literal | Value | Static, to: DataType, what: str) -> Value:
        """`thing` as a `to`, where that loses nothing; `what` is what it is for, in messages."""
        to = strip(to)
        if isinstance(thing, Static):
            if isinstance(to, PointerType):
                return Value(to, const(0))
            raise self.error(f"{what} is a {to}, and null is a pointer", "write 0" if isinstance(to, IntType) else "")
        if isinstance(thing, Literal):
            return self._literal(thing, to, what)
        source = thing.type
        if source == to:
            return thing
        if isinstance(to, PointerType) and isinstance(source, PointerType) and isinstance(to.to, VoidType):
            return Value(to, thing.operand)
        a, b = base_of(source), base_of(to)
        if isinstance(a, IntType) and isinstance(b, IntType) and a.signed == b.signed:
            if a.bits < b.bits:
                return Value(to, self.resize(thing.operand, b, a.signed))
            if a.bits == b.bits and not (isinstance(source, EnumType) and isinstance(to, EnumType)):
                return Value(to, thing.operand)
        raise self.error(f"{what} is a {to}, and this is a {source}", self._cast_remedy(source, to))

    @staticmethod
    def _cast_remedy(source: DataType, to: DataType) -> str:
        if isinstance(to, IntType) and isinstance(source, IntType | BoolType | EnumType):
            return f"cast it: {to}(...)"
        if isinstance(to, BoolType) and isinstance(source, IntType | EnumType):
            return "compare it: ... != 0"
        if isinstance(to, PointerType) and isinstance(source, IntType | PointerType):
            return f"cast it: cast({to}, ...)"
        if isinstance(source, PointerType) and isinstance(to, IntType):
            return "cast it: cast(u64, ...)"
        return ""

    def _literal(self, literal: Literal, to: DataType, what: str) -> Value:
        value = literal.value
        if isinstance(to, BoolType):
            if not isinstance(value, bool):
                raise self.error(f"{what} is a bool, and this is the number {value}", "write True or False")
            return Value(to, const(value, Scalar.I8))
        base = base_of(to)
        if isinstance(base, IntType):
            if isinstance(value, bool):
                raise self.error(f"{what} is a {to}, and this is a bool", f"write {int(value)}, or {base}(...)")
            high = 1 << (base.bits - 1 if base.signed else base.bits)
            if not -(1 << (base.bits - 1)) <= value < high:
                raise self.error(f"{value} does not fit {to}", f"the largest {base} is {high - 1}")
            return Value(to, const(value, Scalar(base.bits)))
        if isinstance(to, PointerType):
            raise self.error(
                f"{what} is a {to}, and this is the number {int(value)}", "write null, or cast(Ptr[T], number)"
            )
        raise self.error(f"{what} is a {to}, and this is a number")

    def resize(self, operand: Operand, to: IntType | Scalar, signed: bool) -> Operand:
        """The operand widened or cut to the width of `to`."""
        width = to if isinstance(to, Scalar) else Scalar(to.bits)
        if operand.type == width:
            return operand
        if isinstance(operand, Const):
            value = operand.value
            if signed and value >> (int(operand.type) - 1):
                value -= 1 << int(operand.type)
            return const(value, width)
        code = "trunc" if width < operand.type else "sext" if signed else "zext"
        return self.builder.value(code, width, operand)

    def cast(self, thing: Literal | Value | Static, to: DataType) -> Literal | Value:
        """`thing` as a `to`, whatever is lost: a cast the user wrote."""
        if isinstance(to, StructType | ArrayType | VoidType):
            raise self.error(f"cannot cast to {to}", f"cast to Ptr[{to}]")
        base = base_of(to)
        if isinstance(thing, Static):
            return self.convert(thing, to, "the result")
        if isinstance(to, BoolType):
            return self.truth_value(thing)
        if isinstance(thing, Literal):
            return Value(to, const(int(thing.value), scalar_of(to)))
        source = base_of(thing.type)
        signed = isinstance(source, IntType) and source.signed
        if isinstance(to, PointerType) or isinstance(source, PointerType):
            other = source if isinstance(to, PointerType) else base
            if not isinstance(other, PointerType) and other != U64 and not isinstance(thing.operand, Const):
                raise self.error(
                    f"cannot cast {thing.type} to {to}", "pointers are cast to and from u64 only: cast to u64 first"
                )
        return Value(to, self.resize(thing.operand, scalar_of(to), signed))

    # -- truth -----------------------------------------------------------------------------------------------------

    def truth(self, thing: Literal | Value | Static) -> Operand | bool:
        """A condition: a register of 0 or 1, or a bool when it is known now."""
        if isinstance(thing, Literal):
            return bool(thing.value)
        if isinstance(thing, Static):
            return False
        if isinstance(thing.operand, Const):
            return thing.operand.value != 0
        if isinstance(thing.type, BoolType):
            return thing.operand
        return self.builder.value("ne", Scalar.I8, thing.operand, const(0, thing.operand.type))

    def truth_value(self, thing: Literal | Value | Static) -> Literal | Value:
        """`bool(thing)`."""
        truth = self.truth(thing)
        return Literal(truth) if isinstance(truth, bool) else Value(BOOL, truth)

    def negate(self, thing: Literal | Value | Static) -> Literal | Value:
        """`not thing`."""
        truth = self.truth(thing)
        if isinstance(truth, bool):
            return Literal(not truth)
        return Value(BOOL, self.builder.value("xor", Scalar.I8, truth, const(1, Scalar.I8)))

    # -- arithmetic ------------------------------------------------------------------------------------------------

    def binary(self, name: str, a: Literal | Value | Static, b: Literal | Value | Static) -> Literal | Value:
        """`a name b` for add sub mul div rem and or xor shl shr."""
        for side in (a, b):
            if isinstance(side, Static) or (isinstance(side, Value) and isinstance(side.type, PointerType)):
                remedy = "use offset(p, n), or cast(u64, p)" if name in ("add", "sub") else "cast it: cast(u64, p)"
                raise self.error(f"{_SHOWN[name]} of a pointer", remedy)
        assert not isinstance(a, Static) and not isinstance(b, Static)
        if isinstance(a, Literal) and isinstance(b, Literal):
            return Literal(self._fold(name, a.value, b.value))
        if name in ("shl", "shr"):
            return self._shift(name, a, b)
        left, right = self._meet(a, b, _SHOWN[name])
        kind = base_of(left.type)
        if isinstance(kind, BoolType) and name not in _BITWISE:
            raise self.error(f"{_SHOWN[name]} of bools", "cast them: u32(...) + u32(...)")
        known = constant_of(left), constant_of(right)
        if known[0] is not None and known[1] is not None:
            return Value(kind, const(self._fold(name, known[0], known[1]), scalar_of(kind)))
        code = (_SIGNED if isinstance(kind, IntType) and kind.signed else _UNSIGNED)[name]
        return Value(kind, self.builder.value(code, scalar_of(kind), left.operand, right.operand))

    def _shift(self, name: str, a: Literal | Value, b: Literal | Value) -> Value:
        left = self.typed(a, base_of(b.type) if isinstance(b, Value) else None)
        kind = base_of(left.type)
        if not isinstance(kind, IntType):
            raise self.error(f"{_SHOWN[name]} of a {kind}", "cast it: u32(...)")
        if isinstance(b, Literal) and not 0 <= b.value < kind.bits:
            raise self.error(f"a shift of {kind} by {b.value}", f"shift by 0 to {kind.bits - 1}")
        right = self.typed(b, kind)
        source = base_of(right.type)
        if not isinstance(source, IntType):
            raise self.error(f"a shift by a {source}", "shift by a number")
        code = "shl" if name == "shl" else "ashr" if kind.signed else "lshr"
        amount = self.resize(right.operand, kind, source.signed)
        return Value(kind, self.builder.value(code, scalar_of(kind), left.operand, amount))

    def _fold(self, name: str, a: int, b: int) -> int:
        if name in ("div", "rem"):
            if b == 0:
                raise self.error("a division by zero")
            quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
            return quotient if name == "div" else a - quotient * b
        if name in ("shl", "shr"):
            if not 0 <= b < 64:
                raise self.error(f"a shift by {b}", "shift by 0 to 63")
            return a << b if name == "shl" else a >> b
        table = {"add": a + b, "sub": a - b, "mul": a * b, "and": a & b, "or": a | b, "xor": a ^ b}
        return table[name]

    def meet(self, a: Literal | Value | Static, b: Literal | Value | Static) -> tuple[Value, Value]:
        """Both values in one type."""
        return self._comparable(a, b)

    def _meet(self, a: Literal | Value, b: Literal | Value, what: str) -> tuple[Value, Value]:
        """Both operands in one type."""
        if isinstance(a, Literal):
            right = self.typed(b)
            return self.convert(a, base_of(right.type), f"the other side of {what}"), Value(
                base_of(right.type), right.operand
            )
        left = Value(base_of(a.type), a.operand)
        if isinstance(b, Literal):
            return left, self.convert(b, left.type, f"the other side of {what}")
        right = Value(base_of(b.type), b.operand)
        p, q = left.type, right.type
        if p == q:
            return left, right
        if isinstance(p, IntType) and isinstance(q, IntType) and p.signed == q.signed:
            wide = p if p.bits > q.bits else q
            return self.convert(left, wide, "it"), self.convert(right, wide, "it")
        remedy = f"cast one of them: {p}(...)" if isinstance(p, IntType) and isinstance(q, IntType | BoolType) else ""
        if isinstance(q, IntType) and isinstance(p, BoolType):
            remedy = f"cast one of them: {q}(...)"
        raise self.error(f"{what} between {a.type} and {b.type}", remedy)

    def minus(self, thing: Literal | Value | Static) -> Literal | Value:
        """`-thing`."""
        return self.binary("sub", Literal(0), thing)

    def invert(self, thing: Literal | Value | Static) -> Literal | Value:
        """`~thing`."""
        if isinstance(thing, Value) and isinstance(thing.type, BoolType):
            raise self.error("~ of a bool", "write not ...")
        if isinstance(thing, Literal):
            return Literal(~thing.value)
        if isinstance(thing, Value) and isinstance(base_of(thing.type), IntType):
            kind = base_of(thing.type)
            mask = const(-1, scalar_of(kind))
            return Value(kind, self.builder.value("xor", mask.type, thing.operand, mask))
        return self.binary("xor", thing, Literal(-1))

    # -- comparisons -----------------------------------------------------------------------------------------------

    def compare(self, name: str, a: Literal | Value | Static, b: Literal | Value | Static) -> Literal | Value:
        """`a name b` for eq ne lt le gt ge."""
        if isinstance(a, Static) and isinstance(b, Static):
            return Literal(name == "eq")
        if isinstance(a, Literal) and isinstance(b, Literal):
            return Literal(_COMPARE[name](a.value, b.value))
        left, right = self._comparable(a, b)
        known = constant_of(left), constant_of(right)
        if known[0] is not None and known[1] is not None:
            return Literal(_COMPARE[name](known[0], known[1]))
        if name in ("eq", "ne"):
            return Value(BOOL, self.builder.value(name, Scalar.I8, left.operand, right.operand))
        if isinstance(left.type, BoolType):
            raise self.error("an order between bools", "compare numbers: u32(...)")
        code, swapped = _MIRROR[name]
        first, second = (right, left) if swapped else (left, right)
        code = ("s" if isinstance(left.type, IntType) and left.type.signed else "u") + code
        return Value(BOOL, self.builder.value(code, Scalar.I8, first.operand, second.operand))

    def _comparable(self, a: Literal | Value | Static, b: Literal | Value | Static) -> tuple[Value, Value]:
        for one, other in ((a, b), (b, a)):
            if isinstance(one, Static):
                if not (isinstance(other, Value) and isinstance(other.type, PointerType)):
                    raise self.error("a comparison of null with what is no pointer", "write 0")
                null = Value(other.type, const(0))
                return (null, other) if one is a else (other, null)
            kind = base_of(other.type) if isinstance(other, Value) else None
            if isinstance(one, Literal) and isinstance(kind, IntType) and not kind.signed and one.value < 0:
                raise self.error(
                    f"a comparison of {kind} with {one.value}: it is never negative", f"write {kind}({one.value})"
                )
        assert not isinstance(a, Static) and not isinstance(b, Static)
        return self._meet(a, b, "a comparison")

    def copied(self, value: Value) -> Value:
        """The value in a register of its own, safe from later assignments."""
        if isinstance(value.operand, Const):
            return value
        fresh = self.builder.reg(value.operand.type)
        self.builder.emit("mov", (fresh,), (value.operand,))
        return Value(value.type, fresh)


def base_of(kind: DataType) -> DataType:
    """What a type computes as: an enum as its integer."""
    kind = strip(kind)
    return kind.base if isinstance(kind, EnumType) else kind


def constant_of(value: Value) -> int | None:
    """The number a typed constant stands for, by its signedness; None if it is no constant."""
    if not isinstance(value.operand, Const):
        return None
    kind, number = base_of(value.type), value.operand.value
    signed = isinstance(kind, IntType) and kind.signed
    return number - (1 << int(value.operand.type)) if signed and number >> (int(value.operand.type) - 1) else number


@dataclass(frozen=True)
class Nothing:
    """What a call of a function without result gives."""

    name: str


def describe(thing: Static) -> str:
    """A thing of compile time, in words."""
    value = thing.value
    if value is None:
        return "null"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Nothing):
        return f"the result of {value.name}, which returns nothing,"
    return str(getattr(value, "__name__", value))
