"""Runs a scenario of one thread in the interpreter with other first values. One idea: a program is compiled once, and
its globals are bytes that a test may replace before each run."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from unknot.core.options import Options
from unknot.frontend.python.load import build
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine
from unknot.ir.address import object_numbers
from unknot.ir.program import Program
from unknot.pipeline import prepare

_WORD = (1 << 64) - 1


@cache
def _program_of(scenario: type) -> Program:
    return prepare(build(scenario), Options())


def run(scenario: type, given: Mapping[str, bytes], wanted: str) -> bytes:
    """What a field holds when the thread has ended, if others began with the bytes `given`."""
    program = _program_of(scenario)
    old = program.globals
    changed = {n: replace(old[n], init=v.ljust(old[n].type.size, b"\0")) for n, v in given.items()}
    machine = Machine(replace(program, globals=program.globals | changed), Limits(heap_bytes=1 << 20))
    state = machine.start()[0].state
    while state is not None and state.threads[0]:
        (outcome,) = machine.step(state, 0)
        assert not outcome.fault, (outcome.fault, outcome.message, outcome.loc)
        state = outcome.state
    assert state is not None
    return dict(state.memory)[object_numbers(program)[wanted]].data


def words(*values: int | float) -> bytes:
    """Slots of variable arguments."""
    return b"".join(struct.pack("<d", v) if isinstance(v, float) else struct.pack("<Q", v & _WORD) for v in values)


def text_of(data: bytes) -> str:
    """A text that ends with a zero."""
    return data.partition(b"\0")[0].decode()
