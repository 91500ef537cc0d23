"""A history: which operations began and ended, in which order, with what. One idea: the words that the recorder keeps
(passes/recorder.py) say it all; rows of calls and rows of returns take turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unknot.ir.program import Operation
from unknot.ir.types import BoolType, DataType, EnumType, IntType, Scalar, VoidType, scalar_of, show_value, strip
from unknot.passes.record_history import FOLLOWING, OPERATION, RETURN, THREAD, VALUES, is_packed


@dataclass(frozen=True)
class Call:
    """One use of an operation. Values are unsigned, as in memory. `begin` and `end` are rows of the history, calls and
    returns counted together from 1; a call that did not return has no `end`."""

    thread: int
    operation: Operation
    arguments: tuple[int, ...]
    result: int | None
    begin: int
    end: int | None

    def precedes(self, other: Call) -> bool:
        """True if it ended before the other began."""
        return self.end is not None and self.end < other.begin

    @property
    def name(self) -> str:
        """The operation with what it was given: `push(5)`."""
        given = zip(self.operation.type.params, self.arguments, strict=True)
        return f"{self.operation.name}({', '.join(show_value(kind, value) for kind, value in given)})"

    def gives(self, result: int | None) -> str:
        """The operation with a result: `pop() -> 5`."""
        return self.name if result is None else f"{self.name} -> {show_value(self.operation.type.result, result)}"

    def __str__(self) -> str:
        return self.gives(self.result) if self.end is not None else f"{self.name} did not return"


def history_of(words: Sequence[int], operations: Sequence[Operation]) -> tuple[Call, ...]:
    """The calls of a history, in the order in which they began. What an operation does by calling others (through
    pointers, for the front end refuses it otherwise) is part of it."""
    calls: list[Call] = []
    pending: dict[int, list[int]] = {}
    row, kind = 0, 1
    for is_return, thread, number, rest in _events(words):
        open_calls = pending.setdefault(thread, [])
        if (is_return and len(open_calls) > 1) or (not is_return and open_calls):
            open_calls.pop() if is_return else open_calls.append(open_calls[0])
            continue
        if is_return != kind:
            row, kind = row + 1, is_return
        operation = operations[number]
        if is_return:
            index = open_calls.pop()
            begun = calls[index]
            result = None if isinstance(operation.type.result, VoidType) else _values((operation.type.result,), rest)[0]
            calls[index] = Call(thread, operation, begun.arguments, result, begun.begin, row)
        else:
            open_calls.append(len(calls))
            calls.append(Call(thread, operation, _values(operation.type.params, rest), None, row, None))
    return tuple(calls)


def event_of(words: Sequence[int], operations: Sequence[Operation]) -> tuple[Operation, bool, tuple[int, ...]]:
    """What a single event says: which operation, True for its return, the values."""
    ((is_return, _, number, rest),) = _events(words)
    operation = operations[number]
    if not is_return:
        return operation, False, _values(operation.type.params, rest)
    result = operation.type.result
    return operation, True, () if isinstance(result, VoidType) else _values((result,), rest)


def _events(words: Sequence[int]) -> Iterator[tuple[int, int, int, list[int]]]:
    """(1 for a return, thread, number of the operation, what its values stand in) of each event."""
    at = 0
    while at < len(words):
        first = words[at]
        count = first >> FOLLOWING & 0xF
        rest = [first >> VALUES, *words[at + 1 : at + 1 + count]]
        yield first >> RETURN & 1, first >> THREAD & 0x7F, first >> OPERATION & 0xFF, rest
        at += 1 + count


def _values(types: tuple[DataType, ...], rest: list[int]) -> tuple[int, ...]:
    """The values of an event; `rest` is what stands in its first word, and the words that follow."""
    if not is_packed(types):
        return tuple(rest[1:] or rest)
    packed, values = rest[0], []
    for kind in types:
        width = scalar_of(kind)
        values.append(packed & width.mask)
        packed >>= int(width)
    return tuple(values)


def as_python(kind: DataType, value: int) -> int:
    """A value as plain Python has it: a bool, or a number with its sign."""
    bare = strip(kind)
    if isinstance(bare, BoolType):
        return bool(value)
    if isinstance(bare, EnumType):
        bare = bare.base
    if isinstance(bare, IntType) and bare.signed and value >> (bare.bits - 1):
        return value - (1 << bare.bits)
    return value


def as_word(kind: DataType, value: int) -> int | None:
    """A number of Python's as it stands in memory, or None if it does not fit."""
    width = Scalar(strip(kind).size * 8)
    return int(value) & width.mask if -(1 << (width - 1)) <= int(value) <= width.mask else None
