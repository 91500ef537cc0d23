"""Arithmetic on floating point numbers, as bits. One idea: NumPy's scalars do what IEEE 754 says, in both widths."""

from __future__ import annotations

from typing import Any

import numpy as np

from unknot.ir.types import Scalar

_FLOATS: dict[Scalar, tuple[Any, Any, int]] = {
    Scalar.I32: (np.uint32, np.float32, 0x7FC0_0000),
    Scalar.I64: (np.uint64, np.float64, 0x7FF8_0000_0000_0000),
}
"""By width: the type of the bits, of the number, and the bits of what is no number."""


def compute(kind: str, source: Scalar, target: Scalar, values: list[int]) -> int:
    """The result of a `float` operation: `source` is the width of its operands, `target` that of its result."""
    with np.errstate(all="ignore"):
        if kind.startswith("from_"):
            integer = np.array(values[0], np.uint64).astype(np.uint32 if source == Scalar.I32 else np.uint64)
            signed = np.int32 if source == Scalar.I32 else np.int64
            return _bits(
                (integer.view(signed) if kind == "from_signed" else integer).astype(_FLOATS[target][1]), target
            )
        numbers = [_number(value, source) for value in values]
        if kind.startswith("to_"):
            return _to_integer(float(numbers[0]), kind == "to_signed", target)
        if kind in ("widen", "narrow"):
            return _bits(_FLOATS[target][1](numbers[0]), target)
        if kind == "sqrt":
            return _bits(np.sqrt(numbers[0]), target)
        return _binary(kind, numbers[0], numbers[1], target)


def _binary(kind: str, left: Any, right: Any, target: Scalar) -> int:
    compared = {"lt": left < right, "le": left <= right, "eq": left == right}
    if kind in compared:
        return int(compared[kind])
    if kind == "unordered":
        return int(np.isnan(left) or np.isnan(right))
    work = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide}
    return _bits(work[kind](left, right), target)


def _number(bits: int, width: Scalar) -> Any:
    words, numbers, _ = _FLOATS[width]
    return words(bits).view(numbers)


def _bits(number: Any, width: Scalar) -> int:
    words, _, nothing = _FLOATS[width]
    return nothing if np.isnan(number) else int(number.view(words))


def _to_integer(number: float, signed: bool, target: Scalar) -> int:
    """Rounds towards zero, saturates."""
    if number != number:
        return 0
    least, most = (-(target.mask >> 1) - 1, target.mask >> 1) if signed else (0, target.mask)
    if number <= least or number >= most:
        return (least if number <= least else most) & target.mask
    return int(number) & target.mask
