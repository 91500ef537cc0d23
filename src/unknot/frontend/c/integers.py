"""Integers of any width. One idea: up to 64 bits an integer is one register whose upper bits are zero; signed
operations fill them with the sign first, and results are cut back to the width.

Integers of up to 64 bits are here, wider ones in `wide.py`; who calls this need not know which is which.
"""

from __future__ import annotations

from unknot.frontend.c import wide
from unknot.frontend.c.body import Body
from unknot.frontend.c.values import Words, integer_words, scalar_for
from unknot.ir.ops import Const, Operand, const
from unknot.ir.types import Scalar

_SIGNED = frozenset({"sdiv", "srem", "ashr"})
_SHIFTS = frozenset({"shl", "lshr", "ashr"})
_DIVISIONS = frozenset({"udiv", "sdiv", "urem", "srem"})
_GROWING = frozenset({"add", "sub", "mul", "shl"})
"""Operations whose result may not fit the width."""

COMPARISONS = {
    "eq": ("eq", False),
    "ne": ("ne", False),
    "ult": ("ult", False),
    "ule": ("ule", False),
    "ugt": ("ult", True),
    "uge": ("ule", True),
    "slt": ("slt", False),
    "sle": ("sle", False),
    "sgt": ("slt", True),
    "sge": ("sle", True),
}
"""Predicates: the operation, and whether its operands change places."""


def is_wide(bits: int) -> bool:
    """True if the integer takes several registers."""
    return bits > Scalar.I64


def _top(bits: int) -> int:
    """How many bits of an integer are in its last register."""
    return (bits - 1) % Scalar.I64 + 1


def wrap(body: Body, bits: int, words: Words) -> Words:
    """The integer with the bits above its width cleared."""
    last, top = words[-1], _top(bits)
    if top == last.type:
        return words
    return (*words[:-1], body.both("and", last, const((1 << top) - 1, last.type)))


def fill(body: Body, bits: int, words: Words) -> Words:
    """The integer with the bits above its width like its sign."""
    last, top = words[-1], _top(bits)
    if top == last.type:
        return words
    if isinstance(last, Const):
        sign = last.value >> (top - 1) & 1
        return (*words[:-1], const(last.value - (sign << top), last.type))
    space = const(last.type - top, last.type)
    return (*words[:-1], body.both("ashr", body.both("shl", last, space), space))


def binary(body: Body, code: str, bits: int, left: Words, right: Words) -> Words:
    """The result of one of LLVM's operations on two integers, wrapped to the width."""
    if code in _SHIFTS:
        right = _shift_count(body, bits, right)
    if code in _DIVISIONS and not body.world.options.divisions:
        return _total_division(body, code, bits, left, right)
    if code in _SIGNED:
        left = fill(body, bits, left)
        right = right if code == "ashr" else fill(body, bits, right)
    if code in _DIVISIONS:
        _check_quotient(body, code, bits, left, right)
    return _compute(body, code, bits, left, right)


def _compute(body: Body, code: str, bits: int, left: Words, right: Words) -> Words:
    result = wide.binary(body, code, left, right) if is_wide(bits) else (body.both(code, left[0], right[0]),)
    return wrap(body, bits, result) if code in _GROWING or code in _SIGNED else result


def _shift_count(body: Body, bits: int, count: Words) -> Words:
    """The count of a shift, below the width. The engine itself sees to widths of registers."""
    if not body.world.options.shifts:
        return _modulo(body, bits, count)
    if is_wide(bits) or bits != count[0].type:
        good = compare(body, "ult", bits, count, integer_words(bits, bits))
        body.check(good, "shift", f"shift of {bits} bits by {{0:i{count[0].type + 1}}}", count[0])
    return count


def _modulo(body: Body, bits: int, count: Words) -> Words:
    if bits & (bits - 1) == 0:
        low = body.both("and", count[0], const(bits - 1, count[0].type))
    else:
        low = body.both("urem", count[0], const(bits, count[0].type))
    return (low, *integer_words(0, bits)[1:])


