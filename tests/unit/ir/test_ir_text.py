"""The text form: exact round trip, readable lines, errors with their line."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unknot.core.errors import IRError
from unknot.core.location import Location
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Op, Reg, const
from unknot.ir.program import Function, Global, Local, Program, Thread
from unknot.ir.text import parse_program, print_program
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
    RacyType,
    Scalar,
    StructRef,
    StructType,
    VoidType,
    lay_out,
)

U32, U64 = IntType(32, False), IntType(64, False)


def everything() -> Program:
    """A program with one of each thing the text form knows."""
    colour = EnumType("Colour", IntType(8, True), (("RED", 0), ("GREEN", -1)))
    inner = lay_out("Inner", [("a", AtomicType(U32)), ("b", RacyType(BoolType()))], union=True)
    ring = lay_out("Ring", [("inner", inner), ("next", PointerType(StructRef("Ring"))), ("hue", colour)])
    program = Program('dir/ring.py::Always "Room"', memory="tso", spawn_limit=2, loc=Location("ring.py", 3, 1, 9, 2))
    program.structs["Ring"] = ring
    program.parameters = {"size": 8, "least": -1}
    program.spelling = "c"
    hook = FunctionType((PointerType(VoidType()), U64), VoidType())
    content = bytes([1, 2]) + bytes(30) + bytes(range(8))
    program.globals["ring"] = Global("ring", ring, loc=Location("ring.py", 4))
    program.globals["hook"] = Global("hook", PointerType(hook), bytes(8), ((0, "run", 4), (0, "ring", -8)))
    program.globals["bytes"] = Global("bytes", ArrayType(IntType(8, True), 40), content, thread_local=True, model=True)
    program.threads = [
        Thread("a", "run", (const(-1), const(3, Scalar.I8))),
        Thread("b b", "run", (const(5), const(0, Scalar.I8))),
    ]
    program.init, program.agent = "setup", "drain"
    program.invariants, program.finals = [("in order", "check")], [("all there", "check")]
    run = program.add(Function("run", (Reg("p", Scalar.I64), Reg("q", Scalar.I8)), loc=Location("ring.py", 12, 1)))
    run.locals = {"p": Local("ring", PointerType(StructRef("u32"))), "q": Local("q", colour)}
    b = Builder(run)
    b.loc = Location("ring.py", 13, 16, 13, 37)
    head = b.value("load", Scalar.I32, run.params[0], order="seq_cst", racy=True)
    b.loc = Location("other.py", 7)
    b.emit(
        "cas",
        (b.reg(Scalar.I8, "ok"), b.reg(Scalar.I32, "old")),
        (run.params[0], head, const(-2, Scalar.I32)),
        order="acq_rel",
        fail_order="relaxed",
    )
    b.value("alloc", Scalar.I64, const(16), kind="heap", type=ring, zero=False)
    b.emit("assert", (), (run.params[1],), message="lost: 100 %\n# not a comment", kind="bounds")
    b.emit("event", (), (), kind="lock", text="none")
    b.emit("event", (), (), kind="odd", text=(None, True, (1, "x y"), -5, ()))
    b.emit("call", (), (), symbol="check")
    b.branch(run.params[1], "then.1", "a label: odd")
    b.start("then.1")
    b.jump("a label: odd")
    b.start("a label: odd")
    b.ret()
    for name, result in (("setup", None), ("check", Scalar.I8)):
        Builder(program.add(Function(name, result=result))).ret(const(1, Scalar.I8) if result else None)
    drain = program.add(Function("drain", (Reg("a reg", Scalar.I64),), loc=Location("", 0, 0, 1, 1)))
    Builder(drain).emit("unreachable", message="")
    program.add(Function("function"))
    return program


def test_everything_round_trips() -> None:
    program = everything()
    text = print_program(program)
    assert parse_program(text) == program
    assert print_program(parse_program(text)) == text


def test_orders_are_kept() -> None:
    again = parse_program(print_program(everything()))
    assert list(again.globals) == ["ring", "hook", "bytes"]
    assert list(again.functions) == ["run", "setup", "check", "drain", "function"]


def test_lines_read_well() -> None:
    lines = [" ".join(line.split()) for line in print_program(everything()).splitlines()]
    assert 'program "dir/ring.py::Always \\"Room\\"" memory tso spawn 2 @"ring.py":3:1-9:2' in lines
    assert "union Inner unlisted" in lines
    assert "field next : Ptr[Ring] at 8" in lines
    assert 'global @bytes : array[i8, 40] init "0102" "00*31" "01020304050607" thread_local model' in lines
    assert 'thread "a" @run(-1, 3:i8)' in lines
    assert 'function @run(%p:i64, %q:i8) @"ring.py":12:1' in lines
    assert "%t.1:i32 = load %p order=seq_cst racy=true @13:16-13:37" in lines
    assert '%ok.2:i8, %old.3:i32 = cas %p %t.1 -2:i32 order=acq_rel fail_order=relaxed @"other.py":7:1' in lines
    assert 'branch %q then.1 "a label: odd" @"other.py":7:1' in lines


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('program "x" memory sc spawn 0\nstep ~', "line 2: cannot read '~'"),
        ("frobnicate", "line 1: unknown line 'frobnicate'"),
        ("function @f()\n  ret", "line 2: expected a label"),
        ("function @f()\nentry:\n  ret %x", "line 3: the width of %x is not known here"),
        ("function @f()\nentry:\nentry:", "line 3: 'entry' is defined twice"),
        ("function @f(%a:i7)", "line 1: 'i7' is no width"),
        ("global @g : struct S", "line 1: no type 'S' is defined above"),
        ('global @g : u32 init "0x"', "line 1: cannot read the bytes '0x'"),
        ("function @f() -> i8 nonsense", "line 1: expected the end of the line"),
        ("parameter a = b", "line 1: expected a number, found 'b'"),
    ],
)
def test_errors_name_their_line(text: str, message: str) -> None:
    with pytest.raises(IRError, match=message.replace("(", r"\(")):
        parse_program(text)


def test_comments_and_blank_lines() -> None:
    program = parse_program('\n# a comment\nprogram "x" memory sc spawn 0 # another\n\n')
    assert program == Program("x")


NAMES = st.text(max_size=4) | st.sampled_from(["local", "u32", "struct", "none", "a.1", "field"])
PLACES = st.builds(Location, NAMES, st.integers(0, 99), st.integers(0, 99), st.integers(0, 9), st.integers(0, 9))
SCALARS = st.sampled_from(list(Scalar))
LEAVES = st.one_of(
    st.builds(IntType, st.sampled_from([8, 16, 32, 64]), st.booleans()),
    st.sampled_from(
        [BoolType(), VoidType(), EnumType("E u", U32, (("a b", 1),)), StructType("S", (Field("x", U32, 4),))]
    ),
    st.sampled_from([FloatType(32), FloatType(64), StructType("packed", (Field("x", U32, 1),), extent=5)]),
    st.builds(StructRef, NAMES),
)
TYPES: st.SearchStrategy[DataType] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(AtomicType, inner),
        st.builds(RacyType, inner),
        st.builds(PointerType, inner),
        st.builds(ArrayType, inner, st.integers(0, 9)),
        st.builds(FunctionType, st.tuples(inner, inner), inner),
    ),
    max_leaves=4,
)
REGISTERS = st.builds(Reg, NAMES, SCALARS)
CONSTANTS = st.builds(const, st.integers(), SCALARS)
VALUES = st.none() | st.booleans() | st.integers() | NAMES | TYPES
ATTRS = st.dictionaries(st.sampled_from(["order", "kind", "text", "type", "message", "local"]), VALUES, max_size=3)
OPS = st.builds(
    lambda code, dsts, args, attrs, symbol, targets, loc: Op(
        code,
        tuple(dsts),
        tuple(args),
        MappingProxyType(
            attrs | ({} if symbol is None else {"symbol": symbol}) | ({"targets": tuple(targets)} if targets else {})
        ),
        loc,
    ),
    st.sampled_from(["mov", "load", "local", "i32"]),
    st.lists(REGISTERS, max_size=2),
    st.lists(REGISTERS | CONSTANTS, max_size=3),
    ATTRS,
    st.none() | NAMES,
    st.lists(NAMES, max_size=2),
    PLACES,
)


@given(
    name=NAMES, kind=TYPES, ops=st.lists(OPS, max_size=5), labels=st.lists(NAMES, min_size=1, max_size=2), loc=PLACES
)
def test_anything_round_trips(name: str, kind: DataType, ops: list[Op], labels: list[str], loc: Location) -> None:
    function = Function(name, blocks={label: list(ops) for label in labels}, locals={name: Local(name, kind)}, loc=loc)
    program = Program(
        name, {name: function}, {name: Global(name, kind, name.encode(errors="replace"), loc=loc)}, memory=name, loc=loc
    )
    program.threads = [Thread(name, name, (Const(1, Scalar.I16),))]
    assert parse_program(print_program(program)) == program
