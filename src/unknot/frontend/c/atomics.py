"""Atomic instructions. One idea: what the engine can do at once is one operation; everything else is an indivisible
block of a load, a computation and a store.

A weak compare-and-exchange never fails without reason here.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.frontend.c import floats, integers
from unknot.frontend.c.body import Body
from unknot.frontend.c.llvm import Instruction, Type
from unknot.frontend.c.memory import order_of, read, write
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words, bits_of, integer_words, single_word
from unknot.ir.ops import RMW_KINDS, Const, Operand
from unknot.ir.types import Scalar

_READING = {"release": "relaxed", "acq_rel": "acquire"}
_WRITING = {"acquire": "relaxed", "acq_rel": "release"}
Change = Callable[[Words], Words]
"""From what was there to what shall be there."""


def is_direct(kind: Type, align: int) -> bool:
    """True if the engine accesses a value of the type at once."""
    word = single_word(kind)
    return word is not None and bits_of(kind) == word and align >= word.bytes


def compare_exchange(body: Body, instruction: Instruction) -> None:
    """cmpxchg: gives the old value, and whether the new one was put there."""
    pointer, expected, new = instruction.operands
    attrs = instruction.attrs
    orders = order_of(attrs["ordering"]), order_of(attrs["failure"])
    words = exchange_if(
        body, expected.type, body.word(pointer), body.words(expected), body.words(new), attrs["align"], orders
    )
    body.define(instruction, words)


def exchange_if(
    body: Body, kind: Type, pointer: Operand, expected: Words, new: Words, align: int, orders: tuple[str, str]
) -> Words:
    """The old value's words, then whether it was the one expected."""
    if is_direct(kind, align):
        done, old = body.b.reg(Scalar.I8), body.b.reg(new[0].type)
        attrs = {"order": orders[0], "fail_order": orders[1]}
        body.b.emit("cas", (done, old), (pointer, expected[0], new[0]), **attrs)
        return old, done
    body.b.emit("atomic_begin")
    words = read(body, kind, pointer, align, {"order": _READING.get(orders[0], orders[0])})
    same = integers.compare(body, "eq", 64 * len(words) if len(words) > 1 else words[0].type, words, expected)
    then, after = body.b.block("exchange"), body.b.block("exchanged")
    body.b.branch(same, then, after)
    body.b.start(then)
    write(body, kind, pointer, new, align, {"order": _WRITING.get(orders[0], orders[0])})
    body.b.jump(after)
    body.b.start(after)
    body.b.emit("atomic_end")
    return (*words, same)


def read_modify_write(body: Body, instruction: Instruction) -> None:
    """atomicrmw: gives the old value."""
    pointer, operand = instruction.operands
    attrs, value = instruction.attrs, body.words(operand)
    order = order_of(attrs["ordering"])
    old = update(body, attrs["kind"], operand.type, body.word(pointer), value, attrs["align"], order)
    body.define(instruction, old)


def update(body: Body, kind: str, of: Type, pointer: Operand, value: Words, align: int, order: str) -> Words:
    """Changes a value in memory as one of LLVM's kinds says, and gives what was there."""
    if kind in RMW_KINDS and is_direct(of, align):
        return (body.b.value("rmw", value[0].type, pointer, value[0], kind=kind, order=order),)
    return indivisibly(body, of, pointer, align, order, lambda old: changed(body, kind, of, old, value))


def indivisibly(body: Body, of: Type, pointer: Operand, align: int, order: str, change: Change) -> Words:
    """Changes a value in memory in an indivisible block, and gives what was there."""
    body.b.emit("atomic_begin")
    old = read(body, of, pointer, align, {"order": _READING.get(order, order)})
    write(body, of, pointer, change(old), align, {"order": _WRITING.get(order, order)})
    body.b.emit("atomic_end")
    return old


def changed(body: Body, kind: str, of: Type, old: Words, value: Words) -> Words:
    """The new value."""
    bits = bits_of(of)
    if kind == "xchg":
        return value
    if kind in ("add", "sub", "and", "or", "xor"):
        return integers.binary(body, kind, bits, old, value)
    if kind == "nand":
        return invert(body, bits, integers.binary(body, "and", bits, old, value))
    if kind in ("max", "min", "umax", "umin"):
        predicate = ("ult" if kind[0] == "u" else "slt", kind.endswith("max"))
        less = integers.compare(body, predicate[0], bits, old, value)
        return integers.choose(body, less, value, old) if predicate[1] else integers.choose(body, less, old, value)
    if kind in ("fadd", "fsub"):
        return (floats.compute(body, kind[1:], value[0].type, old[0], value[0]),)
    if kind in ("fmax", "fmin"):
        return (floats.extreme(body, kind[1:], old[0], value[0]),)
    if kind in ("uinc_wrap", "udec_wrap"):
        return _counted(body, kind, of, old, value)
    raise refuse(body.b.loc, f"atomicrmw {kind}")


def _counted(body: Body, kind: str, of: Type, old: Words, value: Words) -> Words:
    bits = bits_of(of)
    one, zero = integer_words(1, bits), integer_words(0, bits)
    if kind == "uinc_wrap":
        full = integers.compare(body, "uge", bits, old, value)
        return integers.choose(body, full, zero, integers.binary(body, "add", bits, old, one))
    empty = integers.compare(body, "eq", bits, old, zero)
    over = integers.compare(body, "ugt", bits, old, value)
    less = integers.binary(body, "sub", bits, old, one)
    return integers.choose(body, body.both("or", empty, over), value, less)


def invert(body: Body, bits: int, words: Words) -> Words:
    """All bits turned."""
    return integers.binary(body, "xor", bits, words, integer_words(-1, bits))


def fence(body: Body, instruction: Instruction) -> None:
    """fence; one for this thread's own signal handlers is nothing."""
    if instruction.attrs.get("syncscope") != "singlethread":
        body.b.emit("fence", order=order_of(instruction.attrs["ordering"]))


ORDERS = ("relaxed", "acquire", "acquire", "release", "acq_rel", "seq_cst")
"""Memory orders by C's numbers; consume is acquire."""


def order_numbered(operand: Operand) -> str:
    """The memory order that an argument names; the strongest if it is computed."""
    if isinstance(operand, Const) and operand.value < len(ORDERS):
        return ORDERS[operand.value]
    return "seq_cst"
