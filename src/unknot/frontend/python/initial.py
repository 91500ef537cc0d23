"""First values of globals and struct locals. One idea: a value is a list of (offset, type, scalar) whatever its shape;
globals turn it into bytes, locals into stores."""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType as PythonFunction
from typing import TYPE_CHECKING, Any

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.forms import Initial
from unknot.frontend.python.types import ANY, TEXT, an
from unknot.ir.types import ArrayType, DataType, PointerType, StructType, scalar_of, strip

if TYPE_CHECKING:
    from unknot.frontend.python.session import Session


@dataclass(frozen=True)
class Item:
    """One scalar that is not zero. `value` is an int, or the symbol of a function or text."""

    offset: int
    type: DataType
    value: int | str


def initial_items(session: Session, kind: DataType, default: Any, where: Location, offset: int = 0) -> list[Item]:
    """The scalars of the first value of a variable of type `kind` whose declaration gives `default`."""
    inner = strip(kind)
    if isinstance(inner, StructType):
        return _struct_items(session, inner, default, where, offset)
    if isinstance(inner, ArrayType):
        if default is not None and not (isinstance(default, Initial) and default.maker == "array"):
            raise LanguageError(f"an array cannot start as {default!r}", where, "fill it in the @initial method")
        items = []
        for index in range(inner.count if _has_defaults(session, inner.of) else 0):
            items += initial_items(session, inner.of, None, where, offset + index * inner.of.size)
        return items
    if isinstance(default, Initial) and default.maker == "atomic":
        default = default.values[0] if default.values else 0
    if isinstance(default, PythonFunction) and isinstance(inner, PointerType):
        signature = session.declare(default)
        if signature.type != inner:
            raise LanguageError(f"{signature.symbol} is {an(signature.type)}, not {an(inner)}", where)
        return [Item(offset, inner, signature.symbol)]
    if type(default) is str and inner in (TEXT, ANY):
        return [Item(offset, inner, session.text(default, where))]
    if default is None or (isinstance(default, int) and not default):
        return []
    if not isinstance(default, int):
        raise LanguageError(
            f"{an(inner)} cannot start as {default!r}", where, "give it a constant, or set it in @initial"
        )
    bits = int(scalar_of(inner))
    if not -(1 << (bits - 1)) <= default < 1 << bits:
        raise LanguageError(f"{int(default)} does not fit {inner}", where)
    return [Item(offset, inner, int(default))]


def _struct_items(session: Session, kind: StructType, default: Any, where: Location, offset: int) -> list[Item]:
    cls = session.types.class_of(kind)
    if cls is None:
        return []
    if default is not None and type(default) is not cls:
        raise LanguageError(f"{kind} cannot start as {default!r}", where, f"write {kind}(), or set it in @initial")
    items: list[Item] = []
    for member in kind.fields:
        items += initial_items(session, member.type, vars(cls).get(member.name), where, offset + member.offset)
    return items


def _has_defaults(session: Session, kind: DataType) -> bool:
    kind = strip(kind)
    if isinstance(kind, ArrayType):
        return _has_defaults(session, kind.of)
    if not isinstance(kind, StructType):
        return False
    cls = session.types.class_of(kind)
    if cls is None:
        return False
    return any(vars(cls).get(f.name) is not None or _has_defaults(session, f.type) for f in kind.fields)


def initial_image(
    session: Session, kind: DataType, default: Any, where: Location
) -> tuple[bytes, tuple[tuple[int, str, int], ...]]:
    """The first bytes and relocations of a global; no bytes if all are zero."""
    items = initial_items(session, kind, default, where)
    image = bytearray(kind.size)
    relocations = []
    for item in items:
        if isinstance(item.value, str):
            relocations.append((item.offset, item.value, 0))
        else:
            size = item.type.size
            image[item.offset : item.offset + size] = (item.value & ((1 << size * 8) - 1)).to_bytes(size, "little")
    return bytes(image) if any(image) else b"", tuple(relocations)
