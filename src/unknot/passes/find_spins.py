"""Finds whether a thread could go round for ever without writing. One idea: take away the blocks that surely write; a
loop that is left, and does something visible, could be one that waits for others.

Both executors look for states in which all threads only wait, at a price; programs without such loops do not pay it.
"""

from __future__ import annotations

from unknot.ir.ops import Op
from unknot.ir.program import Function, Program

_WRITES = frozenset({"store", "alloc", "free"})


def may_spin(program: Program) -> bool:
    """True if a function has a loop without a store that others could see, around a scheduling point or a call."""
    return any(_has_spin(function) for function in program.functions.values())


def _has_spin(function: Function) -> bool:
    quiet = {label for label, ops in function.blocks.items() if not any(map(_writes, ops))}
    return any(_acts(function.blocks[label]) and _comes_back(function, label, quiet) for label in quiet)


def _writes(op: Op) -> bool:
    return op.code == "step" and op.attrs["access"] in _WRITES


def _acts(ops: list[Op]) -> bool:
    return any(op.code in ("step", "call", "call_indirect") for op in ops)


def _comes_back(function: Function, start: str, quiet: set[str]) -> bool:
    """True if a way leads from the block back to it through quiet blocks."""
    seen: set[str] = set()
    work = list(function.blocks[start][-1].targets)
    while work:
        label = work.pop()
        if label == start:
            return True
        if label in quiet and label not in seen:
            seen.add(label)
            work.extend(function.blocks[label][-1].targets)
    return False
