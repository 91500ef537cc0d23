"""The table of memory models. One idea: a model is a pass from IR to IR, so every executor has it for free.

A lowered program runs on one memory that everybody sees at once: what a model adds (buffers, views, steps of its own)
is ordinary state and ordinary functions in the program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unknot.core.errors import OptionError
from unknot.core.options import Options
from unknot.ir.program import Program
from unknot.memory import sc, tso


@dataclass(frozen=True)
class MemoryModel:
    """A memory model. `paper` is what it follows.

    `lower` takes a program with scheduling points and gives one that behaves as the model says. It must place its own
    work behind the scheduling points that are there, add none inside indivisible blocks, and leave accesses of order
    `raw` alone: nobody else can see them.
    """

    name: str
    summary: str
    paper: str
    lower: Callable[[Program, Options], Program]


_ALL = (
    MemoryModel(
        "sc",
        "sequential consistency: threads take turns, every access goes to memory at once",
        "L. Lamport, How to Make a Multiprocessor Computer That Correctly Executes Multiprocess Programs, 1979",
        sc.lower,
    ),
    MemoryModel(
        "tso",
        "x86: a store may wait in its thread's store buffer while later loads go ahead",
        "P. Sewell et al., x86-TSO: A Rigorous and Usable Programmer's Model for x86 Multiprocessors, CACM 53(7), 2010",
        tso.lower,
    ),
)
MODELS: dict[str, MemoryModel] = {model.name: model for model in _ALL}
"""By name."""


def get(name: str) -> MemoryModel:
    """The model of that name. Raises OptionError if there is none."""
    if name not in MODELS:
        raise OptionError(f"there is no memory model {name!r}", remedy=f"use one of {', '.join(MODELS)}")
    return MODELS[name]
