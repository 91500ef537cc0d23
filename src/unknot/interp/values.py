"""Arithmetic on registers. One idea: values are unsigned integers; each operation wraps its result to the width."""

from __future__ import annotations

import operator
from collections.abc import Callable

from unknot.interp.signals import Faulted
from unknot.interp.state import signed
from unknot.ir.faults import Fault
from unknot.ir.types import Scalar

_WRAPPING: dict[str, Callable[[int, int], int]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "xchg": lambda old, new: new,
    "umax": max,
    "umin": min,
}
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "ult": operator.lt,
    "ule": operator.le,
    "slt": operator.lt,
    "sle": operator.le,
}
COMPARE = frozenset(_COMPARE)
DIVIDE = frozenset({"udiv", "sdiv", "urem", "srem"})
SHIFT = frozenset({"shl", "lshr", "ashr"})
BINARY = frozenset({"add", "sub", "mul", "and", "or", "xor"}) | DIVIDE | SHIFT


def binary(code: str, width: Scalar, left: int, right: int) -> int:
    """The result of a two-operand operation or of a read-modify-write. Raises Faulted as C would be undefined."""
    if code in DIVIDE:
        result = _divide(code, width, left, right)
    elif code in SHIFT:
        result = _shift(code, width, left, right)
    elif code in ("max", "min"):
        choose = max if code == "max" else min
        result = choose(signed(left, width), signed(right, width))
    else:
        result = _WRAPPING[code](left, right)
    return result & width.mask


def compare(code: str, width: Scalar, left: int, right: int) -> int:
    """0 or 1."""
    if code.startswith("s"):
        left, right = signed(left, width), signed(right, width)
    return int(_COMPARE[code](left, right))


def convert(code: str, source: Scalar, target: Scalar, value: int) -> int:
    """The value in another width."""
    return (signed(value, source) if code == "sext" else value) & target.mask


def _divide(code: str, width: Scalar, left: int, right: int) -> int:
    """Quotients are rounded towards zero, as in C."""
    if right == 0:
        raise Faulted(Fault.DIVISION, "division by zero")
    if code.startswith("u"):
        return left // right if code == "udiv" else left % right
    left, right = signed(left, width), signed(right, width)
    if right == -1 and left == -(width.mask >> 1) - 1:
        raise Faulted(Fault.DIVISION, "the quotient does not fit")
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient if code == "sdiv" else left - quotient * right


def _shift(code: str, width: Scalar, left: int, right: int) -> int:
    if right >= width:
        raise Faulted(Fault.SHIFT, f"shift of {width} bits by {right}", count=right)
    if code == "shl":
        return left << right
    return (signed(left, width) if code == "ashr" else left) >> right
