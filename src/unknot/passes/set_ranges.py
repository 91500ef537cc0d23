"""Sets the ranges of numbers that a program asks for to be any: __VERIFIER_nondet_int and its kind. One idea: a range
is a constant of the C library, so setting it is setting bytes; a number without a range is refused where it is asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location
from unknot.ir.program import Global, Program

PREFIX = "nondet_"
KNOWN = {"bool": (0, 1)}
"""Ranges of what can be only so much."""
OPTIONAL = ("rand",)
"""What does without a range."""


def set_ranges(program: Program, ranges: Mapping[str, tuple[int, int]]) -> Program:
    """A copy of `program` with these ranges, the lowest and the highest number by name. Raises LanguageError if one is
    missing."""
    changed: dict[str, Global] = {}
    for symbol, item in program.globals.items():
        name = symbol.rpartition(".")[2]
        if not item.constant or not name.startswith(PREFIX) or item.type.size != 16:
            continue
        name = name.removeprefix(PREFIX)
        given = {**KNOWN, **ranges}.get(name)
        if given is not None:
            low, high = given
            data = (low & _WORD).to_bytes(8, "little") + (high - low + 1).to_bytes(8, "little")
            changed[symbol] = replace(item, init=data)
        elif name not in OPTIONAL:
            function, where = _asked(program, symbol)
            message = f"{function}() can be any number, and too many would have to be tried"
            raise LanguageError(message, where, f"give it a range: --nondet {name}=0:3")
    return replace(program, globals=program.globals | changed) if changed else program


def _asked(program: Program, symbol: str) -> tuple[str, Location]:
    """The function that reads a range, and where the program calls it."""
    readers = {n for n, f in program.functions.items() if any(op.attrs.get("symbol") == symbol for op in f.ops())}
    calls = [op for f in program.functions.values() for op in f.ops() if op.attrs.get("symbol") in readers]
    found = next((op for op in calls if op.loc.line), None)
    name = str(found.attrs["symbol"]) if found is not None else next(iter(sorted(readers)), symbol)
    return name.rpartition(".")[2], NOWHERE if found is None else found.loc


_WORD = (1 << 64) - 1
