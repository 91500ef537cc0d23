"""Integers of more than 64 bits as rows of registers. One idea: schoolbook arithmetic in base 2^64.

Products, quotients and shifts by what is not known are for 128 bits at most: clang computes wider integers only to get
at bit fields. Counts of shifts and divisors were checked before. Signed operations get their operands with all bits
filled.
"""

from __future__ import annotations

from unknot.frontend.c.body import Body
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words
from unknot.ir.ops import Const, Operand, Reg, const
from unknot.ir.types import Scalar

_ZERO = const(0)
_HALF = const(32)
_SHIFTS = frozenset({"shl", "lshr", "ashr"})
_ANY = frozenset({"and", "or", "xor", "add", "sub"})
"""Operations for any number of words."""
_LOW = const(0xFFFF_FFFF)


def binary(body: Body, code: str, left: Words, right: Words) -> Words:
    """The result, as far as the words go."""
    if len(left) > 2 and not (code in _ANY or (code in _SHIFTS and isinstance(right[0], Const))):
        raise refuse(body.b.loc, f"{code} of {64 * len(left)} bits", "the widest integer to compute with has 128 bits")
    if code in ("and", "or", "xor"):
        return tuple(body.both(code, a, b) for a, b in zip(left, right, strict=True))
    if code in ("add", "sub"):
        return add(body, left, right) if code == "add" else subtract(body, left, right)
    if code == "mul":
        return multiply(body, left, right)
    if code in _SHIFTS:
        if isinstance(right[0], Const):
            return _shift_by(body, code, left, right[0].value)
        return shift(body, code, left, right[0])
    if code in ("udiv", "urem"):
        return divide(body, left, right)[code == "urem"]
    return _divide_signed(body, code, left, right)


def is_zero(body: Body, words: Words) -> Operand:
    """1 if the integer is zero."""
    return compare(body, "eq", words, (_ZERO,) * len(words))


def add(body: Body, left: Words, right: Words) -> Words:
    """The sum."""
    return _chained(body, "add", left, right)


def subtract(body: Body, left: Words, right: Words) -> Words:
    """The difference."""
    return _chained(body, "sub", left, right)


def _chained(body: Body, code: str, left: Words, right: Words) -> Words:
    """A sum or difference word by word, with what is carried or borrowed."""
    words: list[Operand] = []
    carried: Operand | None = None
    for a, b in zip(left, right, strict=True):
        first = body.both(code, a, b)
        over = body.compare("ult", first, a) if code == "add" else body.compare("ult", a, b)
        word = first
        if carried is not None:
            moved = body.resize(carried, Scalar.I64)
            word = body.both(code, first, moved)
            again = body.compare("ult", word, first) if code == "add" else body.compare("ult", first, moved)
            over = body.both("or", over, again)
        words.append(word)
        carried = over
    return tuple(words)


def full_product(body: Body, left: Operand, right: Operand) -> Words:
    """The product of two 64-bit integers without sign, in two words."""
    a0, a1 = body.both("and", left, _LOW), body.both("lshr", left, _HALF)
    b0, b1 = body.both("and", right, _LOW), body.both("lshr", right, _HALF)
    low, cross = body.both("mul", a0, b0), body.both("mul", a1, b0)
    middle = body.both("add", cross, body.both("lshr", low, _HALF))
    other = body.both("add", body.both("mul", a0, b1), body.both("and", middle, _LOW))
    high = body.both("add", body.both("mul", a1, b1), body.both("lshr", middle, _HALF))
    return body.both("mul", left, right), body.both("add", high, body.both("lshr", other, _HALF))


def multiply(body: Body, left: Words, right: Words) -> Words:
    """The product."""
    low, high = full_product(body, left[0], right[0])
    high = body.both("add", high, body.both("mul", left[0], right[1]))
    return low, body.both("add", high, body.both("mul", left[1], right[0]))


def _shift_by(body: Body, code: str, value: Words, count: int) -> Words:
    """The value shifted by a known count."""
    sign = body.both("ashr", value[-1], const(63)) if code == "ashr" else _ZERO
    skip, inside = divmod(min(count, 64 * len(value)), 64)
    padded = (*[_ZERO] * skip, *value) if code == "shl" else (*value[skip:], *[sign] * (skip + 1))
    words: list[Operand] = []
    for index in range(len(value)):
        if code == "shl":
            word, other, turned = padded[index], padded[index - 1] if index else _ZERO, "lshr"
        else:
            word, other, turned = padded[index], padded[index + 1] if index + 1 < len(padded) else sign, "shl"
        own = "shl" if code == "shl" else "lshr"
        moved = body.both(own, word, const(inside))
        rest = body.both(turned, other, const(64 - inside)) if inside else _ZERO
        words.append(body.both("or", moved, rest))
    return tuple(words)


