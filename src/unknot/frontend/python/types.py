"""Resolves annotations to types. One idea: a struct is named at once and laid out when its size is needed, so types
may recurse."""

from __future__ import annotations

import builtins
import collections.abc
import enum
import sys
import typing
from collections.abc import Mapping
from typing import Any

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.foreign import ForeignType
from unknot.frontend.python.forms import Initial, IntName, TypeForm, TypeMaker, struct_info
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    BoolType,
    DataType,
    EnumType,
    FunctionType,
    IntType,
    PointerType,
    RacyType,
    StructRef,
    StructType,
    VoidType,
    lay_out,
    strip,
)

BOOL = BoolType()
VOID = VoidType()
I64 = IntType(64, True)
U64 = IntType(64, False)
U32 = IntType(32, False)
TEXT = PointerType(IntType(8, False))
"""What a string literal is: a pointer to its bytes, which end with a zero."""
ANY = PointerType(VoidType())
"""What every pointer converts to."""

LARGEST = 1 << 26
"""Bytes of an array: more than a state can have (see compile/layout.py)."""

_REFUSED = {
    int: ("int has no width", "write one of u8 u16 u32 u64 i8 i16 i32 i64"),
    float: ("floating point is not supported", "use a scaled integer"),
    str: ("str is no type of the language", "write cstr, which is Ptr[u8]: a pointer to its bytes"),
    bytes: ("bytes are not supported", "use array[u8, n]"),
    list: ("lists are not supported", "use array[T, n]"),
    dict: ("dictionaries are not supported", "use an array of structs"),
    set: ("sets are not supported", "use a bit mask or an array"),
    tuple: ("tuples are not supported", "use a struct"),
    type: ("a type is no value", "call the function in the module, and what it gives here"),
    object: ("object is no type of the language", "write the type that is meant"),
}


def is_type(annotation: Any) -> bool:
    """True if the annotation is one of the language's types, so that the name it stands at is a variable."""
    if (
        isinstance(annotation, IntName | TypeForm | ForeignType)
        or annotation is bool
        or struct_info(annotation) is not None
    ):
        return True
    if typing.get_origin(annotation) is collections.abc.Callable:
        return True
    return is_enum(annotation)


