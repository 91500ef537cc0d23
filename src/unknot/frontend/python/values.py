"""What an expression stands for while its function is compiled: a constant, a register, a place in memory, or a
thing of compile time. One idea: nothing is loaded before its value is asked for, so that `addr(x.y)` and `x.y = 1`
need no special road."""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType
from typing import Any

from unknot.ir.ops import Operand
from unknot.ir.types import DataType


@dataclass(frozen=True)
class Literal:
    """A constant: a `bool`, or an `int` that takes the type of what it meets."""

    value: int


@dataclass(frozen=True)
class Value:
    """A typed value in a register or a constant."""

    type: DataType
    operand: Operand


@dataclass(frozen=True)
class Place:
    """A place in memory: `offset` bytes behind `base`, which is a pointer or the name of a global. `name` is for
    messages."""

    type: DataType
    base: Operand | str
    offset: int = 0
    name: str = ""


@dataclass(frozen=True)
class Static:
    """A Python object that only compilation sees: a function, type, module, order, text, None."""

    value: Any


@dataclass(frozen=True)
class Method:
    """A function of a struct or scenario with its receiver."""

    function: FunctionType
    receiver: Place | Static


@dataclass(frozen=True)
class AtomicMethod:
    """`place.name` of an atomic place, before it is called."""

    name: str
    place: Place


Result = Literal | Value | Place | Static | Method | AtomicMethod
"""What walking an expression gives."""
