"""Exact state spaces of small programs, worked out by hand."""

from __future__ import annotations

from unknot.interp.expand import expand
from unknot.interp.explore import Summary, explore
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.ir.text import parse_program
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps


def program(text: str) -> Program:
    """A verified program with its scheduling points."""
    parsed = place_steps(parse_program(text))
    verify(parsed)
    return parsed


def whole(text: str, limits: Limits | None = None) -> Summary:
    """All there is to find."""
    return explore(program(text), limits, stop=False)


INDEPENDENT = """
global @x : u32
global @y : u32
thread "a" @a()
thread "b" @b()
function @a()
entry:
  %p:i64 = global_addr @x
  store %p 1:i32 order=plain
  ret
function @b()
entry:
  %p:i64 = global_addr @y
  store %p 1:i32 order=plain
  ret
"""


def test_two_independent_stores_have_four_states() -> None:
    found = whole(INDEPENDENT)
    assert (found.states, found.transitions, len(found.finals), found.faults) == (4, 4, 1, {})


LOST_UPDATE = """
global @x : u32
thread "a" @inc()
thread "b" @inc()
final "both count" @both
function @inc()
entry:
  %p:i64 = global_addr @x
  %old:i32 = load %p order=ORDER
  %new:i32 = add %old 1:i32
  store %p %new order=ORDER
  ret
function @both() -> i8
entry:
  %p:i64 = global_addr @x
  %x:i32 = load %p order=plain
  %good:i8 = eq %x 2:i32
  ret %good
"""


def test_lost_update() -> None:
    """Places of (a, b): 00; 10 01; 11; 20 02 with x=1; 21 12, having read 0 or 1; 22 with x=1 or 2."""
    found = whole(LOST_UPDATE.replace("ORDER", "relaxed"))
    assert (found.states, found.transitions, len(found.finals)) == (12, 14, 2)
    assert found.kinds == {Fault.FINAL: 4}
    assert found.first is not None
    assert found.first.message == "both count"
    assert found.first.schedule == ((0, 0), (1, 0), (0, 0), (1, 0))


def test_plain_accesses_race() -> None:
    found = whole(LOST_UPDATE.replace("ORDER", "plain"))
    assert found.kinds == {Fault.RACE: 1}
    declared = LOST_UPDATE.replace("load %p order=ORDER", "load %p order=plain racy=true").replace("ORDER", "plain")
    assert whole(declared).kinds == {Fault.RACE: 2}
    both = LOST_UPDATE.replace("ORDER", "plain racy=true")
    assert whole(both).kinds == {Fault.FINAL: 4}


def test_two_loads_do_not_race() -> None:
    text = INDEPENDENT.replace("addr @y", "addr @x").replace("store %p 1:i32", "%v:i32 = load %p")
    assert whole(text).faults == {}
    assert whole(INDEPENDENT.replace("addr @y", "addr @x")).kinds == {Fault.RACE: 0}


def test_neighbouring_bytes_do_not_race() -> None:
    other_half = "  %half:i64 = add %p OFFSET\n  store %half 1:i8"
    text = INDEPENDENT.replace("addr @y", "addr @x").replace("  store %p 1:i32", "  store %p 1:i16", 1)
    text = text.replace("  store %p 1:i32", other_half)
    assert whole(text.replace("OFFSET", "2")).faults == {}
    assert whole(text.replace("OFFSET", "1")).kinds == {Fault.RACE: 0}


LOCK = """
function @lock(%m:i64)
entry:
  atomic_begin
  %owner:i64 = load %m order=plain
  %free:i8 = eq %owner -1
  await %free %owner
  %me:i64 = self
  store %m %me order=plain
  atomic_end
  ret
function @unlock(%m:i64)
entry:
  store %m -1 order=seq_cst
  ret
"""
TWO_LOCKS = (
    LOCK
    + """
global @A : i64 init "ff*8"
global @B : i64 init "ff*8"
thread "a" @a()
thread "b" @b()
function @a()
entry:
  %a:i64 = global_addr @A
  %b:i64 = global_addr @B
  call @lock %a
  call @lock %b
  call @unlock %b
  call @unlock %a
  ret
function @b()
entry:
  %a:i64 = global_addr @B
  %b:i64 = global_addr @A
  call @lock %a
  call @lock %b
  call @unlock %b
  call @unlock %a
  ret
"""
)


