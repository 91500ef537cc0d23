"""Floating point. One idea: registers hold the bits, `float` computes, and the sign is a bit like any other."""

from __future__ import annotations

from collections.abc import Callable

from unknot.frontend.c import integers
from unknot.frontend.c.arithmetic import element, joined, lanes
from unknot.frontend.c.body import Body
from unknot.frontend.c.llvm import Instruction, Type
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words, bits_of
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar

BINARY = {"fadd": "add", "fsub": "sub", "fmul": "mul", "fdiv": "div"}
CONVERSIONS = frozenset({"fpext", "fptrunc", "sitofp", "uitofp", "fptosi", "fptoui"})
_ORDERED = {"oeq": "eq", "ogt": "lt", "oge": "le", "olt": "lt", "ole": "le"}
_NEGATED = {"une": "oeq", "ule": "ogt", "ult": "oge", "uge": "olt", "ugt": "ole", "ord": "uno", "ueq": "one"}
"""Predicates that are true where another one is not."""


def compute(body: Body, kind: str, width: Scalar, *operands: Operand) -> Operand:
    """A `float` operation."""
    return body.b.value("float", width, *operands, kind=kind)


def binary(body: Body, instruction: Instruction) -> None:
    """fadd, fsub, fmul, fdiv."""
    kind = BINARY[instruction.opcode]
    left, right = (body.words(o) for o in instruction.operands)
    words = tuple(compute(body, kind, a.type, a, b) for a, b in zip(left, right, strict=True))
    body.define(instruction, words)


def negate(body: Body, instruction: Instruction) -> None:
    """fneg: only the sign changes."""
    body.kinds(instruction.type)
    words = body.words(instruction.operands[0])
    body.define(instruction, tuple(body.both("xor", w, const(1 << (w.type - 1), w.type)) for w in words))


def compare(body: Body, instruction: Instruction) -> None:
    """fcmp."""
    left, right = (body.words(o) for o in instruction.operands)
    predicate = instruction.attrs["predicate"]
    body.define(instruction, tuple(truth(body, predicate, a, b) for a, b in zip(left, right, strict=True)))


def truth(body: Body, predicate: str, left: Operand, right: Operand) -> Operand:
    """1 if the predicate holds."""
    if predicate in ("true", "false"):
        return const(int(predicate == "true"), Scalar.I8)
    if predicate in _NEGATED:
        return body.negate(truth(body, _NEGATED[predicate], left, right))
    if predicate == "one":
        less = compute(body, "lt", Scalar.I8, left, right)
        return body.both("or", less, compute(body, "lt", Scalar.I8, right, left))
    if predicate == "uno":
        return compute(body, "unordered", Scalar.I8, left, right)
    if predicate in ("ogt", "oge"):
        left, right = right, left
    return compute(body, _ORDERED[predicate], Scalar.I8, left, right)


def convert(body: Body, instruction: Instruction) -> None:
    """Between floating point types, and from and to integers."""
    source, target = element(instruction.operands[0].type), element(instruction.type)
    change = _CONVERTERS[instruction.opcode]
    parts = lanes(instruction.type, body.words(instruction.operands[0]))
    body.define(instruction, joined([(change(body, source, target, part[0]),) for part in parts]))


def _resized(body: Body, source: Type, target: Type, words: Words) -> Operand:
    (kind,) = body.kinds(target)
    if words[0].type == kind:
        return words[0]
    return compute(body, "widen" if kind > words[0].type else "narrow", kind, words[0])


def _from_integer(is_signed: bool) -> Callable[[Body, Type, Type, Words], Operand]:
    def change(body: Body, source: Type, target: Type, words: Words) -> Operand:
        bits = bits_of(source)
        if bits > Scalar.I64:
            raise refuse(body.b.loc, f"a conversion of {bits} bits to floating point")
        wider = 32 if bits <= 32 else 64
        extend = integers.sign_extend if is_signed else integers.zero_extend
        (word,) = extend(body, bits, wider, words)
        return compute(body, "from_signed" if is_signed else "from_unsigned", body.kinds(target)[0], word)

    return change


