"""One program under construction: its types, globals and functions. One idea: a function is declared when it is first
mentioned and compiled later, so that functions may call each other in any order."""

from __future__ import annotations

import ast
import inspect
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FunctionType as PythonFunction
from typing import Any

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.foreign import Foreign, ForeignFunction, ForeignVariable
from unknot.frontend.python.forms import STRUCT, THREAD_EXIT, Here, TypeForm
from unknot.frontend.python.initial import initial_image
from unknot.frontend.python.names import Namespace, Scope, variable_annotation
from unknot.frontend.python.source import find_function
from unknot.frontend.python.types import U32, VOID, Types, is_library, unique
from unknot.frontend.python.values import Place
from unknot.ir.program import Function, Global, Program
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    FunctionType,
    IntType,
    PointerType,
    StructRef,
    StructType,
    VoidType,
    scalar_of,
)


@dataclass(frozen=True)
class Param:
    """A parameter: its default is a Python constant, `here()`, or `inspect.Parameter.empty`."""

    name: str
    type: DataType
    default: Any


@dataclass(frozen=True)
class Signature:
    """How a function is called. `receiver` is the name of its scenario parameter, "" if it has none."""

    function: PythonFunction
    symbol: str
    params: tuple[Param, ...]
    result: DataType
    receiver: str = ""

    @property
    def type(self) -> PointerType:
        """The type of a pointer to it."""
        return PointerType(FunctionType(tuple(p.type for p in self.params), self.result))


@dataclass
class Scenario:
    """The scenario a program is built from: its class, its name and its fields as places."""

    cls: type
    name: str
    fields: dict[str, Place] = field(default_factory=dict)


