"""memcpy, memmove and memset as LLVM has them. One idea: what is small and of known size is written out; for the rest
there is one function of the reader's own, a loop.

What is copied may never have been written: clang copies whole structs.
"""

from __future__ import annotations

from typing import Any

from unknot.frontend.c.body import Body
from unknot.frontend.c.memory import pieces
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Operand, Reg, const
from unknot.ir.program import Function
from unknot.ir.types import Scalar

_MOST = 16
"""Pieces that are written out at most."""
_PREFIX = "llvm."


def copy(
    body: Body,
    target: Operand,
    source: Operand,
    size: Operand,
    align: tuple[int, int],
    attrs: dict[str, Any],
    overlapping: bool = False,
) -> None:
    """Copies memory; the two places may be `overlapping`. `align`: of target and source."""
    parts = _written_out(size, min(align))
    if (
        parts is None or not isinstance(size, Const) or (min(align) < 4 and size.value >= 8)
    ):  # it may be better aligned, and hold pointers
        name = body.world.helper(_PREFIX + "memmove", _make_move)
        body.b.emit("call", (), (target, source, size), symbol=name)
        return
    read = {**attrs, "unset": True}
    if align[1] >= 8 and align[0] < 8 and size.value >= 8:
        _publish_all(body.b, source, size.value)
    together = max(len(parts), 1) if overlapping else 1
    for first in range(0, len(parts), together):
        some = parts[first : first + together]
        words = [body.b.value("load", width, body.behind(source, at), **read) for at, width in some]
        for (at, _), word in zip(some, words, strict=True):
            body.b.emit("store", (), (body.behind(target, at), word), **attrs)


def _written_out(size: Operand, align: int) -> list[tuple[int, Scalar]] | None:
    """The pieces of a copy that is small and of known size."""
    if not isinstance(size, Const) or size.value > _MOST * 8:
        return None
    parts = pieces(size.value, align)
    return parts if len(parts) <= _MOST else None


def _publish_all(b: Builder, source: Operand, size: int) -> None:
    """The words that are going to be copied in pieces may be pointers."""
    for at in range(0, size - 7, 8):
        place = b.value("add", Scalar.I64, source, const(at))
        b.emit("publish", (), (b.value("load", Scalar.I64, place, order="plain", unset=True),))


def fill(body: Body, target: Operand, byte: Operand, size: Operand, align: int, attrs: dict[str, Any]) -> None:
    """Sets memory to a byte."""
    parts = _written_out(size, align)
    if parts is None:
        name = body.world.helper(_PREFIX + "memset", _make_set)
        body.b.emit("call", (), (target, byte, size), symbol=name)
        return
    for at, width in parts:
        word = body.op("mul", width, body.resize(byte, width), const(_repeated(width), width))
        body.b.emit("store", (), (body.behind(target, at), word), **attrs)


def _repeated(width: Scalar) -> int:
    return width.mask // 0xFF


# the loops ------------------------------------------------------------------------------------------------------------


