"""Decides how each call is made. One idea: a function that cannot be suspended needs no frame in the state; it is
called natively.

A function is *plain* if it and all it calls have no recursion, no calls through pointers. It is *steppy* if a thread
could be suspended in it. A call is native if the callee is plain and either not steppy or called inside an
indivisible block, where nobody is suspended.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.ir.ops import Op
from unknot.ir.program import Function, Program
from unknot.passes.place_steps import depth_at_blocks, depth_change


@dataclass(frozen=True)
class Calls:
    """`framed`: functions that get frames. `natives`: functions that get a native version. `inside[f][label][i]`:
    whether operation i of that block stands inside an indivisible block."""

    framed: frozenset[str]
    natives: frozenset[str]
    plain: frozenset[str]
    steppy: frozenset[str]
    inside: dict[str, dict[str, list[bool]]]

    def is_native(self, function: str, label: str, index: int, op: Op) -> bool:
        """True if that call (of a framed function) is made natively."""
        return self._native(op, self.inside[function][label][index])

    def _native(self, op: Op, inside: bool) -> bool:
        callee = op.attrs.get("symbol")
        return op.code == "call" and callee in self.plain and (inside or callee not in self.steppy)


def classify(program: Program) -> Calls:
    """Looks at all functions reachable from threads, init, invariants, finals and the agent."""
    callees = {
        name: {op.attrs["symbol"] for op in f.ops() if op.code == "call"} for name, f in program.functions.items()
    }
    indirect = {name for name, f in program.functions.items() if any(op.code == "call_indirect" for op in f.ops())}
    reach = {name: _closure(name, callees) for name in callees}
    plain = frozenset(
        n
        for n in callees
        if n not in reach[n] and not (({n} | reach[n]) & indirect) and not any(m in reach[m] for m in reach[n])
    )
    stepping = {name for name, f in program.functions.items() if any(op.code == "step" for op in f.ops())}
    steppy = frozenset(n for n in callees if ({n} | reach[n]) & stepping or n not in plain)
    inside = {name: _inside(f) for name, f in program.functions.items()}
    draft = Calls(frozenset(), frozenset(), plain, steppy, inside)
    return _spread(program, draft)


def _closure(name: str, callees: dict[str, set[str]]) -> set[str]:
    """All functions that `name` may call, directly or not; itself only if it recurses."""
    found: set[str] = set()
    work = list(callees[name])
    while work:
        callee = work.pop()
        if callee not in found:
            found.add(callee)
            work.extend(callees[callee])
    return found


def _spread(program: Program, draft: Calls) -> Calls:
    """From the roots, which functions are needed with frames and which natively."""
    framed: set[str] = set()
    natives: set[str] = set()
    work: list[tuple[str, bool]] = [(t.function, False) for t in program.threads]
    between = [*filter(None, [program.init, program.agent]), *(f for _, f in program.invariants + program.finals)]
    work += [(name, name in draft.plain) for name in between]
    for function in program.functions.values():
        work += [(op.attrs["symbol"], False) for op in function.ops() if op.code == "func_addr"]
    for item in program.globals.values():
        work += [(name, False) for _, name, _ in item.relocations if name in program.functions]
    while work:
        name, native = work.pop()
        if name in (natives if native else framed):
            continue
        (natives if native else framed).add(name)
        for label, ops in program.functions[name].blocks.items():
            for index, op in enumerate(ops):
                if op.code == "call":
                    work.append((op.attrs["symbol"], native or draft.is_native(name, label, index, op)))
    return Calls(frozenset(framed), frozenset(natives), draft.plain, draft.steppy, draft.inside)


def _inside(function: Function) -> dict[str, list[bool]]:
    depth = depth_at_blocks(function)
    result: dict[str, list[bool]] = {}
    for label, ops in function.blocks.items():
        now = depth.get(label, 0)
        result[label] = []
        for op in ops:
            result[label].append(now > 0)
            now += depth_change(op)
    return result
