"""Places in memory: fields, elements, loads, stores, atomics. One idea: a place is a base and a constant offset as
long as possible; the address is computed where the access is."""

from __future__ import annotations

from unknot.frontend.python.conversions import base_of, constant_of
from unknot.frontend.python.initial import initial_items
from unknot.frontend.python.language import Order
from unknot.frontend.python.semantics import Semantics
from unknot.frontend.python.types import BOOL, an
from unknot.frontend.python.values import Literal, Place, Result, Static, Value
from unknot.ir.ops import Operand, const
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    IntType,
    PointerType,
    RacyType,
    Scalar,
    StructRef,
    StructType,
    VoidType,
    scalar_of,
    strip,
)

_FETCH = {"add": "add", "sub": "sub", "and": "and", "or": "or", "xor": "xor", "max": "max", "min": "min"}
_LOAD_ORDERS = ("relaxed", "acquire", "seq_cst")
_STORE_ORDERS = ("relaxed", "release", "seq_cst")
ALL_ORDERS = tuple(o.value for o in Order)
ATOMIC_METHODS = ("load", "store", "exchange", "cas", "compare_exchange", *(f"fetch_{k}" for k in _FETCH))


class Memory(Semantics):
    """Semantics of memory, for one function."""

    # -- addresses -------------------------------------------------------------------------------------------------

    def address(self, place: Place) -> Operand:
        """The pointer to a place."""
        if isinstance(place.base, str):
            base: Operand = self.builder.value("global_addr", Scalar.I64, symbol=place.base)
        else:
            base = place.base
        if place.offset == 0:
            return base
        return self.builder.value("add", Scalar.I64, base, const(place.offset))

    def fixed(self, place: Place) -> Place:
        """The same place with its address in a register, to be used twice."""
        return Place(place.type, self.address(place), 0, place.name)

    def pointer_type(self, kind: DataType) -> PointerType:
        """The type of a pointer to a `kind`."""
        bare = strip(kind)
        return PointerType(StructRef(bare.name) if isinstance(bare, StructType) else kind)

    def address_of(self, place: Place) -> Value:
        """`addr(place)`."""
        return Value(self.pointer_type(place.type), self.address(place))

    def pointee(self, pointer: Value, name: str = "") -> Place:
        """The place a pointer points at."""
        if not isinstance(pointer.type, PointerType):
            raise self.error(f"{name or 'this'} is {an(pointer.type)}, not a pointer")
        kind = self.session.types.whole(pointer.type.to, self.builder.loc)
        if isinstance(kind, VoidType):
            raise self.error(f"{name or 'this'} points at no type", "cast it first: cast(Ptr[T], p)")
        return Place(kind, pointer.operand, 0, name)

    def field(self, place: Place, name: str) -> Place | None:
        """A field of a struct's place, or None if there is none of that name."""
        kind = strip(place.type)
        found = kind.field(name) if isinstance(kind, StructType) else None
        if found is None:
            return None
        shown = f"{place.name}.{name}" if place.name else name
        return Place(_part(place, found.type), place.base, place.offset + found.offset, shown)

    def element(self, place: Place, index: Literal | Value | Static) -> Place:
        """An element of an array's place; the index is checked."""
        kind = strip(place.type)
        if not isinstance(kind, ArrayType):
            remedy = "write load(offset(p, i))" if isinstance(kind, PointerType) else ""
            raise self.error(f"{place.name or 'this'} is {an(kind)} and has no elements", remedy)
        name, size, of = f"{place.name}[...]", kind.of.size, _part(place, kind.of)
        if isinstance(index, Static) or (isinstance(index, Value) and not isinstance(base_of(index.type), IntType)):
            raise self.error("an index must be an integer")
        value = index.value if isinstance(index, Literal) else constant_of(index)
        if value is not None:
            if not 0 <= value < kind.count:
                raise self.error(
                    f"index {value} is outside of {place.name}[{kind.count}]", f"indices go from 0 to {kind.count - 1}"
                )
            return Place(of, place.base, place.offset + value * size, name)
        assert isinstance(index, Value)
        word = self._word(index)
        base = self.address(place)
        inside = self.builder.value("ult", Scalar.I8, word, const(kind.count))
        self.builder.emit("assert", (), (inside,), message=f"{place.name}[{kind.count}]", kind="bounds")
        distance = word if size == 1 else self.builder.value("mul", Scalar.I64, word, const(size))
        return Place(of, self.builder.value("add", Scalar.I64, base, distance), 0, name)

    def moved(self, pointer: Value, count: Literal | Value | Static) -> Value:
        """`offset(pointer, count)`."""
        size = self.pointee(pointer).type.size
        if isinstance(count, Static) or (isinstance(count, Value) and not isinstance(base_of(count.type), IntType)):
            raise self.error("offset counts elements with an integer")
        if isinstance(count, Literal):
            if count.value == 0:
                return pointer
            return Value(
                pointer.type, self.builder.value("add", Scalar.I64, pointer.operand, const(count.value * size))
            )
        word = self._word(count)
        distance = word if size == 1 else self.builder.value("mul", Scalar.I64, word, const(size))
        return Value(pointer.type, self.builder.value("add", Scalar.I64, pointer.operand, distance))

    def _word(self, number: Value) -> Operand:
        kind = base_of(number.type)
        return self.resize(number.operand, Scalar.I64, isinstance(kind, IntType) and kind.signed)

    # -- plain access ----------------------------------------------------------------------------------------------

    def value(self, thing: Result) -> Literal | Value | Static:
        """The value of anything: places are loaded."""
        return self.read(thing) if isinstance(thing, Place) else self.scalar(thing)

    def read(self, place: Place, unset: bool = False) -> Value:
        """A plain load; with `unset`, of bytes that were perhaps never written."""
        kind = self._plain(place, "read")
        attrs = _plain_attrs(place) | ({"unset": True} if unset else {})
        register = self.builder.value("load", scalar_of(kind), self.address(place), **attrs)
        return Value(kind, register)

    def write(self, place: Place, thing: Literal | Value | Static) -> None:
        """A plain store."""
        kind = self._plain(place, "written")
        self.check_writable(place)
        value = self.convert(thing, kind, place.name or "what the pointer points at")
        self.builder.emit("store", (), (self.address(place), value.operand), **_plain_attrs(place))

    def check_writable(self, place: Place) -> None:
        """Refuses a place that is constant."""
        session, base = self.session, place.base
        owner = session.foreign.variables if base in session.foreign.variables else session.program.globals
        if isinstance(base, str) and owner[base].constant:
            raise self.error(f"{place.name} is constant", "it has the value of its declaration for ever")

    def _plain(self, place: Place, verb: str) -> DataType:
        name = place.name or "this place"
        if isinstance(place.type, AtomicType):
            raise self.error(f"{name} is atomic", f"write .{'load()' if verb == 'read' else 'store(...)'}")
        kind = strip(place.type)
        if isinstance(kind, StructType):
            raise self.error(f"{name} is a whole struct {kind}", "use its fields, or addr() for a pointer to it")
        if isinstance(kind, ArrayType):
            raise self.error(f"{name} is a whole array", "use its elements, or addr() for a pointer to it")
        return kind

    def initialise(self, place: Place, default: object, zeroed: bool) -> None:
        """Sets a local in memory to its first value; `zeroed` if it is all zeros already."""
        place = self.fixed(place)
        assert not isinstance(place.base, str)
        if not zeroed:
            for offset, kind in scalars_of(place.type):
                self._store_at(place.base, offset, kind, 0)
        for item in initial_items(self.session, place.type, default, self.builder.loc):
            if isinstance(item.value, str):
                code = "global_addr" if item.value in self.session.program.globals else "func_addr"
                target = self.builder.value(code, Scalar.I64, symbol=item.value)
                pointer = self.address(Place(item.type, place.base, item.offset))
                self.builder.emit("store", (), (pointer, target), order="plain")
            else:
                self._store_at(place.base, item.offset, item.type, item.value)

    def _store_at(self, base: Operand, offset: int, kind: DataType, value: int) -> None:
        pointer = self.address(Place(kind, base, offset))
        self.builder.emit("store", (), (pointer, const(value, scalar_of(kind))), order="plain")

    # -- atomics ---------------------------------------------------------------------------------------------------

    def order(self, name: str, order: str, allowed: tuple[str, ...] = ALL_ORDERS) -> str:
        """`order` if the operation `name` may have it."""
        if order not in allowed:
            raise self.error(f"{name} cannot be {order}", f"use one of {', '.join(allowed)}")
        return order

    def atomic_load(self, place: Place, order: str) -> Value:
        """`place.load(order)`."""
        kind = strip(place.type)
        self.order("a load", order, _LOAD_ORDERS)
        return Value(kind, self.builder.value("load", scalar_of(kind), self.address(place), order=order))

    def atomic_store(self, place: Place, thing: Literal | Value | Static, order: str) -> None:
        """`place.store(value, order)`."""
        self.order("a store", order, _STORE_ORDERS)
        value = self.convert(thing, strip(place.type), place.name or "the stored value")
        self.builder.emit("store", (), (self.address(place), value.operand), order=order)

    def atomic_update(self, place: Place, kind: str, thing: Literal | Value | Static, order: str) -> Value:
        """`place.exchange(...)` and `place.fetch_...(...)`: the old value."""
        inner = strip(place.type)
        base = base_of(inner)
        if kind != "xchg" and not isinstance(base, IntType):
            raise self.error(f"fetch_{kind} of {an(inner)}", "use cas in a loop")
        value = self.convert(thing, base if kind != "xchg" else inner, f"the operand of {place.name or 'this'}")
        if kind in ("max", "min") and isinstance(base, IntType) and not base.signed:
            kind = f"u{kind}"
        old = self.builder.value("rmw", scalar_of(inner), self.address(place), value.operand, kind=kind, order=order)
        return Value(inner, old)

    def compare_and_set(
        self, place: Place, expected: Literal | Value | Static, new: Literal | Value | Static, order: str, fail: str
    ) -> tuple[Value, Value]:
        """`place.cas(expected, new)`: (succeeded, old value)."""
        self.order("a failed cas", fail, _LOAD_ORDERS)
        kind = strip(place.type)
        old = self.convert(expected, kind, "the expected value")
        value = self.convert(new, kind, "the new value")
        succeeded, before = self.builder.reg(Scalar.I8), self.builder.reg(scalar_of(kind))
        args = (self.address(place), old.operand, value.operand)
        self.builder.emit("cas", (succeeded, before), args, order=order, fail_order=fail)
        return Value(BOOL, succeeded), Value(kind, before)


def _part(whole: Place, kind: DataType) -> DataType:
    """The type of a field or element of a place: races are intended in all of what is racy."""
    intended = isinstance(whole.type, RacyType) and not isinstance(kind, RacyType | AtomicType)
    return RacyType(kind) if intended else kind


def _plain_attrs(place: Place) -> dict[str, object]:
    return {"order": "plain", "racy": True} if isinstance(place.type, RacyType) else {"order": "plain"}


def scalars_of(kind: DataType, offset: int = 0) -> list[tuple[int, DataType]]:
    """Offset and type of every scalar in a type."""
    kind = strip(kind)
    if isinstance(kind, StructType):
        return [s for f in kind.fields for s in scalars_of(f.type, offset + f.offset)]
    if isinstance(kind, ArrayType):
        return [s for i in range(kind.count) for s in scalars_of(kind.of, offset + i * kind.of.size)]
    return [(offset, kind)]
