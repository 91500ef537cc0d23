"""The verifier: every kind of ill-formed program is refused, with its place."""

from __future__ import annotations

import re

import pytest

from unknot.core.errors import IRError
from unknot.ir.ops import Const, Op, Reg
from unknot.ir.program import Function, Global, Program
from unknot.ir.text import parse_program
from unknot.ir.types import IntType, Scalar, StructRef
from unknot.ir.verify import verify

GOOD = """
program "good" memory sc spawn 1
global @x : u32
global @table : array[u64, 2] reloc 8 @run + 0
init @setup
agent @drain
invariant "holds" @check
final "holds" @check
final "nothing" @setup
thread "a" @run(5)
function @run(%n:i64)
entry:
  %p:i64 = global_addr @x
  step %p access=store size=4 order=plain
  store %p 1:i32 order=plain
  %w:i64 = zext 3:i32
  %f:i64 = func_addr @run
  %t:i64 = spawn %f %n
  join %t
  call @setup
  %b:i8 = call @check
  call_indirect %f %w result=0
  await %b -1
  branch %b again end
again:
  jump entry
end:
  ret
function @setup()
entry:
  ret
function @check() -> i8
entry:
  ret 1:i8
function @drain(%i:i64)
entry:
  await 0:i8
  ret
"""


def test_a_good_program_passes() -> None:
    verify(parse_program(GOOD))


BODIES = [
    ("frob", "operation 0 (frob): unknown operation"),
    ("%a:i32 = add 1:i32", "operation 0 (add): 1 arguments, expected 2"),
    ("%a:i32 = add 1:i32 2:i16", "operation 0 (add): operands of different widths"),
    ("%a:i16 = add 1:i32 2:i32", "operation 0 (add): operands of different widths"),
    ("add 1:i32 2:i32", "operation 0 (add): 0 results, expected 1"),
    ("%a:i32 = eq 1:i32 2:i32", "operation 0 (eq): results: i32 where i8 is due"),
    ("%a:i32 = load 1:i32 order=plain", "operation 0 (load): arguments: i32 where i64 is due"),
    ("%a:i32 = load 1", "operation 0 (load): attribute order is missing"),
    ("%a:i32 = load 1 order=plain colour=red", "operation 0 (load): unknown attribute colour"),
    ("%a:i32 = load 1 order=release", "operation 0 (load): order cannot be 'release'"),
    ("%a:i32 = load 1 order=plain racy=1", "operation 0 (load): attribute racy cannot be 1"),
    ("store 1 1:i32 order=acquire", "operation 0 (store): order cannot be 'acquire'"),
    ("%a:i32 = rmw 1 1:i32 order=plain kind=add", "operation 0 (rmw): order cannot be 'plain'"),
    ("%a:i32 = rmw 1 1:i32 order=seq_cst kind=nand", "operation 0 (rmw): attribute kind cannot be 'nand'"),
    ("%a:i8, %a:i8 = cas 1 1:i8 1:i8 order=seq_cst fail_order=seq_cst", "(cas): one register for two results"),
    ("%a:i8, %o:i8 = cas 1 1:i8 1:i8 order=seq_cst fail_order=release", "(cas): fail_order cannot be 'release'"),
    ("fence order=plain", "operation 0 (fence): order cannot be 'plain'"),
    ("%a:i64 = alloc 8 kind=pool", "operation 0 (alloc): attribute kind cannot be 'pool'"),
    ("%a:i64 = global_addr @nothing", "operation 0 (global_addr): unknown global @nothing"),
    ("%a:i64 = func_addr @x", "operation 0 (func_addr): unknown function @x"),
    ("call @nothing", "operation 0 (call): unknown function @nothing"),
    ("call @one", "operation 0 (call): @one takes (i64), not ()"),
    ("call @one 1:i32", "operation 0 (call): @one takes (i64), not (i32)"),
    ("%a:i64 = call @one 1", "operation 0 (call): @one gives i8, not i64"),
    ("%a:i64 = call_indirect 1 result=32", "operation 0 (call_indirect): a result of 32 bits for a register of i64"),
    ("call_indirect 1 result=7", "operation 0 (call_indirect): attribute result cannot be 7"),
    ("jump nowhere", "operation 0 (jump): unknown target nowhere"),
    ("jump entry entry", "operation 0 (jump): 2 targets, expected 1"),
    ("branch 1:i8 entry", "operation 0 (branch): 1 targets, expected 2"),
    ("ret 1:i8", "operation 0 (ret): returns i8 from a function that gives None"),
    ("ret\n  ret", "operation 0 (ret): the block goes on after its terminator"),
    ("%a:i32 = mov 1:i32\n  %a:i8 = mov 1:i8", "operation 1 (mov): register %a is used as i32 and as i8"),
    ("%a:i32 = mov %b:i32", "operation 0 (mov): register %b is read but defined on no path"),
    ("%a:i8 = zext 1:i32", "operation 0 (zext): extends to fewer bits"),
    ("%a:i32 = trunc 1:i8", "operation 0 (trunc): truncates to more bits"),
    ("step access=load", "operation 0 (step): a memory access without pointer, size or order"),
    ("check_access 1 size=3 write=true", "operation 0 (check_access): attribute size cannot be 3"),
]


