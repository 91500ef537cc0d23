"""Leaves out computations that nobody reads. One idea: only operations without any effect go: no access, no check, no
fault is one of them.

What is left over comes from addresses that were added up, and from results that a C program does not look at.
"""

from __future__ import annotations

from unknot.ir.ops import Op, Reg
from unknot.ir.program import Function

_PURE = frozenset(
    {"mov", "add", "sub", "mul", "and", "or", "xor", "eq", "ne", "ult", "ule", "slt", "sle", "zext", "sext", "trunc"}
    | {"select", "global_addr", "func_addr", "float"}
)


def drop_unused(function: Function) -> None:
    """Removes operations whose result is a register without a name of the source's that nothing reads."""
    reads: dict[Reg, int] = {}
    for op in function.ops():
        for arg in op.args:
            if isinstance(arg, Reg):
                reads[arg] = reads.get(arg, 0) + 1

    def keeps(op: Op) -> bool:
        if op.code not in _PURE or op.dsts[0].name in function.locals or reads.get(op.dsts[0]):
            return True
        for arg in op.args:
            if isinstance(arg, Reg):
                reads[arg] -= 1
        return False

    for label in reversed(function.blocks):
        function.blocks[label] = [op for op in reversed(function.blocks[label]) if keeps(op)][::-1]
