"""Finds accesses that no other thread can see: to an object before its address has been given to anybody.

One idea: a register that holds a fresh object is private until it is used for anything but an access through it.
Accesses that are private on every path to them become order "raw": no scheduling point, no memory model. Forward
data-flow analysis, per function.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from unknot.ir.ops import Op, Reg
from unknot.ir.program import Function, Program
from unknot.passes.liveness import stack_objects
from unknot.passes.place_steps import ACCESSES

Private = dict[Reg, Reg]
"""Registers known to point into a private object, and the register that owns it (the one `alloc` wrote)."""


@dataclass(frozen=True)
class Calls:
    """What is known of calls. `makers`: functions that give an object nobody else knows; `keepers`: (function, which
    parameter) where a pointer is given to nobody further."""

    makers: frozenset[str] = frozenset()
    keepers: frozenset[tuple[str, int]] = frozenset()


NOTHING_KNOWN = Calls()


def make_private(program: Program) -> Program:
    """A copy of `program` in which private accesses are marked.

    A fresh object is private only if nobody can hold an old pointer to its place: in a program that frees objects, or
    gives away the address of one that ends with its function, none is.
    """
    if any(_leaves_old_pointers(function) for function in program.functions.values()):
        return program
    return replace(program, functions={name: _in_function(f) for name, f in program.functions.items()})


def _leaves_old_pointers(function: Function) -> bool:
    """True if the function frees an object, or gives the address of a stack object to anybody."""
    at_start = solve(function)
    stack = stack_objects(function)
    for label, ops in function.blocks.items():
        private = dict(at_start.get(label, {}))
        for op in ops:
            owner = _derived_from(op, private)
            given = [a for i, a in enumerate(op.args) if isinstance(a, Reg) and not keeps(op, i, owner)]
            if op.code == "free" or any(private.get(reg) in stack for reg in given):
                return True
            transfer(op, private)
    return False


def _in_function(function: Function) -> Function:
    if not any(op.code == "alloc" for op in function.ops()):
        return function
    at_start = solve(function)
    blocks: dict[str, list[Op]] = {}
    for label, ops in function.blocks.items():
        private = dict(at_start.get(label, {}))
        blocks[label] = []
        for op in ops:
            blocks[label].append(mark(op) if is_private(op, private) else op)
            transfer(op, private)
    return replace(function, blocks=blocks)


def is_private(op: Op, private: Private) -> bool:
    """True for an access to a private object."""
    return op.code in ACCESSES and op.args[0] in private


def mark(op: Op) -> Op:
    """The access as one that nobody else sees."""
    attrs = dict(op.attrs) | {"order": "raw"}
    return replace(op, attrs=MappingProxyType(attrs))


def solve(function: Function, calls: Calls = NOTHING_KNOWN, at_entry: Private | None = None) -> dict[str, Private]:
    """What is private where each block starts: only what is so on every way there."""
    at_start: dict[str, Private] = {function.entry: at_entry or {}}
    work = [function.entry]
    while work:
        label = work.pop()
        private = dict(at_start[label])
        for op in function.blocks[label]:
            transfer(op, private, calls)
        for target in function.blocks[label][-1].targets:
            old = at_start.get(target)
            new = private if old is None else {r: o for r, o in old.items() if private.get(r) == o}
            if new != old:
                at_start[target] = dict(new)
                work.append(target)
    return at_start


def transfer(op: Op, private: Private, calls: Calls = NOTHING_KNOWN) -> None:
    """Follows one operation: who points into a private object after it."""
    owner = _derived_from(op, private)
    for position, arg in enumerate(op.args):
        if isinstance(arg, Reg) and arg in private and not keeps(op, position, owner, calls):
            _publish(private, private[arg])
    for reg in op.dsts:
        if reg in private:
            gone = private.pop(reg)
            if reg == gone:
                _publish(private, gone)
    if op.code == "alloc" or (op.code == "call" and op.attrs["symbol"] in calls.makers):
        private[op.dsts[0]] = op.dsts[0]
    elif owner is not None and owner in private.values():
        private[op.dsts[0]] = owner


def _derived_from(op: Op, private: Private) -> Reg | None:
    """The owner if the operation computes an address inside a private object."""
    first = op.args[0] if op.args else None
    if op.code in ("mov", "add") and isinstance(first, Reg) and first in private:
        return private[first]
    return None


def keeps(op: Op, position: int, owner: Reg | None, calls: Calls = NOTHING_KNOWN) -> bool:
    """True if using a private pointer at that place gives it to nobody."""
    if op.code in ACCESSES:
        return position == 0
    if op.code in ("mov", "add"):
        return position == 0 and owner is not None
    if op.code == "call":
        return (op.attrs["symbol"], position) in calls.keepers
    return op.code in ("eq", "ne", "check_access", "extent", "step", "event", "assert")


def _publish(private: Private, owner: Reg) -> None:
    for reg in [r for r, o in private.items() if o == owner]:
        del private[reg]
