"""With --reduce nothing is lost: generated programs of locks, plain variables and objects that change hands.

One idea: where the reduced search does not give up, the whole one must know no race, the same faults, and the same
memory at the end of all schedules; and where the whole one knows a race, the reduced one must give up. Both are run by
the interpreter, to the end; the native road must agree with it on the reduced program.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from compare import agree_breadth_first, agree_by_preemptions, both
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from unknot.core.options import Options
from unknot.frontend.python.load import build, load_file
from unknot.interp.explore import Summary, explore
from unknot.interp.limits import Limits
from unknot.ir.address import object_numbers
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.passes.merge_accesses import PREFIX, UNFIT
from unknot.pipeline import prepare

EXAMPLES = int(os.environ.get("UNKNOT_EXAMPLES", "0"))
"""Programs, drawn at random; by default always the same few."""
BY_DEFAULT = 12
MOST = 6_000
OPTIONS = Options(heap=256, spawns=1, stuck=False)
LIMITS = Limits(heap_bytes=256, private_ops=20_000)

HEAD = """
from unknot import at_end, initial, scenario, thread
from unknot.lang import *

@struct
class Item:
    value: u32
    other: u32

@struct
class Lock:
    owner: i64 = -1

    def lock(self) -> None:
        with indivisible(self.owner == -1, blocked_by=self.owner):
            self.owner = i64(thread_id())

    def try_lock(self) -> bool:
        with indivisible():
            if self.owner != -1:
                return False
            self.owner = i64(thread_id())
        return True

    def unlock(self) -> None:
        with indivisible():
            self.owner = -1

def bump(p: Ptr[u32], by: u32) -> None:
    store(p, load(p) * 2 + by)

def through(p: Ptr[Ptr[u32]], by: u32) -> u32:
    own = by
    store(p, addr(own))
    bump(addr(own), by)
    return own

@scenario
class Generated:
    a: Lock
    b: Lock
    x: u32
    y: u32
    z: u32
    w: u32
    flag: atomic[u32]
    hint: racy[u32]
    box: atomic[Ptr[Item]]
    held: Ptr[Item]
    local: Ptr[u32]
    result: array[u32] = array(3)

    @initial
    def setup(self):
        self.held = alloc(Item)
        self.held.value = 0
        self.held.other = 0
"""

SHORT = (
    "self.flag.fetch_add(1)",
    "self.hint += 1",
    "r = r * 2 + self.flag.load()",
    "r = r * 2 + u32(choose(2))",
    "self.result[{me}] = r",
    "assert self.flag.load() < 3",
    "pause()",
)
UNDER_A = (
    "self.x += {n}",
    "r = r * 2 + self.x",
    "bump(addr(self.x), {n})",
    "self.y = self.x",
    "assert self.x != 5",
    "self.held.value += {n}",
    "r += through(addr(self.local), {n})",
)
UNDER_B = (
    "self.z += {n}",
    "r = r * 2 + self.z",
    "self.w = self.z + {n}",
    "bump(addr(self.w), 1)",
    "self.held.other += 1",
)
HANDS = (
    "p{k} = alloc(Item)\np{k}.value = {n}\np{k}.other = r\nself.box.store(p{k})",
    "p{k} = self.box.exchange(null)\nif p{k} is not None:\n    p{k}.value += 1\n    r += p{k}.value\n    free(p{k})",
    "if self.flag.load() == 1:\n    self.x += 1",
    "with indivisible():\n    self.x += 1",
)


@st.composite
def statements(draw: st.DrawFn, me: int) -> list[str]:
    """What a thread does."""
    lines = ["r: u32 = 0"]
    for k in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from("aaabbbtshnu"))
        n = draw(st.integers(1, 3))
        if kind in "ab":
            inner = draw(st.lists(st.sampled_from(UNDER_A if kind == "a" else UNDER_B), min_size=1, max_size=3))
            lines += [f"self.{kind}.lock()", *inner, f"self.{kind}.unlock()"]
        elif kind == "t":
            inner = draw(st.lists(st.sampled_from(UNDER_A), min_size=1, max_size=2))
            lines += ["if self.a.try_lock():", *(f"    {line}" for line in inner), "    self.a.unlock()"]
        elif kind == "n":
            lines += ["self.a.lock()", "self.b.lock()", draw(st.sampled_from(UNDER_B)), "self.b.unlock()"]
            lines += [draw(st.sampled_from(UNDER_A)), "self.a.unlock()"]
        elif kind == "h":
            lines += [draw(st.sampled_from(HANDS))]
        elif kind == "u":
            lines += [draw(st.sampled_from((*UNDER_A[:2], *UNDER_B[:2])))]
        else:
            lines += [draw(st.sampled_from(SHORT))]
        lines = [line.replace("{n}", str(n)).replace("{k}", str(k)).replace("{me}", str(me)) for line in lines]
    return lines


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A scenario's text."""
    text = HEAD
    for me in range(draw(st.integers(2, 3))):
        lines = "\n".join(draw(statements(me)))
        text += (
            f"\n    @thread\n    def t{me}(self):\n" + "\n".join(8 * " " + line for line in lines.split("\n")) + "\n"
        )
    return text


def loaded(source: str) -> Program:
    """The program of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.py"
        path.write_text(source)
        return build(load_file(str(path)).scenarios["Generated"])


def ends(summary: Summary, program: Program) -> set[object]:
    """The user's memory in all states at the end."""
    ours = {number for name, number in object_numbers(program).items() if name.startswith(PREFIX)}
    return {
        tuple((number, block.data, block.written) for number, block in state.memory if number not in ours)
        for state in summary.finals
    }


@settings(
    max_examples=EXAMPLES or BY_DEFAULT,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(sources())
def test_nothing_is_lost(source: str) -> None:
    note(source)
    program = loaded(source)
    whole_program = prepare(program, OPTIONS)
    whole = explore(whole_program, LIMITS, stop=False, max_states=MOST)
    assume(whole.states < MOST)
    merged_program = prepare(program, Options(heap=256, spawns=1, reduce=True))
    assert merged_program.merged
    merged = explore(merged_program, LIMITS, stop=False, max_states=MOST)
    note(f"whole: {whole.states} {whole.kinds}, merged: {merged.states} {merged.kinds}")
    if UNFIT & merged.faults.keys():
        return
    assert Fault.RACE not in whole.faults
    assert merged.faults.keys() == whole.faults.keys()
    assert ends(merged, merged_program) == ends(whole, whole_program)
    pair = both(merged_program, Options(heap=256, spawns=1, stuck=False))
    if pair is not None:
        agree_breadth_first(pair)
        agree_by_preemptions(pair)
