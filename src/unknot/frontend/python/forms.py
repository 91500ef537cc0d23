"""What type names are at run time. One idea: an annotation is kept as written and resolved when the program is built,
so that structs may mention each other and themselves."""

from __future__ import annotations

import sys
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, TypeVar

from unknot.core.errors import LanguageError
from unknot.ir.types import IntType

T = TypeVar("T")

STRUCT = "__unknot_struct__"
"""Attribute of a struct's class: its `StructInfo`. Of a function in its body: the class."""

THREAD_EXIT = "__unknot_thread_exit__"
"""Attribute of a function marked `@thread_exit`."""


class TypeExpression:
    """Anything that may stand in an annotation. `X | None` is `X`: pointers may be null."""

    def __or__(self, other: Any) -> TypeExpression:
        return self if other is None else NotImplemented

    __ror__ = __or__

    def __call__(self, *arguments: Any) -> Any:
        raise LanguageError(f"{self} is a type and makes no value here", remedy="use it in an annotation")


@dataclass(frozen=True)
class IntName(TypeExpression):
    """An integer type. Called on a constant it wraps it around as C does."""

    name: str
    bits: int
    signed: bool

    @property
    def type(self) -> IntType:
        """The type it names."""
        return IntType(self.bits, self.signed)

    def __call__(self, *arguments: Any) -> int:
        (value,) = arguments
        wrapped = int(value) & ((1 << self.bits) - 1)
        return wrapped - (1 << self.bits) if self.signed and wrapped >> (self.bits - 1) else wrapped

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True)
class TypeForm(TypeExpression):
    """`maker[arguments]`: a type made of other types."""

    maker: str
    arguments: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"{self.maker}[{', '.join(str(a) for a in self.arguments)}]"


@dataclass(frozen=True)
class Initial:
    """`array(4)` or `atomic(1)` as a field's or global's value: the numbers in it."""

    maker: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Here:
    """`here()` as the default of a parameter."""

    def __repr__(self) -> str:
        return "here()"


@dataclass(frozen=True)
class TypeMaker(TypeExpression):
    """`Ptr`, `atomic`, `racy`, `array`, `thread_local` or `constant`, before its brackets."""

    name: str

    def __getitem__(self, arguments: Any) -> TypeForm:
        return TypeForm(self.name, arguments if isinstance(arguments, tuple) else (arguments,))

    def __call__(self, *arguments: Any) -> Initial:
        if self.name not in ("array", "atomic"):
            raise LanguageError(f"{self.name} is a type and makes no value", remedy=f"write {self.name}[...] as a type")
        return Initial(self.name, arguments)

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class StructInfo:
    """A struct as declared: its class, and where names in its annotations are looked up."""

    cls: type
    union: bool
    names: Mapping[str, Any]


def visible_names(depth: int) -> dict[str, Any]:
    """Local names of the function that called us `depth` calls up; empty at module level, where globals do."""
    frame = sys._getframe(depth + 1)
    while frame.f_back is not None and "__qualname__" in frame.f_locals and frame.f_locals is not frame.f_globals:
        frame = frame.f_back  # a class body: its names are not visible in it
    return {} if frame.f_locals is frame.f_globals else dict(frame.f_locals)


def declare_struct(cls: type[T], union: bool) -> type[T]:
    """Marks `cls` as a struct or union and its functions as methods."""
    if cls.__bases__ != (object,):
        base = cls.__bases__[0].__name__
        raise LanguageError(f"struct {cls.__name__} inherits from {base}", remedy=f"hold it as a field: `base: {base}`")
    names = ChainMap({cls.__name__: cls}, visible_names(2), sys._getframe(2).f_globals)
    setattr(cls, STRUCT, StructInfo(cls, union, names))
    for member in vars(cls).values():
        if isinstance(member, FunctionType):
            setattr(member, STRUCT, cls)
    return cls


def struct_info(value: Any) -> StructInfo | None:
    """The declaration of a struct's class; None for anything else."""
    info = vars(value).get(STRUCT) if isinstance(value, type) else None
    return info if isinstance(info, StructInfo) else None


def is_type_name(value: Any) -> bool:
    """True for `u32`, `Ptr`, `Ptr[T]` and their kind."""
    return isinstance(value, TypeExpression)
