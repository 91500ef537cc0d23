"""Names of fields, for all objects of a type, and what a user may call them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unknot.core.location import Location
from unknot.diagnose.fields import Fields, Spot, text_at
from unknot.ir.address import HEAP_BASE, object_numbers, pointer
from unknot.ir.program import Global, Program, Thread
from unknot.ir.types import ArrayType, DataType, IntType, PointerType, StructRef, VoidType, lay_out
from unknot.passes.note_accesses import Made

U32, U64 = IntType(32, False), IntType(64, False)
LOCK_OBJECT = lay_out("lock_object", [("lo_name", U64)])
MTX = lay_out("mtx", [("lock_object", LOCK_OBJECT), ("mtx_lock", U32)])
NODE = lay_out("node", [("n_next", PointerType(StructRef("node"))), ("n_value", U32)])
BUFFER = lay_out("sockbuf", [("sb_mtx", MTX), ("sb_cc", U32)])
SOCKET = lay_out("socket", [("so_count", U32), ("so_rcv", BUFFER), ("so_snd", BUFFER)])
HEAD = lay_out("tailq_head", [("tqh_first", U64), ("tqh_last", U64)])
OTHER = lay_out("other", [("o_a", U32), ("o_b", U32), ("o_c", U32)])

GLOBALS: tuple[tuple[str, DataType], ...] = (
    ("count", U32),
    ("slots", ArrayType(U64, 4)),
    ("nodes", ArrayType(NODE, 3)),
    ("so", SOCKET),
    ("lock", MTX),
    ("jobs", HEAD),
)
MADE = [Made(StructRef("node"), "n", Location("f.py", 3)), Made(U32, "p", Location("f.py", 9)), Made(OTHER, "o", None)]


def program() -> Program:
    made = Program("p", threads=[Thread("a", "f"), Thread("b", "f")])
    made.structs = {kind.name: kind for kind in (NODE, BUFFER, SOCKET, HEAD, OTHER)}
    made.globals = {name: Global(name, kind) for name, kind in GLOBALS}
    made.globals["own"] = Global("own", U32, thread_local=True)
    made.globals["buffer"] = Global("buffer", U32, model=True)
    made.globals["text"] = Global("text", ArrayType(IntType(8, False), 6), b"queue\0", constant=True)
    return made


def spot(name: str, offset: int, size: int, copy: int = 0) -> Spot | None:
    made = program()
    found = Fields(made, MADE, []).at(pointer(object_numbers(made)[name] + copy, offset), size)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "offset", "size", "field", "instance"),
    [
        ("count", 0, 4, "count", "count"),
        ("slots", 16, 8, "slots[]", "slots[2]"),
        ("nodes", 24, 4, "node.n_value", "nodes[1].n_value"),
        ("so", 0, 4, "socket.so_count", "so.so_count"),
        ("so", 24, 4, "socket.so_rcv.sb_cc", "so.so_rcv.sb_cc"),
        ("so", 48, 4, "socket.so_snd.sb_cc", "so.so_snd.sb_cc"),
        ("jobs", 8, 8, "jobs", "jobs"),
    ],
)
def test_a_field_is_named_by_its_outermost_struct(name: str, offset: int, size: int, field: str, instance: str) -> None:
    found = spot(name, offset, size)
    assert found is not None
    assert (found.field, found.instance) == (field, instance)


def test_objects_of_an_array_are_owners_of_their_own() -> None:
    first, second = spot("nodes", 8, 4), spot("nodes", 24, 4)
    assert first and second and second.owner - first.owner == 16


@pytest.mark.parametrize("offset", [0, 8])
def test_what_lies_in_a_lock_is_the_lock(offset: int) -> None:
    alone, inside = spot("lock", offset, 4), spot("so", 8 + offset, 4)
    assert alone and (alone.field, alone.lock, alone.struct) == ("lock", "mtx", "")
    assert inside and (inside.field, inside.lock, inside.path) == ("socket.so_rcv.sb_mtx", "mtx", "so_rcv.sb_mtx")


def test_variables_of_threads_say_whose_they_are() -> None:
    found = spot("own", 0, 4, copy=1)
    assert found and (found.field, found.instance) == ("own", "b's own")


def test_the_memory_model_has_no_fields() -> None:
    assert spot("buffer", 0, 4) is None


def heap(offset: int, size: int, *made: int, on_path: int | None = None) -> Spot | None:
    address = pointer(HEAP_BASE + 5)
    fields = Fields(program(), MADE, [(address, which) for which in made])
    found = fields.at(address + offset, size, lambda number: on_path if number == HEAP_BASE + 5 else None)
    return found[0] if found else None


def test_objects_of_the_heap_are_named_by_type() -> None:
    found = heap(8, 4, 0)
    assert found and (found.field, found.struct, found.path) == ("node.n_value", "node", "n_value")


def test_what_is_no_struct_by_the_line_that_makes_it() -> None:
    found = heap(0, 4, 1)
    assert found and found.field == "p (f.py:9)"


def test_several_in_a_row_are_owners_of_their_own() -> None:
    found = heap(24, 4, 0)
    assert found and (found.field, found.owner) == ("node.n_value", pointer(HEAP_BASE + 5, 16))


def test_the_path_decides_where_types_disagree() -> None:
    on_path = [heap(8, 4, 0, 2, on_path=which) for which in (0, 2)]
    assert [found.field for found in on_path if found] == ["node.n_value", "other.o_c"]


def test_an_address_of_nothing_known() -> None:
    assert heap(0, 4) is None


@pytest.mark.parametrize(
    "asked",
    [
        "so_rcv.sb_cc",
        "sb_cc",
        "sockbuf.sb_cc",
        "socket",
        "sockbuf",
        "so",
        "so.so_rcv.sb_cc",
        "sb",
        "socket.so_rcv.sb_cc",
    ],
)
def test_what_a_field_may_be_called(asked: str) -> None:
    found = spot("so", 24, 4)
    assert found and found.is_called(asked)


@pytest.mark.parametrize("asked", ["s", "cc", "socket.sb_cc", "so_count", "rcv"])
def test_what_it_may_not(asked: str) -> None:
    found = spot("so", 24, 4)
    assert found and not found.is_called(asked)


@pytest.mark.parametrize("asked", ["nodes", "nodes[1].n_value", "nodes.n_value", "node.n_value", "n", "n_"])
def test_indices_may_be_left_out(asked: str) -> None:
    found = spot("nodes", 24, 4)
    assert found and found.is_called(asked)


@pytest.mark.parametrize(("asked", "meant"), [("nodes[1]", True), ("nodes[0]", False), ("nodes[1].n_next", False)])
def test_an_index_means_one_object(asked: str, meant: bool) -> None:
    found = spot("nodes", 24, 4)
    assert found and found.is_called(asked) is meant


def test_a_text() -> None:
    made = program()
    address = pointer(object_numbers(made)["text"])
    assert (text_at(made, address), text_at(made, address + 2), text_at(made, 0)) == ("queue", "eue", "")


def test_an_object_of_unknown_type() -> None:
    fields = Fields(program(), [Made(VoidType(), "", Location("f.py", 7))], [(pointer(HEAP_BASE), 0)])
    (found,) = fields.at(pointer(HEAP_BASE, 4), 4)
    assert found.field == "memory (f.py:7)"


def spots(kind: DataType, offset: int, size: int) -> list[str]:
    """The instances at an offset of a variable `v`."""
    made = replace(program(), globals={"v": Global("v", kind)})
    return [s.instance for s in Fields(made, [], []).at(pointer(object_numbers(made)["v"], offset), size)]


def test_a_wide_access_touches_several_fields() -> None:
    assert spots(OTHER, 4, 8) == ["v.o_b", "v.o_c"]
    assert spots(ArrayType(U32, 4), 4, 8) == ["v[1]", "v[2]"]
    assert spots(lay_out("s", [("a", ArrayType(U32, 1)), ("b", U32)]), 0, 8) == ["v.a[0]", "v.b"]


def test_what_shares_its_place_is_touched_together() -> None:
    kind = lay_out("u", [("n", U32), ("w", U64), ("p", OTHER)], union=True)
    assert spots(kind, 0, 4) == ["v.n", "v.w", "v.p.o_a"]
    assert spots(kind, 4, 4) == ["v.w", "v.p.o_b"]
