"""The simplest schedules, worked out by hand: (preemptions, steps)."""

from __future__ import annotations

from unknot.interp.preempt import simplest
from unknot.ir.faults import Fault
from unknot.ir.text import parse_program
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

INCREMENT = """
entry:
  %p:i64 = global_addr @x
  %old:i32 = load %p order=relaxed
  PAUSE
  %new:i32 = add %old 1:i32
  store %p %new order=relaxed
  ret
"""
LOST_UPDATE = f"""
global @x : u32
thread "a" @inc()
thread "b" @inc()
final "both count" @both
function @inc(){INCREMENT}
function @both() -> i8
entry:
  %p:i64 = global_addr @x
  %x:i32 = load %p order=plain
  %good:i8 = eq %x 2:i32
  ret %good
"""


def costs(text: str) -> dict[Fault, tuple[int, int]]:
    """(preemptions, steps) by fault."""
    program = place_steps(parse_program(text))
    verify(program)
    return {fault: found.cost for fault, found in simplest(program).items()}


def test_a_lost_update_takes_one_preemption() -> None:
    assert costs(LOST_UPDATE.replace("PAUSE", "")) == {Fault.FINAL: (1, 4)}


def test_a_switch_at_a_pause_is_free() -> None:
    assert costs(LOST_UPDATE.replace("PAUSE", "pause")) == {Fault.FINAL: (0, 4)}


WAITING = """
global @one : bool
global @two : bool
thread "a" @a()
thread "b" @b()
function @a()
entry:
  %p:i64 = global_addr @one
  %q:i64 = global_addr @two
  store %p 1:i8 order=release
  jump again
again:
  AWAIT
  branch %x done again
done:
  assert 0:i8 message="reached"
  ret
function @b()
entry:
  %p:i64 = global_addr @one
  %q:i64 = global_addr @two
  jump again
again:
  %x:i8 = load %p order=acquire
  branch %x done again
done:
  store %q 1:i8 order=release
  ret
"""


def test_leaving_a_spinning_thread_is_free() -> None:
    """a stores; b goes on since a spins: two steps; a sees it. Begun by b, it would take b's spin as a fifth step."""
    assert costs(WAITING.replace("AWAIT", "%x:i8 = load %q order=acquire")) == {Fault.ASSERT: (0, 4)}


def test_leaving_a_blocked_thread_is_free() -> None:
    block = "atomic_begin\n  %x:i8 = load %q order=plain\n  await %x\n  atomic_end"
    assert costs(WAITING.replace("AWAIT", block)) == {Fault.ASSERT: (0, 4)}


def test_a_race_and_a_deadlock_are_there_before_a_step() -> None:
    lock = """
  atomic_begin
  %NAME:i8 = load %NAMEp order=plain
  %NAMEfree:i8 = xor %NAME 1:i8
  await %NAMEfree
  store %NAMEp 1:i8 order=plain
  atomic_end"""
    a, b = lock.replace("NAME", "a"), lock.replace("NAME", "b")
    text = 'global @A : bool\nglobal @B : bool\nthread "a" @f()\nthread "b" @g()\n'
    head = "entry:\n  %ap:i64 = global_addr @A\n  %bp:i64 = global_addr @B"
    free = "\n  store %bp 0:i8 order=seq_cst\n  store %ap 0:i8 order=seq_cst"
    text += f"function @f()\n{head}{a}{b}{free}\n  ret\nfunction @g()\n{head}{b}{a}{free}\n  ret\n"
    assert costs(text) == {Fault.DEADLOCK: (1, 2)}
    plain = LOST_UPDATE.replace("relaxed", "plain").replace("PAUSE", "")
    assert costs(plain) == {Fault.RACE: (0, 1)}
