"""What a scenario needs of a kqueue, whatever its year. One idea: a process with a few descriptors, and the system
calls on them; so a scenario is written once and runs on all variants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from unknot import scenario
from unknot.lang import i32, i64, u32
from unknot.systems.kqueue.event import kevent

READ_END = 1
WRITE_END = 2
"""Descriptors of a pipe that is opened after the kqueue, which has 0."""
KQ = 0


class Stage(NamedTuple):
    """The calls, each with the process first. `setup` opens a kqueue and a pipe. `kevent`: how many events, or an error
    number with a minus sign. `matches`: in the kqueue's own view all is well, and its count is that of the knotes that
    are queued."""

    process: type
    setup: Callable[[Any], None]
    kevent: Callable[[Any, i32, kevent, i32, kevent, i32, i64], i32]
    write: Callable[[Any, i32, u32], i32]
    read: Callable[[Any, i32, u32], i32]
    psignal: Callable[[Any, u32], None]
    close: Callable[[Any, i32], i32]
    matches: Callable[[Any], bool]


def staged(stage: Stage) -> Callable[[type], type]:
    """@scenario for a class whose field `process` is a process of the variant's kind."""

    def make(cls: type) -> type:
        cls.__annotations__["process"] = stage.process
        return scenario(cls)

    return make
