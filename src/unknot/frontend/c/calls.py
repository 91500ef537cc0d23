"""Calls and returns. One idea: arguments are words in a row; what does not fit this (results of several words, the
unnamed arguments of printf) goes through a stack object of the caller.
"""

from __future__ import annotations

from typing import Any

from unknot.frontend.c import assembly, copying, intrinsics, libcalls
from unknot.frontend.c.body import Body
from unknot.frontend.c.globals import Address, fold
from unknot.frontend.c.layout import align_of, size_of
from unknot.frontend.c.llvm import (
    Assembly,
    ConstantInt,
    Expression,
    FunctionBody,
    Instruction,
    Int,
    Local,
    Pointer,
    Symbol,
    Type,
    Value,
    Zero,
)
from unknot.frontend.c.memory import write
from unknot.frontend.c.refusals import FORBIDDEN, forbidden
from unknot.frontend.c.values import Words
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar, round_up

_SLOT = 8
_RESULTS, _UNNAMED = "results", "unnamed"
"""What objects of the caller are used for."""
_BLOCKS = {
    f"__{who}_atomic_{end}": f"atomic_{end}" for who in ("VERIFIER", "ESBMC", "CPROVER") for end in ("begin", "end")
}
"""Calls that begin and end an indivisible block."""
_PLAIN: dict[str, Any] = {"order": "plain"}


def call(body: Body, instruction: Instruction) -> None:
    """call, of whatever it is."""
    callee = instruction.operands[0]
    if isinstance(callee, Assembly):
        assembly.lower(body, instruction, callee)
        return
    name = _named(body, callee)
    if name is None:
        _call_pointer(body, instruction, body.word(callee))
    elif name.startswith("llvm."):
        intrinsics.lower(body, instruction, name)
    else:
        _call_function(body, instruction, name)


def _named(body: Body, callee: Value) -> str | None:
    """The final name of the function called, if it is a constant."""
    if not isinstance(callee, Symbol | Expression):
        return None
    if isinstance(callee, Symbol) and callee.name.startswith("llvm."):
        return callee.name
    target = fold(callee, body.unit)
    return target.symbol if isinstance(target, Address) and target.addend == 0 else None


def _call_function(body: Body, instruction: Instruction, name: str) -> None:
    definition = body.world.definition(name)
    if definition is None:
        if name in FORBIDDEN:
            raise forbidden(name, body.b.loc)
        if name in _BLOCKS:
            body.b.emit(_BLOCKS[name])
            return
        if libcalls.lower(body, instruction, name):
            return
    declared = definition or body.unit.module.functions.get(name)
    arguments = _arguments(body, instruction, _fixed(instruction, declared))
    kinds = body.kinds(instruction.type)
    if name in body.world.started:
        arguments.words = [const(0)]
    elif definition is not None and not _fits(body, definition, arguments.words, kinds):
        _emit(body, instruction, arguments, body.address(name))
        return
    body.world.need(name, body.b.loc)
    _emit(body, instruction, arguments, None, name)


def _call_pointer(body: Body, instruction: Instruction, pointer: Operand) -> None:
    function = instruction.attrs["function"]
    unnamed = function is not None and function.variadic and function.params
    arguments = _arguments(body, instruction, len(function.params) if unnamed else None)
    _emit(body, instruction, arguments, pointer)


def _fixed(instruction: Instruction, declared: FunctionBody | None) -> int | None:
    """How many arguments have parameters of their own; None if all do. A function declared without a prototype looks
    like one that takes anything."""
    kind = declared.type if declared is not None else instruction.attrs["function"]
    return len(kind.params) if kind is not None and kind.variadic and kind.params else None


def _fits(body: Body, definition: FunctionBody, words: list[Operand], result: tuple[Scalar, ...]) -> bool:
    """True if the call gives what the function takes and takes what it gives; a result may be left alone."""
    given = body.kinds(definition.type.result)
    ignored = not result and len(given) == 1
    return [w.type for w in words] == parameter_kinds(body, definition) and (ignored or given == result)


def parameter_kinds(body: Body, function: FunctionBody) -> list[Scalar]:
    """The registers that a function takes, its hidden ones included."""
    kinds = [Scalar.I64] if len(body.kinds(function.type.result)) > 1 else []
    for param in function.params:
        kinds += body.kinds(param.type)
    return [*kinds, Scalar.I64] if is_variadic(function) else kinds


def is_variadic(function: FunctionBody) -> bool:
    """True if the function takes unnamed arguments."""
    return function.type.variadic and bool(function.type.params)


# arguments ------------------------------------------------------------------------------------------------------------


class _Arguments:
    """The words of the arguments, and how many words the unnamed ones take in memory."""

    def __init__(self) -> None:
        self.words: list[Operand] = []
        self.unnamed = 0


