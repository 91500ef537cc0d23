"""What the language means: arithmetic and comparisons. One idea: nothing here sees Python's ast; it takes and gives
`values` and emits IR at the builder's place.

Numbers follow C's fixed-width types without promotion: u8 + u8 is u8. Constants take the type of what they meet;
two widths of one signedness meet in the wider one; different signedness needs a cast.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from unknot.frontend.python.conversions import Conversions, base_of, constant_of
from unknot.frontend.python.types import ANY, BOOL, an
from unknot.frontend.python.values import Literal, Static, Value
from unknot.ir.ops import Const, const
from unknot.ir.types import (
    BoolType,
    IntType,
    PointerType,
    Scalar,
    scalar_of,
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


class Semantics(Conversions):
    """Meaning of values, for one function."""

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
        if name in ("div", "rem") and constant_of(right) == 0:
            raise self.error("a division by zero")
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
            raise self.error(f"{_SHOWN[name]} of {an(kind)}", "cast it: u32(...)")
        if isinstance(b, Literal) and not 0 <= b.value < kind.bits:
            raise self.error(f"a shift of {kind} by {b.value}", f"shift by 0 to {kind.bits - 1}")
        right = self.typed(b, kind)
        source = base_of(right.type)
        if not isinstance(source, IntType):
            raise self.error(f"a shift by {an(source)}", "shift by a number")
        code = "shl" if name == "shl" else "ashr" if kind.signed else "lshr"
        amount = self.resize(right.operand, kind, source.signed)
        if source.bits > kind.bits:  # what does not fit the left type is too wide as well, and must stay so
            few = self.builder.value("ult", Scalar.I8, right.operand, const(kind.bits, scalar_of(source)))
            amount = self.builder.value("select", scalar_of(kind), few, amount, const(kind.bits, scalar_of(kind)))
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
        if isinstance(thing, Value) and isinstance(thing.type, BoolType):
            raise self.error("- of a bool", "cast it: -i32(...)")
        return self.binary("sub", Literal(0), thing)

    def invert(self, thing: Literal | Value | Static) -> Literal | Value:
        """`~thing`."""
        if isinstance(thing, Value) and isinstance(thing.type, BoolType):
            raise self.error("~ of a bool", "write not ...")
        if isinstance(thing, Literal):
            return Literal(~thing.value)
        if isinstance(thing, Value) and isinstance(base_of(thing.type), IntType):
            kind = base_of(thing.type)
            known = constant_of(thing)
            if known is not None:
                return Value(kind, const(~known, scalar_of(kind)))
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
        if ANY in (getattr(a, "type", None), getattr(b, "type", None)):
            a, b = (self.convert(s, ANY, "the other side of a comparison") for s in (a, b))
        return self._meet(a, b, "a comparison")

    def copied(self, value: Value) -> Value:
        """The value in a register of its own, safe from later assignments."""
        if isinstance(value.operand, Const):
            return value
        fresh = self.builder.reg(value.operand.type)
        self.builder.emit("mov", (fresh,), (value.operand,))
        return Value(value.type, fresh)
