"""Conversions: what a value is as another type, and as a condition. One idea: constants adapt, the rest is explicit
unless nothing can be lost."""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType as PythonFunction

from unknot.core.errors import LanguageError
from unknot.frontend.python.foreign import ForeignFunction
from unknot.frontend.python.language import Order
from unknot.frontend.python.names import foreign_reason
from unknot.frontend.python.session import Scenario, Session
from unknot.frontend.python.types import ANY, BOOL, I64, TEXT, U64, an, spelled
from unknot.frontend.python.values import AtomicMethod, Literal, Method, Result, Static, Value
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Operand, const
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    BoolType,
    DataType,
    EnumType,
    FunctionType,
    IntType,
    PointerType,
    Scalar,
    StructType,
    VoidType,
    scalar_of,
    strip,
)


class Conversions:
    """Conversions of values, for one function."""

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
            return self.function_address(thing.value, False)
        if isinstance(thing, Static) and isinstance(thing.value, ForeignFunction):
            symbol = self.session.mention(thing.value)
            return Value(thing.value.type, self.builder.value("func_addr", Scalar.I64, symbol=symbol))
        if isinstance(thing, Method) and isinstance(thing.receiver, Static):
            return self.function_address(thing.function, True)
        if isinstance(thing, Static) and thing.value is None:
            return thing
        if isinstance(thing, Static) and type(thing.value) is str:
            return self.text_address(thing.value)
        if isinstance(thing, Method | AtomicMethod):
            name = thing.name if isinstance(thing, AtomicMethod) else thing.function.__name__
            raise self.error(f"{name} is a method and no value", f"call it: .{name}(...)")
        if isinstance(thing, Static):
            raise self.error(
                f"{describe(thing)} is no value", "only numbers, bools, enums, pointers, functions and texts are values"
            )
        raise self.error(f"{thing.name or 'this'} is memory, not a value")

    def foreign(self, name: str) -> object:
        """What a name of the C program means."""
        try:
            found: object = self.session.foreign.find(name)
            return found
        except LanguageError as error:
            raise self.error(error.message, error.remedy) from None

    def function_address(self, function: PythonFunction, scenario: bool) -> Value:
        """A pointer to a function, or to a method of the scenario."""
        foreign = foreign_reason(function)
        if foreign:
            raise self.error(*foreign)
        signature = self.session.declare(function, scenario)
        return Value(signature.type, self.builder.value("func_addr", Scalar.I64, symbol=signature.symbol))

    def text_address(self, text: str) -> Value:
        """A pointer to the bytes of a string literal."""
        symbol = self.session.text(text, self.builder.loc)
        return Value(TEXT, self.builder.value("global_addr", Scalar.I64, symbol=symbol))

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
            raise self.error(f"{what} is {an(to)}, and null is a pointer", "write 0" if isinstance(to, IntType) else "")
        if isinstance(thing, Literal):
            return self._literal(thing, to, what)
        source = thing.type
        if source == to:
            return thing
        if isinstance(to, PointerType) and isinstance(source, PointerType) and isinstance(to.to, VoidType):
            return Value(to, thing.operand)
        if self.session.foreign.files and is_as_good(source, to):
            return Value(to, thing.operand)
        a, b = base_of(source), base_of(to)
        if isinstance(a, IntType) and isinstance(b, IntType) and a.signed == b.signed:
            if a.bits < b.bits:
                return Value(to, self.resize(thing.operand, b, a.signed))
            if a.bits == b.bits and not (isinstance(source, EnumType) and isinstance(to, EnumType)):
                return Value(to, thing.operand)
        missing = source == TEXT and isinstance(to, IntType) and what.startswith("argument")
        remedy = "is an argument before it missing?" if missing else self._cast_remedy(source, to)
        raise self.error(f"{what} is {an(to)}, and this is {an(source)}", remedy)

    @staticmethod
    def _cast_remedy(source: DataType, to: DataType) -> str:
        if isinstance(to, IntType) and isinstance(source, IntType | BoolType | EnumType):
            return f"cast it: {to}(...)"
        if isinstance(to, BoolType) and isinstance(source, IntType | EnumType):
            return "compare it: ... != 0"
        if _is_function(to) and _is_function(source):
            return "give the function these parameters and this result; cast in it: cast(Ptr[T], argument)"
        if isinstance(to, PointerType) and isinstance(source, PointerType) and to.to == AtomicType(source.to):
            return f"declare what it points at {to.to}"
        if isinstance(to, PointerType) and isinstance(source, PointerType) and not isinstance(source.to, VoidType):
            return f"give it {an(to)}; where the same memory is meant: cast({spelled(to)}, ...)"
        if isinstance(to, PointerType) and isinstance(source, IntType | PointerType):
            return f"cast it: cast({spelled(to)}, ...)"
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
                raise self.error(f"{what} is {an(to)}, and this is a bool", f"write {int(value)}, or {base}(...)")
            high = 1 << (base.bits - 1 if base.signed else base.bits)
            if not -(1 << (base.bits - 1)) <= value < high:
                raise self.error(f"{value} does not fit {to}", f"the largest {base} is {high - 1}")
            return Value(to, const(value, Scalar(base.bits)))
        if isinstance(to, PointerType):
            raise self.error(
                f"{what} is {an(to)}, and this is the number {int(value)}", "write null, or cast(Ptr[T], number)"
            )
        raise self.error(f"{what} is {an(to)}, and this is a number")

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
        if isinstance(source, PointerType) and not isinstance(to, PointerType):
            self.builder.emit("publish", (), (thing.operand,))
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


def _is_function(kind: DataType) -> bool:
    return isinstance(kind, PointerType) and isinstance(kind.to, FunctionType)


def is_as_good(source: DataType, to: DataType) -> bool:
    """True for pointers that C's types tell apart and the language cannot: text is `char *`, and a pointer to anything
    among a function's parameters is that to nothing."""
    if source == TEXT and to == PointerType(IntType(8, True)):
        return True
    if not (isinstance(source, PointerType) and isinstance(to, PointerType)):
        return False
    a, b = source.to, to.to
    if not (isinstance(a, FunctionType) and isinstance(b, FunctionType)) or len(a.params) != len(b.params):
        return False
    pairs = [*zip(a.params, b.params, strict=True), (a.result, b.result)]
    return all(
        p == q or (isinstance(p, PointerType) and q == ANY) or (p == ANY and isinstance(q, PointerType))
        for p, q in pairs
    )


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
    if isinstance(value, Order):
        return f"the order {value}"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Scenario):
        return "the scenario itself"
    if isinstance(value, Nothing):
        return f"the result of {value.name}, which returns nothing,"
    return str(getattr(value, "__name__", value))
