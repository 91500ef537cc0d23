"""Places scheduling points. One idea: a `step` stands before every operation that another thread could see or be seen
by.

Everything else is private and runs together with the operation before it. Allocation counts as visible because the
heap is shared: which object gets a freed place depends on the order. Inside an indivisible block nobody comes
between, so no points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from unknot.ir.ops import Op
from unknot.ir.program import Function, Program

ACCESSES = frozenset({"load", "store", "rmw", "cas"})

Private = Callable[[Function, str, int], bool]
"""Tells whether the operation at (function, label, index) touches memory that no other thread can reach then."""


def place_steps(program: Program, every_access: bool = False, private: Private | None = None) -> Program:
    """A copy of `program` with `step` operations. With `every_access`, private memory counts as visible too.

    Fences are visible only where the memory model gives them work to do, so `fence` gets a point except under sc; and
    so does `spawn`, which waits for the earlier stores of its thread.
    """
    keep = None if every_access else private
    entered = entered_outside(program)
    functions = {
        name: _in_function(f, program.memory, keep) if name in entered else f for name, f in program.functions.items()
    }
    return replace(program, functions=functions)


def entered_outside(program: Program) -> set[str]:
    """Functions that are perhaps called outside of indivisible blocks: not by name alone, or so."""
    ops = [op for f in program.functions.values() for op in f.ops()]
    roots = [t.function for t in program.threads] + [op.attrs["symbol"] for op in ops if op.code == "func_addr"]
    roots += [symbol for item in program.globals.values() for _, symbol, _ in item.relocations]
    roots += program.functions.keys() - {op.attrs["symbol"] for op in ops if op.code == "call"}
    found: set[str] = set()
    while roots:
        name = roots.pop()
        if name not in found and name in program.functions:
            found.add(name)
            roots += _called_outside(program.functions[name])
    return found


def _called_outside(function: Function) -> list[str]:
    """The functions that one calls by name outside of its indivisible blocks."""
    depth = depth_at_blocks(function)
    called = []
    for label, ops in function.blocks.items():
        inside = depth.get(label, 0)
        for op in ops:
            if op.code == "call" and not inside:
                called.append(op.attrs["symbol"])
            inside += depth_change(op)
    return called


def _in_function(function: Function, memory: str, private: Private | None) -> Function:
    depth = depth_at_blocks(function)
    blocks: dict[str, list[Op]] = {}
    for label, ops in function.blocks.items():
        inside = depth.get(label, 0)
        blocks[label] = []
        for index, op in enumerate(ops):
            if not inside and visible(op, memory) and not (private and private(function, label, index)):
                blocks[label].append(_step(op))
            inside += depth_change(op)
            blocks[label].append(op)
    return replace(function, blocks=blocks)


def visible(op: Op, memory: str) -> bool:
    """True if other threads could see `op`, or it them."""
    if op.code in ACCESSES:
        return bool(op.attrs["order"] != "raw")
    if op.code == "alloc":
        return bool(op.attrs["kind"] == "heap")
    if op.code in ("fence", "spawn"):
        return memory != "sc"
    if op.code == "exit":
        return bool(op.attrs["kind"] == "program")  # others may come before it; where none is left, it is no step
    return op.code in ("free", "join") or (op.code == "atomic_begin" and not op.attrs.get("silent"))


def _step(op: Op) -> Op:
    """The scheduling point before `op`. For memory accesses it tells what will be touched, for the race check."""
    attrs: dict[str, object] = {"access": op.code}
    args = op.args[:1] if op.code in ACCESSES else ()
    if op.code in ACCESSES:
        width = op.dsts[0].type if op.code in ("load", "rmw") else op.args[1].type
        attrs |= {"size": width.bytes, "order": op.attrs["order"], "racy": bool(op.attrs.get("racy"))}
    return Op("step", (), args, MappingProxyType(attrs), op.loc)


def depth_change(op: Op) -> int:
    """What `op` adds to the depth of indivisible blocks."""
    return {"atomic_begin": 1, "atomic_end": -1}.get(op.code, 0)


def depth_at_blocks(function: Function) -> dict[str, int]:
    """How deep in indivisible blocks each block starts (front ends nest them properly)."""
    depth = {function.entry: 0}
    work = [function.entry]
    while work:
        label = work.pop()
        ops = function.blocks[label]
        after = depth[label] + sum(map(depth_change, ops))
        for target in ops[-1].targets:
            if target not in depth:
                depth[target] = after
                work.append(target)
    return depth
