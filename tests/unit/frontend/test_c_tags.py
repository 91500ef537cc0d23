"""Structs of one name in a C program and in a library."""

from __future__ import annotations

from unknot.frontend.tags import agree
from unknot.ir.ops import Op, Reg, const
from unknot.ir.program import Function, Global, Local, Program
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    Field,
    FunctionType,
    IntType,
    PointerType,
    Scalar,
    StructRef,
    StructType,
    VoidType,
)

INT = IntType(32, signed=True)
NEXT = Field("next", PointerType(StructRef("key")), 0)
MINE = StructType("key", (NEXT, Field("value", INT, 8)))
MUTEX = StructType("pthread_mutex_t", (Field("data", ArrayType(INT, 10), 0),))
HOLDER = StructType("holder", (Field("key", MINE, 0), Field("mutex", MUTEX, 16)))


def program() -> Program:
    made = Op("alloc", (Reg("p", Scalar.I64),), (const(16),), {"kind": "heap", "type": StructRef("key")})
    local = Local("p", PointerType(StructRef("key")))
    run = FunctionType((PointerType(StructRef("key")),), VoidType())
    return Program(
        "p",
        {"main": Function("main", blocks={"entry": [made, Op("ret")]}, locals={"p": local})},
        {"holder": Global("holder", HOLDER), "all": Global("all", ArrayType(AtomicType(PointerType(run)), 2))},
        {s.name: s for s in (MINE, MUTEX, HOLDER)},
    )


def types_of(program: Program) -> list[DataType]:
    """All types outside the table of structs."""
    main = program.functions["main"]
    return [
        *(item.type for item in program.globals.values()),
        main.locals["p"].type,
        *(v for op in main.ops() for v in op.attrs.values() if isinstance(v, DataType)),
    ]


def test_another_struct_gets_its_full_name() -> None:
    found = program()
    agree(found, {"key": StructType("key", (Field("destructor", PointerType(VoidType()), 0), Field("used", INT, 8)))})
    assert set(found.structs) == {"struct key", "pthread_mutex_t", "holder"}
    assert found.structs["struct key"].fields[0].type == PointerType(StructRef("struct key"))
    assert found.structs["holder"].fields[0].type == found.structs["struct key"]
    holder, functions, local, made = types_of(found)
    assert holder == found.structs["holder"]
    assert str(functions) == "array[atomic[Ptr[fn(Ptr[struct key]) -> void]], 2]"
    assert (str(local), str(made)) == ("Ptr[struct key]", "struct key")


def test_what_headers_declare_is_the_librarys() -> None:
    theirs = StructType("pthread_mutex_t", (Field("owner", INT, 0), Field("unused", ArrayType(INT, 9), 4)))
    found = program()
    agree(found, {"pthread_mutex_t": theirs})
    assert found.structs["holder"].fields[1].type == theirs
    assert found.globals["holder"].type == found.structs["holder"]
    assert found.structs["key"] == MINE


def test_a_declaration_alone_is_the_librarys_struct() -> None:
    found = program()
    found.structs["key"] = StructType("key", ())
    agree(found, {"key": MINE})
    assert set(found.structs) == {"key", "pthread_mutex_t", "holder"}


def test_without_common_names_nothing_changes() -> None:
    found = program()
    agree(found, {"other": MINE})
    assert found == program()
