"""LLVM IR as data: what `parsing` makes of clang's text and the reader reads. One idea: everything is plain values, so
the rest of the front end knows no syntax.

Of an instruction only what it means is kept: attributes for optimisers and code generators are dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# -- types -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Type:
    """A type of LLVM's."""


@dataclass(frozen=True)
class Void(Type):
    """No value."""


@dataclass(frozen=True)
class Int(Type):
    """An integer of any width."""

    bits: int


@dataclass(frozen=True)
class Float(Type):
    """A floating point number: `kind` is "half", "bfloat", "float", "double", "x86_fp80", "fp128" or "ppc_fp128"."""

    kind: str


@dataclass(frozen=True)
class Pointer(Type):
    """An address. Pointers are opaque."""


@dataclass(frozen=True)
class Array(Type):
    """`count` elements in a row."""

    of: Type
    count: int


@dataclass(frozen=True)
class Vector(Type):
    """`count` elements that are computed with together."""

    of: Type
    count: int


@dataclass(frozen=True)
class Struct(Type):
    """Fields in a row. A named one is looked up in `Module.structs` (its `fields` are empty here, so that types may be
    recursive)."""

    name: str = ""
    fields: tuple[Type, ...] = ()
    packed: bool = False


@dataclass(frozen=True)
class Function(Type):
    """The type of a function."""

    result: Type
    params: tuple[Type, ...]
    variadic: bool = False


@dataclass(frozen=True)
class Other(Type):
    """A type that no value of a C program has in memory: label, metadata, token."""

    name: str


# -- values ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    """An operand. `type` is its type."""

    type: Type


@dataclass(frozen=True)
class Local(Value):
    """The result of an instruction, or a parameter: `name` without %, "0" for unnamed ones."""

    name: str


@dataclass(frozen=True)
class Symbol(Value):
    """The address of a global or a function: `name` without @. Its type is Pointer()."""

    name: str


@dataclass(frozen=True)
class ConstantInt(Value):
    """An integer, kept unsigned."""

    value: int


@dataclass(frozen=True)
class ConstantFloat(Value):
    """A floating point number, as the bits of its type (of a double where the type is float: already narrowed)."""

    bits: int


@dataclass(frozen=True)
class Zero(Value):
    """null, or zeroinitializer of any type."""


@dataclass(frozen=True)
class Undefined(Value):
    """undef or poison."""


@dataclass(frozen=True)
class Aggregate(Value):
    """A struct, array or vector, element by element."""

    elements: tuple[Value, ...]


@dataclass(frozen=True)
class Bytes(Value):
    """An array of i8: c"..."."""

    data: bytes


@dataclass(frozen=True)
class Expression(Value):
    """A constant expression: `opcode` as for instructions (getelementptr, ptrtoint, inttoptr, bitcast, trunc, add,
    sub, xor, icmp, addrspacecast), with the same `attrs`."""

    opcode: str
    operands: tuple[Value, ...]
    attrs: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Assembly(Value):
    """Inline assembly, as a callee."""

    text: str
    constraints: str
    side_effects: bool = False


@dataclass(frozen=True)
class BlockRef(Value):
    """A label as an operand: `name` without %."""

    name: str


@dataclass(frozen=True)
class BlockAddress(Value):
    """blockaddress(@function, %label): the address of a label, for computed gotos."""

    function: str
    name: str


# -- programs ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Instruction:
    """One instruction. `result` is the name it defines, "" for none; `type` the type of its result (Void for none).

    Operands and attributes by opcode:

    * binary operations, fneg, conversions (`zext`, `ptrtoint`, ...), `freeze`: operands; attrs nsw, nuw, exact: True
    * icmp, fcmp: attrs predicate
    * select, extractelement, insertelement, shufflevector: operands in order
    * extractvalue, insertvalue: attrs indices (tuple of int)
    * phi: operands are the values, attrs labels (tuple of str), in the same order
    * alloca: operands (count,) , attrs type (allocated Type), align
    * load: (pointer,); store: (value, pointer); attrs align, volatile, ordering ("" for plain), type (accessed Type)
    * cmpxchg: (pointer, expected, new); attrs ordering, failure, volatile, weak, align; result {type, i1}
    * atomicrmw: (pointer, value); attrs kind ("add", "xchg", ...), ordering, volatile, align
    * fence: attrs ordering, syncscope ("" or "singlethread")
    * getelementptr: (pointer, indices...); attrs source (the Type that is indexed), inbounds
    * call, invoke: (callee, arguments...); attrs function (Function type or None if only the result type is given),
      arguments (one mapping for each argument: byval / sret / elementtype: Type, zeroext / signext: True, align: int),
      musttail; invoke also normal, unwind (labels)
    * br: (BlockRef,) or (condition, BlockRef, BlockRef); indirectbr: (address, BlockRef...)
    * switch: (value, default BlockRef, constant, BlockRef, constant, BlockRef, ...)
    * ret: () or (value,); unreachable: ()
    * va_arg: (pointer,)
    * dbg_declare, dbg_value (records and old-style calls alike): (Value or Undefined,), attrs variable (number of the
      DILocalVariable), location (number of the DILocation), indirect: True if the value is the address of the address

    `debug` is the number of its DILocation, -1 for none.
    """

    opcode: str
    result: str = ""
    type: Type = Void()
    operands: tuple[Value, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    debug: int = -1


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function: attrs byval / sret / elementtype: Type, zeroext / signext: True, align: int."""

    name: str
    type: Type
    attrs: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class FunctionBody:
    """A function: declared only if it has no blocks. The first block is the entry. `linkage` is "internal",
    "private", "external", "weak" (all kinds of linkonce and weak) or "available_externally"; `debug` the number of its
    DISubprogram, -1 for none."""

    name: str
    type: Function
    params: tuple[Parameter, ...] = ()
    blocks: dict[str, list[Instruction]] = field(default_factory=dict)
    linkage: str = "external"
    debug: int = -1


@dataclass
class Variable:
    """A global variable: declared only if `init` is None. `linkage` as for functions, also "common"; `debug` the
    numbers of its DIGlobalVariableExpressions."""

    name: str
    type: Type
    init: Value | None = None
    constant: bool = False
    thread_local: bool = False
    align: int = 1
    linkage: str = "external"
    debug: tuple[int, ...] = ()


@dataclass
class Alias:
    """Another name of a symbol. `linkage` as for functions."""

    name: str
    target: Value
    linkage: str = "external"


@dataclass(frozen=True)
class Node:
    """A node of metadata: `kind` is "DILocation", "DICompositeType", ..., or "" for a tuple, whose items stand under
    "items". Fields are int, str (texts and names alike), bool, None, `Ref` to another node, or nested `Node`s."""

    kind: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Ref:
    """A reference to a node of metadata: !12."""

    number: int


@dataclass
class Module:
    """One translation unit. `assembly` is module-level inline assembly."""

    name: str
    structs: dict[str, Struct] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    functions: dict[str, FunctionBody] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)
    metadata: Mapping[int, Node] = field(default_factory=dict)
    named_metadata: dict[str, tuple[int, ...]] = field(default_factory=dict)
    assembly: str = ""
