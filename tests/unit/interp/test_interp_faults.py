"""Each kind of fault, in a thread of its own; what allocation gives; what is recorded."""

from __future__ import annotations

import pytest

from unknot.core.location import Location
from unknot.interp.explore import explore
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine, Outcome, Status
from unknot.interp.record import Access, Assign, Call, Line, Note, Return, Runs
from unknot.interp.state import State
from unknot.ir.address import FUNCTION_BASE, HEAP_BASE, pointer
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.ir.text import parse_program
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

HEADER = """
program "p" memory sc spawn 1
global @x : u64
global @bytes : array[u8, 3]
thread "a" @a()
"""
OTHERS = """
function @two(%a:i64, %b:i32) -> i32
entry:
  ret %b
function @deep()
entry:
  call @deep
  ret
function @frame() -> i64
entry:
  %o:i64 = alloc 8 kind=stack
  store %o 1 order=plain
  ret %o
"""
SMALL = Limits(heap_bytes=64, max_frames=5, private_ops=200)


def program(body: str) -> Program:
    """A thread with that body."""
    lines = "\n".join("  " + line.strip() if not line.endswith(":") else line for line in body.strip().split("\n"))
    ending = "" if lines.endswith("]") or "unreachable" in lines or "jump" in lines else "\n  ret"
    parsed = place_steps(parse_program(f"{HEADER}function @a()\nentry:\n{lines}{ending}\n{OTHERS}"))
    verify(parsed)
    return parsed


HEAP = pointer(HEAP_BASE)
FAULTS = [
    ('assert 0:i8 message="no"', Fault.ASSERT),
    ('assert 0:i8 message="no" kind=bounds', Fault.BOUNDS),
    ("%v:i64 = load 0 order=plain", Fault.NULL),
    ("%v:i64 = load 20 order=plain", Fault.NULL),
    ("%v:i64 = load 4294967297 order=plain", Fault.MISALIGNED),
    ("store 1 1:i16 order=plain", Fault.NULL),
    ("%v:i64 = load 4294967304 order=plain", Fault.BOUNDS),
    ("%v:i16 = load 8589934594 order=plain", Fault.BOUNDS),
    ("%v:i8 = load 12884901888 order=plain", Fault.BOUNDS),
    (f"%v:i8 = load {pointer(FUNCTION_BASE)} order=plain", Fault.BOUNDS),
    (f"%v:i8 = load {HEAP} order=plain", Fault.USE_AFTER_FREE),
    (f"%v:i8 = load {pointer(HEAP_BASE + 4)} order=plain", Fault.BOUNDS),
    ("check_access 0 size=4 write=true", Fault.NULL),
    ("%p:i64 = alloc 8 kind=heap\n%v:i64 = load %p order=plain", Fault.UNINITIALISED),
    ("%p:i64 = alloc 8 kind=heap\n%v:i64 = rmw %p 1 kind=add order=seq_cst", Fault.UNINITIALISED),
    ("%p:i64 = alloc 8 kind=heap\nstore %p 1:i32 order=plain\n%v:i64 = load %p order=plain", Fault.UNINITIALISED),
    ("%p:i64 = alloc 8 kind=heap\nfree %p\nstore %p 1 order=plain", Fault.USE_AFTER_FREE),
    ("%p:i64 = alloc 8 kind=heap\nfree %p\nfree %p", Fault.DOUBLE_FREE),
    ("%p:i64 = alloc 8 kind=heap\n%q:i64 = add %p 4\nfree %q", Fault.BAD_FREE),
    ("%p:i64 = alloc 8 kind=stack\nfree %p", Fault.BAD_FREE),
    ("%p:i64 = global_addr @x\nfree %p", Fault.BAD_FREE),
    ("%p:i64 = call @frame\n%v:i64 = load %p order=plain", Fault.USE_AFTER_FREE),
    ("%p:i64 = alloc 0 kind=heap zero=true\n%v:i8 = load %p order=plain", Fault.BOUNDS),
    ("%v:i32 = udiv 1:i32 0:i32", Fault.DIVISION),
    ("%v:i32 = srem 1:i32 0:i32", Fault.DIVISION),
    ("%v:i8 = sdiv -128:i8 -1:i8", Fault.DIVISION),
    ("%v:i8 = srem -128:i8 -1:i8", Fault.DIVISION),
    ("%v:i8 = shl 1:i8 8:i8", Fault.SHIFT),
    ("%v:i8 = ashr 1:i8 -1:i8", Fault.SHIFT),
    ('unreachable message="never"', Fault.UNREACHABLE),
    ("%v:i64 = choose 0", Fault.UNREACHABLE),
    ("call_indirect 5 result=0", Fault.BAD_CALL),
    ("%f:i64 = func_addr @two\n%v:i32 = call_indirect %f 1 2 result=32", Fault.BAD_CALL),
    ("%f:i64 = func_addr @two\n%v:i32 = call_indirect %f 1 result=32", Fault.BAD_CALL),
    ("%f:i64 = func_addr @two\n%v:i64 = call_indirect %f 1 2:i32 result=64", Fault.BAD_CALL),
    ("%f:i64 = func_addr @two\n%v:i64 = spawn %f 1", Fault.BAD_CALL),
    ("join 1", Fault.BAD_JOIN),
    ("join 2", Fault.BAD_JOIN),
    ("join 0", Fault.DEADLOCK),
    ("%p:i64 = alloc 65 kind=heap", Fault.LIMIT_HEAP),
    ("%p:i64 = alloc -1 kind=heap zero=true", Fault.LIMIT_HEAP),
    ("call @deep", Fault.LIMIT_STACK),
    ("jump again\nagain:\njump again", Fault.LIMIT_LOOP),
    ("%f:i64 = func_addr @deep\n%t:i64 = spawn %f\n%u:i64 = spawn %f", Fault.LIMIT_THREADS),
]