class Types:
    """The types of one program: every struct once, under a name of its own; `foreign` are those of the C program beside
    it. A struct of the library that C has too is the same one."""

    def __init__(self, structs: dict[str, StructType], foreign: Mapping[str, StructType] | None = None) -> None:
        self.structs = structs
        self.foreign = foreign or {}
        self.classes: dict[str, type] = {}
        self._names: dict[type, str] = {}
        self._open: set[str] = set()

    def resolve(self, annotation: Any, names: Mapping[str, Any], where: Location) -> DataType:
        """The type an annotation means. `names` is what text in it may mention."""
        if isinstance(annotation, str):
            annotation = evaluate(annotation, names, where)
        if isinstance(annotation, IntName):
            return annotation.type
        if annotation is None or annotation is type(None):
            return VOID
        if annotation is bool:
            return BOOL
        if isinstance(annotation, TypeForm):
            return self._form(annotation, names, where)
        if isinstance(annotation, ForeignType):
            return self.whole(annotation.type, where)
        if struct_info(annotation) is not None:
            return self.struct(annotation, where)
        if is_enum(annotation):
            return enum_type(annotation, where)
        if typing.get_origin(annotation) is collections.abc.Callable:
            return self._callable(annotation, names, where)
        raise _refusal(annotation, where)

    def _form(self, form: TypeForm, names: Mapping[str, Any], where: Location) -> DataType:
        if form.maker != "array" and len(form.arguments) != 1:
            raise LanguageError(f"{form}: {form.maker} takes one type", where, f"write {form.maker}[u32], for example")
        if form.maker == "Ptr":
            return PointerType(self._target(form.arguments[0], names, where))
        if form.maker == "array":
            return self._array(form, names, where)
        of = self.resolve(form.arguments[0], names, where)
        if form.maker == "atomic":
            if isinstance(of, AtomicType) or isinstance(strip(of), StructType | ArrayType | VoidType):
                raise LanguageError(f"atomic[{of}]: only a number, enum, bool or pointer can be atomic", where)
            return AtomicType(of)
        if form.maker == "racy":
            return RacyType(of)
        raise LanguageError(f"{form} can only stand at a module's variable", where, "use a plain type here")

    def _target(self, annotation: Any, names: Mapping[str, Any], where: Location) -> DataType:
        if isinstance(annotation, str):
            annotation = evaluate(annotation, names, where)
        if struct_info(annotation) is not None:
            return StructRef(self.name(annotation))
        if isinstance(annotation, ForeignType):
            return annotation.type
        return self.resolve(annotation, names, where)

    def _array(self, form: TypeForm, names: Mapping[str, Any], where: Location) -> DataType:
        if len(form.arguments) < 2:
            raise LanguageError(
                f"{form} has no size", where, f"write array[{form.arguments[0]}, n], or add `= array(n)`"
            )
        count = form.arguments[1]
        if not isinstance(count, int) or count < 1 or len(form.arguments) > 2:
            remedy = "write array[T, n]; an array of arrays is array[array[T, m], n]"
            raise LanguageError(f"the size of {form} must be one constant of at least 1", where, remedy)
        return _sized_array(self.resolve(form.arguments[0], names, where), int(count), where)

    def _callable(self, annotation: Any, names: Mapping[str, Any], where: Location) -> DataType:
        params, result = typing.get_args(annotation)
        if params is Ellipsis:
            raise LanguageError(
                "Callable[..., T] says nothing of its parameters", where, "write Callable[[u32, ...], T]"
            )
        resolved = tuple(self.resolve(p, names, where) for p in params)
        return PointerType(FunctionType(resolved, self.resolve(result, names, where)))

    def variable(self, annotation: Any, default: Any, names: Mapping[str, Any], where: Location) -> DataType:
        """The type of a field or variable; `= array(n)` gives `array[T]` its size."""
        if isinstance(annotation, str):
            annotation = evaluate(annotation, names, where)
        if isinstance(default, Initial) and default.maker == "array":
            return self._sized(annotation, list(default.values), names, where)
        return self.resolve(annotation, names, where)

    def _sized(self, annotation: Any, counts: list[int], names: Mapping[str, Any], where: Location) -> DataType:
        if not counts:
            return self.resolve(annotation, names, where)
        if isinstance(annotation, TypeForm) and annotation.maker == "racy" and len(annotation.arguments) == 1:
            return RacyType(self._sized(annotation.arguments[0], counts, names, where))
        if (
            isinstance(annotation, TypeForm)
            and annotation.maker == "array"
            and annotation.arguments[1:] == (counts[0],)
        ):
            annotation = TypeForm("array", annotation.arguments[:1])
        if not (isinstance(annotation, TypeForm) and annotation.maker == "array" and len(annotation.arguments) == 1):
            raise LanguageError(f"array({counts[0]}) does not fit the type {annotation}", where, "annotate it array[T]")
        element = self._sized(annotation.arguments[0], counts[1:], names, where)
        if counts[0] < 1:
            raise LanguageError(f"an array of {counts[0]} elements", where, "the least size is 1")
        return _sized_array(element, counts[0], where)

    def name(self, cls: type) -> str:
        """The name of a struct in this program."""
        if cls not in self._names:
            taken = self.classes if is_library(cls.__module__) else {**self.classes, **self.foreign}
            name = unique(cls.__name__, cls.__module__, taken)
            self._names[cls] = name
            self.classes[name] = cls
        return self._names[cls]

    def struct(self, cls: type, where: Location) -> StructType:
        """A struct, laid out."""
        name = self.name(cls)
        if name not in self.structs or self.structs[name] is self.foreign.get(name):
            if name in self._open:
                raise LanguageError(f"struct {name} contains itself", where, f"hold a Ptr[{name}] instead")
            self._open.add(name)
            info = struct_info(cls)
            try:
                members = [
                    (n, self.variable(a, vars(cls).get(n), scope, where)) for n, a, scope in declared_fields(cls)
                ]
            finally:
                self._open.remove(name)
            if not members:
                raise LanguageError(f"struct {name} has no fields", where, "annotate at least one: `x: u32`")
            self.structs[name] = lay_out(name, members, info is not None and info.union)
        return self.structs[name]

    def whole(self, kind: DataType, where: Location) -> DataType:
        """The type itself where a pointer names a struct only."""
        if not isinstance(kind, StructRef):
            return kind
        if kind.name in self.classes:
            return self.struct(self.classes[kind.name], where)
        if kind.name not in self.foreign:
            remedy = "include the header that defines it, or let C code touch it"
            raise LanguageError(f"the C files declare struct {kind.name} and do not define it", where, remedy)
        return self.structs.setdefault(kind.name, self.foreign[kind.name])

    def class_of(self, kind: StructType) -> type | None:
        """The class that declares a struct; None for one of C."""
        return None if self.foreign.get(kind.name) == kind else self.classes.get(kind.name)


