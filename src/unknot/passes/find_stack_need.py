"""Finds how much room a thread's stack objects can take. One idea: where that is known beforehand, each thread has a
place of its own for them, so that their addresses do not depend on what other threads do, and equal situations have
equal bytes."""

from __future__ import annotations

from unknot.ir.address import GRANULE
from unknot.ir.ops import Const, Op
from unknot.ir.program import Function, Program

LARGEST = 256
"""Granules. Where a thread may need more, stack objects stand in the heap among the others."""


def stack_granules(program: Program) -> int:
    """Granules that a thread's stack objects need at most; 0 if there are none, or it is not known: with recursion,
    with computed sizes, with allocations in loops."""
    need: dict[str, int | None] = {}
    called = callees(program)
    most = 0
    for name in program.functions:
        found = _need(program, called, name, need, ())
        if found is None or found > LARGEST:
            return 0
        most = max(most, found)
    return most


def _need(
    program: Program, called: dict[str, list[str]], name: str, known: dict[str, int | None], path: tuple[str, ...]
) -> int | None:
    """Granules of a function and all it calls; None if that is not known."""
    if name in path:
        return None
    if name not in known:
        function = program.functions[name]
        own = _own(function)
        needs = [_need(program, called, callee, known, (*path, name)) for callee in called[name]]
        counts = [need for need in needs if need is not None]
        whole = own is not None and len(counts) == len(needs)
        known[name] = (own or 0) + max(counts, default=0) if whole else None
    return known[name]


def _own(function: Function) -> int | None:
    total = 0
    for label, ops in function.blocks.items():
        for op in ops:
            if op.code == "alloc" and op.attrs["kind"] == "stack":
                size = op.args[0]
                if not isinstance(size, Const) or label != function.entry:
                    return None
                total += max(1, -(-size.value // GRANULE))
    return total


def callees(program: Program) -> dict[str, list[str]]:
    """For each function those it may call: that it names, and for calls through pointers all that have their address
    taken and fit."""
    pointed = addressed(program)
    found: dict[str, dict[str, None]] = {name: {} for name in program.functions}
    for name, function in program.functions.items():
        for op in function.ops():
            if op.code == "call":
                found[name][op.attrs["symbol"]] = None
            elif op.code == "call_indirect":
                found[name] |= dict.fromkeys(n for n in pointed if fits(program.functions[n], op))
    return {name: list(names) for name, names in found.items()}


def addressed(program: Program) -> list[str]:
    """Functions whose address is taken."""
    found = {op.attrs["symbol"]: None for f in program.functions.values() for op in f.ops() if op.code == "func_addr"}
    pointed = (name for item in program.globals.values() for _, name, _ in item.relocations)
    return list(found | dict.fromkeys(name for name in pointed if name in program.functions))


def fits(function: Function, op: Op) -> bool:
    """True if a call through a pointer could be of that function."""
    widths = [p.type for p in function.params] == [a.type for a in op.args[1:]]
    return widths and (function.result or 0) == op.attrs["result"]