@pytest.mark.parametrize(("body", "fault"), FAULTS)
def test_each_fault(body: str, fault: Fault) -> None:
    assert set(explore(program(body), SMALL, stop=False).faults) == {fault}


FINE = [
    "free 0",
    "%p:i64 = alloc 8 kind=heap zero=true\n%v:i64 = load %p order=plain\nfree %p",
    "%p:i64 = alloc 64 kind=heap\n%q:i64 = add %p 56\nstore %q 1 order=plain\n%v:i32 = load %q order=plain",
    "%p:i64 = alloc 4 kind=heap\ncheck_access %p size=4 write=false",
    "%f:i64 = func_addr @two\n%v:i32 = call_indirect %f 1 2:i32 result=32\n%g:i8 = eq %v 2:i32\nassert %g message=two",
    "%v:i32 = sdiv -7:i32 2:i32\n%g:i8 = eq %v -3:i32\nassert %g message=towards_zero",
    "%v:i32 = srem -7:i32 2:i32\n%g:i8 = eq %v -1:i32\nassert %g message=sign_of_dividend",
    "%v:i16 = ashr -8:i16 2:i16\n%g:i8 = eq %v -2:i16\nassert %g message=ashr",
    "%v:i16 = lshr -8:i16 12:i16\n%g:i8 = eq %v 15:i16\nassert %g message=lshr",
    "%v:i32 = sext -2:i8\n%g:i8 = eq %v -2:i32\nassert %g message=sext",
    "%v:i32 = zext -2:i8\n%g:i8 = eq %v 254:i32\nassert %g message=zext",
    "%v:i8 = trunc 511:i32\n%g:i8 = eq %v 255:i8\nassert %g message=trunc",
    "%g:i8 = slt -1:i8 0:i8\nassert %g message=slt\n%h:i8 = ult 0:i8 -1:i8\nassert %h message=ult",
    "%v:i8 = select 1:i8 3:i8 4:i8\n%g:i8 = eq %v 3:i8\nassert %g message=select",
]


@pytest.mark.parametrize("body", FINE)
def test_what_is_allowed(body: str) -> None:
    assert explore(program(body), SMALL, stop=False).faults == {}


RMW = [("xchg", 5), ("add", 253 + 5), ("sub", 253 - 5), ("and", 5), ("or", 253), ("xor", 248), ("max", 5), ("min", 253)]


