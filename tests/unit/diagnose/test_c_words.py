"""Traces of programs in C: values in C's words, variables by their names, memory by what it turns out to hold."""

from __future__ import annotations

import pytest

from unknot.diagnose.names import Names
from unknot.diagnose.spelling import global_names, type_in, value_in
from unknot.interp.explore import explore
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine
from unknot.interp.record import Access, Happening
from unknot.ir.text import parse_program
from unknot.ir.types import (
    ArrayType,
    BoolType,
    DataType,
    EnumType,
    FloatType,
    FunctionType,
    IntType,
    PointerType,
    StructRef,
    VoidType,
)
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

INT, U32, U64 = IntType(32, True), IntType(32, False), IntType(64, False)
FLAGS = EnumType("flags", U32, (("NONE", 0), ("BUSY", 1), ("DEAD", 4), ("ALL", 5)))

PROGRAM = """
program "queue.c" memory sc spawn 0 @"queue.c":9:1
spelling c
struct node
  field value : i32 at 0
  field next : Ptr[node] at 8
global @head : Ptr[node]
global @".str" : array[i8, 6] init "68656c6c6f00" constant
global @text : Ptr[i8] reloc 0 @".str" + 0
global @hook : Ptr[fn() -> void] reloc 0 @main + 0
thread "main" @main()

function @malloc(%size:i64) -> i64 library @"malloc.py":1:1
entry:
  %memory:i64 = alloc %size kind=heap type=<u8> @2:1
  ret %memory @3:1

function @main() @"queue.c":9:1
  local %n "n" : Ptr[node]
  local %slot "slot" : Ptr[Ptr[node]]
entry:
  %slot:i64 = alloc 8 kind=stack type=<Ptr[node]> @10:1
  %t:i64 = call @malloc 16 @11:1
  %n:i64 = mov %t @11:1
  store %n 7:i32 order=plain @12:1
  %next:i64 = add %n 8 @13:1
  store %next 0 order=plain @13:1
  %head:i64 = global_addr @head @14:1
  store %head %n order=seq_cst @14:1
  %raw:i64 = call @malloc 16 @15:1
  store %next %raw order=plain @15:1
  store %slot %raw order=plain @16:1
  %bytes:i64 = call @malloc 5 @17:1
  ret @18:1
"""


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (BoolType(), 1, "true"),
        (BoolType(), 0, "false"),
        (INT, 0xFFFF_FFFE, "-2"),
        (INT, 0x7FFF_FFFF, "2147483647"),
        (U32, 5_000, "5000"),
        (U32, 0x8000_0000, "0x80000000"),
        (U64, 1 << 40, "0x10000000000"),
        (FLAGS, 4, "DEAD"),
        (FLAGS, 5, "ALL"),
        (EnumType("bits", U32, (("A", 1), ("B", 2))), 3, "A | B"),
        (FLAGS, 7, "7"),
        (None, 3, "3"),
        (FloatType(64), 0x3FF8_0000_0000_0000, "1.5"),
        (FloatType(32), 0xC000_0000, "-2"),
    ],
)
def test_values(kind: DataType | None, value: int, text: str) -> None:
    assert value_in("c", kind, value) == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (INT, "int"),
        (FloatType(64), "double"),
        (IntType(8, False), "unsigned char"),
        (PointerType(StructRef("node")), "node *"),
        (PointerType(VoidType()), "pointer"),
        (PointerType(FunctionType((), INT)), "pointer"),
        (ArrayType(U64, 4), "unsigned long[]"),
    ],
)
def test_types(kind: DataType, text: str) -> None:
    assert type_in("c", kind) == text


def happenings() -> tuple[Names, list[Happening]]:
    """What happens on the only path of the program."""
    program = parse_program(PROGRAM)
    verify(program)
    assert explore(place_steps(program)).first is None
    machine = Machine(program, Limits(), recording=True)
    return Names(program), list(machine.start()[0].record)


def test_memory_has_the_type_of_the_pointer_that_gets_it() -> None:
    names, record = happenings()
    names.learn(record)
    for happening in record:
        names.note(happening)
    made = [h.pointer for h in record if isinstance(h, Access) and h.kind == "alloc"]
    assert [names.place(p) for p in made] == ["slot", "node#1", "node#2", "object#1"]
    assert names.place(made[1] + 8, 8) == "node#1.next"


def test_globals_are_called_as_in_the_source() -> None:
    program = parse_program(
        'program "a.c" memory sc spawn 0\nspelling c\n'
        + "".join(
            f"global @{name} : i32\n"
            for name in ("count", '"work.last"', '"queue@b.c"', '"x.1"', '"f.n"', '"g.n"', '".str"')
        )
    )
    assert list(global_names(program).values()) == ["count", "last", "queue", "x", "f.n", "g.n", "str"]


def test_pointers_in_the_words_of_c() -> None:
    names, record = happenings()
    for happening in record:
        names.note(happening)
    node = PointerType(StructRef("node"))
    assert names.show(node, 0) == "NULL"
    assert names.show(node, 1 << 24) == "&head"
    assert names.show(PointerType(IntType(8, True)), 2 << 24) == '"hello"'
    assert names.show(PointerType(FunctionType((), VoidType())), 0x60_0001 << 24) == "main"
    assert names.show(node, 0x1234 << 48) == hex(0x1234 << 48)
    assert names.place(8) == "NULL + 8"
