"""Litmus tests as text. One idea: a program is one line, threads side by side, so that a table of them can be read.

    x = 1; r0 = y | y = 1; r1 = x          two threads; x, y, ... are shared and begin at 0, r0, r1, ... are registers
    x =sc 1; r0 =acq y                     with an order: rlx (the default), acq, rel, sc
    r0 = xchg x 1; r0 = add x 1; r0 = cas x 0 1      locked instructions, which give the old value
    mfence; fence.acq_rel                  fences
    x.0 = 1; r0 = x.2                      the byte 0, the upper half: x.0 to x.3 are bytes, x.lo and x.hi halves

A condition is what a final state may look like: `r0=0 & r1=0 & x=2`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unknot.ir.builder import Builder
from unknot.ir.ops import Operand, const
from unknot.ir.program import Function, Global, Program, Thread
from unknot.ir.types import IntType, Scalar

ORDERS = {"": "relaxed", "rlx": "relaxed", "acq": "acquire", "rel": "release", "sc": "seq_cst"}
PARTS = {"": (0, 4), "0": (0, 1), "1": (1, 1), "2": (2, 1), "3": (3, 1), "lo": (0, 2), "hi": (2, 2)}
WORD = IntType(32, False)
_WIDTHS = {1: Scalar.I8, 2: Scalar.I16, 4: Scalar.I32}
_PLACE = r"([a-qs-z])(?:\.(\w+))?"
_STATEMENT = re.compile(rf"(?:(r\d|{_PLACE}) =(\w*) )?(?:(mfence|fence\.\w+)|(\d+)|(?:(\w+) )?{_PLACE}((?: \d+)*))")


@dataclass(frozen=True)
class Statement:
    """One statement: `kind` is store, load, xchg, add, cas or fence; `first` and `size` are bytes of the location."""

    kind: str
    order: str
    location: str = ""
    first: int = 0
    size: int = 4
    register: str = ""
    values: tuple[int, ...] = ()

    @property
    def is_full_fence(self) -> bool:
        """True for what empties a store buffer on x86."""
        return self.order == "seq_cst" and self.kind != "load"


Outcome = tuple[tuple[str, int], ...]
"""The final value of every register and location, by name."""


def parse(text: str) -> list[list[Statement]]:
    """The threads of a program."""
    return [[_parse(statement.strip()) for statement in thread.split(";")] for thread in text.split("|")]


def _parse(text: str) -> Statement:
    match = _STATEMENT.fullmatch(text)
    assert match is not None, f"cannot read {text!r}"
    target, stored, part, order, fence, value, code, loaded, loaded_part, numbers = match.groups()
    if fence:
        return Statement("fence", "seq_cst" if fence == "mfence" else fence.partition(".")[2])
    if value:
        first, size = PARTS[part or ""]
        return Statement("store", ORDERS[order], stored, first, size, values=(int(value),))
    first, size = PARTS[loaded_part or ""]
    values = tuple(map(int, (numbers or "").split()))
    kind = code or "load"
    return Statement(kind, ORDERS[order] if kind == "load" else "seq_cst", loaded, first, size, target, values)


def names(threads: list[list[Statement]]) -> list[str]:
    """All registers and locations, in order."""
    found = {s.register for t in threads for s in t} | {s.location for t in threads for s in t}
    return sorted(found - {""})


def condition(text: str) -> dict[str, int]:
    """The values a condition asks for."""
    return {name: int(value) for name, value in (part.strip().split("=") for part in text.split("&"))}


def build(text: str, wrong: Callable[[Builder, Mapping[str, Operand]], Operand] | None = None) -> Program:
    """The program. `wrong` emits what must not be true at the end, given the final values."""
    threads = parse(text)
    program = Program(text)
    for name in names(threads):
        program.globals[name] = Global(name, WORD)
    for number, statements in enumerate(threads):
        function = program.add(Function(f"t{number}"))
        builder = Builder(function)
        for statement in statements:
            _emit(builder, statement)
        builder.ret()
        program.threads.append(Thread(f"t{number}", function.name))
    if wrong is not None:
        builder = Builder(program.add(Function("end")))
        values = {name: _read(builder, name) for name in names(threads)}
        right = builder.value("xor", Scalar.I8, wrong(builder, values), const(1, Scalar.I8))
        builder.emit("assert", (), (right,), message="an outcome of this kind")
        builder.ret()
        program.finals.append(("end", "end"))
    return program


def is_outcome(wanted: Mapping[str, int]) -> Callable[[Builder, Mapping[str, Operand]], Operand]:
    """For `build`: the final values are these."""
    return lambda builder, values: _all_equal(builder, wanted, values)


def is_none_of(outcomes: set[Outcome]) -> Callable[[Builder, Mapping[str, Operand]], Operand]:
    """For `build`: the final values are those of none of the outcomes."""

    def emit(builder: Builder, values: Mapping[str, Operand]) -> Operand:
        known: Operand = const(0, Scalar.I8)
        for outcome in sorted(outcomes):
            known = builder.value("or", Scalar.I8, known, _all_equal(builder, dict(outcome), values))
        return builder.value("xor", Scalar.I8, known, const(1, Scalar.I8))

    return emit


def _all_equal(builder: Builder, wanted: Mapping[str, int], values: Mapping[str, Operand]) -> Operand:
    result: Operand = const(1, Scalar.I8)
    for name, value in wanted.items():
        same = builder.value("eq", Scalar.I8, values[name], const(value, Scalar.I32))
        result = builder.value("and", Scalar.I8, result, same)
    return result


def _read(builder: Builder, name: str) -> Operand:
    return builder.value("load", Scalar.I32, builder.value("global_addr", Scalar.I64, symbol=name), order="relaxed")


def _emit(builder: Builder, s: Statement) -> None:
    if s.kind == "fence":
        builder.emit("fence", order=s.order)
        return
    width = _WIDTHS[s.size]
    base = builder.value("global_addr", Scalar.I64, symbol=s.location)
    place = builder.value("add", Scalar.I64, base, const(s.first)) if s.first else base
    values = [const(v, width) for v in s.values]
    if s.kind == "store":
        builder.emit("store", (), (place, values[0]), order=s.order)
        return
    if s.kind == "load":
        result = builder.value("load", width, place, order=s.order)
    elif s.kind == "cas":
        result = builder.reg(width)
        done = builder.reg(Scalar.I8)
        builder.emit("cas", (done, result), (place, *values), order=s.order, fail_order="seq_cst")
    else:
        result = builder.value("rmw", width, place, values[0], kind=s.kind, order=s.order)
    _keep(builder, s.register, result)


def _keep(builder: Builder, register: str, value: Operand) -> None:
    """Writes a register where the end finds it; order raw, so no other thread and no memory model takes notice."""
    if value.type != Scalar.I32:
        value = builder.value("zext", Scalar.I32, value)
    place = builder.value("global_addr", Scalar.I64, symbol=register)
    builder.emit("store", (), (place, value), order="raw")
