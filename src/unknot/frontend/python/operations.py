"""Operations of an object and their specification. One idea: the specification is ordinary Python and stays so; here
only its shape is compared with the operations'."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.forms import STRUCT
from unknot.frontend.python.observers import reached
from unknot.frontend.python.scenario import ScenarioInfo, scenario_info
from unknot.frontend.python.session import Session, Signature
from unknot.frontend.python.source import find_function
from unknot.frontend.python.types import an
from unknot.ir.program import Operation, Program
from unknot.ir.types import DataType, FunctionType, PointerType, strip

SPECIFICATION = "specification"
MOST_OPERATIONS = 255
"""As many as a history can tell apart."""
MOST_VALUES = 6
"""What an operation can take."""


def add_operations(session: Session, info: ScenarioInfo, signatures: Sequence[Signature]) -> None:
    """Notes the operations and their specification in the program."""
    given = getattr(info.cls, SPECIFICATION, None)
    if not signatures:
        if given is not None:
            message = f"scenario {info.name} has a specification, and no method is marked @operation"
            raise LanguageError(message, info.where, "mark the methods that it specifies with @operation")
        return
    if len(signatures) > MOST_OPERATIONS:
        raise LanguageError(f"more than {MOST_OPERATIONS} operations", info.where)
    specification = _class(given, info, signatures)
    for signature in signatures:
        _check_types(signature)
        _check_method(specification, signature)
    session.program.specification = specification
    session.program.operations = [
        Operation(s.function.__name__, s.symbol, FunctionType(tuple(p.type for p in s.params), s.result))
        for s in signatures
    ]


def check_operations(program: Program) -> None:
    """Raises LanguageError if an operation calls another, or an invariant does: neither could be recorded."""
    names = {operation.function: operation.name for operation in program.operations}
    for symbol, name in names.items():
        _check_calls(program, symbol, f"operation {name}", names)
    for name, symbol in program.invariants:
        _check_calls(program, symbol, f"invariant {name}", names)


def _check_calls(program: Program, symbol: str, who: str, names: dict[str, str]) -> None:
    for function in reached(program, symbol):
        for op in function.ops():
            if op.code == "call" and op.attrs["symbol"] in names:
                other = names[op.attrs["symbol"]]
                remedy = f"move what {other} does into a method without a mark, and call that"
                raise LanguageError(f"{who} calls the operation {other}", op.loc, remedy)


def _place(signature: Signature) -> Location:
    source, node = find_function(signature.function)
    return source.at(node)


def _class(specification: Any, info: ScenarioInfo, signatures: Sequence[Signature]) -> type:
    """The specification. Raises LanguageError if it can be none."""
    methods = ", ".join(s.function.__name__ for s in signatures)
    remedy = f"write {SPECIFICATION} = Model, where Model is a plain Python class with the methods {methods}"
    if specification is None:
        message = f"scenario {info.name} has operations and no specification"
        raise LanguageError(message, _place(signatures[0]), remedy)
    if not isinstance(specification, type):
        raise LanguageError(f"the specification {specification!r} is no class", info.where, remedy)
    if STRUCT in vars(specification) or scenario_info(specification) is not None:
        message = f"the specification {specification.__name__} is part of the program"
        raise LanguageError(message, info.where, remedy)
    if not _takes(specification, 0):
        message = f"{specification.__name__}() takes arguments, and nobody gives them"
        raise LanguageError(message, info.where, "let the object begin as the scenario does")
    return specification


def _check_types(signature: Signature) -> None:
    name = signature.function.__name__
    if len(signature.params) > MOST_VALUES:
        raise LanguageError(f"operation {name} takes more than {MOST_VALUES} values", _place(signature))
    for param in signature.params:
        _check_value(f"{param.name} of operation {name}", param.type, signature)
    _check_value(f"the result of operation {name}", signature.result, signature)


def _check_value(what: str, kind: DataType, signature: Signature) -> None:
    if isinstance(strip(kind), PointerType):
        message = f"{what} is {an(kind)}; a specification in plain Python knows no addresses"
        raise LanguageError(message, _place(signature), "use a number that stands for what it points at")


def _check_method(specification: type, signature: Signature) -> None:
    name = signature.function.__name__
    method = getattr(specification, name, None)
    if not callable(method):
        message = f"the specification {specification.__name__} has no method {name}"
        raise LanguageError(message, _place(signature), f"write def {name}(self, ...) in it")
    if not _takes(method, 1 + len(signature.params)):
        message = f"{specification.__name__}.{name} takes other arguments than the operation {name}"
        given = ", ".join(["self", *(p.name for p in signature.params)])
        raise LanguageError(message, _place(signature), f"write def {name}({given}) in it")


def _takes(function: Any, count: int) -> bool:
    """True if it can be called with so many arguments, as far as Python can tell."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:
        return True
    return True