def in_header(text: str) -> str:
    """The text with its header lines before its functions."""
    lines = text.splitlines()
    header = [line for line in lines if line.startswith(("program", "global", "thread", "init", "final", "invariant"))]
    return "\n".join(header + [line for line in lines if line not in header])


def test_deadlock_of_two_locks() -> None:
    """Alone each thread has five places; of the 25 pairs, those remain in which no lock is held twice.

    At its places a holds nothing, A, AB, A, nothing; b nothing, B, BA, B, nothing: 00 01 02 03 04, 10 11 13 14, 20 24,
    30 31 34, 40 41 42 43 44. There is no 33, since either must have had the other's lock. From 11 nobody goes on.
    """
    found = whole(in_header(TWO_LOCKS))
    assert found.states == 19
    assert found.kinds == {Fault.DEADLOCK: 2}
    assert found.first is not None
    assert found.first.message == "no thread can go on"


def test_deadlock_of_some_threads() -> None:
    idle = 'thread "c" @c()\nfunction @c()\nentry:\n  %A:i64 = global_addr @C\n  jump again\nagain:\n'
    idle += "  %x:i8 = load %A order=relaxed\n  %y:i8 = xor %x 1:i8\n  store %A %y order=relaxed\n  jump again\n"
    found = whole(in_header(TWO_LOCKS + "global @C : bool\n" + idle))
    assert found.kinds == {Fault.DEADLOCK: 2}
    assert found.first is not None
    assert found.first.message == "threads wait for each other"
    assert found.first.schedule == ((0, 0), (1, 0))


def test_a_lock_taken_in_order_is_fine() -> None:
    """a: 5 places, b: 5 places; both want A first: who has it shuts the other out."""
    text = TWO_LOCKS.replace(
        "%a:i64 = global_addr @B\n  %b:i64 = global_addr @A", "%a:i64 = global_addr @A\n  %b:i64 = global_addr @B"
    )
    found = whole(in_header(text))
    assert found.faults == {}
    assert found.states == 5 + 5 + 5 + 5 - 4  # either is at its first or last place: 4 sides of a square
    assert len(found.finals) == 1


SPIN = """
global @flag : bool
thread "a" @a()
thread "b" @b()
function @a()
entry:
  %p:i64 = global_addr @flag
  jump again
again:
  %x:i8 = load %p order=acquire
  branch %x done again
done:
  ret
function @b()
entry:
  %p:i64 = global_addr @flag
  store %p VALUE:i8 order=release
  ret
"""


def test_a_spin_loop_costs_one_state() -> None:
    found = whole(SPIN.replace("VALUE", "1"))
    assert (found.states, found.transitions, found.faults) == (3, 3, {})


def test_spinning_for_ever_is_a_deadlock() -> None:
    found = whole(SPIN.replace("VALUE", "0"))
    assert (found.states, found.kinds) == (2, {Fault.DEADLOCK: 1})


def test_choices_are_numbered_depth_first() -> None:
    text = """
global @x : u64
thread "a" @a()
function @a()
entry:
  %p:i64 = global_addr @x
  store %p 0 order=plain
  %a:i64 = choose 2
  %b:i64 = choose 3
  %ten:i64 = mul %a 10
  %v:i64 = add %ten %b
  store %p %v order=plain
  %bad:i8 = ne %v 11
  assert %bad message="eleven"
  ret
"""
    found = whole(text)
    assert found.first is not None
    assert found.first.schedule == ((0, 4), (0, 0))
    assert found.states == 1 + 6 + 5
    assert found.transitions == 6 + 5
    assert {int.from_bytes(state.memory[0][1].data, "little") for state in found.finals} == {0, 1, 2, 10, 12}


SPAWN = """
program "spawn" memory sc spawn 1
global @x : u64
thread "a" @a()
function @a()
entry:
  %f:i64 = func_addr @child
  %t:i64 = spawn %f 7
  join %t
  %u:i64 = spawn %f 8
  join %u
  %same:i8 = eq %t %u
  assert %same message="the place is used again"
  %p:i64 = global_addr @x
  %x:i64 = load %p order=plain
  %good:i8 = eq %x 8
  assert %good message="both ran"
  ret
function @child(%v:i64)
entry:
  %p:i64 = global_addr @x
  store %p %v order=plain
  ret
"""


