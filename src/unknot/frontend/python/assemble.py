"""Makes a program of a scenario: its fields become globals, its marked methods threads, invariants and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.exits import add_exits
from unknot.frontend.python.library import Item, symbol_of
from unknot.frontend.python.names import Namespace
from unknot.frontend.python.observers import check_invariants
from unknot.frontend.python.operations import add_operations, check_operations
from unknot.frontend.python.scenario import ROLES, ScenarioInfo, scenario_info
from unknot.frontend.python.session import Scenario, Session, Signature
from unknot.frontend.python.source import find_class, find_function
from unknot.frontend.python.syntax import compile_pending
from unknot.frontend.python.types import declared_fields, evaluate, is_type
from unknot.ir.builder import Builder, true
from unknot.ir.ops import const
from unknot.ir.program import Function, Thread
from unknot.ir.types import BoolType, IntType, Scalar, VoidType

Wanted = Callable[[Sequence[str]], Mapping[str, Item]]
"""Given the functions and variables of C that a scenario mentions: what these use of the libraries, by any names."""


def assemble(info: ScenarioInfo, wanted: Wanted | None = None) -> tuple[Session, dict[str, str]]:
    """A session with the program of a scenario, and the symbols of what else is `wanted`. Nothing is verified here."""
    session = Session(f"{info.file}::{info.name}", info.foreign)
    session.program.loc = info.where
    session.scenario = Scenario(info.cls, info.name)
    _add_fields(session, session.scenario, info)
    signatures: dict[str, list[Signature]] = {role: [] for role in ROLES}
    for name, role in info.roles.items():
        signature = session.declare(getattr(info.cls, name), True)
        if not signature.receiver:
            raise LanguageError(f"{name} has no parameter self", _place(signature), f"write def {name}(self)")
        signatures[role.kind].append(signature)
        if role.kind == "thread":
            _add_threads(session, name, role.count, signature)
        elif signature.params and role.kind != "operation":
            message = f"{signature.symbol} takes parameters, and nobody gives them"
            raise LanguageError(message, _place(signature), "write def name(self)")
    add_operations(session, info, signatures["operation"])
    compile_pending(session)
    items = wanted(tuple(session.mentioned)) if wanted is not None else {}
    symbols = {name: symbol_of(session, item) for name, item in items.items()}
    compile_pending(session)
    _add_initial(session, signatures["initial"])
    add_exits(session)
    program = session.program
    program.invariants = [(s.function.__name__, _verdict(session, s)) for s in signatures["invariant"]]
    check_invariants(program)
    check_operations(program)
    program.finals = [(s.function.__name__, _final(session, s)) for s in signatures["at_end"]]
    program.parameters = info.parameters.values()
    return session, symbols


def _place(signature: Signature) -> Location:
    source, node = find_function(signature.function)
    return source.at(node)


# -- fields ------------------------------------------------------------------------------------------------------------


def _add_fields(session: Session, scenario: Scenario, info: ScenarioInfo) -> None:
    """One global per field; a subclass's field replaces its base's of the same name."""
    found: dict[str, tuple[type, Any, Mapping[str, Any]]] = {}
    for cls in reversed(info.cls.__mro__[:-1]):
        own = scenario_info(cls)
        for name, annotation, scope in declared_fields(cls):
            found[name] = (cls, annotation, {**_globals_of(cls), **scope, **(own.names if own else {}), **vars(cls)})
    for name, (cls, annotation, scope) in found.items():
        where = _field_place(cls, name, info)
        kind = evaluate(annotation, scope, where) if isinstance(annotation, str) else annotation
        default = getattr(info.cls, name, None)
        if not is_type(kind) and isinstance(default, int):
            continue
        if isinstance(default, FunctionType) and name in info.roles:
            raise LanguageError(f"{name} is a field and a method", where, "rename one of them")
        scenario.fields[name] = session.add_global(name, cls.__module__, kind, default, scope, where)


def _globals_of(cls: type) -> Namespace:
    return next((m.__globals__ for m in vars(cls).values() if isinstance(m, FunctionType)), {})


def _field_place(cls: type, name: str, info: ScenarioInfo) -> Location:
    """The line of a field."""
    for member in vars(cls).values():
        if isinstance(member, FunctionType) and member.__module__ == cls.__module__:
            return find_class(member.__code__.co_filename, cls.__qualname__, name) or info.where
    return info.where


# -- roles -------------------------------------------------------------------------------------------------------------


def _add_threads(session: Session, name: str, count: int | None, signature: Signature) -> None:
    threads = session.program.threads
    if len(signature.params) > 1 or (signature.params and count is None):
        remedy = (
            f"write @thread(count=n) and def {name}(self, me: u64)"
            if count is None
            else f"write def {name}(self, me: u64)"
        )
        raise LanguageError(f"thread {name} takes parameters that nobody gives", _place(signature), remedy)
    if signature.params and not isinstance(signature.params[0].type, IntType):
        raise LanguageError(
            f"the index of thread {name} must be an integer", _place(signature), f"write def {name}(self, me: u64)"
        )
    kind = signature.params[0].type if signature.params else None
    for index in range(1 if count is None else count):
        args = (const(index, Scalar(kind.size * 8)),) if kind is not None else ()
        full = name if count is None else f"{name}{index}"
        if any(thread.name == full for thread in threads):
            raise LanguageError(f"two threads are called {full}", _place(signature), f"rename the method {name}")
        threads.append(Thread(full, signature.symbol, args))


def _add_initial(session: Session, signatures: list[Signature]) -> None:
    """One function that runs every @initial method; the method itself if it is the only one and gives nothing."""
    if not signatures:
        return
    if len(signatures) == 1 and isinstance(signatures[0].result, VoidType):
        session.program.init = signatures[0].symbol
        return
    builder = _wrapper(session, "initial", None)
    for signature in signatures:
        _call(builder, signature)
    builder.ret()
    session.program.init = builder.function.name


def _verdict(session: Session, signature: Signature) -> str:
    """A function that gives 1 if the invariant holds: the method, or for one without result, a call of it."""
    if isinstance(signature.result, BoolType):
        return signature.symbol
    if not isinstance(signature.result, VoidType):
        message = f"invariant {signature.function.__name__} returns {signature.result}"
        raise LanguageError(message, _place(signature), "return a bool, or nothing and use assert")
    builder = _wrapper(session, f"{signature.symbol}.holds", Scalar.I8)
    builder.loc = _place(signature)
    _call(builder, signature)
    builder.ret(true())
    return builder.function.name


def _final(session: Session, signature: Signature) -> str:
    """A function that checks the end: the method, or for one with a result, an assert of it."""
    if isinstance(signature.result, VoidType):
        return signature.symbol
    if not isinstance(signature.result, BoolType):
        message = f"check {signature.function.__name__} returns {signature.result}"
        raise LanguageError(message, _place(signature), "return a bool, or nothing and use assert")
    builder = _wrapper(session, f"{signature.symbol}.holds", None)
    builder.loc = _place(signature)
    held = builder.value("call", Scalar.I8, symbol=signature.symbol)
    builder.emit("assert", (), (held,), message=f"{signature.function.__name__} returned False")
    builder.ret()
    return builder.function.name


def _wrapper(session: Session, name: str, result: Scalar | None) -> Builder:
    session.program.add(Function(name, (), result))
    return Builder(session.program.functions[name])


def _call(builder: Builder, signature: Signature) -> None:
    builder.loc = _place(signature)
    if isinstance(signature.result, VoidType):
        builder.emit("call", symbol=signature.symbol)
    else:
        builder.value("call", Scalar(signature.result.size * 8), symbol=signature.symbol)
