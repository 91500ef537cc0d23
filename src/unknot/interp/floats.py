"""Arithmetic on floating point numbers, as bits. One idea: Python's floats are IEEE 754 doubles, and what is computed
on them and rounded once more is right for single precision too, as 53 bits are at least 2 * 24 + 2 (Figueroa, "When is
double rounding innocuous?", 1995).
"""

from __future__ import annotations

import math
import struct

from unknot.ir.types import Scalar

_FORMATS = {Scalar.I32: ("<I", "<f"), Scalar.I64: ("<Q", "<d")}
"""By width: how the bits and how the number are packed."""
_NOTHING = {Scalar.I32: 0x7FC0_0000, Scalar.I64: 0x7FF8_0000_0000_0000}
"""The bits of what is no number."""
_DIGITS = 24
"""Significant bits of single precision."""


def compute(kind: str, source: Scalar, target: Scalar, values: list[int]) -> int:
    """The result of a `float` operation: `source` is the width of its operands, `target` that of its result."""
    if kind.startswith("from_"):
        return _from_integer(values[0], kind == "from_signed", source, target)
    numbers = [_number(value, source) for value in values]
    if kind.startswith("to_"):
        return _to_integer(numbers[0], kind == "to_signed", target)
    if kind in ("widen", "narrow"):
        return _bits(numbers[0], target)
    if kind == "sqrt":
        return _bits(math.sqrt(numbers[0]) if numbers[0] >= 0 else math.nan, target)
    return _binary(kind, numbers[0], numbers[1], target)


def _binary(kind: str, left: float, right: float, target: Scalar) -> int:
    compared = {"lt": left < right, "le": left <= right, "eq": left == right}
    if kind in compared:
        return int(compared[kind])
    if kind == "unordered":
        return int(math.isnan(left) or math.isnan(right))
    if kind == "div":
        return _bits(_quotient(left, right), target)
    return _bits({"add": left + right, "sub": left - right, "mul": left * right}[kind], target)


def _quotient(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _number(bits: int, width: Scalar) -> float:
    word, number = _FORMATS[width]
    found: float = struct.unpack(number, struct.pack(word, bits))[0]
    return found


def _bits(number: float, width: Scalar) -> int:
    if math.isnan(number):
        return _NOTHING[width]
    word, shape = _FORMATS[width]
    try:
        packed = struct.pack(shape, number)
    except OverflowError:
        packed = struct.pack(shape, math.copysign(math.inf, number))
    found: int = struct.unpack(word, packed)[0]
    return found


def _from_integer(value: int, signed: bool, source: Scalar, target: Scalar) -> int:
    """Rounds to the nearest, to an even one if two are equally near."""
    value &= source.mask
    if signed and value > source.mask >> 1:
        value -= source.mask + 1
    if target == Scalar.I32:
        # by 24 bits at once: a double would round first
        excess = max(abs(value).bit_length() - _DIGITS, 0)
        half, unit = (1 << excess) >> 1, 1 << excess
        rest = abs(value) % unit
        above = rest > half or (rest == half and abs(value) // unit % 2 == 1)
        rounded = abs(value) - rest + (unit if excess and above else 0)
        value = rounded if value >= 0 else -rounded
    return _bits(float(value), target)


def _to_integer(number: float, signed: bool, target: Scalar) -> int:
    """Rounds towards zero, saturates."""
    if number != number:
        return 0
    least, most = (-(target.mask >> 1) - 1, target.mask >> 1) if signed else (0, target.mask)
    if number <= least or number >= most:
        return (least if number <= least else most) & target.mask
    return int(number) & target.mask