def shift(body: Body, code: str, value: Words, count: Operand) -> Words:
    """The value shifted by a count below 128."""
    low, high = value
    inside = body.both("and", count, const(63))
    rest = body.both("xor", inside, const(63))  # 63 - inside
    far = body.compare("ule", const(64), count)
    if code == "shl":
        moved = body.both("shl", low, inside)
        carried = body.both("lshr", body.both("lshr", low, const(1)), rest)
        near = body.both("or", body.both("shl", high, inside), carried)
        return body.select(far, _ZERO, moved), body.select(far, moved, near)
    moved = body.both(code, high, inside)
    carried = body.both("shl", body.both("shl", high, const(1)), rest)
    near = body.both("or", body.both("lshr", low, inside), carried)
    filler = body.both("ashr", high, const(63)) if code == "ashr" else _ZERO
    return body.select(far, moved, near), body.select(far, filler, moved)


def compare(body: Body, code: str, left: Words, right: Words) -> Operand:
    """eq, ne, ult, ule, slt or sle."""
    if code in ("eq", "ne"):
        differing: Operand = _ZERO
        for a, b in zip(left, right, strict=True):
            differing = body.both("or", differing, body.both("xor", a, b))
        return body.compare(code, differing, _ZERO)
    result = body.compare("u" + code[1:], left[0], right[0])
    for index, (a, b) in enumerate(zip(left[1:], right[1:], strict=True), 2):
        less = body.compare(code[0] + "lt" if index == len(left) else "ult", a, b)
        result = body.select(body.compare("eq", a, b), result, less)
    return result


def negate(body: Body, value: Words) -> Words:
    """Zero minus the value."""
    return subtract(body, (_ZERO, _ZERO), value)


def _turned(body: Body, negative: Operand, value: Words) -> Words:
    turned = negate(body, value)
    return tuple(body.select(negative, a, b) for a, b in zip(turned, value, strict=True))


def _divide_signed(body: Body, code: str, left: Words, right: Words) -> Words:
    left_sign, right_sign = (body.compare("slt", v[1], _ZERO) for v in (left, right))
    quotient, rest = divide(body, _turned(body, left_sign, left), _turned(body, right_sign, right))
    if code == "srem":
        return _turned(body, left_sign, rest)
    return _turned(body, body.both("xor", left_sign, right_sign), quotient)


def divide(body: Body, left: Words, right: Words) -> tuple[Words, Words]:
    """Quotient and rest without signs, bit by bit: the dividend moves from below into the rest."""
    b = body.b
    low, high, rest_low, rest_high, left_over = (body.joined(Scalar.I64) for _ in range(5))
    for register, value in ((low, left[0]), (high, left[1]), (rest_low, _ZERO), (rest_high, _ZERO)):
        b.emit("mov", (register,), (value,))
    b.emit("mov", (left_over,), (const(128),))
    head, after = b.block("divide"), b.block("divided")
    b.jump(head)
    b.start(head)
    top = b.value("lshr", Scalar.I64, rest_high, const(63))
    _shift_in(body, (rest_high, rest_low, high, low))
    less = compare(body, "ult", (rest_low, rest_high), right)
    fits = body.both("or", body.negate(less), body.resize(top, Scalar.I8))
    rest = subtract(body, (rest_low, rest_high), right)
    smaller = [body.select(fits, a, r) for a, r in zip(rest, (rest_low, rest_high), strict=True)]
    b.emit("mov", (rest_low,), (smaller[0],))
    b.emit("mov", (rest_high,), (smaller[1],))
    b.emit("or", (low,), (low, body.resize(fits, Scalar.I64)))
    b.emit("sub", (left_over,), (left_over, const(1)))
    b.branch(body.compare("eq", left_over, _ZERO), after, head)
    b.start(after)
    return (low, high), (rest_low, rest_high)


def _shift_in(body: Body, words: tuple[Reg, ...]) -> None:
    """Shifts a number of several words, the highest first, left by one."""
    for word, below in zip(words, (*words[1:], None), strict=True):
        body.b.emit("shl", (word,), (word, const(1)))
        if below is not None:
            carried = body.b.value("lshr", Scalar.I64, below, const(63))
            body.b.emit("or", (word,), (word, carried))
