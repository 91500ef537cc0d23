"""Puts an event before every access that other threads can see: what is touched, where in the source, and the locks
that the thread holds then. For `unknot locks`; runs behind the scheduling points and adds none.

One idea: which locks a thread holds, the libraries know: `td` of kernel/thread.py, `books` of libc/held.py. Functions
that read these (kernel/accesses.py, libc/accesses.py) become part of programs that have them; in a program without
them no thread holds a lock.

Accesses to an object that its maker has given to nobody yet are left out, also where the object's place may have been
somebody else's before. Library functions are left out, they look after their own; but those that work on nothing than
what they are given (queue(3), atomic(9)) act for their callers: they get the place of the call as one more parameter.

Events:
    access  address, size, place (Program.places), kind (see `Kind`); then for each lock held, oldest first: lock, how,
            type, place
    object  address, which `Made` of the legend: an object comes into being
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from unknot.core.location import Location
from unknot.frontend.python.load import build_functions, load_file
from unknot.ir.ops import Const, Op, Operand, Reg, const
from unknot.ir.program import Function, Local, Program
from unknot.ir.types import DataType, PointerType, Scalar, StructType
from unknot.passes.find_fresh import find_fresh
from unknot.passes.place_steps import ACCESSES

ACCESS, OBJECT = "access", "object"
EVENTS = (ACCESS, OBJECT)
"""The kinds of events that the search must collect."""

HELD_LOCK_WORDS = 4
"""Words of an access event for each lock that is held."""

_LIBRARIES = {"kthread_state": "kernel", "pthread_books": "libc"}
"""By the struct that keeps the locks of each thread, the package whose accesses.py reads it."""
_PREFIX = "locks."
_TELL = "held_locks"
_AT = "$at"
"""Behind the name of a library function that knows for whom it acts."""
_PLACE = Reg("locks.place", Scalar.I64)


class Kind(enum.IntEnum):
    """What an access does."""

    READ = 0
    WRITE = 1
    ATOMIC_READ = 2
    ATOMIC_WRITE = 3
    ATOMIC_UPDATE = 4

    @property
    def reads(self) -> bool:
        """True if it tells what was there."""
        return self in (Kind.READ, Kind.ATOMIC_READ, Kind.ATOMIC_UPDATE)

    @property
    def writes(self) -> bool:
        """True if it may change memory."""
        return self in (Kind.WRITE, Kind.ATOMIC_WRITE, Kind.ATOMIC_UPDATE)

    @property
    def atomic(self) -> bool:
        """True for atomic operations."""
        return self >= Kind.ATOMIC_READ


@dataclass(frozen=True)
class Made:
    """Where objects come into being: their type (None: not known), what the pointer is called there, where."""

    type: DataType | None
    name: str
    loc: Location


@dataclass
class Legend:
    """What the numbers in the events mean: `made` by number; the functions in which a place stands."""

    made: list[Made] = field(default_factory=list)
    functions: dict[int, set[str]] = field(default_factory=dict)


def note_accesses(program: Program) -> tuple[Program, Legend]:
    """A copy of `program` with the events, and their legend."""
    return _Notes(program).run()


class _Notes:
    """One program being rewritten."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._places = list(program.places)
        self._numbers = {place: number for number, place in enumerate(self._places)}
        self._legend = Legend()
        self._books = _books(program)
        self._serving = _serving(program)
        self._fresh = find_fresh(program)
        self._untyped = _untyped(program, self._fresh.makers)

    def run(self) -> tuple[Program, Legend]:
        functions = {name: self._in_function(f) for name, f in self._program.functions.items()}
        for name in sorted(self._serving):
            function = self._program.functions[name]
            params = (*function.params, _PLACE)
            functions[name + _AT] = self._in_function(replace(function, name=name + _AT, params=params), _PLACE)
        functions |= {_teller_of(kind): _teller(kind, name) for kind, name in self._books.items()}
        return replace(self._program, functions=functions, places=self._places), self._legend

    def _in_function(self, function: Function, place: Operand | None = None) -> Function:
        """The function with its accesses noted, at `place` if it acts for its caller."""
        fresh = self._fresh.accesses[function.name.removesuffix(_AT)]
        quiet = function.library and place is None
        blocks: dict[str, list[Op]] = {}
        for label, ops in function.blocks.items():
            blocks[label] = []
            for index, op in enumerate(ops):
                if op.code == "call" and op.attrs["symbol"] in self._serving and not quiet:
                    op = _for_caller(op, place or self._place(op.loc, function))
                if op.code in ACCESSES and op.attrs["order"] != "raw" and (label, index) not in fresh and not quiet:
                    blocks[label] += self._access(op, place or self._place(op.loc, function))
                blocks[label].append(op)
                if function.name not in self._untyped and self._gives_object(op):
                    blocks[label].append(self._object(op, function))
        return replace(function, blocks=blocks)

    def _access(self, op: Op, place: Operand) -> Iterator[Op]:
        width = op.dsts[0].type if op.code in ("load", "rmw") else op.args[1].type
        args = (op.args[0], const(width.bytes), place, const(_kind(op)))
        yield Op("event", (), args, MappingProxyType({"kind": ACCESS}), op.loc)
        for kind in self._books:
            yield Op("call", (), (), MappingProxyType({"symbol": _teller_of(kind)}), op.loc)

    def _gives_object(self, op: Op) -> bool:
        return op.code == "alloc" or (op.code == "call" and op.attrs["symbol"] in self._untyped)

    def _object(self, op: Op, function: Function) -> Op:
        """The event for an object, of the type it is made with or, if a function gives it, of the pointer's."""
        local = _local(op.dsts[0], function)
        known = op.attrs.get("type")
        if op.code == "call":
            known = local.type.to if local is not None and isinstance(local.type, PointerType) else None
        kind = self._program.structs.get(str(known), known if isinstance(known, DataType) else None)
        self._legend.made.append(Made(kind, local.name if local else "", op.loc))
        args = (op.dsts[0], const(len(self._legend.made) - 1))
        return Op("event", (), args, MappingProxyType({"kind": OBJECT}), op.loc)

    def _place(self, loc: Location, function: Function) -> Const:
        """The number of a place in that function."""
        if loc not in self._numbers:
            self._numbers[loc] = len(self._places)
            self._places.append(loc)
        number = self._numbers[loc]
        self._legend.functions.setdefault(number, set()).add(function.name)
        return const(number)


