"""Scenarios of the language over a C program. One idea: the scenario is loaded with the names of the C program and says
what it uses of it; only that is read, and then both are linked as a C program and its library are."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.frontend.c.debug import Subprogram
from unknot.frontend.c.llvm import FunctionBody, Module
from unknot.frontend.c.modules import Defined, Namespace, combine
from unknot.frontend.c.reader import read
from unknot.frontend.c.reading import Reading
from unknot.frontend.link import items_of, merge
from unknot.frontend.python.foreign import Foreign, ForeignFunction, ForeignVariable
from unknot.frontend.python.library import Item, Library
from unknot.frontend.python.load import build_with, load_file
from unknot.frontend.python.observers import check_invariants
from unknot.ir.program import Program
from unknot.ir.types import DataType


@dataclass(frozen=True)
class Harness:
    """A file of scenarios, as `path`, beside the modules of a C program."""

    path: str
    modules: Sequence[Module]

    def program(self, scenario: str, given: Mapping[str, int], options: Options) -> Program:
        """The linked program of one of its scenarios."""
        loaded = load_file(self.path, given, foreign_names(self.modules))
        if not scenario and len(loaded.scenarios) == 1:
            (scenario,) = loaded.scenarios
        if scenario not in loaded.scenarios:
            known = ", ".join(loaded.scenarios) or "none"
            raise TargetError(f"{self.path} has no scenario {scenario!r}", remedy=f"its scenarios are: {known}")
        readings: list[Reading] = []
        items: dict[str, Item] = {}

        def wanted(mentioned: Sequence[str]) -> Mapping[str, Item]:
            readings.append(read(self.modules, mentioned, options))
            items.update(items_of(readings[0].externals))
            return items

        built = build_with(loaded.scenarios[scenario], wanted)
        linked = merge(readings[0], Library(built.program, built.symbols, (), items))
        program = replace(linked, loc=built.program.loc)
        check_invariants(program)
        return program


def scenarios_in(path: str) -> list[str]:
    """The names of the scenarios of a file, as they stand in its text: nothing of it is run."""
    try:
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read(), path)
    except OSError as error:
        raise TargetError(f"cannot read {path}: {error.strerror}") from error
    except (SyntaxError, ValueError):
        return []  # to load it says what is wrong
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [node.name for node in classes if any(ast.unparse(d).endswith("scenario") for d in node.decorator_list)]


def foreign_names(modules: Sequence[Module]) -> Foreign:
    """All that a scenario can name of a C program."""
    whole = combine(modules)
    types: dict[str, DataType] = {}
    tags: dict[str, DataType] = {}
    constants: dict[str, int] = {}
    for unit in whole.units:
        types |= unit.debug.typedefs()
        tags |= unit.debug.tags()
        constants |= unit.debug.constants()
    functions = _functions(whole)
    variables = _variables(whole)
    return Foreign(
        tuple(module.name for module in modules),
        functions,
        variables,
        whole.structs,
        types,
        tags,
        constants,
        frozenset({*whole.functions, *whole.variables, *whole.aliases}),
    )


def _functions(whole: Namespace) -> dict[str, ForeignFunction]:
    """The functions by the names that the source has for them; of several with one name, none that only one file
    sees."""
    found: dict[str, ForeignFunction] = {}
    for symbol, defined in whole.functions.items():
        if defined.value.debug >= 0:
            source = defined.unit.debug.subprogram(defined.value.debug)
            if source.name not in found or symbol == source.name:
                found[source.name] = _prototype(symbol, defined, source)
    return found


def _prototype(symbol: str, defined: Defined[FunctionBody], source: Subprogram) -> ForeignFunction:
    names = [parameter.name for parameter in defined.value.params]
    kinds = source.type.params
    if len(names) != len(kinds) or any("." in name for name in names):
        names = [f"argument{index + 1}" for index in range(len(kinds))]
    params = tuple(zip(names, kinds, strict=True))
    return ForeignFunction(symbol, params, source.type.result, source.variadic, source.loc)


def _variables(whole: Namespace) -> dict[str, ForeignVariable]:
    """The global variables by the names that the source has for them, with statics of functions."""
    found: dict[str, ForeignVariable] = {}
    for symbol, defined in whole.variables.items():
        for number in defined.value.debug:
            source = defined.unit.debug.global_variable(number)
            if source.name and (source.name not in found or symbol == source.name):
                found[source.name] = ForeignVariable(symbol, source.type, defined.value.constant)
    return found
