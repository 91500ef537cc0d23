"""Finds whether a thread could go round for ever without writing. One idea: take away the blocks that surely write; if
a loop is left, it could be one that waits for others.

The search looks for states in which all threads only wait, at a price; programs without such loops do not pay it.
"""

from __future__ import annotations

from collections.abc import Set

from unknot.ir.ops import Op
from unknot.ir.program import Function, Program

_WRITES = frozenset({"store", "alloc", "free"})


def may_spin(program: Program, functions: Set[str]) -> bool:
    """True if one of these functions has a loop without a store that others could see."""
    return any(_has_loop(program.functions[name]) for name in functions)


def _has_loop(function: Function) -> bool:
    quiet = {label for label, ops in function.blocks.items() if not any(_writes(op) for op in ops)}
    state: dict[str, int] = {}
    return any(root not in state and _reaches_itself(function, root, quiet, state) for root in quiet)


def _writes(op: Op) -> bool:
    return op.code == "step" and op.attrs["access"] in _WRITES


def _reaches_itself(function: Function, root: str, quiet: set[str], state: dict[str, int]) -> bool:
    """Depth-first search for an edge back to a block on the path. States: 1 on the path, 2 done."""
    stack = [(root, iter(function.blocks[root][-1].targets))]
    state[root] = 1
    while stack:
        label, targets = stack[-1]
        target = next(targets, None)
        if target is None:
            state[label] = 2
            stack.pop()
        elif target in quiet and state.get(target) == 1:
            return True
        elif target in quiet and target not in state:
            state[target] = 1
            stack.append((target, iter(function.blocks[target][-1].targets)))
    return False