def _serving(program: Program) -> set[str]:
    """The library functions that touch no variable of the library's, nor call what does: they act for their callers."""
    serving = {name for name, f in program.functions.items() if f.library and not _has_own(program, f)}
    while others := {name for name in serving if not _callees(program.functions[name]) <= serving}:
        serving -= others
    return serving


def _has_own(program: Program, function: Function) -> bool:
    if any(op.code in ("call_indirect", "alloc", "free", "spawn", "join") for op in function.ops()):
        return True
    named = {op.attrs["symbol"] for op in function.ops() if op.code == "global_addr"}
    return not all(program.globals[name].constant for name in named)


def _untyped(program: Program, makers: frozenset[str]) -> set[str]:
    """The makers that give plain bytes, as malloc(9) does: their callers know the type."""
    found = {n for n in makers if any(_is_bytes(op) for op in program.functions[n].ops() if op.code == "alloc")}
    while more := {n for n in makers - found if _callees(program.functions[n]) & found}:
        found |= more
    return found


def _is_bytes(alloc: Op) -> bool:
    kind = alloc.attrs.get("type")
    return kind is None or str(kind) in ("u8", "void")


def _callees(function: Function) -> set[str]:
    return {op.attrs["symbol"] for op in function.ops() if op.code == "call"}


def _for_caller(call: Op, place: Operand) -> Op:
    attrs = dict(call.attrs) | {"symbol": call.attrs["symbol"] + _AT}
    return replace(call, args=(*call.args, place), attrs=MappingProxyType(attrs))


def _local(reg: Reg, function: Function) -> Local | None:
    """The variable that a result goes to, if it goes to one."""
    moved = (op.dsts[0] for op in function.ops() if op.code == "mov" and op.args == (reg,))
    return next((function.locals[r.name] for r in (reg, *moved) if r.name in function.locals), None)


def _kind(op: Op) -> Kind:
    if op.code in ("rmw", "cas"):
        return Kind.ATOMIC_UPDATE
    atomic = op.attrs["order"] != "plain"
    if op.code == "load":
        return Kind.ATOMIC_READ if atomic else Kind.READ
    return Kind.ATOMIC_WRITE if atomic else Kind.WRITE


def _books(program: Program) -> dict[str, str]:
    """The variables of a program in which threads keep their locks, by their structs."""
    own = [item for item in program.globals.values() if item.thread_local and isinstance(item.type, StructType)]
    return {i.type.name: i.name for i in own if isinstance(i.type, StructType) and i.type.name in _LIBRARIES}


def _teller_of(kind: str) -> str:
    return f"{_PREFIX}{_LIBRARIES[kind]}.{_TELL}"


def _teller(kind: str, current: str) -> Function:
    """The library's function that tells the locks held, reading the program's own variable."""
    library = _library(_LIBRARIES[kind])
    known = _books(library)[kind]
    function = library.functions[_TELL]
    blocks = {label: [_adopted(op, known, current) for op in ops] for label, ops in function.blocks.items()}
    return replace(function, name=_teller_of(kind), blocks=blocks, library=True)


@lru_cache(maxsize=2)
def _library(package: str) -> Program:
    path = Path(__file__).parents[1] / package / "accesses.py"
    return build_functions([getattr(load_file(str(path)).module, _TELL)])


def _adopted(op: Op, known: str, current: str) -> Op:
    changes: dict[str, Any] = {}
    if op.attrs.get("symbol") == known:
        changes["symbol"] = current
    if op.code == "load":
        changes["order"] = "raw"
    return replace(op, attrs=MappingProxyType(dict(op.attrs) | changes)) if changes else op
