"""Finds which registers are live where. One idea: a state keeps only what will be read again, so that equal
situations are equal.

Classic backward data-flow analysis over blocks (Aho et al., Compilers, 9.2.5).
"""

from __future__ import annotations

from unknot.ir.ops import Op, Reg
from unknot.ir.program import Function


def stack_objects(function: Function) -> set[Reg]:
    """Registers that hold the function's stack objects: they are freed when it returns, so they live until then."""
    return {op.dsts[0] for op in function.ops() if op.code == "alloc" and op.attrs["kind"] == "stack"}


def uses(op: Op, at_return: set[Reg]) -> set[Reg]:
    """Registers that `op` reads; a return reads `at_return` too."""
    read = {a for a in op.args if isinstance(a, Reg)}
    return read | at_return if op.code == "ret" else read


def live_into_blocks(function: Function) -> dict[str, set[Reg]]:
    """For each label, the registers whose value at its start may be read later."""
    at_return = stack_objects(function)
    reads: dict[str, set[Reg]] = {}
    writes: dict[str, set[Reg]] = {}
    for label, ops in function.blocks.items():
        read: set[Reg] = set()
        written: set[Reg] = set()
        for op in ops:
            read |= uses(op, at_return) - written
            written |= set(op.dsts)
        reads[label], writes[label] = read, written
    live: dict[str, set[Reg]] = {label: set() for label in function.blocks}
    changed = True
    while changed:
        changed = False
        for label in reversed(function.blocks):
            ops = function.blocks[label]
            after = set().union(*(live[t] for t in ops[-1].targets))
            now = reads[label] | (after - writes[label])
            if now != live[label]:
                live[label], changed = now, True
    return live


def live_after_ops(function: Function) -> dict[str, list[set[Reg]]]:
    """For each label, for each operation of the block, the registers live just after it (its own results included)."""
    into = live_into_blocks(function)
    at_return = stack_objects(function)
    result: dict[str, list[set[Reg]]] = {}
    for label, ops in function.blocks.items():
        live = set().union(*(into[t] for t in ops[-1].targets))
        after: list[set[Reg]] = []
        for op in reversed(ops):
            after.append(set(live))
            live = (live - set(op.dsts)) | uses(op, at_return)
        result[label] = after[::-1]
    return result
