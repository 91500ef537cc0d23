"""Several translation units as one program: the work of a linker. One idea: nothing is rewritten; each unit knows what
its names mean in the whole.

Names of one unit alone (static functions, string literals) that another unit uses too get the file's name added. Of
several definitions the strongest stays: an ordinary one before a common one before a weak one; two ordinary ones are an
error.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location
from unknot.frontend.c.debug import DebugInfo
from unknot.frontend.c.globals import Address, fold, place_of
from unknot.frontend.c.layout import size_of
from unknot.frontend.c.llvm import (
    Aggregate,
    Alias,
    ConstantInt,
    FunctionBody,
    Module,
    Symbol,
    Variable,
)
from unknot.ir.types import EnumType, StructType

_Item = FunctionBody | Variable | Alias
_T = TypeVar("_T", bound=_Item, covariant=True)

_LIBRARYS = ("assume_abort_if_not",)
"""Functions that are the library's, though programs define them too: with `abort`, which would be a violation."""

_LOCAL = ("internal", "private")
_STRENGTH = {"available_externally": 0, "weak": 1, "common": 2, "external": 3}
"""A definition of a higher number is taken, others of the same name are not."""


@dataclass
class Unit:
    """One translation unit in the whole."""

    module: Module
    debug: DebugInfo
    renamed: dict[str, str]
    aliases: dict[str, Defined[Alias]]

    def resolve(self, symbol: str) -> tuple[str, int]:
        """The final name of a symbol of this unit, and what to add to its address (which only aliases may ask for)."""
        name = self.renamed.get(symbol, symbol)
        if name not in self.aliases:
            return name, 0
        alias = self.aliases[name]
        target = fold(alias.value.target, alias.unit)
        if not isinstance(target, Address):
            raise LanguageError(
                f"{symbol} is another name of something that has no name", Location(self.module.name, 1)
            )
        return target.symbol, target.addend


@dataclass(frozen=True)
class Defined(Generic[_T]):
    """A definition and the unit it stands in."""

    value: _T
    unit: Unit


@dataclass
class Namespace:
    """The whole: what is defined, by final name; `structs` and `enums` are those of all units. `constructors` run
    before main, `destructors` at the end, in their order."""

    units: list[Unit] = field(default_factory=list)
    functions: dict[str, Defined[FunctionBody]] = field(default_factory=dict)
    variables: dict[str, Defined[Variable]] = field(default_factory=dict)
    aliases: dict[str, Defined[Alias]] = field(default_factory=dict)
    structs: dict[str, StructType] = field(default_factory=dict)
    enums: dict[str, EnumType] = field(default_factory=dict)
    constructors: list[str] = field(default_factory=list)
    destructors: list[str] = field(default_factory=list)

    def entry_of(self, name: str) -> str | None:
        """The function that the user calls `name`, also a static one if there is just one of that name."""
        if name in self.functions:
            return name
        if name in self.aliases:
            unit = self.aliases[name].unit
            return unit.resolve(name)[0]
        found = [final for unit in self.units if (final := unit.renamed.get(name)) in self.functions]
        return found[0] if len(found) == 1 else None


def combine(modules: Sequence[Module]) -> Namespace:
    """All modules as one namespace. Raises LanguageError, naming both places, for what is defined twice."""
    whole = Namespace()
    users = Counter(name for module in modules for name in _names(module))
    bases = Counter(os.path.basename(module.name) for module in modules)
    for module in modules:
        base = os.path.basename(module.name)
        suffix = base if bases[base] == 1 else module.name
        local = [item.name for item in _definitions(module) if item.linkage in _LOCAL and users[item.name] > 1]
        renamed = {name: f"{name}@{suffix}" for name in local}
        whole.units.append(Unit(module, DebugInfo(module, whole.structs, whole.enums), renamed, whole.aliases))
    _choose(whole)
    whole.constructors = list(_listed(whole, "llvm.global_ctors"))
    whole.destructors = list(_listed(whole, "llvm.global_dtors"))[::-1]
    return whole


def _names(module: Module) -> Iterator[str]:
    yield from module.functions
    yield from module.variables
    yield from module.aliases


def _definitions(module: Module) -> Iterator[_Item]:
    yield from (f for f in module.functions.values() if f.blocks)
    yield from (v for v in module.variables.values() if v.init is not None and v.linkage != "appending")
    yield from module.aliases.values()


def _choose(whole: Namespace) -> None:
    """Takes the strongest definition of each name."""
    chosen: dict[str, Defined[_Item]] = {}
    for unit in whole.units:
        for item in _definitions(unit.module):
            name = unit.renamed.get(item.name, item.name)
            if item.name in _LIBRARYS:
                continue
            new = Defined(item, unit)
            chosen[name] = _stronger(name, chosen[name], new) if name in chosen else new
    for name, each in chosen.items():
        match each.value:
            case FunctionBody():
                whole.functions[name] = Defined(each.value, each.unit)
            case Variable():
                whole.variables[name] = Defined(each.value, each.unit)
            case Alias():
                whole.aliases[name] = Defined(each.value, each.unit)


def _stronger(name: str, old: Defined[_Item], new: Defined[_Item]) -> Defined[_Item]:
    strengths = _STRENGTH[old.value.linkage], _STRENGTH[new.value.linkage]
    if strengths == (_STRENGTH["external"],) * 2:
        raise LanguageError(
            f"{name} is defined twice: here and at {_place(old)}",
            _place(new),
            "Make one of them static, or leave one of the files out.",
        )
    if strengths == (_STRENGTH["common"],) * 2:
        return max(old, new, key=_size)
    return new if strengths[1] > strengths[0] else old


def _size(defined: Defined[_Item]) -> int:
    assert isinstance(defined.value, Variable)  # only variables are common
    return size_of(defined.value.type, defined.unit.module.structs)


def _place(defined: Defined[_Item]) -> Location:
    item, unit = defined.value, defined.unit
    found = NOWHERE
    if isinstance(item, FunctionBody) and item.debug >= 0:
        found = unit.debug.subprogram(item.debug).loc
    elif isinstance(item, Variable):
        found = place_of(item, unit)
    return found if found.line else Location(unit.module.name, 1)


def _listed(whole: Namespace, name: str) -> Iterator[str]:
    """The functions in a list of constructors, by priority, then in the order of the files."""
    found: list[tuple[int, str]] = []
    for unit in whole.units:
        variable = unit.module.variables.get(name)
        entries = variable.init.elements if variable and isinstance(variable.init, Aggregate) else ()
        for entry in entries:
            match entry:
                case Aggregate(elements=(ConstantInt(value=priority), Symbol(name=symbol), *_)):
                    found.append((priority, unit.resolve(symbol)[0]))
    yield from (symbol for _, symbol in sorted(found, key=lambda pair: pair[0]))
