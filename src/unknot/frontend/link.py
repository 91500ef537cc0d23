"""Puts a C program and what it uses of the libraries together. One idea: both are IR already; what is left is names,
places of calls, and the thread that runs `main`.

Only this file and harness.py know both front ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import FunctionType, MappingProxyType

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.c.reading import Reading
from unknot.frontend.python.library import Item, Library, compile_library, find, knows_its_caller
from unknot.frontend.tags import agree
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Op, Operand, Reg, const
from unknot.ir.program import Function, Global, Program, Thread
from unknot.ir.types import ArrayType, IntType, PointerType, Scalar

ROOT = "unknot.main"
"""The function of the first thread: constructors, the entry, exit handlers, the end of everything. Destructors are the
first exit handlers, so they run last."""
_ATEXIT = "unknot.libc.stdlib.atexit"
_HANDLERS = "unknot.libc.stdlib.run_exit_handlers"
_REGISTERS = (_ATEXIT, "atexit", "unknot.libc.stdlib.at_quick_exit", "at_quick_exit")
_ANY_WIDTH = ("unknot.libc.verifier", "unknot.libc.nondet")
"""Modules whose functions users declare themselves, as they like: whole numbers of any width."""
_ARGUMENTS = "unknot.arguments"
_NAME = "unknot.program_name"


def link(reading: Reading, entry: str) -> Program:
    """The whole program of C files: one thread that runs `entry`, and what that starts."""
    items = items_of(reading.externals)
    if reading.destructors:
        items[_ATEXIT] = find(_ATEXIT)
    if any(name in items for name in _REGISTERS):
        items[_HANDLERS] = find(_HANDLERS)
    taken = [*reading.program.functions, *reading.program.globals, ROOT, _ARGUMENTS, _NAME]
    library = compile_library(reading.program.name, items, taken)
    program = merge(reading, library)
    _add_root(program, reading, library, entry)
    return program


def merge(reading: Reading, library: Library) -> Program:
    """One program of both. Structs that both have are the library's: its headers say the same."""
    program, ours = reading.program, library.program
    agree(program, ours.structs)
    merged = replace(
        ours,
        name=ours.name if ours.threads else program.name,
        functions=ours.functions | program.functions,
        globals=ours.globals | program.globals,
        structs=program.structs | ours.structs,
        places=list(ours.places),
        spelling=program.spelling,
        loc=program.loc,
    )
    linker = _Linker(merged, library)
    for function in program.functions.values():
        merged.functions[function.name] = linker.function(function)
    for item in program.globals.values():
        pointers = tuple((at, linker.symbol(name), add) for at, name, add in item.relocations)
        merged.globals[item.name] = replace(item, relocations=pointers)
    return merged


@dataclass
class _Linker:
    """Rewrites what a C program says of names that a library has."""

    program: Program
    library: Library

    def __post_init__(self) -> None:
        self._places: dict[Location, int] = {}
        self._fresh = 0

    def function(self, function: Function) -> Function:
        """The function, linked."""
        if not any(op.attrs.get("symbol") in self.library.symbols for op in function.ops()):
            return function
        blocks = {label: [new for op in ops for new in self._op(op)] for label, ops in function.blocks.items()}
        return replace(function, blocks=blocks)

    def symbol(self, name: str) -> str:
        """What a name that a pointer is made of is called here. A function that wants to know its caller is called
        through one that does not."""
        known = self.library.symbols.get(name)
        if known is None or not knows_its_caller(self.library.items[name]):
            return known or name
        through = f"{known}.pointer"
        if through not in self.program.functions:
            self._add_through(self.program.functions[known], through)
        return through

    def _add_through(self, function: Function, name: str) -> None:
        params = function.params[:-1]
        builder = Builder(Function(name, params, function.result, library=True, loc=function.loc))
        builder.loc = function.loc
        given = (builder.reg(function.result),) if function.result is not None else ()
        builder.emit("call", given, (*params, self._place(function.loc)), symbol=function.name)
        builder.ret(*given)
        self.program.add(builder.function)

    def _op(self, op: Op) -> Iterator[Op]:
        symbol = op.attrs.get("symbol")
        if symbol not in self.library.symbols:
            yield op
        elif op.code == "call":
            yield from self._call(op, str(symbol))
        else:
            yield replace(op, attrs=MappingProxyType(dict(op.attrs) | {"symbol": self.symbol(str(symbol))}))

    def _call(self, op: Op, name: str) -> Iterator[Op]:
        item = self.library.items[name]
        callee = self.program.functions[self.library.symbols[name]]
        args = list(op.args)
        if knows_its_caller(item) and len(args) == len(callee.params) - 1:
            args.append(self._place(op.loc))
        dsts = op.dsts
        if isinstance(item, FunctionType) and item.__module__ in _ANY_WIDTH:
            args += [const(0, p.type) for p in callee.params[len(args) :]]
            for index, param in enumerate(callee.params):
                if args[index].type != param.type:
                    made = self._reg(param.type)
                    yield _resized(made, args[index], op.loc)
                    args[index] = made
            if dsts and callee.result is not None and dsts[0].type != callee.result:
                dsts = (self._reg(callee.result),)
        self._check(op, name, callee, args[: len(callee.params)], dsts)
        attrs = MappingProxyType({"symbol": callee.name})
        yield replace(op, dsts=dsts, args=tuple(args[: len(callee.params)]), attrs=attrs)
        if dsts != op.dsts:
            yield _resized(op.dsts[0], dsts[0], op.loc)

    def _check(self, op: Op, name: str, callee: Function, args: Sequence[Operand], dsts: Sequence[Reg]) -> None:
        given, wanted = [a.type for a in args], [p.type for p in callee.params]
        if given == wanted and len(args) >= len(op.args) and all(dst.type == callee.result for dst in dsts):
            return
        plain = name.rpartition(".")[2]
        widths = ", ".join(map(str, wanted)) or "nothing"
        message = f"{plain} is called with other types than the library's, which takes {widths}"
        message += f" and gives {callee.result}" if callee.result is not None else " and gives nothing"
        raise LanguageError(message, op.loc, "include the header that declares it, and declare it nowhere else")

    def _place(self, where: Location) -> Const:
        if where not in self._places:
            self._places[where] = len(self.program.places)
            self.program.places.append(where)
        return const(self._places[where], Scalar.I32)

    def _reg(self, kind: Scalar) -> Reg:
        self._fresh += 1
        return Reg(f"link.{self._fresh}", kind)


