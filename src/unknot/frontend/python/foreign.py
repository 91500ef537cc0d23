"""What a file of the language names of a program in C: functions, variables, types, constants. One idea: they are known
by IR types alone. Who read the C files says what there is; who links puts the two programs together.

As in C, a tag may be hidden by an ordinary name: `struct_ring` always means the tag.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location
from unknot.frontend.python import language
from unknot.frontend.python.forms import IntName, TypeExpression
from unknot.ir.types import BoolType, DataType, FunctionType, IntType, PointerType, StructRef, StructType

MODULE = "unknot.c"
"""The module that these names are imported from."""

_TAGS = ("struct_", "union_", "enum_")
_WORDS = ("scenario", "thread", "initial", "invariant", "at_end", "operation", "param", "check", "replay")


@dataclass(frozen=True)
class ForeignFunction:
    """A function, as its prototype says: names and types of the parameters, the result."""

    name: str
    params: tuple[tuple[str, DataType], ...]
    result: DataType
    variadic: bool = False
    loc: Location = NOWHERE

    @property
    def type(self) -> PointerType:
        """The type of a pointer to it."""
        return PointerType(FunctionType(tuple(kind for _, kind in self.params), self.result))


@dataclass(frozen=True)
class ForeignVariable:
    """A global variable."""

    name: str
    type: DataType
    constant: bool = False


@dataclass(frozen=True)
class ForeignType(TypeExpression):
    """A type by its name; a struct is a `StructRef`."""

    name: str
    type: DataType

    @property
    def is_struct(self) -> bool:
        """True for structs and unions."""
        return isinstance(self.type, StructRef)

    def __call__(self, *arguments: Any) -> Any:
        raise LanguageError(f"{self.name}() makes no value here", remedy="it begins as zeros: leave `= ...` out")

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Foreign:
    """The names of a program in C. `files` is what messages call it; `structs` are all structs by their names in IR,
    which pointers refer to; `types` are typedefs, `tags` structs, unions and enums; `taken` are further symbols."""

    files: tuple[str, ...] = ()
    functions: Mapping[str, ForeignFunction] = field(default_factory=dict)
    variables: Mapping[str, ForeignVariable] = field(default_factory=dict)
    structs: Mapping[str, StructType] = field(default_factory=dict)
    types: Mapping[str, DataType] = field(default_factory=dict)
    tags: Mapping[str, DataType] = field(default_factory=dict)
    constants: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @property
    def symbols(self) -> dict[str, None]:
        """Names that nothing of the language's may have in the linked program."""
        return dict.fromkeys((*self.functions, *self.variables, *self.taken))

    @property
    def names(self) -> list[str]:
        """All that can be imported by its name."""
        ordinary = {*self.functions, *self.variables, *self.constants, *self.types}
        hidden = {f"{_TAGS[0]}{tag}" for tag in self.tags if tag in ordinary}
        return sorted(ordinary | hidden | {tag for tag in self.tags if tag.isidentifier()})

    @property
    def harmless_names(self) -> list[str]:
        """What a star import brings: nothing that has the name of a word of the language."""
        words = {*vars(language), *_WORDS}
        return [name for name in self.names if name not in words]

    def find(self, name: str) -> Any:
        """What a name means. Raises LanguageError if there is none."""
        if name in self.functions:
            return self.functions[name]
        if name in self.variables:
            return self.variables[name]
        if name in self.constants:
            return self.constants[name]
        if name in self.types:
            return _type(name, self.types[name])
        tag = next((name.removeprefix(p) for p in _TAGS if name.startswith(p)), name)
        for known in (name, tag):
            if known in self.tags:
                return _type(name, self.tags[known])
        raise self._unknown(name)

    def _unknown(self, name: str) -> LanguageError:
        files = ", ".join(self.files) or "the C program"
        close = difflib.get_close_matches(name, self.names, 3)
        remedy = f"close to it: {', '.join(close)}" if close else "a macro is not known here: write the number"
        return LanguageError(f"{files} has no function, variable, type or constant {name}", remedy=remedy)


def _type(name: str, kind: DataType) -> Any:
    """A type as the language has it: integers are its own."""
    if isinstance(kind, IntType):
        return IntName(f"{'i' if kind.signed else 'u'}{kind.bits}", kind.bits, kind.signed)
    if isinstance(kind, BoolType):
        return bool
    return ForeignType(name, StructRef(kind.name) if isinstance(kind, StructType) else kind)


_active: ContextVar[Foreign | None] = ContextVar("foreign", default=None)


def active() -> Foreign | None:
    """The C program beside the file that is running; None if there is none."""
    return _active.get()


@contextmanager
def beside(foreign: Foreign | None) -> Iterator[None]:
    """For the body, names of `unknot.c` are those of `foreign`."""
    token = _active.set(foreign)
    try:
        yield
    finally:
        _active.reset(token)


def find(name: str) -> Any:
    """What `from unknot.c import name` gives."""
    if name == "__all__":
        return active_or_refuse("*").harmless_names
    if name.startswith("__"):
        raise AttributeError(f"module {MODULE!r} has no attribute {name!r}")
    return active_or_refuse(name).find(name)


def active_or_refuse(name: str) -> Foreign:
    """The C program. Raises LanguageError if there is none."""
    foreign = active()
    if foreign is None:
        message = f"{MODULE} has {name} only beside C files"
        raise LanguageError(message, remedy="say unknot check FILE.c --harness scenario.py")
    return foreign
