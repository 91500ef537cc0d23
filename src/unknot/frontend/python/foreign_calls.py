"""Calls of C functions. One idea: the prototype decides as a signature of the language's does; what is beyond it, after
the dots, is passed as C's own callers pass it: in slots of 8 bytes on the caller's stack."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from unknot.core.errors import LanguageError
from unknot.frontend.python.conversions import base_of
from unknot.frontend.python.foreign import ForeignFunction
from unknot.frontend.python.types import TEXT, counted, spelled
from unknot.frontend.python.values import Literal, Result, Static, Value
from unknot.ir.ops import Operand, const
from unknot.ir.types import ArrayType, IntType, PointerType, Scalar, StructRef, StructType, strip

if TYPE_CHECKING:
    from unknot.frontend.python.calls import Calls

_SLOT = IntType(64, False)
_INT = IntType(32, True)


def call_foreign(walker: Calls, function: ForeignFunction, node: ast.Call) -> Result:
    """`function(...)`, with arguments by position or by the names of the parameters."""
    _check_whole(walker, function, node)
    fixed, rest = _bind(walker, function, node)
    operands: list[Operand] = []
    for name, kind in function.params:
        what = f"argument {name} of {function.name}" if name else f"argument {len(operands) + 1} of {function.name}"
        operands.append(walker.converted(fixed[len(operands)], kind, what).operand)
    if function.variadic:
        operands.append(_slots(walker, rest, node))
    with walker.placed(node):
        symbol = walker.session.mention(function)
        return walker.emit_call("call", tuple(operands), function.result, function.name, symbol=symbol)


def _check_whole(walker: Calls, function: ForeignFunction, node: ast.Call) -> None:
    """Refuses functions that take or give whole structs."""
    for name, kind in (*function.params, ("", function.result)):
        if isinstance(strip(kind), StructType | StructRef | ArrayType):
            what = f"takes {name} as" if name else "gives"
            message = f"{function.name} {what} a whole {kind}"
            raise walker.refuse(node, message, "write a C function beside it that has a pointer there")


def _bind(walker: Calls, function: ForeignFunction, node: ast.Call) -> tuple[list[ast.expr], list[ast.expr]]:
    """The arguments for the parameters, in their order, and those behind them."""
    names = [name for name, _ in function.params]
    given = dict(enumerate(node.args[: len(names)]))
    rest = node.args[len(names) :]
    for keyword in node.keywords:
        place = names.index(keyword.arg) if keyword.arg in names else -1
        if place < 0 or place in given:
            message = f"{function.name} cannot take the argument {keyword.arg or '**'}"
            raise walker.refuse(node, message, shape(function))
        given[place] = keyword.value
    if len(given) < len(names) or (rest and not function.variadic):
        raise _wrong_count(walker, function, node)
    return [given[i] for i in range(len(names))], rest


def _wrong_count(walker: Calls, function: ForeignFunction, node: ast.Call) -> LanguageError:
    least = " at least" if function.variadic else ""
    count = len(node.args) + len(node.keywords)
    message = f"{function.name} takes{least} {counted(len(function.params))}, not {count}"
    return walker.refuse(node, message, shape(function))


def shape(function: ForeignFunction) -> str:
    """Its prototype in the language's words."""
    params = [f"{name}: {spelled(kind)}" if name else spelled(kind) for name, kind in function.params]
    dots = ["..."] if function.variadic else []
    return f"it is {function.name}({', '.join([*params, *dots])}) -> {spelled(function.result)}"


def _slots(walker: Calls, rest: list[ast.expr], node: ast.Call) -> Operand:
    """The address of the arguments behind the parameters; 0 if there are none."""
    if not rest:
        return const(0)
    values = [_promoted(walker, argument) for argument in rest]
    with walker.placed(node):
        kind = ArrayType(_SLOT, len(values))
        start = walker.builder.reg(Scalar.I64)
        walker.allocate(start, kind, False)
        for index, value in enumerate(values):
            word = walker.mean.resize(value.operand, Scalar.I64, False)
            place = walker.builder.value("add", Scalar.I64, start, const(8 * index)) if index else start
            walker.builder.emit("store", (), (place, word), order="plain")
    return start


def _promoted(walker: Calls, node: ast.expr) -> Value:
    """An argument as C's default promotions make it."""
    thing = walker.value(node)
    with walker.placed(node):
        if isinstance(thing, Static):
            return Value(TEXT, const(0))
        if isinstance(thing, Literal):
            fits = -(1 << 31) <= thing.value < 1 << 31
            return walker.mean.convert(Literal(int(thing.value)), _INT if fits else IntType(64, True), "it")
        kind = base_of(thing.type)
        signed = isinstance(kind, IntType) and kind.signed
        narrow = not isinstance(kind, PointerType) and kind.size < _INT.size
        return Value(_INT, walker.mean.resize(thing.operand, Scalar.I32, signed)) if narrow else thing