def _resized(to: Reg, value: Operand, where: Location) -> Op:
    code = "zext" if to.type >= value.type else "trunc"
    return Op(code, (to,), (value,), MappingProxyType({}), where)


# -- the first thread --------------------------------------------------------------------------------------------------


def _add_root(program: Program, reading: Reading, library: Library, entry: str) -> None:
    function = program.functions[entry]
    builder = Builder(Function(ROOT, loc=function.loc, library=True))
    builder.loc = function.loc
    for name in reversed(reading.destructors):
        pointer = builder.value("func_addr", Scalar.I64, symbol=name)
        _call(builder, program.functions[library.symbols[_ATEXIT]], (pointer,))
    for name in reading.constructors:
        _call(builder, program.functions[name], ())
    _call(builder, function, _arguments(program, function, builder))
    for symbol in (*([library.symbols[_HANDLERS]] if _HANDLERS in library.symbols else []), *library.exits):
        _call(builder, program.functions[symbol], ())
    builder.emit("exit", kind="program")
    program.add(builder.function)
    program.threads.append(Thread(entry, ROOT))


def _call(builder: Builder, function: Function, args: Sequence[Operand]) -> None:
    given = (builder.reg(function.result),) if function.result is not None else ()
    builder.emit("call", given, tuple(args), symbol=function.name)


def _arguments(program: Program, function: Function, builder: Builder) -> Sequence[Operand]:
    """What `main` is called with: one argument, the program's name; nothing else."""
    widths = [p.type for p in function.params]
    if widths not in ([], [Scalar.I32], [Scalar.I32, Scalar.I64], [Scalar.I32, Scalar.I64, Scalar.I64]):
        message = f"{function.name} takes parameters, and nobody gives them"
        remedy = "write int main(void), or int main(int argc, char **argv)"
        raise LanguageError(message, function.loc, remedy)
    if len(widths) < 2:
        return [const(1, Scalar.I32) for _ in widths]
    text = b"program\0"
    byte = IntType(8, True)
    program.globals[_NAME] = Global(_NAME, ArrayType(byte, len(text)), text)
    pointers = ArrayType(PointerType(byte), 3)
    program.globals[_ARGUMENTS] = Global(_ARGUMENTS, pointers, bytes(pointers.size), ((0, _NAME, 0),))
    start = builder.value("global_addr", Scalar.I64, symbol=_ARGUMENTS)
    following = builder.value("add", Scalar.I64, start, const(16))
    given: list[Operand] = [const(1, Scalar.I32), start, following]
    return given[: len(widths)]


def items_of(externals: Mapping[str, Location]) -> dict[str, Item]:
    """What a C program's undefined names mean in the libraries."""
    return {name: find(name, where) for name, where in externals.items()}
