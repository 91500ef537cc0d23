"""Finds accesses to objects that their maker has not shown to any other thread, across calls. One idea: the analysis of
find_private.py, told what is known of calls; what is known grows until nothing is added.

Unlike there, the object's place may have been somebody else's before, and an old pointer may lead to it: this tells who
initialises an object, not that nobody else can see it.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.ir.ops import Op, Reg, const
from unknot.ir.program import Function, Program
from unknot.ir.types import Scalar
from unknot.passes.find_private import Calls, Private, is_private, keeps, solve, transfer

Parameter = tuple[str, int]
"""A function and which of its parameters."""


@dataclass(frozen=True)
class Fresh:
    """`accesses`: by function, (label, index) of those to fresh objects. `makers`: functions that give one, or null."""

    accesses: dict[str, set[tuple[str, int]]]
    makers: frozenset[str]


def find_fresh(program: Program) -> Fresh:
    """The accesses to objects in all functions that nobody but the thread that made them knows yet."""
    calls = Calls(keepers=_keepers(program))
    while more := frozenset(n for n, f in program.functions.items() if _makes(f, calls)) - calls.makers:
        calls = Calls(calls.makers | more, calls.keepers)
    given = _given(program, calls)
    accesses = {name: _accesses(f, calls, _at_entry(f, given)) for name, f in program.functions.items()}
    return Fresh(accesses, calls.makers)


def _accesses(function: Function, calls: Calls, at_entry: Private) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for label, at_start in solve(function, calls, at_entry).items():
        private = dict(at_start)
        for index, op in enumerate(function.blocks[label]):
            if is_private(op, private):
                found.add((label, index))
            transfer(op, private, calls)
    return found


def _keepers(program: Program) -> frozenset[Parameter]:
    """Begins with all parameters that could be pointers and takes those away that are given to somebody."""
    keepers = frozenset(
        (name, i) for name, f in program.functions.items() for i, p in enumerate(f.params) if p.type == Scalar.I64
    )
    while wrong := {(n, i) for n, i in keepers if not _is_kept(program.functions[n], i, Calls(keepers=keepers))}:
        keepers -= wrong
    return keepers


def _is_kept(function: Function, which: int, calls: Calls) -> bool:
    """True if nothing that the function does with the parameter gives it away."""
    param = function.params[which]
    for label, at_start in solve(function, calls, {param: param}).items():
        private = dict(at_start)
        for op in function.blocks[label]:
            ours = {r for r, owner in private.items() if owner == param}
            first = op.args[0] if op.args else None
            derived = param if op.code in ("mov", "add") and first in ours else None
            if any(arg in ours and not keeps(op, i, derived, calls) for i, arg in enumerate(op.args)):
                return False
            transfer(op, private, calls)
    return True


def _makes(function: Function, calls: Calls) -> bool:
    """True if every return gives a fresh object or null, and one the former."""
    fresh = False
    for label, at_start in solve(function, calls).items():
        private = dict(at_start)
        for op in function.blocks[label]:
            if op.code == "ret":
                given = op.args[0] if op.args else None
                if given not in private and given != const(0):
                    return False
                fresh |= given in private
            transfer(op, private, calls)
    return fresh


def _given(program: Program, calls: Calls) -> frozenset[Parameter]:
    """The parameters that get fresh objects in every call."""
    entries = {t.function for t in program.threads} | {op.attrs["symbol"] for op in _ops(program, "func_addr")}
    given: frozenset[Parameter] = frozenset()
    while more := {p for p in _fresh_arguments(program, calls, given) if p[0] not in entries} - given:
        given |= more
    return given


def _ops(program: Program, code: str) -> list[Op]:
    return [op for function in program.functions.values() for op in function.ops() if op.code == code]


def _fresh_arguments(program: Program, calls: Calls, given: frozenset[Parameter]) -> frozenset[Parameter]:
    seen: dict[Parameter, bool] = {}
    for function in program.functions.values():
        for label, at_start in solve(function, calls, _at_entry(function, given)).items():
            private = dict(at_start)
            for op in function.blocks[label]:
                if op.code == "call":
                    for i, arg in enumerate(op.args):
                        place = (op.attrs["symbol"], i)
                        seen[place] = seen.get(place, True) and isinstance(arg, Reg) and arg in private
                transfer(op, private, calls)
    return frozenset(place for place, fresh in seen.items() if fresh)


def _at_entry(function: Function, given: frozenset[Parameter]) -> Private:
    return {p: p for i, p in enumerate(function.params) if (function.name, i) in given}
