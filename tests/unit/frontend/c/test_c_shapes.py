"""Sizes, offsets, debug information and first contents of `texts/shapes.c`, as three versions of clang write it. What
is expected of sizes and offsets clang says itself, in the array `facts`.
"""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from unknot.core.location import NOWHERE, Location
from unknot.frontend.c import layout
from unknot.frontend.c.globals import make_global
from unknot.frontend.c.llvm import Struct
from unknot.frontend.c.modules import Namespace, combine
from unknot.frontend.c.parsing import parse_module
from unknot.ir.program import Global
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    BoolType,
    EnumType,
    Field,
    FloatType,
    FunctionType,
    IntType,
    PointerType,
    StructRef,
    StructType,
    VoidType,
)

TEXTS = Path(__file__).parent / "texts"
CHAR, INT, LONG = (IntType(bits, signed=True) for bits in (8, 32, 64))
UNSIGNED_CHAR, UNSIGNED_SHORT = IntType(8, signed=False), IntType(16, signed=False)

SIZES = ("point", "node", "packed", "lined", "wide", "mixed", "text", "quads", "odd")
OFFSETS = (
    ("node", "name"),
    ("node", "count"),
    ("node", "run"),
    ("node", "halves.high"),
    ("packed", "wide"),
    ("wide", "big"),
    ("wide", "tail"),
    ("mixed", "at[1].y"),
    ("mixed", "colour"),
    ("mixed", "packed.value"),
    ("mixed", "stamp"),
    ("mixed", "lined"),
    ("quads", "lanes"),
    ("odd", "end"),
)


@pytest.fixture(name="whole", scope="module", params=[15, 19, 22])
def _whole(request: pytest.FixtureRequest) -> Namespace:
    text = (TEXTS / f"shapes.clang{request.param}.ll").read_text()
    whole = combine([parse_module(text, "/src/shapes.c")])
    whole.units[0].debug.tags()
    return whole


@pytest.fixture(name="facts")
def _facts(whole: Namespace) -> tuple[int, ...]:
    return struct.unpack("<23Q", content(whole, "facts").init)


def content(whole: Namespace, name: str) -> Global:
    defined = whole.variables[name]
    return make_global(name, defined.value, defined.unit)


def offset_of(kind: StructType, path: str) -> int:
    """The offset of a member, such as `at[1].y`."""
    first, _, rest = path.partition(".")
    name, _, index = first.partition("[")
    field = kind.field(name)
    assert field is not None
    offset, inner = field.offset, field.type
    if index:
        assert isinstance(inner, ArrayType)
        offset, inner = offset + int(index.rstrip("]")) * inner.of.size, inner.of
    assert not rest or isinstance(inner, StructType)
    return offset + (offset_of(inner, rest) if isinstance(inner, StructType) and rest else 0)


def test_sizes_of_types_as_the_source_has_them(whole: Namespace, facts: tuple[int, ...]) -> None:
    assert [whole.structs[name].size for name in SIZES] == list(facts[: len(SIZES)])


def test_offsets_as_the_source_has_them(whole: Namespace, facts: tuple[int, ...]) -> None:
    found = [offset_of(whole.structs[name], path) for name, path in OFFSETS]
    assert found == list(facts[len(SIZES) :])


def test_sizes_and_offsets_of_llvms_types(whole: Namespace, facts: tuple[int, ...]) -> None:
    structs = whole.units[0].module.structs
    expected = dict(zip(SIZES, facts, strict=False))
    named = {name.removeprefix("struct."): Struct(name) for name in structs if name.startswith("struct.")}
    assert {n: layout.size_of(k, structs) for n, k in named.items() if n in expected} == {
        n: expected[n] for n in named if n in expected
    }
    ends = {"packed": 5, "wide": 16, "quads": 16, "odd": 8}
    for name, offset in ends.items():
        fields = layout.fields_of(named[name], structs)
        assert offset in [layout.field_offset(named[name], index, structs) for index in range(len(fields))]
    leaves = layout.leaves(named["packed"], structs)
    assert [(offset, layout.store_size(kind, structs)) for offset, kind in leaves] == [(0, 1), (1, 4), (5, 8)]