@pytest.mark.parametrize(("body", "message"), BODIES)
def test_bad_operations(body: str, message: str) -> None:
    ending = "" if body.startswith(("jump", "branch", "ret")) else "\n  ret"
    one = "function @one(%n:i64) -> i8\nentry:\n  ret 1:i8\n"
    text = f"global @x : u32\nfunction @f()\nentry:\n  {body}{ending}\n{one}"
    with pytest.raises(IRError, match=f"function f, block entry, .*{re.escape(message)}$"):
        verify(parse_program(text))


PROGRAMS = [
    ("function @f()", "function f: no blocks"),
    ("function @f()\nentry:", "function f, block entry: no terminator"),
    ("function @f()\nentry:\n  %a:i8 = mov 1:i8", "function f, block entry, operation 0 (mov): no terminator"),
    ("function @f(%a:i8, %a:i8)\nentry:\n  ret", "function f: two parameters of one name"),
    ('global @x : u32 init "00"', "global x: 1 bytes of initial content for 4 bytes"),
    ("global @x : u32 reloc 0 @x + 0", "global x: relocation at 0 in 4 bytes"),
    ("global @x : u64 reloc 0 @y + 0", "global x: unknown symbol @y"),
    ("global @y : u64 thread_local\nglobal @x : u64 reloc 0 @y + 0", "the address of thread-local @y is no constant"),
    ('thread "a" @f()', "thread a: unknown function @f"),
    ('thread "a" @f()\nfunction @f(%a:i8)\nentry:\n  ret', "thread a: @f takes (i8), not ()"),
    ("init @f\nfunction @f(%a:i8)\nentry:\n  ret", "init: @f takes (i8), not ()"),
    ("agent @f\nfunction @f()\nentry:\n  ret", "agent: @f takes (), not (i64)"),
    ('invariant "i" @f\nfunction @f()\nentry:\n  ret', "invariant i: @f gives None"),
    ('final "i" @f\nfunction @f() -> i64\nentry:\n  ret 1', "final i: @f gives i64"),
    ('program "x" memory sc spawn -1', "spawn limit -1"),
]


@pytest.mark.parametrize(("text", "message"), PROGRAMS)
def test_bad_programs(text: str, message: str) -> None:
    with pytest.raises(IRError, match=f"{re.escape(message)}$"):
        verify(parse_program(text))


def test_what_text_cannot_say() -> None:
    too_large = Op("mov", (Reg("a", Scalar.I8),), (Const(256, Scalar.I8),))
    bodies = {"entry": [too_large, Op("ret")]}
    with pytest.raises(IRError, match="constant 256 out of range of i8"):
        verify(Program("x", {"f": Function("f", blocks=bodies)}))
    with pytest.raises(IRError, match="function g is filed as f"):
        verify(Program("x", {"f": Function("g", blocks={"entry": [Op("ret")]})}))
    with pytest.raises(IRError, match="global y is filed as x"):
        verify(Program("x", globals={"x": Global("y", IntType(8, False))}))
    with pytest.raises(IRError, match="has no size here"):
        verify(Program("x", globals={"x": Global("x", StructRef("S"))}))


def test_a_register_defined_on_some_path_may_be_read() -> None:
    text = """
function @f(%c:i8) -> i32
entry:
  branch %c one two
one:
  %a:i32 = mov 1:i32
  jump two
two:
  ret %a
"""
    verify(parse_program(text))