@pytest.mark.parametrize(("kind", "result"), [*RMW, ("umax", 253), ("umin", 5)])
def test_read_modify_write(kind: str, result: int) -> None:
    text = f"%p:i64 = global_addr @bytes\nstore %p 253:i8 order=plain\n%o:i8 = rmw %p 5:i8 kind={kind} order=relaxed\n"
    text += f"%n:i8 = load %p order=plain\n%a:i8 = eq %n {result & 255}:i8\nassert %a message=new\n"
    assert explore(program(text + "%b:i8 = eq %o 253:i8\nassert %b message=old")).faults == {}


def test_allocation_takes_the_lowest_run() -> None:
    text = """%a:i64 = alloc 16 kind=heap
        %b:i64 = alloc 17 kind=heap
        %c:i64 = alloc 0 kind=heap
        free %a
        free %b
        %d:i64 = alloc 40 kind=heap
        %d_is_a:i8 = eq %d %a
        assert %d_is_a message="three granules are free before c"
        free %d
        free %c
        %e:i64 = alloc 64 kind=heap
        %e_is_a:i8 = eq %e %a
        assert %e_is_a message="all is free"
        free %e"""
    assert explore(program(text), SMALL).faults == {}


def run(machine: Machine) -> list[Outcome]:
    """The outcomes on the way of thread 0, first choices only."""
    outcomes = [machine.start()[0]]
    while outcomes[-1].state is not None and outcomes[-1].state.threads[0]:
        outcomes.append(machine.step(outcomes[-1].state, 0)[0])
    return outcomes


def test_freed_memory_leaves_no_trace() -> None:
    machine = Machine(program("%p:i64 = alloc 8 kind=heap\nstore %p 7 order=plain\nfree %p\n%q:i64 = global_addr @x"))
    states = [o.state for o in run(machine)]
    assert len(states) == 4
    assert states[0] is not None
    assert states[-1] is not None
    assert states[0].memory == states[-1].memory


def test_a_blocked_step_changes_nothing() -> None:
    machine = Machine(
        program("%p:i64 = global_addr @x\natomic_begin\nstore %p 1 order=plain\nawait 0:i8 7\natomic_end")
    )
    first = machine.start()[0]
    second = machine.step(run_state(machine), 0)[0]
    assert (second.status, second.holder, second.state) == (Status.BLOCKED, 7, first.state)


def run_state(machine: Machine) -> State:
    """The only state after the start."""
    state = machine.start()[0].state
    assert state is not None
    return state


def test_records() -> None:
    text = """%p:i64 = global_addr @x                  @"f.py":1:1
        %o:i64 = rmw %p 3 kind=add order=acquire        @"f.py":2:1
        event %o kind=seen text=three                   @"f.py":3:1
        %r:i32 = call @two 1 2:i32                      @"f.py":4:1
        %ok:i8, %was:i64 = cas %p 9 1 order=seq_cst fail_order=relaxed @"f.py":5:1"""
    place = [Location("f.py", line) for line in range(6)]
    outcomes = run(Machine(program(text), recording=True))
    x = pointer(1)
    assert outcomes[0].record == (Runs(0), Line("a", place[1]), Assign("a", "p", x, place[1]))
    assert outcomes[1].record == (
        Runs(0),
        Line("a", place[2]),
        Access("rmw", x, 8, 0, 3, "acquire", "a", place[2]),
        Assign("a", "o", 0, place[2]),
        Line("a", place[3]),
        Note("seen", "three", (0,), "a", place[3]),
        Line("a", place[4]),
        Call("two", (1, 2), place[4]),
        Return("two", 2, Location("", 0, 0)),
        Assign("a", "r", 2, place[4]),
    )
    assert outcomes[2].record[2] == Access("cas", x, 8, 3, None, "seq_cst", "a", place[5], ok=False)


def test_a_fault_names_its_place() -> None:
    text = '%p:i64 = global_addr @x\n%v:i64 = load %p order=plain\nassert 0:i8 message="lost" @"f.py":7:3'
    last = run(Machine(program(text)))[-1]
    assert (last.status, last.fault, last.message, last.function) == (Status.FAULT, Fault.ASSERT, "lost", "a")
    assert last.loc == Location("f.py", 7, 3)
    assert last.op is not None
    assert last.op.code == "assert"


def test_a_pause_is_told() -> None:
    machine = Machine(program("%p:i64 = global_addr @x\n%v:i64 = load %p order=plain\npause"))
    assert [o.paused for o in run(machine)] == [False, True]
