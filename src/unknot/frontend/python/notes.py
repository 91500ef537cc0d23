"""What a program says of itself: events, rules that must hold, places of calls. One idea: every word of an event or a
message is 64 bits, so that nobody after this needs its type."""

from __future__ import annotations

import ast
import re
import string
from typing import TYPE_CHECKING, Any

from unknot.frontend.python import language
from unknot.frontend.python.builtins import Meaning
from unknot.frontend.python.conversions import Nothing, base_of
from unknot.frontend.python.types import TEXT, an
from unknot.frontend.python.values import Result, Static
from unknot.ir.ops import MORE, Operand, const
from unknot.ir.types import DataType, IntType, PointerType, Scalar

if TYPE_CHECKING:
    from unknot.frontend.python.calls import Calls

_KIND = re.compile("[a-z_]+")
_SHOWN = {"": "its name", "text": "text", "site": "a place", "d": "a number", "printf": "a format"}
"""How the message of a rule can show an argument."""


def _kind(walker: Calls, node: ast.expr, what: str) -> str:
    """The kind of an event or rule."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not _KIND.fullmatch(node.value):
        remedy = 'write lower-case letters in quotes: "lock_order"'
        raise walker.refuse(node, f"the kind of {what} must be a plain name", remedy)
    return node.value


def _given(walker: Calls, node: ast.Call, least: int, shape: str) -> list[ast.expr]:
    """The arguments of a call that takes any number from `least`."""
    name = walker.text(node.func)
    if node.keywords:
        raise walker.refuse(node, f"{name} takes no argument by name", f"write {shape}")
    if len(node.args) < least:
        count = "an argument" if least == 1 else f"{least} arguments"
        raise walker.refuse(node, f"{name} takes at least {count}, not {len(node.args)}", f"write {shape}")
    return node.args


def _word(walker: Calls, node: ast.expr) -> tuple[DataType | None, Operand]:
    """The type and value of a number, bool, enum or pointer, in 64 bits; null has no type."""
    value = walker.value(node)
    if isinstance(value, Static):
        return None, const(0)
    with walker.placed(node):
        typed = walker.mean.typed(value)
        kind = base_of(typed.type)
        return typed.type, walker.mean.resize(typed.operand, Scalar.I64, isinstance(kind, IntType) and kind.signed)


def _event(walker: Calls, node: ast.Call) -> Result:
    kind, *words = _given(walker, node, 1, 'event("kind", a, b)')
    return _emit(walker, node, _kind(walker, kind, "an event"), words)


def _more(walker: Calls, node: ast.Call) -> Result:
    return _emit(walker, node, MORE, _given(walker, node, 1, "more(a, b)"))


def _emit(walker: Calls, node: ast.Call, kind: str, words: list[ast.expr]) -> Result:
    operands = tuple(_word(walker, w)[1] for w in words)
    with walker.placed(node):
        walker.builder.emit("event", (), operands, kind=kind)
    return Static(Nothing("event" if kind != MORE else "more"))


# -- rules -------------------------------------------------------------------------------------------------------------


def _require(walker: Calls, node: ast.Call) -> Result:
    shape = 'require(condition, "kind", "message {0}", a)'
    condition, kind_node, message_node, *given = _given(walker, node, 3, shape)
    kind = _kind(walker, kind_node, "a rule")
    message, shown = _message(walker, message_node, len(given))
    known = walker.known_truth(condition)
    if known is True:
        return Static(Nothing("require"))
    if all(walker.is_pure(g) for g in given):
        truth = const(0, Scalar.I8) if known is False else walker.truth(condition)
        _emit_rule(walker, node, truth, kind, message, _shown(walker, given, shown))
        return Static(Nothing("require"))
    broken, held = walker.builder.block("broken"), walker.builder.block("held")
    walker.condition(condition, held, broken)
    walker.builder.start(broken)
    _emit_rule(walker, node, const(0, Scalar.I8), kind, message, _shown(walker, given, shown))
    walker.builder.jump(held)
    walker.builder.start(held)
    return Static(Nothing("require"))


def _emit_rule(
    walker: Calls, node: ast.Call, truth: Operand, kind: str, message: str, words: tuple[Operand, ...]
) -> None:
    with walker.placed(node):
        walker.builder.emit("assert", (), (truth, *words), message=message, kind=kind)


def _message(walker: Calls, node: ast.expr, count: int) -> tuple[str, dict[int, str]]:
    """The message of a rule, and how it shows each of its `count` arguments."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        remedy = "write it in quotes, and what it shows as arguments after it"
        raise walker.refuse(node, "the message of a rule must be a plain string", remedy)
    shown: dict[int, str] = {}
    try:
        parts = list(string.Formatter().parse(node.value))
    except ValueError:
        raise walker.refuse(node, "the braces of the message do not match", "write {{ for one {") from None
    for _, place, form, conversion in parts:
        if place is None:
            continue
        if not place.isdecimal() or conversion or form not in _SHOWN:
            message = f"{{{place}{':' + form if form else ''}}} is no place for an argument"
            raise walker.refuse(node, message, "write {0}, {0:text}, {0:site} or {0:d}")
        if int(place) >= count:
            message = f"the message shows argument {place}, which is not given"
            raise walker.refuse(node, message, "the first one after the message is {0}")
        shown[int(place)] = form
    return node.value, shown


def _shown(walker: Calls, given: list[ast.expr], shown: dict[int, str]) -> tuple[Operand, ...]:
    """The arguments of a message; refused if one cannot be shown as the message says."""
    operands = []
    for index, node in enumerate(given):
        if index not in shown and "printf" not in shown.values():
            raise walker.refuse(node, f"the message does not show argument {index}", f"write {{{index}}} in it")
        kind, operand = _word(walker, node)
        form = shown.get(index, "")
        fits = {"": True, "text": kind == TEXT, "printf": kind == TEXT, "site": not isinstance(kind, PointerType)}
        if kind is not None and not fits.get(form, not isinstance(kind, PointerType)):
            raise walker.refuse(node, f"argument {index} is {an(kind)}, and the message shows {_SHOWN[form]}")
        operands.append(operand)
    return tuple(operands)


# -- places ------------------------------------------------------------------------------------------------------------


def _here(walker: Calls, node: ast.Call) -> Result:
    raise walker.refuse(node, "here() stands only as the default of a parameter", "write site: u32 = here()")


TABLE: dict[Any, Meaning] = {
    language.event: _event,
    language.more: _more,
    language.require: _require,
    language.here: _here,
}
"""The language's functions of this kind."""
