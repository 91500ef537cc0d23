"""Computes what is constant while the reader reads. One idea: what folds is no operation; what would be a fault is left
to fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unknot.ir.ops import Const, Operand, const
from unknot.ir.types import Scalar

_BINARY: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
}
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "ult": lambda a, b: a < b,
    "ule": lambda a, b: a <= b,
    "slt": lambda a, b: a < b,
    "sle": lambda a, b: a <= b,
}
_NEUTRAL = {"add": 0, "sub": 0, "or": 0, "xor": 0, "shl": 0, "lshr": 0, "ashr": 0, "mul": 1}
"""Right operands that change nothing."""
_COMMUTE = frozenset({"add", "mul", "and", "or", "xor"})


def signed(value: int, bits: int) -> int:
    """The value of an integer of that many bits as a signed number."""
    return value - (1 << bits) if value >> (bits - 1) else value


def fold(code: str, kind: Scalar, args: Sequence[Operand]) -> Operand | None:
    """The result of an operation without effect, None if it has to be computed when the program runs."""
    if code in ("zext", "trunc", "sext") and args[0].type == kind:
        return args[0]
    if all(isinstance(a, Const) for a in args):
        return _constant(code, kind, [a.value for a in args if isinstance(a, Const)], args[0].type)
    if code == "select":
        return _select(args)
    if code in _COMMUTE and isinstance(args[0], Const):
        args = (args[1], args[0])
    return _identity(code, kind, args)


def _constant(code: str, kind: Scalar, values: list[int], width: Scalar) -> Const | None:
    if code in _BINARY:
        return const(_BINARY[code](*values), kind)
    if code in _COMPARE:
        left, right = (signed(v, width) for v in values) if code.startswith("s") else values
        return const(int(_COMPARE[code](left, right)), Scalar.I8)
    if code in ("zext", "trunc"):
        return const(values[0], kind)
    if code == "sext":
        return const(signed(values[0], width), kind)
    if code == "select":
        return const(values[1] if values[0] else values[2], kind)
    if code in ("shl", "lshr", "ashr") and values[1] < width:
        left = signed(values[0], width) if code == "ashr" else values[0]
        return const(left << values[1] if code == "shl" else left >> values[1], kind)
    if code in ("udiv", "urem") and values[1]:
        return const(values[0] // values[1] if code == "udiv" else values[0] % values[1], kind)
    return None


def _select(args: Sequence[Operand]) -> Operand | None:
    if isinstance(args[0], Const):
        return args[1] if args[0].value else args[2]
    return args[1] if args[1] == args[2] else None


def _identity(code: str, kind: Scalar, args: Sequence[Operand]) -> Operand | None:
    right = args[1] if len(args) == 2 else None
    if not isinstance(right, Const):
        return None
    if right.value == _NEUTRAL.get(code, -1) or (code == "and" and right.value == kind.mask):
        return args[0]
    return const(0, kind) if code in ("and", "mul") and right.value == 0 else None
