"""What the reader makes of C: a program that still lacks the functions of libraries. One idea: it is plain data; the
linker adds the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from unknot.core.location import Location
from unknot.ir.program import Program
from unknot.ir.types import DataType


@dataclass(frozen=True)
class Prototype:
    """What a function takes and gives in C. `parameters`: names and types."""

    name: str
    parameters: tuple[tuple[str, DataType], ...]
    result: DataType
    variadic: bool
    loc: Location


@dataclass(frozen=True)
class Reading:
    """`externals`: functions and variables that are used and defined nowhere, with the place of their first use.
    `constructors` and `destructors` in the order in which they run. `functions`: by their names in the program."""

    program: Program
    externals: dict[str, Location] = field(default_factory=dict)
    constructors: list[str] = field(default_factory=list)
    destructors: list[str] = field(default_factory=list)
    functions: dict[str, Prototype] = field(default_factory=dict)