def test_spawn_and_join() -> None:
    """a before join 1, then child has stored; a before join 2, then child has stored; a before its load; end."""
    found = whole(SPAWN)
    assert (found.states, found.transitions, found.faults) == (6, 5, {})


def test_no_place_for_a_thread() -> None:
    found = whole(SPAWN.replace("spawn 1", "spawn 0", 1))
    assert (found.states, found.kinds, found.first) == (0, {Fault.LIMIT_THREADS: 0}, None)


def test_joining_each_other_is_a_deadlock() -> None:
    text = """
thread "a" @wait(1)
thread "b" @wait(0)
function @wait(%n:i64)
entry:
  join %n
  ret
"""
    assert whole(text).kinds == {Fault.DEADLOCK: 0}


def test_a_blocked_start_is_a_deadlock() -> None:
    text = 'init @i\nthread "a" @i()\nfunction @i()\nentry:\n  await 0:i8\n  ret\n'
    assert whole(text).kinds == {Fault.DEADLOCK: 0}


def test_init_runs_alone_and_chooses() -> None:
    text = """
global @x : u64
init @i
thread "a" @a()
function @i()
entry:
  %p:i64 = global_addr @x
  %v:i64 = choose 3
  store %p %v order=plain
  ret
function @a()
entry:
  %p:i64 = global_addr @x
  store %p 9 order=plain
  ret
"""
    found = whole(text)
    assert (found.states, found.transitions, len(found.finals)) == (4, 3, 1)


def test_invariants_leave_no_trace() -> None:
    text = INDEPENDENT.replace('thread "a"', 'invariant "not both" @inv\nthread "a"')
    text += """
function @inv() -> i8
entry:
  %p:i64 = global_addr @x
  %q:i64 = global_addr @y
  %x:i32 = load %p order=plain
  %y:i32 = load %q order=plain
  store %p 5:i32 order=plain
  %both:i32 = and %x %y
  %good:i8 = eq %both 0:i32
  ret %good
"""
    found = whole(text)
    assert (found.states, found.kinds) == (4, {Fault.INVARIANT: 2})
    assert found.first is not None
    assert found.first.message == "not both"


def test_thread_local_objects_are_apart() -> None:
    text = """
global @mine : u64 init "05" thread_local
thread "a" @a()
thread "b" @a()
final "untouched" @f
function @a()
entry:
  %p:i64 = global_addr @mine
  %me:i64 = self
  store %p %me order=plain
  ret
function @f()
entry:
  %p:i64 = global_addr @mine
  %v:i64 = load %p order=plain
  %good:i8 = eq %v 5
  assert %good message="seen"
  ret
""".replace('"05"', '"05" "00*7"')
    found = whole(text)
    assert (found.states, found.faults) == (4, {})


AGENT = """
global @box : u64
global @x : u64
agent @drain
thread "a" @a()
final "drained" @f
function @a()
entry:
  step access=model
  %p:i64 = global_addr @box
  store %p 1 order=raw
  ret
function @drain(%t:i64)
entry:
  %mine:i8 = eq %t 0
  await %mine
  %p:i64 = global_addr @box
  %v:i64 = load %p order=raw
  %full:i8 = ne %v 0
  await %full
  %q:i64 = global_addr @x
  store %p 0 order=raw
  store %q %v order=raw
  ret
function @f() -> i8
entry:
  %q:i64 = global_addr @x
  %v:i64 = load %q order=plain
  %good:i8 = eq %v 1
  ret %good
"""


def test_agents_run_before_the_end() -> None:
    found = whole(AGENT)
    assert (found.states, found.transitions, found.faults, len(found.finals)) == (3, 2, {}, 1)


def test_stopping_finds_the_nearest_fault() -> None:
    found = explore(program(LOST_UPDATE.replace("ORDER", "relaxed")))
    assert found.first is not None
    assert (found.first.fault, found.first.length) == (Fault.FINAL, 4)
    assert explore(program(INDEPENDENT), max_states=2).states <= 3


def test_races_can_be_allowed() -> None:
    text = program(INDEPENDENT.replace("addr @y", "addr @x"))
    for races in (True, False):
        machine = Machine(text, races=races)
        state = machine.start()[0].state
        assert state is not None
        assert [wrong.fault for wrong in expand(machine, state).wrong] == [Fault.RACE] * races