def _sized_array(of: DataType, count: int, where: Location) -> ArrayType:
    if of.size * count > LARGEST:
        message = f"an array of {count:,} times {of} is {of.size * count:,} bytes"
        raise LanguageError(message, where, f"{LARGEST:,} bytes is the most: bugs show with few elements too")
    return ArrayType(of, count)


def declared_fields(cls: type) -> list[tuple[str, Any, Mapping[str, Any]]]:
    """Name, annotation and visible names of each field of one class, in order."""
    module = sys.modules.get(cls.__module__)
    info = struct_info(cls)
    scope = {**(vars(module) if module else {}), **(info.names if info else {}), **vars(cls)}
    annotations = cls.__annotations__ if "__annotations__" in vars(cls) or sys.version_info >= (3, 14) else {}
    return [(name, annotation, scope) for name, annotation in annotations.items()]


def evaluate(text: str, names: Mapping[str, Any], where: Location) -> Any:
    """The value of an annotation written as text."""
    try:
        return eval(text, {"__builtins__": vars(builtins)}, names)
    except (NameError, AttributeError, SyntaxError, TypeError) as error:
        raise LanguageError(f"cannot make out the type {text!r}: {error}", where) from error


def is_library(module: str) -> bool:
    """True for modules of the shipped libraries."""
    return module.startswith(("unknot.kernel.", "unknot.libc."))


def is_enum(value: Any) -> bool:
    """True for the class of an IntEnum or IntFlag."""
    return isinstance(value, type) and issubclass(value, enum.IntEnum | enum.IntFlag)


def enum_type(cls: type[enum.IntEnum] | type[enum.IntFlag], where: Location) -> EnumType:
    """The type of an enum: u32, or wider or signed if its members ask for it."""
    values = [int(m) for m in cls]
    signed = min(values, default=0) < 0
    wide = next((m for m in cls if not -(1 << 63) <= int(m) < 1 << (63 if signed else 64)), None)
    if wide is not None:
        raise LanguageError(f"{cls.__name__}.{wide.name} = {int(wide)} does not fit 64 bits", where)
    bits = 32 if all(-(1 << 31) <= v < (1 << (31 if signed else 32)) for v in values) else 64
    return EnumType(cls.__name__, IntType(bits, signed), tuple((str(m.name), int(m)) for m in cls))


def an(thing: object) -> str:
    """A type with its article, for messages: "a u32", "an i32"."""
    text = spelled(thing)
    return f"{'an' if text[:1] in 'aeioAEIO' else 'a'} {text}"


def spelled(thing: object) -> str:
    """A type as one writes it in an annotation."""
    match thing:
        case PointerType(to=FunctionType(params=params, result=result)):
            return f"Callable[[{', '.join(map(spelled, params))}], {spelled(result)}]"
        case PointerType(to=VoidType() | PointerType() as to):
            return f"Ptr[{spelled(to)}]"
        case VoidType():
            return "None"
    return str(thing)


def counted(arguments: int) -> str:
    """A number of arguments, for messages."""
    return f"{arguments} argument{'' if arguments == 1 else 's'}"


def unique(name: str, module: str, taken: Mapping[str, Any]) -> str:
    """`name`, or with its module, or with a number, so that it is not taken."""
    candidate, number = name, 1
    while candidate in taken:
        candidate = f"{module.rpartition('.')[2]}.{name}" if number == 1 else f"{name}.{number}"
        number += 1
    return candidate


def _refusal(annotation: Any, where: Location) -> LanguageError:
    origin = typing.get_origin(annotation) or annotation
    if isinstance(annotation, TypeMaker):
        return LanguageError(f"{annotation} needs a type in brackets", where, f"write {annotation}[u32], for example")
    message, remedy = _REFUSED.get(origin, ("", "")) if isinstance(origin, type) else ("", "")
    if message:
        return LanguageError(message, where, remedy)
    shown = getattr(annotation, "__name__", repr(annotation))
    return LanguageError(f"{shown} is no type of the language", where, "mark a class of fields with @struct")
