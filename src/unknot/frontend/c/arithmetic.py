"""LLVM's integer instructions. One idea: `integers` computes; here stands what C calls undefined: signed results that
do not fit are checked where clang says "nsw", unless the user does not want it.
"""

from __future__ import annotations

from unknot.frontend.c import integers, wide
from unknot.frontend.c.body import Body
from unknot.frontend.c.folding import signed
from unknot.frontend.c.llvm import Instruction, Type, Vector
from unknot.frontend.c.values import Words, bits_of, integer_words
from unknot.ir.ops import Const, Operand, const
from unknot.ir.types import Scalar

BINARY = frozenset({"add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "and", "or", "xor", "shl", "lshr", "ashr"})
_SIGNS = {"add": "+", "sub": "-", "mul": "*"}
_NAMES = {8: "signed char", 16: "short", 32: "int", 64: "long", 128: "__int128"}


def element(kind: Type) -> Type:
    """The type that is computed with: of a vector, that of its elements."""
    return kind.of if isinstance(kind, Vector) else kind


def lanes(kind: Type, *operands: Words) -> list[tuple[Words, ...]]:
    """The operands of each element: of a scalar, just one."""
    count = kind.count if isinstance(kind, Vector) else 1
    each = [len(words) // count for words in operands]
    return [tuple(w[i * n : (i + 1) * n] for w, n in zip(operands, each, strict=True)) for i in range(count)]


def joined(parts: list[Words]) -> Words:
    """All words of the elements."""
    return tuple(word for part in parts for word in part)


def binary(body: Body, instruction: Instruction) -> None:
    """add, sub, ..., ashr."""
    kind = instruction.type
    bits = bits_of(element(kind))
    left, right = (body.words(o) for o in instruction.operands)
    checked = instruction.attrs.get("nsw") and instruction.opcode in _SIGNS and body.world.options.overflow
    compute = checked_binary if checked else integers.binary
    parts = [compute(body, instruction.opcode, bits, a, b) for a, b in lanes(kind, left, right)]
    body.define(instruction, joined(parts))


def compare(body: Body, instruction: Instruction) -> None:
    """icmp, of integers and pointers."""
    kind = instruction.operands[0].type
    bits = bits_of(element(kind))
    left, right = (body.words(o) for o in instruction.operands)
    predicate = instruction.attrs["predicate"]
    body.define(instruction, tuple(integers.compare(body, predicate, bits, a, b) for a, b in lanes(kind, left, right)))


def convert(body: Body, instruction: Instruction) -> None:
    """zext, sext, trunc."""
    source, target = instruction.operands[0].type, instruction.type
    widths = bits_of(element(source)), bits_of(element(target))
    how = {"zext": integers.zero_extend, "sext": integers.sign_extend, "trunc": integers.truncate}[instruction.opcode]
    words = body.words(instruction.operands[0])
    body.define(instruction, joined([how(body, *widths, part) for (part,) in lanes(source, words)]))


# overflow -------------------------------------------------------------------------------------------------------------


def checked_binary(body: Body, code: str, bits: int, left: Words, right: Words) -> Words:
    """A sum, difference or product of signed integers that has to fit."""
    message = f"{{0:i{bits}}} {_SIGNS[code]} {{1:i{bits}}} does not fit {_NAMES.get(bits, f'{bits} bits')}"
    shown = (left[0], right[0]) if len(left) == 1 else ()
    if not shown:
        message = f"the result of {_SIGNS[code]} does not fit {_NAMES.get(bits, f'{bits} bits')}"
    simple = _by_constant(body, code, bits, left, right)
    if simple is not None:
        body.check(simple, "overflow", message, *shown)
        return integers.binary(body, code, bits, left, right)
    result, fits = with_overflow(body, code, bits, left, right)
    body.check(fits, "overflow", message, *shown)
    return result


def _by_constant(body: Body, code: str, bits: int, left: Words, right: Words) -> Operand | None:
    """Whether it fits, where one operand is a constant: then the other one has a least and a greatest value."""
    if len(left) > 1 or bits != left[0].type:
        return None
    most = (1 << (bits - 1)) - 1
    if code != "sub" and isinstance(left[0], Const):
        left, right = right, left
    if isinstance(right[0], Const):
        number = signed(right[0].value, bits)
        number = -number if code == "sub" else number
        bounds = _factor_bounds(number, most) if code == "mul" else (-most - 1 - number, most - number)
        return _between(body, left[0], bounds, most)
    if isinstance(left[0], Const):
        number = signed(left[0].value, bits)
        return _between(body, right[0], (number - most, number + most + 1), most)
    return None


def _factor_bounds(factor: int, most: int) -> tuple[int, int]:
    if factor == 0:
        return -most - 1, most
    if factor > 0:
        return -((most + 1) // factor), most // factor
    return -(most // -factor), (most + 1) // -factor


def _between(body: Body, word: Operand, bounds: tuple[int, int], most: int) -> Operand:
    conditions: list[Operand] = []
    if bounds[0] > -most - 1:
        conditions.append(body.compare("sle", const(bounds[0], word.type), word))
    if bounds[1] < most:
        conditions.append(body.compare("sle", word, const(bounds[1], word.type)))
    if len(conditions) == 2:
        return body.both("and", conditions[0], conditions[1])
    return conditions[0] if conditions else const(1, Scalar.I8)


def with_overflow(body: Body, code: str, bits: int, left: Words, right: Words) -> tuple[Words, Operand]:
    """The wrapped signed result, and whether it is the true one."""
    if code == "mul":
        return _product(body, bits, left, right)
    result = integers.binary(body, code, bits, left, right)
    x, y, r = (integers.fill(body, bits, words)[-1] for words in (left, right, result))
    other = body.both("xor", y, r) if code == "add" else body.both("xor", x, y)
    turned = body.both("and", body.both("xor", x, r), other)
    return result, body.compare("sle", const(0, turned.type), turned)


def _product(body: Body, bits: int, left: Words, right: Words) -> tuple[Words, Operand]:
    left, right = integers.fill(body, bits, left), integers.fill(body, bits, right)
    if len(left) > 1:
        return _wide_product(body, bits, left, right)
    x, y = (body.op("sext", Scalar.I64, w[0]) for w in (left, right))
    if bits <= Scalar.I32:
        product = body.both("mul", x, y)
        (low,) = integers.truncate(body, 64, bits, (product,))
        (again,) = integers.sign_extend(body, bits, 64, (low,))
        return (low,), body.compare("eq", again, product)
    low, high = wide.full_product(body, x, y)
    for one, other in ((x, y), (y, x)):
        high = body.both("sub", high, body.both("and", body.both("ashr", one, const(63)), other))
    result = integers.wrap(body, bits, (low,))
    (again,) = integers.fill(body, bits, result)
    fits = body.both("and", body.compare("eq", again, low), body.compare("eq", body.both("ashr", low, const(63)), high))
    return result, fits


def _wide_product(body: Body, bits: int, left: Words, right: Words) -> tuple[Words, Operand]:
    """Checked by dividing again."""
    product = wide.binary(body, "mul", left, right)
    zero = wide.is_zero(body, left)
    safe = integers.choose(body, zero, integer_words(1, 128), left)
    quotient = wide.binary(body, "sdiv", product, safe)
    minus = wide.compare(body, "eq", left, integer_words(-1, 128))
    least = wide.compare(body, "eq", right, integer_words(1 << 127, 128))
    good = body.both("or", zero, wide.compare(body, "eq", quotient, right))
    good = body.both("and", good, body.negate(body.both("and", minus, least)))
    result = integers.wrap(body, bits, product)
    same = wide.compare(body, "eq", integers.fill(body, bits, result), product)
    return result, body.both("and", good, same)


def unsigned_overflow(body: Body, code: str, bits: int, left: Words, right: Words) -> tuple[Words, Operand]:
    """The wrapped unsigned result, and whether it is the true one."""
    result = integers.binary(body, code, bits, left, right)
    if code == "add":
        return result, integers.compare(body, "uge", bits, result, left)
    if code == "sub":
        return result, integers.compare(body, "uge", bits, left, right)
    if bits <= Scalar.I32:
        product = body.both("mul", body.resize(left[0], Scalar.I64), body.resize(right[0], Scalar.I64))
        return result, body.compare("ule", product, const((1 << bits) - 1))
    if bits <= Scalar.I64:
        low, high = wide.full_product(body, left[0], right[0])
        fits = body.compare("eq", high, const(0))
        return result, body.both("and", fits, body.compare("ule", low, const((1 << bits) - 1)))
    zero = wide.is_zero(body, left)
    whole = wide.binary(body, "mul", left, right)
    quotient, _ = wide.divide(body, whole, integers.choose(body, zero, integer_words(1, 128), left))
    good = body.both("or", zero, wide.compare(body, "eq", quotient, right))
    return result, body.both("and", good, wide.compare(body, "eq", result, whole))
