"""From LLVM's modules to a program. One idea: a worklist; only what can be reached from the entries and the
constructors is read, so only that can be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unknot.core.errors import TargetError
from unknot.core.location import NOWHERE, Location
from unknot.core.options import Options
from unknot.frontend.c.functions import read_function
from unknot.frontend.c.globals import make_global
from unknot.frontend.c.llvm import FunctionBody, Module
from unknot.frontend.c.modules import Defined, Namespace, combine
from unknot.frontend.c.reading import Prototype, Reading
from unknot.frontend.c.refusals import FORBIDDEN, forbidden
from unknot.frontend.c.unprototyped import started_without_prototype
from unknot.ir.program import Function, Program

_SPELLING = "c"


def read(modules: Sequence[Module], entries: Sequence[str], options: Options) -> Reading:
    """The program that begins with `entries`, functions or variables. Raises LanguageError for what cannot be read,
    TargetError if there is no such entry."""
    return _Reader(combine(modules), options).run(entries, modules[0].name if modules else "")


class _Reader:
    """Reads what is needed, and whatever that needs."""

    def __init__(self, names: Namespace, options: Options) -> None:
        self.names = names
        self.options = options
        self.started = started_without_prototype(names)
        self.program = Program("", spelling=_SPELLING)
        self.externals: dict[str, Location] = {}
        self.functions: dict[str, Prototype] = {}
        self._work: list[str] = []
        self._seen: set[str] = set()
        self._declared = {name for unit in names.units for name in unit.module.functions}

    def run(self, entries: Sequence[str], name: str) -> Reading:
        """Everything from the entries on."""
        names = self.names
        for entry in entries:
            self.need(self._entry(entry), NOWHERE)
        for symbol in (*names.constructors, *names.destructors):
            self.need(symbol, NOWHERE)
        while self._work:
            self._read(self._work.pop(0))
        self.program.name = name
        self.program.structs = names.structs
        self.program.functions = dict(self._sorted())
        return Reading(self.program, self.externals, names.constructors, names.destructors, self.functions)

    def _entry(self, entry: str) -> str:
        found = entry if entry in self.names.variables else self.names.entry_of(entry)
        if found is None:
            known = ", ".join(sorted(self.names.functions)[:12]) or "none"
            raise TargetError(f"there is no function {entry}", remedy=f"the functions are: {known}")
        return found

    def _sorted(self) -> list[tuple[str, Function]]:
        """The functions in the order in which they stand in the files."""
        order = {name: position for position, name in enumerate(self.names.functions)}
        return sorted(self.program.functions.items(), key=lambda item: order.get(item[0], len(order)))

    def _read(self, symbol: str) -> None:
        if symbol in self.names.functions:
            self._function(symbol, self.names.functions[symbol])
            return
        defined = self.names.variables[symbol]
        made = make_global(symbol, defined.value, defined.unit)
        self.program.globals[symbol] = made
        for _, target, _ in made.relocations:
            self.need(target, made.loc)

    def _function(self, symbol: str, defined: Defined[FunctionBody]) -> None:
        self.program.add(read_function(self, defined.unit, defined.value, symbol))
        if defined.value.debug >= 0:
            self.functions[symbol] = prototype(symbol, defined)

    # what functions ask ----------------------------------------------------------------------------------------------

    def need(self, symbol: str, where: Location) -> bool:
        """Notes that the program needs that symbol. True if it is a function."""
        names = self.names
        is_function = symbol in names.functions or (symbol not in names.variables and symbol in self._declared)
        if symbol in self._seen:
            return is_function
        self._seen.add(symbol)
        if symbol in names.functions or symbol in names.variables:
            self._work.append(symbol)
        elif symbol in FORBIDDEN:
            raise forbidden(symbol, where)
        else:
            self.externals[symbol] = where
        return is_function

    def helper(self, name: str, make: Callable[[], Function]) -> str:
        """The name of a function of the reader's own, made when it is first needed."""
        if name not in self.program.functions:
            self.program.add(make())
        return name

    def definition(self, symbol: str) -> FunctionBody | None:
        """The function of that name, if the program defines it."""
        found = self.names.functions.get(symbol)
        return found.value if found is not None else None


def prototype(name: str, defined: Defined[FunctionBody]) -> Prototype:
    """What a function takes and gives in C."""
    described = defined.unit.debug.subprogram(defined.value.debug)
    called = _parameter_names(defined)
    kinds = described.type.params
    parameters = tuple((called.get(number, ""), kind) for number, kind in enumerate(kinds, 1))
    return Prototype(name, parameters, described.type.result, described.variadic, described.loc)


def _parameter_names(defined: Defined[FunctionBody]) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in defined.value.blocks.values():
        for note in block:
            if note.opcode == "dbg_declare":
                variable = defined.unit.debug.variable(note.attrs["variable"])
                if variable.argument:
                    found[variable.argument] = variable.name
    return found