def _arguments(body: Body, instruction: Instruction, fixed: int | None) -> _Arguments:
    found = _Arguments()
    kinds = body.kinds(instruction.type)
    if len(kinds) > 1:
        found.words.append(body.area(_RESULTS, len(kinds)))
    operands = instruction.operands[1:]
    attrs = instruction.attrs["arguments"]
    count = len(operands) if fixed is None else fixed
    for operand, attr in zip(operands[:count], attrs[:count], strict=True):
        found.words += _copied(body, operand, attr) if "byval" in attr else body.words(operand)
    if fixed is not None:
        rest = list(zip(operands[count:], attrs[count:], strict=True))
        found.unnamed = _unnamed(body, rest)
        found.words.append(body.area(_UNNAMED, found.unnamed) if found.unnamed else const(0))
    return found


def _copied(body: Body, operand: Value, attr: Any) -> Words:
    """A struct passed by value: the callee gets the address of a copy."""
    kind = attr["byval"]
    size, align = size_of(kind, body.structs), attr.get("align", align_of(kind, body.structs))
    copy = body.b.reg(Scalar.I64, "copy")
    body.object(copy, size, None, body.b.loc)
    copying.copy(body, copy, body.word(operand), const(size), (align, align), _PLAIN)
    return (copy,)


def _unnamed(body: Body, arguments: list[tuple[Value, Any]]) -> int:
    """Puts the unnamed arguments into an object with a slot of eight bytes for each. Gives how many slots there are."""
    places, end = [], 0
    for operand, attr in arguments:
        kind = attr.get("byval", operand.type)
        align = attr.get("align", 8) if "byval" in attr else align_of(kind, body.structs)
        if _is_lower_half(body, operand):
            align = 2 * _SLOT
        end = round_up(end, max(align, _SLOT))
        places.append(end)
        end = round_up(end + size_of(kind, body.structs), _SLOT)
    for (operand, attr), at in zip(arguments, places, strict=True):
        _put(body, operand, attr, body.behind(body.area(_UNNAMED, end // _SLOT), at))
    return end // _SLOT


def _is_lower_half(body: Body, operand: Value) -> bool:
    """True for the first of the two words in which clang passes an integer of 128 bits. In memory it is aligned as a
    whole, and va_arg looks for it there."""
    load = body.uses.maker(operand.name) if isinstance(operand, Local) else None
    place = load.operands[0] if load is not None and load.opcode == "load" else None
    step = body.uses.maker(place.name) if isinstance(place, Local) else None
    if step is None or step.opcode != "getelementptr" or not isinstance(step.operands[0], Local):
        return False
    made = body.uses.maker(step.operands[0].name)
    last = step.operands[-1]
    is_first = isinstance(last, Zero) or (isinstance(last, ConstantInt) and last.value == 0)
    return made is not None and made.opcode == "alloca" and made.attrs["type"] == Int(128) and is_first


def _put(body: Body, operand: Value, attr: Any, place: Operand) -> None:
    if "byval" in attr:
        size, align = size_of(attr["byval"], body.structs), attr.get("align", 8)
        copying.copy(body, place, body.word(operand), const(size), (align, align), _PLAIN)
        return
    kind: Type = operand.type
    words = body.words(operand)
    if isinstance(kind, Int | Pointer) and len(words) == 1:
        kind, words = Int(64), (body.resize(words[0], Scalar.I64),)
    write(body, kind, place, words, _SLOT, _PLAIN)


# results --------------------------------------------------------------------------------------------------------------


def _emit(body: Body, instruction: Instruction, arguments: _Arguments, pointer: Operand | None, name: str = "") -> None:
    kinds = body.kinds(instruction.type)
    single = kinds[0] if len(kinds) == 1 else None
    wanted = single is not None and body.uses.count(instruction.result)
    results = (body.b.reg(single),) if single is not None and wanted else ()
    if pointer is None:
        body.b.emit("call", results, tuple(arguments.words), symbol=name)
    else:
        body.b.emit("call_indirect", results, (pointer, *arguments.words), result=int(single or 0))
    if arguments.unnamed:
        body.clear(_UNNAMED, arguments.unnamed)
    if len(kinds) > 1:
        body.define(instruction, _read_results(body, kinds))
    elif results:
        body.define(instruction, results)


def _read_results(body: Body, kinds: tuple[Scalar, ...]) -> Words:
    place = body.area(_RESULTS, len(kinds))
    words = [body.b.value("load", kind, body.behind(place, _SLOT * i), order="plain") for i, kind in enumerate(kinds)]
    body.clear(_RESULTS, len(kinds))
    return tuple(words)


def give(body: Body, words: Words) -> None:
    """Ends the function with a result of any number of words."""
    if body.result_pointer is not None:
        for index, word in enumerate(words):
            place = body.behind(body.result_pointer, _SLOT * index)
            body.b.emit("store", (), (place, word), order="plain")
        words = ()
    body.b.ret(words[0] if words else None)
