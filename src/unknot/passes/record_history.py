"""Lets operations record their calls and returns. One idea: an operation's name goes to a function around it, so
whoever calls it calls that.

The call is recorded in a step of its own, right before the operation's first; the return behind its last, in the same
step. So the history says A before B just if that was so on the schedule. At the end it becomes a fact of the search.
"""

from __future__ import annotations

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
"""Kind of the events that tell traces: number of the operation, 1 for a return, values."""
BEGINS = "operation"
"""What the scheduling point before an operation says it is for."""
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
    recorded = replace(program, functions=functions, globals=dict(program.globals), finals=list(program.finals))
    widest = max(1 + _following(side.types) for o in program.operations for side in _sides(o))
    adopt(recorded, _recorder(options.history, options.history * widest), PREFIX)
    _emit_at_end(recorded)
    return recorded


@lru_cache(maxsize=16)
def _recorder(events: int, room: int) -> Program:
    module = load_file(str(_RECORDER), {"events": events, "room": room}).module
    return build_functions([module.record, module.emit])


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
    builder.emit("step", access=BEGINS)
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
    builder.emit("event", (), (const(number), const(side.is_return), *wide), kind=TOLD)
    rest: list[Operand] = []
    if is_packed(side.types):
        at = VALUES
        for value, word in zip(values, wide, strict=True):
            moved = builder.value("shl", Scalar.I64, word, const(at))
            head = builder.value("or", Scalar.I64, head, moved)
            at += int(value.type)
    else:
        rest = wide
    padded = rest + [const(0)] * (MOST_VALUES - len(rest))
    builder.emit("call", (), (head, const(len(rest)), *padded), symbol=f"{PREFIX}record")


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
