"""What debug information says of a module: places, types, variables, functions. One idea: everything is looked up by
its number and kept, so only what the program uses is ever read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from unknot.core.location import NOWHERE, Location
from unknot.frontend.c.debug_types import TypeTable
from unknot.frontend.c.llvm import Module, Node, Ref
from unknot.frontend.c.parsing_metadata import Metadata
from unknot.ir.types import DataType, EnumType, FunctionType, StructType, VoidType


@dataclass(frozen=True)
class Variable:
    """A variable as the source declares it. `argument` counts parameters from 1, it is 0 for other variables."""

    name: str
    type: DataType
    argument: int
    loc: Location


@dataclass(frozen=True)
class Subprogram:
    """A function as the source declares it."""

    name: str
    type: FunctionType
    variadic: bool
    loc: Location


class DebugInfo:
    """The debug information of a module. `structs` and `enums` hold those found so far, by name; several modules may
    share them."""

    def __init__(
        self,
        module: Module,
        structs: dict[str, StructType] | None = None,
        enums: dict[str, EnumType] | None = None,
    ) -> None:
        self.structs = {} if structs is None else structs
        self.enums = {} if enums is None else enums
        self._metadata = module.metadata
        self._written = module.name
        self._here = os.getcwd()
        self._types = TypeTable(self._metadata, self.structs, self.enums, self._place)
        self._files: dict[int, str] = {}
        self._places: dict[int, Location] = {}

    # places

    def location(self, number: int) -> Location:
        """The place that a DILocation names; NOWHERE for -1."""
        found = self._places.get(number)
        if found is None:
            found = self._places[number] = self._location(number)
        return found

    def _location(self, number: int) -> Location:
        if number < 0:
            return NOWHERE
        fields = self._metadata[number].fields
        scope = fields.get("scope")
        if not fields.get("line"):  # code of the compiler's own
            return self._place(self._node(scope))
        return Location(self._file_of(self._node(scope)), fields["line"], fields.get("column") or 1)

    def _place(self, node: Node | None) -> Location:
        """Where a node says it was declared."""
        file = self._file_of(node)
        line = node.fields.get("line", 0) if node else 0
        return Location(file, line, 1) if file and line else NOWHERE

    def _file_of(self, node: Node | None) -> str:
        file = node.fields.get("file") if node else None
        if not isinstance(file, Ref):
            return ""
        found = self._files.get(file.number)
        if found is None:
            fields = self._metadata[file.number].fields
            found = self._files[file.number] = self._path(fields.get("filename", ""), fields.get("directory", ""))
        return found

    def _path(self, name: str, directory: str) -> str:
        """A path as the user would write it: relative if it is below the working directory."""
        whole = os.path.normpath(os.path.join(directory or self._here, name))
        if whole == os.path.normpath(os.path.join(self._here, self._written)):
            return self._written
        if whole.startswith(self._here.rstrip(os.sep) + os.sep):
            return os.path.relpath(whole, self._here)
        return os.path.normpath(name) if directory == self._here and not os.path.isabs(name) else whole

    # types

    def type_of(self, reference: int | Ref | None) -> DataType:
        """The type with that number. None is void."""
        return self._types.type_of(reference)

    def size_in_bits(self, reference: int | Ref) -> int:
        """The size of a type."""
        return self._types.bits_of(reference)

    # variables and functions

    def variable(self, number: int) -> Variable:
        """The local variable or parameter of a DILocalVariable."""
        return self._variable(self._metadata[number])

    def global_variable(self, number: int) -> Variable:
        """The variable of a DIGlobalVariableExpression. String literals have no name."""
        node = self._node(self._metadata[number].fields["var"])
        assert node is not None  # it says which variable it is about
        return self._variable(node)

    def _variable(self, node: Node) -> Variable:
        fields = node.fields
        return Variable(
            fields.get("name", ""), self.type_of(fields.get("type")), fields.get("arg", 0), self._place(node)
        )

    def subprogram(self, number: int) -> Subprogram:
        """The function of a DISubprogram."""
        node = self._metadata[number]
        kind = self.type_of(node.fields.get("type"))
        if not isinstance(kind, FunctionType):
            kind = FunctionType((), VoidType())
        variadic = self._types.is_variadic(node.fields.get("type"))
        return Subprogram(node.fields.get("name", ""), kind, variadic, self._place(node))

    # everything that has a name

    def typedefs(self) -> dict[str, DataType]:
        """The types that typedefs name."""
        return self._named("DIDerivedType", "DW_TAG_typedef")

    def tags(self) -> dict[str, DataType]:
        """Structs, unions and enums by their tags, without those that are only declared."""
        found: dict[str, DataType] = {}
        for tag in ("DW_TAG_structure_type", "DW_TAG_union_type", "DW_TAG_enumeration_type"):
            found.update(self._named("DICompositeType", tag))
        return found

    def constants(self) -> dict[str, int]:
        """The values of enumerators."""
        nodes = [self._metadata[n] for n in self._numbers("DIEnumerator")]
        return {node.fields["name"]: node.fields["value"] for node in nodes}

    def _named(self, kind: str, tag: str) -> dict[str, DataType]:
        found: dict[str, DataType] = {}
        for number in self._numbers(kind):
            fields = self._metadata[number].fields
            if fields.get("tag") == tag and fields.get("name") and "DIFlagFwdDecl" not in str(fields.get("flags")):
                found.setdefault(fields["name"], self.type_of(number))
        return found

    def _numbers(self, kind: str) -> list[int]:
        if isinstance(self._metadata, Metadata):
            return self._metadata.of_kind(kind)
        return [number for number, node in self._metadata.items() if node.kind == kind]

    def _node(self, reference: Any) -> Node | None:
        return self._metadata[reference.number] if isinstance(reference, Ref) else None