class _Loop:
    """A loop over memory in the making: `at` counts bytes."""

    def __init__(self, name: str, params: tuple[Reg, ...]) -> None:
        self.function = Function(name, params, library=True)
        self.b = Builder(self.function)
        self.at = Reg("at", Scalar.I64)

    def start_at(self, value: Operand) -> None:
        """Where the count begins."""
        self.b.emit("mov", (self.at,), (value,))

    def up(self, end: Operand) -> tuple[str, str]:
        """Begins a loop to a higher place; gives what `close` wants."""
        head, step, after = (self.b.block(hint) for hint in ("head", "step", "after"))
        self.b.jump(head)
        self.b.start(head)
        self.b.branch(self.b.value("ult", Scalar.I8, self.at, end), step, after)
        self.b.start(step)
        return head, after

    def down(self, end: Operand, width: Scalar) -> tuple[str, str]:
        """Begins a loop to a lower place."""
        head, step, after = (self.b.block(hint) for hint in ("head", "step", "after"))
        self.b.jump(head)
        self.b.start(head)
        self.b.branch(self.b.value("ult", Scalar.I8, end, self.at), step, after)
        self.b.start(step)
        self.b.emit("sub", (self.at,), (self.at, const(width.bytes)))
        return head, after

    def close(self, labels: tuple[str, str], advance: int) -> None:
        """Ends a loop."""
        if advance:
            self.b.emit("add", (self.at,), (self.at, const(advance)))
        self.b.jump(labels[0])
        self.b.start(labels[1])

    def place(self, base: Reg) -> Reg:
        """The address that the loop has come to."""
        return self.b.value("add", Scalar.I64, base, self.at)

    def move(self, target: Reg, source: Reg, width: Scalar) -> None:
        """Copies one piece."""
        word = self.b.value("load", width, self.place(source), order="plain", unset=True)
        self.b.emit("store", (), (self.place(target), word), order="plain")

    def whole_words(self, size: Reg, *pointers: Reg) -> Reg:
        """How many bytes of `size` can be accessed in words: none if an address is not that of a word."""
        low: Operand = const(0)
        for pointer in pointers:
            low = self.b.value("or", Scalar.I64, low, pointer)
        low = self.b.value("and", Scalar.I64, low, const(7))
        fits = self.b.value("eq", Scalar.I8, low, const(0))
        words = self.b.value("and", Scalar.I64, size, const(-8))
        return self.b.value("select", Scalar.I64, fits, words, const(0))


def _make_move() -> Function:
    target, source, size = (Reg(name, Scalar.I64) for name in ("target", "source", "size"))
    loop = _Loop(_PREFIX + "memmove", (target, source, size))
    b = loop.b
    words = loop.whole_words(size, target, source)
    forward, backward, odd, begin = (b.block(hint) for hint in ("forward", "backward", "odd", "begin"))
    b.branch(b.value("eq", Scalar.I8, words, const(0)), odd, begin)
    b.start(odd)
    _publish_words(loop, source, size)
    b.jump(begin)
    b.start(begin)
    b.branch(b.value("ule", Scalar.I8, target, source), forward, backward)
    b.start(forward)
    loop.start_at(const(0))
    for end, width in ((words, Scalar.I64), (size, Scalar.I8)):
        labels = loop.up(end)
        loop.move(target, source, width)
        loop.close(labels, width.bytes)
    b.ret()
    b.start(backward)
    loop.start_at(size)
    ends: tuple[tuple[Operand, Scalar], ...] = ((words, Scalar.I8), (const(0), Scalar.I64))
    for down_to, width in ends:
        labels = loop.down(down_to, width)
        loop.move(target, source, width)
        loop.close(labels, 0)
    b.ret()
    return loop.function


def _publish_words(loop: _Loop, source: Reg, size: Reg) -> None:
    """Pointers that are going to be copied byte by byte are given to everybody."""
    b = loop.b
    low = b.value("and", Scalar.I64, b.value("sub", Scalar.I64, const(0), source), const(7))
    loop.start_at(low)
    room = b.value("select", Scalar.I64, b.value("ult", Scalar.I8, size, const(8)), const(7), size)
    labels = loop.up(b.value("sub", Scalar.I64, room, const(7)))
    b.emit("publish", (), (b.value("load", Scalar.I64, loop.place(source), order="plain", unset=True),))
    loop.close(labels, 8)


def _make_set() -> Function:
    target, byte, size = Reg("target", Scalar.I64), Reg("byte", Scalar.I8), Reg("size", Scalar.I64)
    loop = _Loop(_PREFIX + "memset", (target, byte, size))
    b = loop.b
    words = loop.whole_words(size, target)
    wide = b.value("mul", Scalar.I64, b.value("zext", Scalar.I64, byte), const(_repeated(Scalar.I64)))
    loop.start_at(const(0))
    for end, width, value in ((words, Scalar.I64, wide), (size, Scalar.I8, byte)):
        labels = loop.up(end)
        b.emit("store", (), (loop.place(target), value), order="plain")
        loop.close(labels, width.bytes)
    b.ret()
    return loop.function
