"""Calls that clang makes where there is no instruction: atomic accesses of odd sizes and of 16 bytes, complex products.
One idea: atomic data is an integer if the name has a size, else bytes to be copied in an indivisible block.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from unknot.frontend.c import atomics, copying, floats
from unknot.frontend.c.body import Body
from unknot.frontend.c.llvm import Instruction, Int
from unknot.frontend.c.memory import read, write
from unknot.frontend.c.values import Words
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar

_SIZED = re.compile(r"__atomic_(load|store|exchange|compare_exchange|fetch_(\w+)|(\w+)_fetch)_(1|2|4|8|16)")
_PLAIN = {"order": "plain"}


def lower(body: Body, instruction: Instruction, name: str) -> bool:
    """Reads a call of such a function. False if it is none."""
    found = _SIZED.fullmatch(name)
    if found is not None:
        _sized(body, instruction, found[1], int(found[4]))
    elif name in _GENERIC:
        _GENERIC[name](body, instruction, [body.word(o) for o in instruction.operands[1:]])
    elif name in ("__atomic_thread_fence", "atomic_thread_fence", "__sync_synchronize"):
        body.b.emit("fence", order="seq_cst")
    elif name in ("__mulsc3", "__muldc3"):
        _complex_product(body, instruction)
    elif name in ("__atomic_is_lock_free", "__atomic_always_lock_free"):
        body.define(instruction, (const(1, body.kinds(instruction.type)[0]),))
    else:
        return False
    return True


def _sized(body: Body, instruction: Instruction, what: str, size: int) -> None:
    kind = Int(8 * size)
    pointer, *rest = (body.words(o) for o in instruction.operands[1:])
    place = pointer[0]
    order = atomics.order_numbered(rest[-1][0])
    if what == "load":
        legal = {"release": "seq_cst", "acq_rel": "seq_cst"}.get(order, order)
        body.define(instruction, read(body, kind, place, size, {"order": legal}))
    elif what == "store":
        legal = {"acquire": "seq_cst", "acq_rel": "seq_cst"}.get(order, order)
        write(body, kind, place, rest[0], size, {"order": legal})
    elif what == "exchange":
        body.define(instruction, atomics.update(body, "xchg", kind, place, rest[0], size, order))
    elif what == "compare_exchange":
        body.define(instruction, (_exchange_if(body, kind, place, rest),))
    else:
        _fetch(body, instruction, what, kind, place, rest[0], order)


def _exchange_if(body: Body, kind: Int, place: Operand, rest: list[Words]) -> Operand:
    """compare_exchange_N(pointer, address of what is expected, new, success, failure)."""
    expected = rest[0][0]
    align = kind.bits // 8
    wanted = read(body, kind, expected, align, dict(_PLAIN))
    orders = atomics.order_numbered(rest[2][0]), atomics.order_numbered(rest[3][0])
    *old, done = atomics.exchange_if(body, kind, place, wanted, rest[1], align, _legal(orders))
    _unless(body, done, lambda: write(body, kind, expected, tuple(old), align, dict(_PLAIN)))
    return done


def _legal(orders: tuple[str, str]) -> tuple[str, str]:
    return orders[0], {"release": "relaxed", "acq_rel": "acquire"}.get(orders[1], orders[1])


def _unless(body: Body, done: Operand, act: Callable[[], None]) -> None:
    other, after = body.b.block("failed"), body.b.block("tried")
    body.b.branch(done, after, other)
    body.b.start(other)
    act()
    body.b.jump(after)
    body.b.start(after)


def _fetch(
    body: Body, instruction: Instruction, what: str, kind: Int, place: Operand, value: Words, order: str
) -> None:
    word = what.removeprefix("fetch_").removesuffix("_fetch")
    old = atomics.update(body, word, kind, place, value, kind.bits // 8, order)
    if what.startswith("fetch_"):
        body.define(instruction, old)
    else:
        body.define(instruction, atomics.changed(body, word, kind, old, value))


def _complex_product(body: Body, instruction: Instruction) -> None:
    """What clang calls where a product of complex numbers is no number: the product as it is, without the infinities
    that C's annex G makes of it."""
    a, b, c, d = (body.word(o) for o in instruction.operands[1:])

    def compute(kind: str, left: Operand, right: Operand) -> Operand:
        return floats.compute(body, kind, a.type, left, right)

    real = compute("sub", compute("mul", a, c), compute("mul", b, d))
    body.define(instruction, (real, compute("add", compute("mul", a, d), compute("mul", b, c))))


# any size -------------------------------------------------------------------------------------------------------------


def _copy(body: Body, target: Operand, source: Operand, size: Operand) -> None:
    copying.copy(body, target, source, size, (1, 1), dict(_PLAIN))


def _load(body: Body, instruction: Instruction, args: list[Operand]) -> None:
    size, source, target, _ = args
    body.b.emit("atomic_begin")
    _copy(body, target, source, size)
    body.b.emit("atomic_end")


def _store(body: Body, instruction: Instruction, args: list[Operand]) -> None:
    size, target, source, _ = args
    body.b.emit("atomic_begin")
    _copy(body, target, source, size)
    body.b.emit("atomic_end")


def _exchange(body: Body, instruction: Instruction, args: list[Operand]) -> None:
    size, place, new, old, _ = args
    body.b.emit("atomic_begin")
    _copy(body, old, place, size)
    _copy(body, place, new, size)
    body.b.emit("atomic_end")


def _compare_exchange(body: Body, instruction: Instruction, args: list[Operand]) -> None:
    size, place, expected, new, *_ = args
    b = body.b
    b.emit("atomic_begin")
    at, same = body.joined(Scalar.I64), body.joined(Scalar.I8)
    head, step, good, bad, after = (b.block(h) for h in ("compare", "byte", "same", "differ", "compared"))
    b.emit("mov", (at,), (const(0),))
    b.emit("mov", (same,), (const(1, Scalar.I8),))
    b.jump(head)
    b.start(head)
    b.branch(b.value("ult", Scalar.I8, at, size), step, good)
    b.start(step)
    left, right = (
        b.value("load", Scalar.I8, b.value("add", Scalar.I64, p, at), order="plain", unset=True)
        for p in (place, expected)
    )
    b.emit("add", (at,), (at, const(1)))
    b.branch(b.value("eq", Scalar.I8, left, right), head, bad)
    b.start(good)
    _copy(body, place, new, size)
    b.jump(after)
    b.start(bad)
    b.emit("mov", (same,), (const(0, Scalar.I8),))
    _copy(body, expected, place, size)
    b.jump(after)
    b.start(after)
    b.emit("atomic_end")
    body.define(instruction, (same,))


_GENERIC: dict[str, Callable[[Body, Instruction, list[Operand]], None]] = {
    "__atomic_load": _load,
    "__atomic_store": _store,
    "__atomic_exchange": _exchange,
    "__atomic_compare_exchange": _compare_exchange,
}
