"""LLVM's intrinsic functions, as far as C at -O0 makes them. One idea: a table by name, without the types behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from unknot.frontend.c import arithmetic, bits, copying, floats, integers, stack
from unknot.frontend.c.body import Body
from unknot.frontend.c.llvm import ConstantInt, Instruction, Type
from unknot.frontend.c.memory import pieces
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words, bits_of, integer_words, zeros
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar

Rule = Callable[[Body, Instruction], None]

_GP_AREA = 48
_FP_AREA = 176
"""Bytes of a va_list's register areas on x86-64: offsets there say that all of them are used up."""
_PLAIN: Mapping[str, Any] = {"order": "plain"}


def lower(body: Body, instruction: Instruction, name: str) -> None:
    """Reads a call of an intrinsic."""
    key = name.removeprefix("llvm.")
    while key and key not in _RULES:
        key = key.rpartition(".")[0]
    if not key:
        raise refuse(body.b.loc, f"LLVM's intrinsic {name}")
    _RULES[key](body, instruction)


def _args(body: Body, instruction: Instruction) -> list[Words]:
    return [body.words(o) for o in instruction.operands[1:]]


def _flag(instruction: Instruction, index: int) -> bool:
    """The value of a constant argument."""
    operand = instruction.operands[1 + index]
    return isinstance(operand, ConstantInt) and bool(operand.value)


# nothing, or what stands there already --------------------------------------------------------------------------------


def _nothing(body: Body, instruction: Instruction) -> None:
    kinds = body.kinds(instruction.type)
    body.define(instruction, zeros(kinds))


def _first(body: Body, instruction: Instruction) -> None:
    body.define(instruction, body.words(instruction.operands[1]))


def _trap(body: Body, instruction: Instruction) -> None:
    body.b.emit("unreachable", message="__builtin_trap")


def _object_size(body: Body, instruction: Instruction) -> None:
    unknown = 0 if _flag(instruction, 1) else -1
    body.define(instruction, integer_words(unknown, bits_of(instruction.type)))


def _pause(body: Body, instruction: Instruction) -> None:
    body.b.emit("pause")


def _fence(body: Body, instruction: Instruction) -> None:
    body.b.emit("fence", order="seq_cst")


# memory ---------------------------------------------------------------------------------------------------------------


def _copy(body: Body, instruction: Instruction) -> None:
    (target,), (source,), (size,), *_ = _args(body, instruction)
    attrs = instruction.attrs["arguments"]
    align = attrs[0].get("align", 1), attrs[1].get("align", 1)
    overlapping = "memmove" in getattr(instruction.operands[0], "name", "")
    attrs = _access(instruction, 3)
    copying.copy(body, target, source, body.resize(size, Scalar.I64), align, attrs, overlapping)


def _set(body: Body, instruction: Instruction) -> None:
    (target,), (byte,), (size,), *_ = _args(body, instruction)
    align = instruction.attrs["arguments"][0].get("align", 1)
    copying.fill(body, target, byte, body.resize(size, Scalar.I64), align, _access(instruction, 3))


def _access(instruction: Instruction, flag: int) -> dict[str, Any]:
    return {**_PLAIN, "racy": True} if _flag(instruction, flag) else dict(_PLAIN)


def _start_arguments(body: Body, instruction: Instruction) -> None:
    """va_start: as if all registers for arguments were used up, so that the rest stands in memory."""
    (ap,) = body.words(instruction.operands[1])
    if body.unnamed is None:
        raise refuse(body.b.loc, "va_start in a function without unnamed arguments")
    fields = ((0, const(_GP_AREA, Scalar.I32)), (4, const(_FP_AREA, Scalar.I32)), (8, body.unnamed), (16, const(0)))
    for offset, word in fields:
        body.b.emit("store", (), (body.behind(ap, offset), word), order="plain")


def _copy_arguments(body: Body, instruction: Instruction) -> None:
    target, source = (w[0] for w in _args(body, instruction))
    for offset, width in pieces(24, 8):
        word = body.b.value("load", width, body.behind(source, offset), order="plain")
        body.b.emit("store", (), (body.behind(target, offset), word), order="plain")


# numbers --------------------------------------------------------------------------------------------------------------


def _lanes(compute: Callable[[Body, Instruction, int, tuple[Words, ...]], Words]) -> Rule:
    """A rule that computes element by element."""

    def rule(body: Body, instruction: Instruction) -> None:
        kind = instruction.type
        parts = arithmetic.lanes(kind, *_vectors(body, instruction, kind))
        width = bits_of(arithmetic.element(kind))
        body.define(instruction, arithmetic.joined([compute(body, instruction, width, part) for part in parts]))

    return rule


def _vectors(body: Body, instruction: Instruction, kind: Type) -> list[Words]:
    """The arguments of the result's type; flags behind them are left out."""
    return [body.words(o) for o in instruction.operands[1:] if o.type == kind]


def _unary(compute: Callable[[Body, int, Words], Words]) -> Rule:
    return _lanes(lambda body, instruction, width, part: compute(body, width, part[0]))


def _with_overflow(code: str, is_signed: bool) -> Rule:
    def rule(body: Body, instruction: Instruction) -> None:
        left, right = _args(body, instruction)
        compute = arithmetic.with_overflow if is_signed else arithmetic.unsigned_overflow
        result, fits = compute(body, code, bits_of(instruction.operands[1].type), left, right)
        body.define(instruction, (*result, body.negate(fits)))

    return rule