def test_a_struct_with_a_bit_of_everything(whole: Namespace) -> None:
    halves = (Field("low", UNSIGNED_CHAR, 0), Field("high", UNSIGNED_CHAR, 1))
    run = FunctionType((INT, PointerType(CHAR)), VoidType())
    assert whole.structs["node"].fields == (
        Field("next", PointerType(StructRef("node")), 0),
        Field("ready|level", UNSIGNED_SHORT, 8),
        Field("name", ArrayType(CHAR, 5), 10),
        Field("count", AtomicType(INT), 16),
        Field("run", PointerType(run), 24),
        Field("whole", INT, 32),
        Field("part", FloatType(32), 32),
        Field("halves", StructType("node.halves", halves), 32),
    )
    colour = EnumType("colour", IntType(32, signed=True), (("RED", 0), ("GREEN", 5), ("BLUE", -1)))
    mixed = whole.structs["mixed"]
    assert [f.type for f in mixed.fields[:4]] == [
        BoolType(),
        ArrayType(whole.structs["point"], 3),
        colour,
        FloatType(64),
    ]
    assert whole.structs["packed"].extent == 13


def test_names_for_harnesses(whole: Namespace) -> None:
    debug = whole.units[0].debug
    assert debug.typedefs()["point"] == whole.structs["point"]
    assert {"node", "mixed", "colour"} <= set(debug.tags())
    assert "opaque" not in debug.tags()
    assert debug.constants()["GREEN"] == 5


def test_functions_and_their_variables(whole: Namespace) -> None:
    use = whole.functions["use"]
    debug = use.unit.debug
    found = debug.subprogram(use.value.debug)
    assert (found.name, found.loc, found.variadic) == ("use", Location("/src/shapes.c", 57, 1), False)
    assert found.type.params[0] == PointerType(StructRef("node"))
    records = [i for block in use.value.blocks.values() for i in block if i.opcode == "dbg_declare"]
    variables = [(v.name, v.argument, str(v.type)) for v in (debug.variable(i.attrs["variable"]) for i in records)]
    assert variables == [
        ("n", 1, "Ptr[node]"),
        ("p", 2, "Ptr[packed]"),
        ("w", 3, "Ptr[wide]"),
        ("m", 4, "Ptr[mixed]"),
        ("q", 5, "Ptr[quads]"),
        ("o", 6, "Ptr[odd]"),
        ("at", 7, "point"),
        ("size", 0, "i32"),
        ("__vla_expr0", 0, "u64"),
        ("room", 0, "array[i8, 0]"),
        ("i", 0, "i32"),
        ("size", 0, "i32"),
    ]


def test_places(whole: Namespace) -> None:
    use = whole.functions["use"]
    body = [i for block in use.value.blocks.values() for i in block]
    places = [use.unit.debug.location(i.debug) for i in body if i.opcode == "ret"]
    assert places == [Location("/src/shapes.c", 67, 1)]
    assert use.unit.debug.location(-1) == NOWHERE


def test_first_contents(whole: Namespace) -> None:
    head = content(whole, "head")
    assert head.init[8:10] == bytes([9 << 3 | 7, 0])
    assert head.init[10:15] == b'ab"\\\0'
    assert head.init[16:20] + head.init[32:36] == struct.pack("<if", 3, 0.5)
    assert head.relocations == ((0, "head", 0),)
    assert content(whole, "packed").init == struct.pack("<biq", 1, -2, 3)
    mixed = content(whole, "mixed")
    assert len(mixed.init) == 128
    assert mixed.init[:56] == struct.pack("<?x6h2xi4xdbiq3xq", True, 1, 2, 3, 4, 0, 0, -1, 1.5, 7, 8, 9, 10)
    assert content(whole, "third").init == struct.pack("<f", 1 / 3)
    assert content(whole, "huge").init == (1 << 100).to_bytes(16, "little")
    assert content(whole, "hidden").type == PointerType(StructRef("opaque"))
    assert whole.structs["opaque"] == StructType("opaque", ())
    assert content(whole, "mine").thread_local


def test_addresses_in_first_contents(whole: Namespace) -> None:
    assert content(whole, "middle").relocations == ((0, "table", 12),)
    assert content(whole, "distance").relocations == ((0, "table", 16),)
    assert content(whole, "last").relocations == ((0, "mixed", 13),)
    words = content(whole, "words")
    assert words.constant
    assert [symbol for _, symbol, _ in words.relocations] == [".str", ".str.2"]
    assert content(whole, ".str.2").init == b"b\n\xff\0"


def test_a_flexible_array_has_the_length_of_its_initialiser(whole: Namespace) -> None:
    hello = content(whole, "hello")
    assert hello.init == b"\5\0\0\0hello\0"
    assert isinstance(hello.type, StructType)
    assert (hello.type.name, hello.type.size) == ("text of 10 bytes", 10)
    assert hello.type.fields[1] == Field("bytes", ArrayType(CHAR, 6), 4)
