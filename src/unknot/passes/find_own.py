"""Finds accesses to globals that are a thread's own, that only one thread uses (in C), or that nobody ever changes:
they are no scheduling points.

One idea: a thread-local global is its thread's own as long as its address is used for nothing but accesses in the
function that takes it; a constant one may be given to anybody. What only libraries use, and only read that way or set
to the zeros that it begins with, is constant, said so or not, and then no part of the state. (A user's thread may wait
for what nobody ever writes: that is a deadlock, and must be seen.)
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from types import MappingProxyType

from unknot.ir.ops import Const, Op, Reg
from unknot.ir.program import C, Function, Global, Program
from unknot.passes.find_alone import of_one_thread
from unknot.passes.find_private import keeps, mark
from unknot.passes.place_steps import ACCESSES

Bases = dict[Reg, str]
"""Registers that always point into one global, and that global."""


def make_own(program: Program) -> Program:
    """A copy of `program` in which accesses to thread-local globals that never leave their thread, and to constant
    ones, have order raw."""
    bases = {name: _bases(function) for name, function in program.functions.items()}
    given = {name for item in program.globals.values() for _, name, _ in item.relocations}
    written: set[str] = set()
    for name, function in program.functions.items():
        given |= _given_away(function, bases[name])
        written |= _written(function, bases[name], program)
    kept = program.globals.keys() - given
    unchanged = kept - written - _of_users(program, bases)
    changed = {n: _constant(g) if n in unchanged else g for n, g in program.globals.items()}
    own = {name for name in kept if changed[name].thread_local}
    own |= {name for name, item in changed.items() if item.constant}
    if program.spelling == C:  # what a scenario declares is shared because it says so
        users = {n: [f for f, used in bases.items() if n in used.values()] for n in kept - _waited_for(program, bases)}
        own |= of_one_thread(program, users)
    functions = {n: _mark(f, bases[n], own, unchanged) for n, f in program.functions.items()}
    return replace(program, functions=functions, globals=changed)


def _of_users(program: Program, bases: dict[str, Bases]) -> set[str]:
    """The globals that functions beside those of libraries use."""
    return {name for f, used in bases.items() if not program.functions[f].library for name in used.values()}


def _constant(item: Global) -> Global:
    """A global that nobody changes. One that each thread has for itself is the same for all then."""
    return replace(item, constant=True, thread_local=False)


def _bases(function: Function) -> Bases:
    """What each register points into, where that is the same at all its definitions."""
    definitions: dict[Reg, list[Op]] = {}
    for op in function.ops():
        for reg in op.dsts:
            definitions.setdefault(reg, []).append(op)
    for param in function.params:
        definitions.pop(param, None)
    bases: Bases = {}
    growing = True
    while growing:
        found = {reg: base for reg, ops in definitions.items() if reg not in bases and (base := _base(ops, bases))}
        bases |= found
        growing = bool(found)
    return bases


def _base(definitions: list[Op], bases: Bases) -> str:
    """The global that all definitions of a register point into, "" if there is none or it is not known."""
    found = {_points_into(op, bases) for op in definitions}
    return found.pop() if len(found) == 1 else ""


def _points_into(op: Op, bases: Bases) -> str:
    if op.code == "global_addr":
        return str(op.attrs["symbol"])
    first = op.args[0] if op.args else None
    return bases.get(first, "") if op.code in ("mov", "add") and isinstance(first, Reg) else ""


def _given_away(function: Function, bases: Bases) -> set[str]:
    """The globals whose address somebody else may come to know in the function."""
    given: set[str] = set()
    for op in function.ops():
        if op.code == "global_addr" and op.dsts[0] not in bases:
            given.add(op.attrs["symbol"])
        into = op.dsts[0] if op.dsts and op.dsts[0] in bases else None
        for place, arg in enumerate(op.args):
            if isinstance(arg, Reg) and arg in bases and not keeps(op, place, into):
                given.add(bases[arg])
    return given


def _waited_for(program: Program, bases: dict[str, Bases]) -> set[str]:
    """The globals that are read as if others could change them. A loop that waits for one that nobody changes must stay
    visible, to be known as one that waits for ever."""
    waited: set[str] = set()
    for name, function in program.functions.items():
        loads = (op for op in function.ops() if op.code == "load" and (op.attrs.get("racy") or _is_atomic(op)))
        waited |= {bases[name][p] for op in loads if isinstance(p := op.args[0], Reg) and p in bases[name]}
    return waited


def _is_atomic(op: Op) -> bool:
    return op.attrs["order"] not in ("plain", "raw")


def _written(function: Function, bases: Bases, program: Program) -> set[str]:
    """The globals that the function changes itself."""
    writes = [(op, _base_of(op, bases)) for op in function.ops() if op.code in ACCESSES and op.code != "load"]
    return {name for op, name in writes if name and not _leaves_zero(op, program.globals[name])}


def _base_of(op: Op, bases: Bases) -> str:
    """The global that an access is of, "" if that is not known."""
    pointer = op.args[0]
    return bases.get(pointer, "") if isinstance(pointer, Reg) else ""


def _leaves_zero(op: Op, item: Global) -> bool:
    """True for a store of 0 into what begins as zeros: if all are, nothing ever changes."""
    zero = op.code == "store" and isinstance(op.args[1], Const) and op.args[1].value == 0
    return zero and op.attrs["order"] == "plain" and not any(item.init) and not item.relocations


def _mark(function: Function, bases: Bases, own: set[str], unchanged: Set[str]) -> Function:
    blocks = {label: [_marked(op, bases, own, unchanged) for op in ops] for label, ops in function.blocks.items()}
    return replace(function, blocks=blocks)


def _marked(op: Op, bases: Bases, own: set[str], unchanged: Set[str]) -> Op:
    if not _is_own(op, bases, own):
        return op
    if op.code == "store" and _base_of(op, bases) in unchanged:
        return _looked_at(op)
    return mark(op)


def _looked_at(op: Op) -> Op:
    """A store that changes nothing: what is left is that its place must be one."""
    attrs = {"size": op.args[1].type.bytes, "write": False}
    return Op("check_access", (), op.args[:1], MappingProxyType(attrs), op.loc)


def _is_own(op: Op, bases: Bases, own: set[str]) -> bool:
    return op.code in ACCESSES and _base_of(op, bases) in own