def _check_quotient(body: Body, code: str, bits: int, left: Words, right: Words) -> None:
    """Division by zero and quotients that do not fit, where the engine does not see them by itself."""
    if not is_wide(bits) and bits == left[0].type:
        return
    if is_wide(bits):
        body.check(body.negate(wide.is_zero(body, right)), "division", "division by zero")
    if code not in _SIGNED:
        return
    least = fill(body, bits, integer_words(1 << (bits - 1), bits))
    minus = fill(body, bits, integer_words(-1, bits))
    bad = body.both("and", _same(body, left, least), _same(body, right, minus))
    body.check(body.negate(bad), "division", "the quotient does not fit")


def _same(body: Body, left: Words, right: Words) -> Operand:
    if len(left) == 1:
        return body.compare("eq", left[0], right[0])
    return wide.compare(body, "eq", left, right)


def _total_division(body: Body, code: str, bits: int, left: Words, right: Words) -> Words:
    """A division that has a result always: 0 where the divisor is zero, the wrapped one by minus one."""
    zero = _same(body, right, integer_words(0, bits))
    one = integer_words(1, bits)
    by_minus = _same(body, right, integer_words(-1, bits)) if code in _SIGNED else const(0, Scalar.I8)
    odd = body.both("or", zero, by_minus)
    safe = choose(body, odd, one, right)
    if code in _SIGNED:
        result = _compute(body, code, bits, fill(body, bits, left), fill(body, bits, safe))
    else:
        result = _compute(body, code, bits, left, safe)
    nothing = integer_words(0, bits)
    if code in _SIGNED:
        turned = _compute(body, "sub", bits, nothing, left) if code == "sdiv" else nothing
        result = choose(body, by_minus, turned, result)
    return choose(body, zero, nothing, result)


def choose(body: Body, condition: Operand, then: Words, otherwise: Words) -> Words:
    """One of two values, word by word."""
    return tuple(body.select(condition, a, b) for a, b in zip(then, otherwise, strict=True))


def compare(body: Body, predicate: str, bits: int, left: Words, right: Words) -> Operand:
    """The truth of one of LLVM's comparisons."""
    code, swapped = COMPARISONS[predicate]
    if code.startswith("s"):
        left, right = fill(body, bits, left), fill(body, bits, right)
    if swapped:
        left, right = right, left
    return wide.compare(body, code, left, right) if is_wide(bits) else body.compare(code, left[0], right[0])


def zero_extend(body: Body, source: int, target: int, words: Words) -> Words:
    """The integer in a greater width; its upper bits are zero already."""
    if is_wide(target):
        low = body.resize(words[0], Scalar.I64)
        return (low, *words[1:], *integer_words(0, target)[len(words) :])
    return (body.resize(words[0], scalar_for(target)),)


def sign_extend(body: Body, source: int, target: int, words: Words) -> Words:
    """The integer in a greater width, its sign kept."""
    if source == 1 and not is_wide(target):
        wider = body.resize(words[0], scalar_for(target))
        return wrap(body, target, (body.both("sub", const(0, wider.type), wider),))
    words = fill(body, source, words)
    if is_wide(target):
        if not is_wide(source):
            words = (body.op("sext", Scalar.I64, words[0]),)
        sign = body.both("ashr", words[-1], const(63))
        missing = len(integer_words(0, target)) - len(words)
        return wrap(body, target, (*words, *[sign] * missing))
    return wrap(body, target, (body.op("sext", scalar_for(target), words[0]),))


def truncate(body: Body, source: int, target: int, words: Words) -> Words:
    """The lower bits of the integer."""
    if is_wide(target):
        return wrap(body, target, words[: len(integer_words(0, target))])
    return wrap(body, target, (body.resize(words[0], scalar_for(target)),))
