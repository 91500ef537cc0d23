"""A program: functions, globals, the threads that run against each other, and what must hold.

One idea: everything later stages need stands here; nothing points back at the source language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from unknot.core.location import NOWHERE, Location
from unknot.ir.ops import Const, Op, Reg
from unknot.ir.types import DataType, FunctionType, Scalar, StructType


@dataclass
class Global:
    """A named object in shared memory, or one instance per thread if `thread_local`.

    `init` is its first content, `type.size` bytes, zeros if empty; `relocations` (offset, symbol, addend) put
    addresses of globals and functions into it. `model` marks state owned by the memory model, which traces do not show.
    A `constant` is never written and no part of the state.
    """

    name: str
    type: DataType
    init: bytes = b""
    relocations: tuple[tuple[int, str, int], ...] = ()
    thread_local: bool = False
    model: bool = False
    constant: bool = False
    loc: Location = NOWHERE


@dataclass
class Local:
    """What a register is called in the source, for traces."""

    name: str
    type: DataType


@dataclass
class Function:
    """A function: parameters, result width (None for none), blocks by label, the first one is the entry. What a
    `library` function does is shown in traces where it was called."""

    name: str
    params: tuple[Reg, ...] = ()
    result: Scalar | None = None
    blocks: dict[str, list[Op]] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)
    library: bool = False
    loc: Location = NOWHERE

    @property
    def entry(self) -> str:
        """Label of the first block."""
        return next(iter(self.blocks))

    def ops(self) -> Iterator[Op]:
        """All operations, block by block."""
        for block in self.blocks.values():
            yield from block


@dataclass(frozen=True)
class Operation:
    """An operation of an object whose histories are judged: its name in the specification, its function, the types of
    what it takes and gives."""

    name: str
    function: str
    type: FunctionType


@dataclass
class Thread:
    """A thread that exists from the start. Its number is its place in `Program.threads`."""

    name: str
    function: str
    args: tuple[Const, ...] = ()


PYTHON, C = "python", "c"
"""Languages in whose words a program's values are told."""


@dataclass
class Program:
    """A closed program. `init` runs alone before the threads; each of `invariants` (name, function returning i8) must
    be true in every state; each of `finals` (name, function) runs when all threads have ended. Agents are steps the
    memory model owns: for every thread one extra actor running `agent` (a function of the thread's number) as often
    as it can. `spawn_limit` is how many threads may exist at once beside the declared ones. With `own_objects`,
    accesses to objects that only one thread can reach yet are no scheduling points; both executors find those as they
    go. `merged`: plain accesses are no scheduling points either, see passes/merge_accesses.py. `places` are source
    locations that the program names by their numbers. What `operations` give on every schedule is compared with
    `specification`, a plain Python class, which is no part of the program's text. `spelling` is the language in which
    values are told.
    """

    name: str
    functions: dict[str, Function] = field(default_factory=dict)
    globals: dict[str, Global] = field(default_factory=dict)
    structs: dict[str, StructType] = field(default_factory=dict)
    threads: list[Thread] = field(default_factory=list)
    init: str | None = None
    invariants: list[tuple[str, str]] = field(default_factory=list)
    finals: list[tuple[str, str]] = field(default_factory=list)
    agent: str | None = None
    memory: str = "sc"
    spawn_limit: int = 0
    own_objects: bool = False
    merged: bool = False
    spelling: str = PYTHON
    parameters: dict[str, int] = field(default_factory=dict)
    places: list[Location] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    specification: type | None = None
    loc: Location = NOWHERE

    @property
    def max_threads(self) -> int:
        """How many threads can exist at once: those declared and those spawned."""
        return len(self.threads) + self.spawn_limit

    def add(self, function: Function) -> Function:
        """Adds and returns `function`."""
        self.functions[function.name] = function
        return function