def _to_integer(is_signed: bool) -> Callable[[Body, Type, Type, Words], Operand]:
    def change(body: Body, source: Type, target: Type, words: Words) -> Operand:
        bits = bits_of(target)
        if bits > Scalar.I64:
            raise refuse(body.b.loc, f"a conversion of floating point to {bits} bits")
        wider = Scalar.I32 if bits <= 32 else Scalar.I64
        word = compute(body, "to_signed" if is_signed else "to_unsigned", wider, words[0])
        return integers.truncate(body, wider, bits, (word,))[0]

    return change


_CONVERTERS: dict[str, Callable[[Body, Type, Type, Words], Operand]] = {
    "fpext": _resized,
    "fptrunc": _resized,
    "sitofp": _from_integer(True),
    "uitofp": _from_integer(False),
    "fptosi": _to_integer(True),
    "fptoui": _to_integer(False),
}


def magnitude(body: Body, word: Operand) -> Operand:
    """The number without its sign."""
    return body.both("and", word, const((1 << (word.type - 1)) - 1, word.type))


def with_sign(body: Body, word: Operand, sign: Operand) -> Operand:
    """The number with the sign of another one."""
    bit = body.both("and", sign, const(1 << (sign.type - 1), sign.type))
    return body.both("or", magnitude(body, word), bit)


def extreme(body: Body, code: str, left: Operand, right: Operand) -> Operand:
    """The greater ("max") or smaller ("min") one; one that is no number loses."""
    less = compute(body, "lt", Scalar.I8, left, right)
    best = body.select(less, right, left) if code == "max" else body.select(less, left, right)
    left_odd = compute(body, "unordered", Scalar.I8, left, left)
    right_odd = compute(body, "unordered", Scalar.I8, right, right)
    return body.select(left_odd, right, body.select(right_odd, left, best))


def _significant(width: Scalar) -> int:
    """Bits of a number's fraction."""
    return 23 if width == Scalar.I32 else 52


def is_class(body: Body, word: Operand, wanted: int) -> Operand:
    """1 if the number is of one of the classes of LLVM's is.fpclass."""
    size = _significant(word.type)
    top = word.type - 1
    infinite, least = ((1 << (top - size)) - 1) << size, 1 << size
    quiet = infinite | 1 << (size - 1)
    absolute = magnitude(body, word)
    negative = body.resize(body.both("lshr", word, const(top, word.type)), Scalar.I8)
    found: Operand = const(0, Scalar.I8)
    odd = [(infinite + 1, quiet, 0, 0), (quiet, 1 << top, 1, 1), (infinite, infinite + 1, 2, 9)]
    ranges = [*odd, (least, infinite, 3, 8), (1, least, 4, 7), (0, 1, 5, 6)]
    for low, high, below, above in ranges:
        signs = [wanted >> below & 1, wanted >> above & 1]
        if any(signs):
            inside = _inside(body, absolute, low, high)
            sign = body.select(negative, const(signs[0], Scalar.I8), const(signs[1], Scalar.I8))
            found = body.both("or", found, body.both("and", inside, sign))
    return found


def _inside(body: Body, word: Operand, low: int, high: int) -> Operand:
    """1 if low <= word < high."""
    past = body.compare("ule", const(low, word.type), word)
    return body.both("and", past, body.compare("ult", word, const(high, word.type)))


def rounded(how: str) -> Callable[[Body, Operand], Operand]:
    """trunc, floor and ceil. Numbers so great that they have no fraction stay as they are, and what is no number."""

    def compute_rounded(body: Body, word: Operand) -> Operand:
        kind = word.type
        whole = compute(body, "from_signed", kind, compute(body, "to_signed", Scalar.I64, word))
        one = const(0x3F800000 if kind == Scalar.I32 else 0x3FF0000000000000, kind)
        if how == "floor":
            less = compute(body, "sub", kind, whole, one)
            whole = body.select(compute(body, "lt", Scalar.I8, word, whole), less, whole)
        if how == "ceil":
            more = compute(body, "add", kind, whole, one)
            whole = body.select(compute(body, "lt", Scalar.I8, whole, word), more, whole)
        bias = 127 if kind == Scalar.I32 else 1023
        limit = const((bias + _significant(kind)) << _significant(kind), kind)
        small = body.compare("ult", magnitude(body, word), limit)
        return body.select(small, with_sign(body, whole, word), word)

    return compute_rounded