def _saturating(code: str, is_signed: bool) -> Rule:
    def compute(body: Body, instruction: Instruction, width: int, part: tuple[Words, ...]) -> Words:
        left, right = part
        if not is_signed:
            result, fits = arithmetic.unsigned_overflow(body, code, width, left, right)
            return integers.choose(body, fits, result, integer_words(-1 if code == "add" else 0, width))
        result, fits = arithmetic.with_overflow(body, code, width, left, right)
        negative = integers.compare(body, "slt", width, left, integer_words(0, width))
        least, most = (integer_words(v, width) for v in (1 << (width - 1), (1 << (width - 1)) - 1))
        return integers.choose(body, fits, result, integers.choose(body, negative, least, most))

    return _lanes(compute)


def _extreme(predicate: str) -> Rule:
    def compute(body: Body, instruction: Instruction, width: int, part: tuple[Words, ...]) -> Words:
        return integers.choose(body, integers.compare(body, predicate, width, *part), *part)

    return _lanes(compute)


def _absolute(body: Body, instruction: Instruction, width: int, part: tuple[Words, ...]) -> Words:
    (value,) = part
    zero = integer_words(0, width)
    if _flag(instruction, 1) and body.world.options.overflow:
        least = integer_words(1 << (width - 1), width)
        good = integers.compare(body, "ne", width, value, least)
        body.check(good, "overflow", f"the absolute value of {{0:i{width}}} does not fit", value[0])
    negative = integers.compare(body, "slt", width, value, zero)
    return integers.choose(body, negative, integers.binary(body, "sub", width, zero, value), value)


def _funnel(left: bool) -> Rule:
    def compute(body: Body, instruction: Instruction, width: int, part: tuple[Words, ...]) -> Words:
        high, low, count = part
        return bits.funnel(body, left, width, (high, low, count))

    return _lanes(compute)


def _mask_pointer(body: Body, instruction: Instruction) -> None:
    (pointer,), (mask,) = _args(body, instruction)
    body.define(instruction, (body.both("and", pointer, mask),))


# floating point -------------------------------------------------------------------------------------------------------


def _words(compute: Callable[..., Operand]) -> Rule:
    """A rule that computes word by word."""

    def rule(body: Body, instruction: Instruction) -> None:
        body.kinds(instruction.type)
        parts = zip(*_args(body, instruction), strict=True)
        body.define(instruction, tuple(compute(body, *part) for part in parts))

    return rule


def _multiply_add(body: Body, left: Operand, right: Operand, added: Operand) -> Operand:
    """Not fused: LLVM leaves that open here."""
    product = floats.compute(body, "mul", left.type, left, right)
    return floats.compute(body, "add", left.type, product, added)


def _classify(body: Body, instruction: Instruction) -> None:
    """is.fpclass: one bit for each class of numbers in question."""
    value, _ = instruction.operands[1:]
    wanted = instruction.operands[2]
    assert isinstance(wanted, ConstantInt)  # LLVM allows nothing else
    body.define(instruction, tuple(floats.is_class(body, w, wanted.value) for w in body.words(value)))


_NOTHING = """
    lifetime.start lifetime.end assume donothing sideeffect prefetch var.annotation va_end dbg.label dbg.assign
    invariant.end invariant.start experimental.noalias.scope.decl clear_cache is.constant returnaddress
    frameaddress sponentry pseudoprobe
"""
_FIRST = """
    expect expect.with.probability annotation ptr.annotation threadlocal.address ssa.copy launder.invariant.group
    strip.invariant.group arithmetic.fence
"""

_RULES: dict[str, Rule] = {
    **dict.fromkeys(_NOTHING.split(), _nothing),
    **dict.fromkeys(_FIRST.split(), _first),
    **dict.fromkeys(("trap", "debugtrap", "ubsantrap"), _trap),
    **dict.fromkeys(("memcpy", "memmove", "memcpy.inline"), _copy),
    **dict.fromkeys(("memset", "memset.inline"), _set),
    **dict.fromkeys(("x86.sse2.mfence", "x86.sse2.lfence", "x86.sse.sfence"), _fence),
    "x86.sse2.pause": _pause,
    "objectsize": _object_size,
    "stacksave": stack.save,
    "stackrestore": stack.restore,
    "va_start": _start_arguments,
    "va_copy": _copy_arguments,
    "ptrmask": _mask_pointer,
    "ctpop": _unary(bits.count_ones),
    "ctlz": _unary(bits.leading_zeros),
    "cttz": _unary(bits.trailing_zeros),
    "bswap": _unary(bits.swap_bytes),
    "bitreverse": _unary(bits.reverse),
    "fshl": _funnel(True),
    "fshr": _funnel(False),
    "abs": _lanes(_absolute),
    "smax": _extreme("sgt"),
    "smin": _extreme("slt"),
    "umax": _extreme("ugt"),
    "umin": _extreme("ult"),
    **{f"{s}{c}.with.overflow": _with_overflow(c, s == "s") for s in "su" for c in ("add", "sub", "mul")},
    **{f"{s}{c}.sat": _saturating(c, s == "s") for s in "su" for c in ("add", "sub")},
    "sqrt": _words(lambda body, word: floats.compute(body, "sqrt", word.type, word)),
    "fabs": _words(floats.magnitude),
    "copysign": _words(floats.with_sign),
    "fmuladd": _words(_multiply_add),
    "is.fpclass": _classify,
    "maxnum": _words(lambda body, left, right: floats.extreme(body, "max", left, right)),
    "minnum": _words(lambda body, left, right: floats.extreme(body, "min", left, right)),
    **{name: _words(floats.rounded(name)) for name in ("trunc", "floor", "ceil")},
}
