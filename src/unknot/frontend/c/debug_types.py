"""Types of C from debug information. One idea: behind a pointer a struct is only named, and its content read
afterwards, so types may be recursive.

Members of anonymous structs and unions become members of the struct around them, as in C. Bit fields that share their
place in memory become one member, named after them: `ready|level`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from unknot.core.location import Location
from unknot.frontend.c.llvm import Node, Ref
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    BoolType,
    DataType,
    EnumType,
    Field,
    FloatType,
    FunctionType,
    IntType,
    PointerType,
    StructRef,
    StructType,
    VoidType,
    round_up,
)

_STRUCTS = ("DW_TAG_structure_type", "DW_TAG_union_type", "DW_TAG_class_type")
_SHOWN_BITS = 3
"""So many bit fields that share their place are named in full."""
_WIDTHS = (8, 16, 32, 64)
_BYTE = IntType(8, False)


@dataclass(frozen=True)
class _Member:
    """A member of a struct: offset and size in bits, `storage` the offset of the unit a bit field is in, else -1."""

    name: str
    type: Ref | None
    offset: int
    size: int
    storage: int = -1


class TypeTable:
    """The types of a module. `structs` and `enums` receive what is met, by name. `place` tells where a node was
    declared, to tell structs without a name apart."""

    def __init__(
        self,
        metadata: Mapping[int, Node],
        structs: dict[str, StructType],
        enums: dict[str, EnumType],
        place: Callable[[Node], Location],
    ) -> None:
        self._metadata = metadata
        self._structs = structs
        self._enums = enums
        self._place = place
        self._types: dict[int, DataType] = {}
        self._names: dict[int, str] = {}
        self._shapes: dict[str, object] = {}
        self._hints: dict[int, str] = {}
        self._waiting: list[int] = []
        self._depth = 0

    def type_of(self, reference: int | Ref | None) -> DataType:
        """The type with that number. None is void."""
        if reference is None:
            return VoidType()
        number = reference.number if isinstance(reference, Ref) else reference
        found = self._types.get(number)
        if found is not None:
            return found
        self._depth += 1
        found = self._types[number] = self._read(number)
        self._depth -= 1
        while self._waiting and not self._depth:
            self.type_of(self._waiting.pop())
        return found

    def bits_of(self, reference: int | Ref | None) -> int:
        """The size of a type, in bits."""
        if reference is None:
            return 0
        node = self._metadata[reference.number if isinstance(reference, Ref) else reference]
        size = node.fields.get("size")
        return size if isinstance(size, int) else self.bits_of(node.fields.get("baseType"))

    def is_variadic(self, reference: Ref | None) -> bool:
        """Whether the function type has `...`."""
        if reference is None:
            return False
        items = self._items(self._metadata[reference.number].fields.get("types"))
        return len(items) > 1 and items[-1] is None

    def _read(self, number: int) -> DataType:
        node = self._metadata[number]
        if node.kind == "DIBasicType":
            return _basic(node.fields.get("encoding"), node.fields.get("size", 0))
        if node.kind == "DISubroutineType":
            return self._function(node)
        if node.kind == "DIDerivedType":
            return self._derived(node)
        tag = node.fields.get("tag")
        if tag in _STRUCTS:
            return self._struct(number, node)
        if tag == "DW_TAG_enumeration_type":
            return self._enum(number, node)
        if tag == "DW_TAG_array_type":
            return self._array(self.type_of(node.fields.get("baseType")), node)
        return VoidType()

    def _derived(self, node: Node) -> DataType:
        base = node.fields.get("baseType")
        tag = node.fields["tag"]
        if tag == "DW_TAG_pointer_type":
            return PointerType(self._behind(base))
        if tag == "DW_TAG_atomic_type":
            return AtomicType(self.type_of(base))
        if tag == "DW_TAG_typedef" and isinstance(base, Ref):
            self._hints.setdefault(self._bare(base), node.fields["name"])
        return self.type_of(base)

    def _bare(self, reference: Ref) -> int:
        """The number of a type without const and volatile."""
        while True:
            node = self._metadata[reference.number]
            if node.fields.get("tag") not in ("DW_TAG_const_type", "DW_TAG_volatile_type"):
                return reference.number
            base = node.fields.get("baseType")
            if not isinstance(base, Ref):
                return reference.number
            reference = base

    # behind pointers

    def _behind(self, reference: Ref | None) -> DataType:
        """A type that is pointed at: structs by name, arrays of structs as the struct."""
        if reference is None:
            return VoidType()
        node = self._metadata[reference.number]
        tag = node.fields.get("tag")
        base = node.fields.get("baseType")
        if tag in _STRUCTS:
            self._waiting.append(reference.number)
            return StructRef(self._name(reference.number, node))
        if node.kind == "DIDerivedType" and tag != "DW_TAG_pointer_type":
            if tag == "DW_TAG_typedef" and isinstance(base, Ref):
                self._hints.setdefault(self._bare(base), node.fields["name"])
            inner = self._behind(base)
            return AtomicType(inner) if tag == "DW_TAG_atomic_type" and not isinstance(inner, StructRef) else inner
        if tag == "DW_TAG_array_type":
            element = self._behind(base)
            return element if isinstance(element, StructRef) else self._array(element, node)
        return self.type_of(reference)

    def _function(self, node: Node) -> FunctionType:
        items = self._items(node.fields.get("types"))
        params = [item for item in items[1:] if item is not None]
        result = self._behind(items[0]) if items else VoidType()
        return FunctionType(tuple(map(self._behind, params)), result)

    def _items(self, reference: Ref | None) -> tuple[Ref | None, ...]:
        if reference is None:
            return ()
        found: tuple[Ref | None, ...] = self._metadata[reference.number].fields["items"]
        return found

    # arrays, enums

    def _array(self, kind: DataType, node: Node) -> DataType:
        for item in reversed(self._items(node.fields.get("elements"))):
            count = self._metadata[item.number].fields.get("count") if item else None
            kind = ArrayType(kind, count if isinstance(count, int) and count > 0 else 0)
        return kind

    def _enum(self, number: int, node: Node) -> EnumType:
        size = node.fields.get("size") or 32
        nodes = [self._metadata[item.number] for item in self._items(node.fields.get("elements")) if item]
        members = tuple((n.fields["name"], n.fields["value"]) for n in nodes)
        signed = not any(n.fields.get("isUnsigned") for n in nodes)
        first = members[0][0] if members else ""
        name = node.fields.get("name") or self._hints.get(number) or f"enum of {first}"
        found = EnumType(name, IntType(size, signed), members)
        if name in self._structs or self._enums.get(name, found) != found:
            found = replace(found, name=f"{name} ({self._place(node)})")
        return self._enums.setdefault(found.name, found)

    # structs

    def _struct(self, number: int, node: Node) -> DataType:
        name = self._name(number, node)
        if "DIFlagFwdDecl" in str(node.fields.get("flags")):
            return self._structs.setdefault(name, StructType(name, ()))
        union = node.fields["tag"] == "DW_TAG_union_type"
        fields = tuple(self._field(group) for group in _groups(self._members(node)))
        extent = (node.fields.get("size") or 0) // 8
        known = self._structs.get(name)
        if known is not None and known.fields:  # another unit has it too
            return known
        found = StructType(name, fields, union)
        if found.size != extent:
            found = StructType(name, fields, union, extent)
        self._structs[name] = found
        return found

    def _field(self, group: list[_Member]) -> Field:
        first = group[0]
        if first.storage < 0:
            return Field(first.name, self.type_of(first.type), first.offset // 8)
        start = min(m.offset for m in group) // 8
        size = (max(m.offset + m.size for m in group) + 7) // 8 - start
        names = [m.name for m in group if m.name] or ["padding"]
        name = "|".join(names) if len(names) <= _SHOWN_BITS else f"{names[0]}|..|{names[-1]}"
        return Field(name, _unit(size), start)

    def _members(self, node: Node, start: int = 0, owner: str = "") -> list[_Member]:
        owner = owner or node.fields.get("name") or ""
        found: list[_Member] = []
        for item in self._items(node.fields.get("elements")):
            fields = self._metadata[item.number].fields if item else {}
            if fields.get("tag") != "DW_TAG_member":
                continue
            offset = start + (fields.get("offset") or 0)
            kind, name, size = fields.get("baseType"), fields.get("name") or "", fields.get("size") or 0
            if not name and (inner := self._anonymous(kind)):
                found += self._members(inner, offset, owner)
            elif "DIFlagBitField" in str(fields.get("flags")):
                found.append(_Member(name, kind, offset, size, start + (fields.get("extraData") or 0)))
            else:
                found.append(_Member(name, kind, offset, size))
                self._hint_member(kind, f"{owner}.{name}" if owner else name)
        return found

    def _anonymous(self, reference: Ref | None) -> Node | None:
        """The struct or union that a member without a name is."""
        node = self._metadata[self._bare(reference)] if reference else None
        return node if node and node.fields.get("tag") in _STRUCTS else None

    def _hint_member(self, reference: Ref | None, name: str) -> None:
        """A struct that only this member has is called after it."""
        while reference is not None:
            node = self._metadata[reference.number]
            if node.fields.get("tag") == "DW_TAG_typedef":
                return
            if node.kind == "DICompositeType" and node.fields.get("tag") != "DW_TAG_array_type":
                self._hints.setdefault(reference.number, name)
                return
            reference = node.fields.get("baseType")

    # names

    def _name(self, number: int, node: Node) -> str:
        """The name of a struct; another one than its tag if a different struct has that already."""
        found = self._names.get(number)
        if found is None:
            found = self._names[number] = self._fresh(number, node)
        return found

    def _fresh(self, number: int, node: Node) -> str:
        where = self._place(node)
        name = node.fields.get("name") or self._hints.get(number) or f"struct at {where.file}:{where.line}"
        if "DIFlagFwdDecl" in str(node.fields.get("flags")):
            return name
        shape = self._shape(node)
        for candidate in (name, f"{name} ({where.file})", f"{name} ({where.file}:{where.line})"):
            taken = self._shape_of(candidate)
            if taken is None or taken == shape:
                self._shapes[candidate] = shape
                return candidate
        return f"{name} ({where.file}:{where.line}, {number})"

    def _shape(self, node: Node) -> object:
        """What tells structs of one name apart: names and places of their members."""
        groups = _groups(self._members(node))
        return (node.fields.get("size") or 0) // 8, tuple((g[0].name, g[0].offset // 8) for g in groups)

    def _shape_of(self, name: str) -> object | None:
        if name in self._shapes:
            return self._shapes[name]
        known = self._structs.get(name)
        if known is None or not known.fields:
            return None
        return known.size, tuple((f.name.partition("|")[0], f.offset) for f in known.fields)


def _basic(encoding: str | None, bits: int) -> DataType:
    if encoding == "DW_ATE_boolean":
        return BoolType()
    if encoding == "DW_ATE_complex_float":
        return ArrayType(FloatType(bits // 2), 2)
    if encoding == "DW_ATE_float" and bits in (32, 64):
        return FloatType(bits)
    width = next((w for w in _WIDTHS if bits <= w), 0)
    if not width:  # __int128, long double: no register holds them
        return ArrayType(IntType(64, False), round_up(bits, 64) // 64)
    return IntType(width, encoding in ("DW_ATE_signed", "DW_ATE_signed_char"))


def _unit(size: int) -> DataType:
    """The memory that bit fields share."""
    return IntType(size * 8, False) if size * 8 in _WIDTHS else ArrayType(_BYTE, size)


def _groups(members: list[_Member]) -> list[list[_Member]]:
    """Members one by one, bit fields of one storage unit together."""
    found: list[list[_Member]] = []
    for member in members:
        if member.storage >= 0 and found and found[-1][0].storage == member.storage:
            found[-1].append(member)
        else:
            found.append([member])
    return found
