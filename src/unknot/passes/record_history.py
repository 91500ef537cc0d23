"""Lets operations record their calls and returns. One idea: an operation's name goes to a function around it, so
whoever calls it calls that.

The call is recorded in the operation's first step, the return in its last. So A comes before B in the history just if
A's last step came before B's first. (A call could come earlier; but then it might as well have come that late, and what
fits the stricter order fits the other.) At the end the history becomes a fact of the search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from unknot.core.options import Options
from unknot.frontend.python.load import build_functions, load_file
from unknot.ir.adopt import adopt
from unknot.ir.builder import Builder
from unknot.ir.ops import Op, Operand, Reg, const
from unknot.ir.program import Function, Operation, Program
from unknot.ir.types import DataType, Scalar, VoidType, scalar_of

PREFIX = "history."
BODY = "$body"
"""Ends the name of what an operation does itself."""
EVENT = "history"
TOLD = "operation"
"""Kind of the events that tell traces of calls and returns: the same words as in the history."""
RETURN, THREAD, OPERATION, FOLLOWING, VALUES = 0, 1, 8, 16, 20
"""First bits of an event's word; recorder.py tells them."""
INLINE = 64 - VALUES
"""Bits for values in it."""
MOST_VALUES = 6
_RECORDER = Path(__file__).with_name("recorder.py")


def record_history(program: Program, options: Options) -> Program:
    """The program with a recorder, if it has operations. Its scheduling points must have been placed."""
    if not program.operations:
        return program
    functions = dict(program.functions)
    for number, operation in enumerate(program.operations):
        body = program.functions[operation.function]
        functions[body.name + BODY] = replace(body, name=body.name + BODY)
        functions[body.name] = _around(body, operation, number)
    for name in _inside(program, functions):
        functions[name] = _beginning(functions[name])
    recorded = replace(program, functions=functions, globals=dict(program.globals), finals=list(program.finals))
    widest = max(1 + _following(side.types) for o in program.operations for side in _sides(o))
    most = max(1, *(0 if is_packed(o.type.params) else len(o.type.params) for o in program.operations))
    adopt(recorded, _recorder(options.history, options.history * widest, most), PREFIX)
    _emit_at_end(recorded)
    return recorded


@lru_cache(maxsize=16)
def _recorder(events: int, room: int, most: int) -> Program:
    module = load_file(str(_RECORDER), {"events": events, "room": room, "most": most}).module
    program = build_functions([module.announce, module.begin, module.finish, module.emit])
    library = {name: replace(function, library=True) for name, function in program.functions.items()}
    return replace(program, functions=library)


@dataclass(frozen=True)
class Side:
    """A call or a return: which, and the types of its values."""

    is_return: bool
    types: tuple[DataType, ...]


def _sides(operation: Operation) -> tuple[Side, Side]:
    result = operation.type.result
    return Side(False, operation.type.params), Side(True, () if isinstance(result, VoidType) else (result,))


def is_packed(types: tuple[DataType, ...]) -> bool:
    """True if the values always stand in the event's first word."""
    return sum(map(int, map(scalar_of, types))) <= INLINE


def _following(types: tuple[DataType, ...]) -> int:
    """Words that follow an event's first, where numbers are not very large."""
    return 0 if is_packed(types) or len(types) == 1 else len(types)


# -- operations --------------------------------------------------------------------------------------------------------


def _around(body: Function, operation: Operation, number: int) -> Function:
    """What stands in the place of an operation."""
    function = Function(body.name, body.params, body.result, locals=dict(body.locals), library=True, loc=body.loc)
    builder = Builder(function)
    builder.loc = body.loc
    call, back = _sides(operation)
    _record(builder, number, call, body.params)
    result = builder.reg(body.result) if body.result is not None else None
    given: tuple[Reg, ...] = () if result is None else (result,)
    builder.emit("call", given, body.params, symbol=body.name + BODY)
    _record(builder, number, back, given)
    builder.ret(result)
    return function


def _record(builder: Builder, number: int, side: Side, values: tuple[Reg, ...]) -> None:
    head: Operand = const(side.is_return << RETURN | number << OPERATION)
    wide: list[Operand] = [builder.value("zext", Scalar.I64, v) if v.type != Scalar.I64 else v for v in values]
    rest: list[Operand] = []
    if is_packed(side.types):
        at = VALUES
        for value, word in zip(values, wide, strict=True):
            moved = builder.value("shl", Scalar.I64, word, const(at))
            head = builder.value("or", Scalar.I64, head, moved)
            at += int(value.type)
    else:
        rest = wide
    padded = rest + [const(0)] * ((1 if side.is_return else MOST_VALUES) - len(rest))
    name = "finish" if side.is_return else "announce"
    builder.emit("call", (), (head, const(len(rest)), *padded), symbol=PREFIX + name)


def _beginning(function: Function) -> Function:
    """The function with the call recorded behind each visible operation: in the step that the operation begins."""
    blocks: dict[str, list[Op]] = {}
    for label, ops in function.blocks.items():
        blocks[label] = []
        for before, op in zip([None, *ops], ops, strict=False):
            blocks[label].append(op)
            if before is not None and before.code == "step":
                blocks[label].append(Op("call", attrs={"symbol": f"{PREFIX}begin"}, loc=op.loc))
    return replace(function, blocks=blocks)


def _inside(program: Program, functions: Mapping[str, Function]) -> set[str]:
    """The functions that may run inside of an operation: what it calls, and if that calls pointers, what they may point
    at."""
    found: set[str] = set()
    left = [operation.function + BODY for operation in program.operations]
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        for op in functions[name].ops():
            if op.code in ("call", "func_addr"):
                left.append(op.attrs["symbol"])
            elif op.code == "call_indirect":
                left += _pointed_at(program)
    return found


def _pointed_at(program: Program) -> list[str]:
    """The functions whose address somebody takes."""
    taken = [str(op.attrs["symbol"]) for f in program.functions.values() for op in f.ops() if op.code == "func_addr"]
    kept = [symbol for item in program.globals.values() for _, symbol, _ in item.relocations]
    return taken + [symbol for symbol in kept if symbol in program.functions]


# -- the end -----------------------------------------------------------------------------------------------------------


def _emit_at_end(program: Program) -> None:
    """Adds a check at the end that emits the history; one that calls operations itself emits what it adds to it."""
    emit = Op("call", attrs={"symbol": f"{PREFIX}emit"})
    program.finals.append((EVENT, f"{PREFIX}emit"))
    for _, symbol in program.finals[:-1]:
        if _calls_operations(program, symbol):
            function = program.functions[symbol]
            blocks = {
                label: [op for each in ops for op in ((emit, each) if each.code == "ret" else (each,))]
                for label, ops in function.blocks.items()
            }
            program.functions[symbol] = replace(function, blocks=blocks)


def _calls_operations(program: Program, symbol: str) -> bool:
    """True if the function calls an operation, or something that does."""
    operations = {o.function for o in program.operations}
    seen, left = {symbol}, [symbol]
    while left:
        called = {op.attrs["symbol"] for op in program.functions[left.pop()].ops() if op.code == "call"} - seen
        seen |= called
        left += sorted(called)
    return not operations.isdisjoint(seen)
