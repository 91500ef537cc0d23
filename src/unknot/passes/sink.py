"""Moves the computation of an address behind its scheduling point. One idea: an index is smaller than the address made
from it, and often kept anyway.

Only computations that can be reversed are moved (one register, constants, no information lost), so that two states
that were different stay different and no others come into being. For native code only; the race check computes the
address of a suspended access itself.
"""

from __future__ import annotations

from dataclasses import replace

from unknot.ir.ops import Const, Op, Reg
from unknot.ir.program import Function, Program

_MOVED = frozenset({"add", "mul", "shl", "zext", "sext", "mov", "global_addr"})


def sink(program: Program) -> Program:
    """A copy of `program` in which addresses are computed behind scheduling points."""
    return replace(program, functions={n: _in_function(f, program.own_objects) for n, f in program.functions.items()})


def _in_function(function: Function, asked: bool) -> Function:
    blocks = {label: _in_block(ops, asked) for label, ops in function.blocks.items()}
    return replace(function, blocks=blocks)


def _in_block(ops: list[Op], asked: bool) -> list[Op]:
    """`asked`: scheduling points ask whose the object is, so the address is computed in front of them as well."""
    result: list[Op] = []
    for op in ops:
        if op.code == "step" and op.args and isinstance(op.args[0], Reg):
            before = result[:]
            moved = _take_out(result, op.args[0])
            if asked and moved:
                result = before
            result.append(_without_argument(op, asked) if moved else op)
            result.extend(moved)
        else:
            result.append(op)
    return result


def _without_argument(op: Op, asked: bool) -> Op:
    """The scheduling point, after which the address is computed: the attribute `address` says what it will be."""
    return replace(op, args=op.args if asked else (), attrs={**op.attrs, "address": op.args[0]})


def _take_out(ops: list[Op], address: Reg) -> list[Op]:
    """Takes what computes `address` out of the end of `ops`, if it can be moved, and gives it in order. What is also
    used before the scheduling point (by a bounds check, say) stays there too."""
    wanted = {address}
    used: set[Reg] = set()
    changed: set[Reg] = set()
    moved: list[int] = []
    kept: set[int] = set()
    leaves: set[Reg] = set()
    for index in range(len(ops) - 1, -1, -1):
        op = ops[index]
        if op.code == "step" or not wanted:
            break
        reads = {a for a in op.args if isinstance(a, Reg)}
        if len(op.dsts) == 1 and op.dsts[0] in wanted and _is_movable(op, changed):
            moved.append(index)
            if op.dsts[0] in used:
                kept.add(index)
            wanted = (wanted - set(op.dsts)) | reads
        else:
            leaves |= wanted & set(op.dsts)
            wanted -= set(op.dsts)
        used |= reads
        changed |= set(op.dsts)
    leaves |= wanted
    if len(leaves) > 1 or address in leaves:
        return []
    taken = [ops[i] for i in reversed(moved)]
    for index in moved:
        if index not in kept:
            del ops[index]
    return taken


def _is_movable(op: Op, changed: set[Reg]) -> bool:
    """True for a reversible computation that gives the same behind the scheduling point: nothing between changes its
    inputs, nor does it (`i += 1`)."""
    if op.code not in _MOVED or any(a in changed or a in op.dsts for a in op.args if isinstance(a, Reg)):
        return False
    if op.code == "mul":
        return isinstance(op.args[1], Const) and op.args[1].value != 0
    if op.code == "shl":
        return isinstance(op.args[1], Const) and op.args[1].value < op.dsts[0].type
    return True
