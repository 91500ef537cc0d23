"""What every thread does when it ends: functions marked `@thread_exit`. One idea: the calls stand before the returns of
the functions that threads begin with; one that is called otherwise too is copied first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import FunctionType, MappingProxyType

from unknot.core.errors import LanguageError
from unknot.frontend.python.foreign import ForeignFunction
from unknot.frontend.python.forms import THREAD_EXIT
from unknot.frontend.python.session import Session, Signature
from unknot.frontend.python.source import find_function
from unknot.frontend.python.syntax import compile_pending
from unknot.ir.builder import Builder
from unknot.ir.ops import Op, Reg
from unknot.ir.program import Function, Program
from unknot.ir.types import VoidType, scalar_of


def add_exits(session: Session) -> list[str]:
    """Lets every declared thread, and every one started with a function that is known here, call the functions marked
    `@thread_exit` of all modules that the program has functions of. Gives their symbols."""
    exits: list[str] = []
    while True:
        new = [s for s in _marked(session) if s.symbol not in exits]
        if not new:
            break
        exits += [s.symbol for s in new]
        compile_pending(session)  # which may bring functions of further modules
    if exits:
        _wrap_foreign(session)
        _call_at_returns(session.program, exits)
    return exits


def _marked(session: Session) -> list[Signature]:
    """The marked functions of all modules of the program so far, declared."""
    modules = {id(f.__globals__): f.__globals__ for f in session.functions()}
    found = []
    for namespace in modules.values():
        for value in list(namespace.values()):
            own = isinstance(value, FunctionType) and value.__globals__ is namespace
            if own and hasattr(value, THREAD_EXIT):
                found.append(_signature(session, value))
    return found


def _signature(session: Session, function: FunctionType) -> Signature:
    signature = session.declare(function)
    if signature.params or not isinstance(signature.result, VoidType):
        source, node = find_function(function)
        problem = "takes parameters, and nobody gives them" if signature.params else "returns what nobody takes"
        remedy = f"write def {function.__name__}() -> None"
        raise LanguageError(f"{function.__name__}, marked @thread_exit, {problem}", source.at(node), remedy)
    return signature


def _wrap_foreign(session: Session) -> None:
    """Lets threads that were to begin with a function of C begin with one that only calls it, and ends as they do."""
    for block, index, symbol in [*_spawned(session.program)]:
        foreign = session.foreign.functions.get(symbol)
        if foreign is None or symbol in session.program.functions:
            continue
        name = f"{symbol}$begin"
        if name not in session.program.functions:
            session.program.add(_caller(name, foreign))
        block[index] = replace(block[index], attrs=MappingProxyType({"symbol": name}))


def _caller(name: str, foreign: ForeignFunction) -> Function:
    params = tuple(Reg(f"p{index}", scalar_of(kind)) for index, (_, kind) in enumerate(foreign.params))
    result = None if isinstance(foreign.result, VoidType) else scalar_of(foreign.result)
    builder = Builder(Function(name, params, result, loc=foreign.loc))
    builder.loc = foreign.loc
    given = () if result is None else (builder.reg(result),)
    builder.emit("call", given, params, symbol=foreign.name)
    builder.ret(*given)
    return builder.function


def _call_at_returns(program: Program, exits: list[str]) -> None:
    known = list(_spawned(program))
    entries = {thread.function for thread in program.threads} | {symbol for *_, symbol in known}
    elsewhere = _used_elsewhere(program, {(id(block), index) for block, index, _ in known})
    names = {symbol: f"{symbol}$thread" if symbol in elsewhere else symbol for symbol in entries}
    for block, index, symbol in known:
        block[index] = replace(block[index], attrs=MappingProxyType({"symbol": names[symbol]}))
    for symbol in [s for s in program.functions if s in entries]:
        function = program.functions[symbol]
        if names[symbol] != symbol:
            function = program.add(replace(function, name=names[symbol], blocks=dict(function.blocks)))
        for label, block in function.blocks.items():
            calls = [Op("call", (), (), MappingProxyType({"symbol": e}), block[-1].loc) for e in exits]
            if block[-1].code == "ret":
                function.blocks[label] = [*block[:-1], *calls, block[-1]]
    for thread in program.threads:
        thread.function = names[thread.function]


def _spawned(program: Program) -> Iterator[tuple[list[Op], int, str]]:
    """The operations that give the address of a function to nothing but a `spawn`: block, index, symbol."""
    for function in program.functions.values():
        started = {op.args[0] for op in function.ops() if op.code == "spawn"}
        for block in function.blocks.values():
            for index, op in enumerate(block):
                if op.code == "func_addr" and op.dsts[0] in started and _is_unnamed(op.dsts[0]):
                    yield block, index, str(op.attrs["symbol"])


def _is_unnamed(register: Reg) -> bool:
    """True for what no local of the user's holds: it is used once."""
    return "." in register.name


def _used_elsewhere(program: Program, known: set[tuple[int, int]]) -> set[str]:
    """The functions that are mentioned otherwise than as what a thread begins with."""
    used = {symbol for _, symbol in (*program.invariants, *program.finals)} | {program.init or ""}
    used |= {symbol for item in program.globals.values() for _, symbol, _ in item.relocations}
    for function in program.functions.values():
        for block in function.blocks.values():
            for index, op in enumerate(block):
                if op.code in ("call", "func_addr") and (id(block), index) not in known:
                    used.add(str(op.attrs["symbol"]))
    return used
