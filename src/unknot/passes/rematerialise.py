"""Computes constant addresses again where they are used. One idea: what can be recomputed need not be kept in the
state.

A register that always holds the address of a global plus a constant would live across the scheduling point before its
access and cost eight bytes in every state. Each use gets its own copy, made after the scheduling point.
"""

from __future__ import annotations

from dataclasses import replace

from unknot.ir.ops import Const, Op, Operand, Reg
from unknot.ir.program import Function, Program


def rematerialise(program: Program) -> Program:
    """A copy of `program` in which no constant address lives across a scheduling point."""
    return replace(program, functions={name: _in_function(f) for name, f in program.functions.items()})


def constant_addresses(function: Function) -> dict[Reg, tuple[str, int]]:
    """Registers that always hold the address of a global plus a constant, and which (symbol, byte offset). One may be
    computed in several places, if all give the same."""
    written: dict[Reg, list[Op]] = {}
    for op in function.ops():
        for reg in op.dsts:
            written.setdefault(reg, []).append(op)
    for param in function.params:
        written.pop(param, None)
    known: dict[Reg, tuple[str, int]] = {}
    size = -1
    while size != len(known):
        size = len(known)
        for reg, ops in written.items():
            addresses = {_address(op, known) for op in ops}
            address = addresses.pop() if len(addresses) == 1 else None
            if address is not None:
                known[reg] = address
    return known


def _address(op: Op, known: dict[Reg, tuple[str, int]]) -> tuple[str, int] | None:
    if op.code == "global_addr":
        return op.attrs["symbol"], 0
    first = op.args[0] if op.args else None
    if not isinstance(first, Reg) or first not in known:
        return None
    name, offset = known[first]
    if op.code == "mov":
        return name, offset
    if op.code == "add" and isinstance(op.args[1], Const):
        return name, (offset + op.args[1].value) & op.args[1].type.mask
    return None


def _in_function(function: Function) -> Function:
    known = constant_addresses(function)
    blocks: dict[str, list[Op]] = {}
    fresh = 0
    for label, ops in function.blocks.items():
        blocks[label] = []
        for op in ops:
            args: list[Operand] = []
            for arg in op.args:
                if isinstance(arg, Reg) and arg in known and op.code != "step" and op.dsts[:1] != (arg,):
                    fresh += 1
                    made, arg = _compute(known[arg], arg, fresh, op)
                    blocks[label].extend(made)
                args.append(arg)
            blocks[label].append(replace(op, args=tuple(args)))
    return replace(function, blocks=blocks)


def _compute(address: tuple[str, int], reg: Reg, fresh: int, user: Op) -> tuple[list[Op], Reg]:
    name, offset = address
    base = Reg(f"{reg.name}.again{fresh}", reg.type)
    ops = [Op("global_addr", (base,), (), {"symbol": name}, user.loc)]
    if offset:
        place = Reg(f"{base.name}.at", reg.type)
        ops.append(Op("add", (place,), (base, Const(offset, reg.type)), {}, user.loc))
        return ops, place
    return ops, base
