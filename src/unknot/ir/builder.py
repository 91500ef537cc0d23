"""The builder: how front ends and tests make functions. One idea: it knows where it is and gives fresh names."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from unknot.core.location import NOWHERE, Location
from unknot.ir.ops import Const, Op, Operand, Reg
from unknot.ir.program import Function
from unknot.ir.types import Scalar


class Builder:
    """Appends operations to the block `self.label` of `self.function`; `self.loc` is stamped on each."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.loc: Location = NOWHERE
        self.label = ""
        self._labels = 0
        self._regs = 0
        if not function.blocks:
            self.start("entry")
        else:
            self.label = list(function.blocks)[-1]

    def block(self, hint: str) -> str:
        """A fresh label; the block comes into being with `start`."""
        self._labels += 1
        return f"{hint}.{self._labels}"

    def start(self, label: str) -> None:
        """Begins the block `label`; what follows goes there."""
        self.function.blocks[label] = []
        self.label = label

    @property
    def done(self) -> bool:
        """True if the current block has its terminator already."""
        ops = self.function.blocks[self.label]
        return bool(ops) and ops[-1].is_terminator

    def reg(self, kind: Scalar, hint: str = "t") -> Reg:
        """A fresh register."""
        self._regs += 1
        return Reg(f"{hint}.{self._regs}", kind)

    def emit(self, code: str, dsts: tuple[Reg, ...] = (), args: tuple[Operand, ...] = (), **attrs: Any) -> None:
        """Appends an operation; after a terminator it is unreachable and dropped."""
        if not self.done:
            op = Op(code, dsts, args, MappingProxyType(attrs), self.loc)
            self.function.blocks[self.label].append(op)

    def value(self, code: str, kind: Scalar, /, *args: Operand, **attrs: Any) -> Reg:
        """Appends an operation with one result of width `kind`, in a fresh register."""
        dst = self.reg(kind)
        self.emit(code, (dst,), args, **attrs)
        return dst

    def jump(self, label: str) -> None:
        """Ends the block with a jump."""
        self.emit("jump", targets=(label,))

    def branch(self, condition: Operand, then: str, otherwise: str) -> None:
        """Ends the block with a two-way branch."""
        self.emit("branch", (), (condition,), targets=(then, otherwise))

    def ret(self, value: Operand | None = None) -> None:
        """Ends the block with a return."""
        self.emit("ret", (), () if value is None else (value,))


def true() -> Const:
    """The constant 1 of width i8."""
    return Const(1, Scalar.I8)