class Session:
    """What all functions of one program share. `foreign` is the C program beside it, `mentioned` the functions and
    variables of it that were used."""

    def __init__(self, name: str, foreign: Foreign | None = None) -> None:
        self.program = Program(name)
        self.foreign = foreign or Foreign()
        self.types = Types(self.program.structs, self.foreign.structs)
        self.mentioned: dict[str, None] = {}
        self.scenario: Scenario | None = None
        self.pending: list[Signature] = []
        self._signatures: dict[tuple[PythonFunction, bool], Signature] = {}
        self._globals: dict[tuple[int, str], Place] = {}
        self._texts: dict[bytes, str] = {}
        self._places: dict[Location, int] = {}

    def declare(self, function: PythonFunction, scenario: bool = False) -> Signature:
        """The signature of a function; the first time, it is put down to be compiled."""
        key = (function, scenario)
        if key not in self._signatures:
            signature = self._sign(function, scenario)
            self._signatures[key] = signature
            self.program.add(Function(signature.symbol, library=_of_library(signature)))
            self.pending.append(signature)
        return self._signatures[key]

    def functions(self) -> list[PythonFunction]:
        """Every function declared so far."""
        return [function for function, _ in self._signatures]

    def _sign(self, function: PythonFunction, scenario: bool) -> Signature:
        source, node = find_function(function)
        where = source.at(node)
        scope = Scope(function)
        owner = vars(function).get(STRUCT)
        params: list[Param] = []
        receiver = ""
        for index, parameter in enumerate(inspect.signature(function).parameters.values()):
            place = source.at(_argument(node, parameter.name) or node)
            if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
                message = f"parameter {parameter.name}: * and / in parameter lists are not supported"
                raise LanguageError(message, place, "write ordinary parameters")
            if index == 0 and scenario:
                receiver = parameter.name
                continue
            annotation = parameter.annotation
            if annotation is parameter.empty and index == 0 and owner is not None:
                kind: DataType = PointerType(StructRef(self.types.name(owner)))
            elif annotation is parameter.empty:
                message = f"parameter {parameter.name} of {function.__name__} has no type"
                raise LanguageError(message, place, f"write {parameter.name}: u64, for example")
            else:
                kind = self.types.resolve(annotation, scope, place)
            if isinstance(parameter.default, Here) and kind != U32:
                message = f"parameter {parameter.name} is no u32, and here() gives one"
                raise LanguageError(message, place, f"write {parameter.name}: u32 = here()")
            params.append(
                Param(parameter.name, self.by_value(kind, f"parameter {parameter.name}", place), parameter.default)
            )
        result = self.types.resolve(function.__annotations__.get("return"), scope, where)
        if not isinstance(result, VoidType):
            self.by_value(result, f"the result of {function.__name__}", where)
        name = self._name(function, scenario)
        return Signature(function, name, tuple(params), result or VOID, receiver)

    def _name(self, function: PythonFunction, scenario: bool) -> str:
        name = function.__qualname__.rpartition("<locals>.")[2]
        if scenario and self.scenario is not None:
            name = f"{self.scenario.name}.{function.__name__}"
        return unique(name, function.__module__, self._symbols)

    @property
    def _symbols(self) -> Mapping[str, Any]:
        """All names that are taken."""
        return ChainMap[str, Any](self.program.functions, self.program.globals, self.foreign.symbols)

    def mention(self, foreign: ForeignFunction | ForeignVariable) -> str:
        """The symbol of a function or variable of C's, which the linked program must have."""
        self.mentioned[foreign.name] = None
        return foreign.name

    def by_value(self, kind: DataType, what: str, where: Location) -> DataType:
        """`kind` if it fits a register; else refused."""
        if isinstance(kind, StructType | ArrayType | VoidType):
            raise LanguageError(f"{what} is a whole {kind}", where, f"pass a pointer: Ptr[{kind}]")
        scalar_of(kind)
        return kind

    def global_place(self, namespace: Namespace, name: str, where: Location) -> Place | None:
        """The shared variable of that name in a module, or None if the name is no variable."""
        key = (id(namespace), name)
        if key not in self._globals:
            annotation = variable_annotation(namespace, name)
            if annotation is None:
                return None
            module = str(namespace.get("__name__", ""))
            self._globals[key] = self.add_global(name, module, annotation, namespace.get(name), namespace, where)
        return self._globals[key]

    def add_global(
        self, name: str, module: str, annotation: Any, default: Any, names: Mapping[str, Any], where: Location
    ) -> Place:
        """A new global variable with the first value `default`."""
        maker = annotation.maker if isinstance(annotation, TypeForm) else ""
        if maker in ("thread_local", "constant"):
            annotation = annotation.arguments[0]
        kind = self.types.variable(annotation, default, names, where)
        if maker == "constant" and (default is None or isinstance(kind, AtomicType)):
            problem = "has no value" if default is None else "is atomic, and nobody can change it"
            raise LanguageError(f"{name} is constant and {problem}", where, f"write {name}: constant[u32] = 1")
        symbol = unique(name, module, self._symbols)
        image, relocations = initial_image(self, kind, default, where)
        item = Global(
            symbol, kind, image, relocations, maker == "thread_local", constant=maker == "constant", loc=where
        )
        self.program.globals[symbol] = item
        return Place(kind, symbol, 0, symbol)

    def text(self, text: str, where: Location) -> str:
        """The constant global that holds a text as UTF-8 and a zero: one for all equal texts."""
        try:
            content = text.encode() + b"\0"
        except UnicodeEncodeError as error:
            raise LanguageError(f"the text {text!r} cannot be written as UTF-8", where) from error
        if content not in self._texts:
            symbol = f"str.{len(self._texts)}"
            kind = ArrayType(IntType(8, False), len(content))
            self.program.globals[symbol] = Global(symbol, kind, content, constant=True, loc=where)
            self._texts[content] = symbol
        return self._texts[content]

    def place_number(self, where: Location) -> int:
        """The number by which the program names a place."""
        if where not in self._places:
            self._places[where] = len(self.program.places)
            self.program.places.append(where)
        return self._places[where]


def _of_library(signature: Signature) -> bool:
    """True for functions that know where they are called, those that threads call at their end, and those of the
    kernel library."""
    function = signature.function
    knows = any(isinstance(param.default, Here) for param in signature.params)
    return knows or hasattr(function, THREAD_EXIT) or is_library(function.__module__)


def _argument(node: ast.FunctionDef, name: str) -> ast.arg | None:
    """The parameter of that name in the source."""
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return next((a for a in every if a is not None and a.arg == name), None)
