"""Where scheduling points stand: not in blocks aside, not in what only indivisible blocks call, not at constants."""

from __future__ import annotations

import pytest

import unknot
from unknot import Options, scenario, thread
from unknot.core.errors import LanguageError
from unknot.frontend.python.load import build
from unknot.ir.program import Program
from unknot.lang import Ptr, addr, aside, cast, indivisible, load, pause, store, u8, u32
from unknot.passes.place_steps import place_steps


def in_blocks_only(p: Ptr[u32]) -> None:
    store(p, 1)


def everywhere(p: Ptr[u32]) -> None:
    store(p, 2)


@scenario
class Blocks:
    x: u32

    @thread
    def one(self):
        with indivisible():
            in_blocks_only(addr(self.x))
            everywhere(addr(self.x))
        everywhere(addr(self.x))


@scenario
class Aside:
    x: u32

    @thread
    def one(self):
        self.x = 1
        with aside():
            self.x = 2
            everywhere(addr(self.x))

    @thread
    def other(self):
        with indivisible():
            assert self.x == 0 or self.x == 2  # never 1


def steps_of(program: Program, function: str) -> int:
    found = next(f for name, f in program.functions.items() if name.rpartition(".")[2] == function)
    return sum(op.code == "step" for op in found.ops())


def test_what_only_blocks_call_has_none() -> None:
    program = place_steps(build(Blocks))
    assert steps_of(program, "in_blocks_only") == 0 and steps_of(program, "everywhere") == 1
    assert steps_of(program, "one") == 1


def test_aside_runs_in_the_step_before() -> None:
    assert unknot.check(Aside, Options(races=False)).verdict == "verified"
    assert unknot.check(Aside, Options(races=False)).counts.states == 4


def last(text: Ptr[u8]) -> u8:
    """Reads what the caller points at."""
    while load(text) != 0x62:
        text = cast(Ptr[u8], text)
        return load(text)
    return 0


@scenario
class Constants:
    x: u32

    @thread
    def one(self):
        self.x = u32(last(cast(Ptr[u8], "a")))
        assert self.x == 0x61


def test_constants_have_none_whatever_points_at_them() -> None:
    assert unknot.check(Constants).counts.states == 3


@scenario
class AsideTakesNothing:
    x: u32

    @thread
    def one(self):
        with aside(self.x == 0):
            pause()


def test_aside_does_not_wait() -> None:
    with pytest.raises(LanguageError, match="aside takes"):
        unknot.check(AsideTakesNothing)
