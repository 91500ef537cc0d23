"""Uses a value instead of its copy, where the copy is written once and what it copies never changes. One idea: after
inlining most parameters are such copies, and a copy that is not kept makes the state smaller.

For native code only: states stay the same up to what is kept twice.
"""

from __future__ import annotations

from dataclasses import replace

from unknot.ir.ops import Const, Op, Operand, Reg
from unknot.ir.program import Function, Program


def propagate(program: Program) -> Program:
    """A copy of `program` in which copies of constants and of unchanged parameters are gone."""
    return replace(program, functions={name: _in_function(f) for name, f in program.functions.items()})


def _in_function(function: Function) -> Function:
    written: dict[Reg, int] = dict.fromkeys(function.params, 1)
    for op in function.ops():
        for reg in op.dsts:
            written[reg] = written.get(reg, 0) + 1
    fixed: dict[Reg, Operand] = {p: p for p in function.params if written[p] == 1}
    size = -1
    while size != len(fixed):
        size = len(fixed)
        for op in function.ops():
            if op.code == "mov" and written[op.dsts[0]] == 1:
                source = op.args[0]
                if isinstance(source, Const):
                    fixed[op.dsts[0]] = source
                elif source in fixed:
                    fixed[op.dsts[0]] = fixed[source]
    blocks = {
        label: [_use(op, fixed) for op in ops if not _is_copy(op, fixed)] for label, ops in function.blocks.items()
    }
    return replace(function, blocks=blocks)


def _is_copy(op: Op, fixed: dict[Reg, Operand]) -> bool:
    return op.code == "mov" and op.dsts[0] in fixed


def _use(op: Op, fixed: dict[Reg, Operand]) -> Op:
    if not any(isinstance(a, Reg) and a in fixed for a in op.args):
        return op
    return replace(op, args=tuple(fixed.get(a, a) if isinstance(a, Reg) else a for a in op.args))
