"""Prints a program as text (see text.py for the form). One idea: one function per kind of line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from unknot.core.errors import IRError
from unknot.core.location import Location
from unknot.ir.lexing import INT_TYPE, TYPE_WORDS, quote, spell, spell_place
from unknot.ir.ops import Const, Op, Operand, Reg
from unknot.ir.program import PYTHON, Function, Global, Program
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    EnumType,
    FunctionType,
    PointerType,
    RacyType,
    Scalar,
    StructRef,
    StructType,
)

_PLACE_COLUMN = 72
_RUN = 8
"""Bytes of one value in a row from which on initial content is abbreviated."""


def print_program(program: Program) -> str:
    """The program as text that `parse_program` reads back to an equal one."""
    head = f"program {quote(program.name)} memory {spell(program.memory)} spawn {program.spawn_limit}"
    head += " own" if program.own_objects else ""
    lines = [_placed(head, program.loc)]
    lines += [f"spelling {program.spelling}"] if program.spelling != PYTHON else []
    lines += [f"parameter {spell(name)} = {value}" for name, value in program.parameters.items()]
    lines += [_placed("place", where) for where in program.places]
    lines += _type_lines(program)
    lines += [_global_line(item) for item in program.globals.values()]
    lines += [f"init {_symbol(program.init)}"] if program.init is not None else []
    lines += [f"agent {_symbol(program.agent)}"] if program.agent is not None else []
    lines += [f"invariant {quote(name)} {_symbol(f)}" for name, f in program.invariants]
    lines += [f"final {quote(name)} {_symbol(f)}" for name, f in program.finals]
    lines += [f"operation {quote(o.name)} {_symbol(o.function)} : {print_type(o.type)}" for o in program.operations]
    for thread in program.threads:
        args = ", ".join(_constant(a) for a in thread.args)
        lines.append(f"thread {quote(thread.name)} {_symbol(thread.function)}({args})")
    for function in program.functions.values():
        lines += ["", *print_function(function)]
    return "\n".join(lines) + "\n"


def print_function(function: Function) -> list[str]:
    """The lines of one function."""
    known: dict[str, Scalar] = {}
    params = ", ".join(_register(p, known, always=True) for p in function.params)
    result = f" -> {function.result}" if function.result is not None else ""
    library = " library" if function.library else ""
    lines = [_placed(f"function {_symbol(function.name)}({params}){result}{library}", function.loc)]
    for register, local in function.locals.items():
        lines.append(f"  local %{spell(register)} {quote(local.name)} : {print_type(local.type)}")
    for label, ops in function.blocks.items():
        lines.append(f"{spell(label)}:")
        lines += [_placed(f"  {_op(op, known)}", op.loc, function.loc.file) for op in ops]
    return lines


def print_type(kind: DataType) -> str:
    """A type; structs and enums by name."""
    match kind:
        case StructType(name=name):
            return f"struct {spell(name)}"
        case EnumType(name=name):
            return f"enum {spell(name)}"
        case StructRef(name=name):
            return quote(name) if name in TYPE_WORDS or INT_TYPE.fullmatch(name) else spell(name)
        case AtomicType(of=of):
            return f"atomic[{print_type(of)}]"
        case RacyType(of=of):
            return f"racy[{print_type(of)}]"
        case PointerType(to=to):
            return f"Ptr[{print_type(to)}]"
        case ArrayType(of=of, count=count):
            return f"array[{print_type(of)}, {count}]"
        case FunctionType(params=params, result=result):
            return f"fn({', '.join(map(print_type, params))}) -> {print_type(result)}"
    return str(kind)


def _placed(text: str, where: Location, file: str | None = None) -> str:
    place = spell_place(where, file)
    return f"{text:<{_PLACE_COLUMN}} {place}" if place else text


def _symbol(name: str) -> str:
    return f"@{spell(name)}"


def _constant(value: Const) -> str:
    shown = value.value if value.value <= value.type.mask >> 1 else value.value - value.type.mask - 1
    return str(shown) if value.type == Scalar.I64 else f"{shown}:{value.type}"


def _register(register: Reg, known: dict[str, Scalar], always: bool = False) -> str:
    expected = known.setdefault(register.name, register.type) if always else known.get(register.name)
    if expected is None:
        known[register.name] = register.type
    width = f":{register.type}" if always or expected != register.type else ""
    return f"%{spell(register.name)}{width}"


def _operand(operand: Operand, known: dict[str, Scalar]) -> str:
    return _constant(operand) if isinstance(operand, Const) else _register(operand, known)


def _op(op: Op, known: dict[str, Scalar]) -> str:
    attrs = dict(op.attrs)
    dsts = ", ".join(_register(d, known, always=True) for d in op.dsts)
    parts = [f"{dsts} = {op.code}" if op.dsts else op.code]
    if isinstance(attrs.get("symbol"), str):
        parts.append(_symbol(attrs.pop("symbol")))
    parts += [_operand(a, known) for a in op.args]
    if attrs.get("targets"):
        parts += [spell(label) for label in attrs.pop("targets")]
    parts += [f"{key}={_attr(value)}" for key, value in attrs.items()]
    return " ".join(parts)


def _attr(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case int():
            return str(int(value))
        case str():
            return spell(value, frozenset({"none", "true", "false"}))
        case DataType():
            return f"<{print_type(value)}>"
        case tuple():
            return f"({', '.join(map(_attr, value))})"
    raise IRError(f"an attribute of type {type(value).__name__} has no text form")


def _global_line(item: Global) -> str:
    parts = [f"global {_symbol(item.name)} : {print_type(item.type)}"]
    if item.init:
        parts.append(f"init {_bytes(item.init)}")
    parts += [f"reloc {offset} {_symbol(symbol)} + {addend}" for offset, symbol, addend in item.relocations]
    parts += ["thread_local"] if item.thread_local else []
    parts += ["model"] if item.model else []
    parts += ["constant"] if item.constant else []
    return _placed(" ".join(parts), item.loc)


def _bytes(data: bytes) -> str:
    """Hexadecimal, long runs of one byte as `byte*count`."""
    groups: list[str] = []
    joinable = False
    for byte, run in itertools.groupby(data):
        count = len(list(run))
        if count >= _RUN:
            groups.append(f"{byte:02x}*{count}")
        elif joinable:
            groups[-1] += f"{byte:02x}" * count
        else:
            groups.append(f"{byte:02x}" * count)
        joinable = count < _RUN
    return " ".join(f'"{g}"' for g in groups)


def _type_lines(program: Program) -> list[str]:
    named: dict[str, StructType | EnumType] = {}
    for kind in _types(program):
        _collect(kind, named)
    lines: list[str] = []
    for name, kind in named.items():
        if isinstance(kind, EnumType):
            members = "".join(f" {spell(m)} = {v}" for m, v in kind.members)
            lines.append(f"enum {spell(name)} : {kind.base}{members}")
            continue
        listed = "" if program.structs.get(name) == kind else " unlisted"
        extent = f" size {kind.extent}" if kind.extent else ""
        lines.append(f"{'union' if kind.union else 'struct'} {spell(name)}{extent}{listed}")
        lines += [f"  field {spell(f.name)} : {print_type(f.type)} at {f.offset}" for f in kind.fields]
    return lines


def _types(program: Program) -> Iterator[DataType]:
    yield from program.structs.values()
    yield from (item.type for item in program.globals.values())
    for function in program.functions.values():
        yield from (local.type for local in function.locals.values())
        yield from (value for op in function.ops() for value in op.attrs.values() if isinstance(value, DataType))


def _collect(kind: DataType, named: dict[str, StructType | EnumType]) -> None:
    """Adds the structs and enums in `kind` to `named`, those inside a type before the type."""
    match kind:
        case StructType() | EnumType() if kind.name in named:
            if named[kind.name] != kind:
                raise IRError(f"two types are called {kind.name}")
        case StructType():
            for member in kind.fields:
                _collect(member.type, named)
            named[kind.name] = kind
        case EnumType():
            named[kind.name] = kind
        case AtomicType(of=of) | RacyType(of=of) | ArrayType(of=of) | PointerType(to=of):
            _collect(of, named)
        case FunctionType(params=params, result=result):
            for part in (*params, result):
                _collect(part, named)
