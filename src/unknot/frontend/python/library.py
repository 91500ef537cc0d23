"""What of the libraries another program wants: found by name, compiled together. One idea: a library is modules of the
language; what they list in `__all__` can be called from outside."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location
from unknot.frontend.python.exits import add_exits
from unknot.frontend.python.foreign import Foreign
from unknot.frontend.python.forms import Here
from unknot.frontend.python.names import Namespace
from unknot.frontend.python.session import Session
from unknot.frontend.python.syntax import compile_pending
from unknot.ir.program import Program

PACKAGES = ("unknot.libc", "unknot.kernel")
"""Where a plain name is looked for, in this order."""
PREFIX = "unknot."
"""Names that begin so are a module and a name in it."""


@dataclass(frozen=True, eq=False)
class Variable:
    """A global variable of a library's module."""

    module: Namespace
    name: str


Item = FunctionType | Variable


@dataclass(frozen=True)
class Library:
    """Compiled functions and what they use: the program, without threads; the symbol of each wanted name; what threads
    call when they end."""

    program: Program
    symbols: Mapping[str, str]
    exits: tuple[str, ...] = ()
    items: Mapping[str, Item] = field(default_factory=dict)


def find(name: str, where: Location = NOWHERE) -> Item:
    """What an undefined name of another program means. Raises LanguageError if no library has it."""
    if name.startswith(PREFIX):
        module, _, plain = name.rpartition(".")
        return _item(_module(module, where), plain)
    module = next((index[name] for index in map(_index, PACKAGES) if name in index), "")
    if not module:
        remedy = "give the file that defines it too, or define one of that name that does what matters here"
        raise LanguageError(f"{name} is defined nowhere, and no library has it", where, remedy)
    return _item(importlib.import_module(module), name)


def _item(module: ModuleType, name: str) -> Item:
    value = getattr(module, name, None)
    return value if isinstance(value, FunctionType) else Variable(vars(module), name)


def _module(name: str, where: Location) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise LanguageError(f"there is no library {name}", where, "include the header that declares it") from error


@lru_cache(maxsize=4)
def _index(package: str) -> dict[str, str]:
    """Which module of a package has which name; the first in alphabetical order where several have it."""
    found: dict[str, str] = {}
    for info in pkgutil.iter_modules(importlib.import_module(package).__path__):
        module = f"{package}.{info.name}"
        for name in getattr(importlib.import_module(module), "__all__", ()):
            found.setdefault(name, module)
    return found


def knows_its_caller(item: Item) -> bool:
    """True for a function whose last parameter is the place of the call, which who calls it leaves out."""
    defaults: Any = item.__defaults__ if isinstance(item, FunctionType) else None
    return bool(defaults) and isinstance(defaults[-1], Here)


def compile_library(name: str, items: Mapping[str, Item], taken: Sequence[str]) -> Library:
    """Compiles what `items` (by any names) stand for and all that uses; no symbol is one of `taken`."""
    session = Session(name, Foreign(taken=frozenset(taken)))
    symbols = {wanted: symbol_of(session, item) for wanted, item in items.items()}
    compile_pending(session)
    exits = add_exits(session)
    return Library(session.program, symbols, tuple(exits), items)


def symbol_of(session: Session, item: Item) -> str:
    """The symbol of a function or variable in the program under construction."""
    if isinstance(item, FunctionType):
        return session.declare(item).symbol
    place = session.global_place(item.module, item.name, NOWHERE)
    if place is None:
        raise LanguageError(f"{item.module.get('__name__')} has no function or variable {item.name}")
    return str(place.base)
