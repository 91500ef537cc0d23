"""What a name means in a function: Python's own scopes, asked at compile time. One idea: only values that cannot
change may be captured; what can change must be declared as shared memory."""

from __future__ import annotations

import ast
import builtins
import enum
import functools
import importlib.util
import inspect
import os
import sys
import sysconfig
import types
import typing
from collections.abc import Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any, TypeGuard

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.foreign import ForeignFunction, ForeignVariable
from unknot.frontend.python.forms import Initial, is_type_name
from unknot.frontend.python.language import Order
from unknot.frontend.python.source import parse_file
from unknot.frontend.python.types import enum_type, is_type
from unknot.frontend.python.values import Literal, Static, Value
from unknot.ir.ops import const
from unknot.ir.types import scalar_of

Namespace = dict[str, Any]
"""A module's dictionary."""

_STANDARD = os.path.abspath(sysconfig.get_path("stdlib")) + os.sep

SIBLINGS = "__unknot_siblings__"
"""Name in a loaded module's dictionary: the modules of its folder that were loaded with it, by name."""


class Scope(Mapping[str, Any]):
    """The names visible in a function, as a mapping for `eval`: closure, then globals, then builtins."""

    def __init__(self, function: FunctionType) -> None:
        self.globals: Namespace = function.__globals__
        self.cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))

    def __getitem__(self, name: str) -> Any:
        if name in self.cells:
            try:
                return self.cells[name].cell_contents
            except ValueError:
                raise KeyError(name) from None
        if name in self.globals:
            return self.globals[name]
        return vars(builtins)[name]

    def __iter__(self) -> Iterator[str]:
        yield from {**vars(builtins), **self.globals, **self.cells}

    def __len__(self) -> int:
        return sum(1 for _ in self)


def annotations_of(namespace: Namespace) -> Mapping[str, Any]:
    """The annotations of a module's variables."""
    if "__annotations__" in namespace:
        return typing.cast(Mapping[str, Any], namespace["__annotations__"])
    if callable(namespace.get("__annotate__")):  # Python 3.14 and later: evaluated when asked for
        return typing.cast(Mapping[str, Any], namespace["__annotate__"](1))
    module = sys.modules.get(namespace.get("__name__", ""))
    return typing.cast(Mapping[str, Any], getattr(module, "__annotations__", {}))


def variable_annotation(namespace: Namespace, name: str) -> Any:
    """The annotation that makes a module's name a shared variable, or None if it is none."""
    annotation = annotations_of(namespace).get(name)
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, dict(namespace))
        except (NameError, AttributeError, SyntaxError, TypeError):
            return None
    return annotation if is_type(annotation) else None


@functools.lru_cache(maxsize=256)
def imported_names(filename: str) -> dict[str, list[tuple[str, str]]]:
    """What `from m import a as b` at the top of a file binds: b gives (m, a). Star imports stand under "*". What the
    file binds itself comes from nowhere."""
    found: dict[str, list[tuple[str, str]]] = {}
    for node in parse_file(filename).tree.body:
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                found.setdefault(alias.asname or alias.name, []).append((module, alias.name))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = []
        elif isinstance(node, ast.Assign):
            found |= {target.id: [] for target in node.targets if isinstance(target, ast.Name)}
    return found


def _has_source(filename: Any) -> TypeGuard[str]:
    return isinstance(filename, str) and filename.endswith(".py")


def home_of(namespace: Namespace, name: str) -> tuple[Namespace, str]:
    """The module that a module's name was imported from, if it names a shared variable there; else the module
    itself."""
    return _variable_home(namespace, name, set()) or (namespace, name)


def is_named_here(namespace: Namespace, name: str) -> bool:
    """True if a module declares a shared variable of that name or imports one by that name, not with a star."""
    if isinstance(namespace.get(name), ForeignVariable):
        return True
    filename = namespace.get("__file__")
    by_name = _has_source(filename) and name in imported_names(filename)
    return variable_annotation(namespace, name) is not None or (
        by_name and variable_annotation(*home_of(namespace, name)) is not None
    )


def _variable_home(namespace: Namespace, name: str, seen: set[tuple[int, str]]) -> tuple[Namespace, str] | None:
    """Where a shared variable that a module knows by that name is declared: there, or in a module it is imported
    from, which may have imported it as well. None if the name is no shared variable."""
    if variable_annotation(namespace, name) is not None:
        return namespace, name
    filename = namespace.get("__file__")
    if not _has_source(filename) or name not in namespace or (id(namespace), name) in seen:
        return None
    seen.add((id(namespace), name))
    imported = imported_names(filename)
    for module_name, original in imported.get(name, [(m, name) for m, _ in imported.get("*", ())]):
        module = _module(namespace, module_name)
        home = _variable_home(vars(module), original, seen) if module is not None else None
        if home is not None:
            return home
    return None


def _module(namespace: Namespace, name: str) -> ModuleType | None:
    """A module that the one with that dictionary has imported by that name."""
    if name.startswith("."):
        try:
            name = importlib.util.resolve_name(name, namespace.get("__package__"))
        except ImportError:
            return None
    siblings: dict[str, ModuleType] = namespace.get(SIBLINGS, {})
    return siblings.get(name) or sys.modules.get(name)


def classify(value: Any, shown: str, where: Location) -> Literal | Value | Static:
    """A Python object as a constant or a thing of compile time; refused if it could change."""
    if isinstance(value, Order):
        return Static(value)
    if isinstance(value, enum.IntEnum | enum.IntFlag):
        kind = enum_type(type(value), where)
        return Value(kind, const(int(value), scalar_of(kind)))
    if isinstance(value, int):
        return Literal(value if isinstance(value, bool) else int(value))
    if value is None or isinstance(value, FunctionType | ModuleType | type | str | Initial):
        return Static(value)
    if isinstance(value, ForeignFunction | ForeignVariable):
        return Static(value)
    if is_type_name(value) or is_type(value) or isinstance(value, types.BuiltinFunctionType):
        return Static(value)
    if isinstance(value, types.SimpleNamespace) or _is_named_tuple(value):
        return Static(value)
    kind_name = type(value).__name__
    remedy = "annotate it with a type of the language to make it shared memory, or use an int, enum, function or struct"
    if isinstance(value, float):
        remedy = "floating point is not supported: use a scaled integer"
    raise LanguageError(f"{shown} is a Python {kind_name}, which compiled code cannot use", where, remedy)


def _is_named_tuple(value: Any) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def static_member(owner: Any, name: str) -> Any:
    """An attribute of a module, class or namespace; raises AttributeError."""
    if isinstance(owner, type):
        found = inspect.getattr_static(owner, name)
        if isinstance(found, staticmethod | classmethod):
            return found.__func__
    return getattr(owner, name)


def foreign_reason(function: FunctionType) -> tuple[str, str] | None:
    """Why a Python function cannot be compiled though it has source: (message, remedy); None for the user's own."""
    if (function.__module__ or "").startswith("unknot.frontend."):
        return f"{function.__name__} has no meaning here", "call it as the reference of the language says"
    file = os.path.abspath(function.__code__.co_filename)
    if file.startswith(_STANDARD) and "-packages" not in file:
        return f"{function.__name__} is a function of Python's library", "write a function of the language"
    return None
