"""Scenarios: who runs against whom. One idea: a decorator only notes what a method is for; `assemble` makes the
program."""

from __future__ import annotations

import sys
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, TypeVar, overload

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.foreign import Foreign
from unknot.frontend.python.foreign import active as active_foreign
from unknot.frontend.python.forms import visible_names
from unknot.frontend.python.parameters import Parameters, active
from unknot.frontend.python.source import shown_path

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

SCENARIO = "__unknot_scenario__"
ROLE = "__unknot_role__"
ROLES = ("thread", "initial", "invariant", "at_end", "operation")
MOST_THREADS = 64
"""As many as the search can tell apart."""


@dataclass(frozen=True)
class Role:
    """What a method of a scenario is for, one of `ROLES`. `count` is that of `@thread(count=n)`."""

    kind: str
    count: int | None = None


@dataclass(eq=False)
class ScenarioInfo:
    """A scenario as declared. `name` and `file` are what its target is called; loading a file sets them."""

    cls: type
    names: Mapping[str, Any]
    parameters: Parameters
    name: str
    file: str
    line: int
    foreign: Foreign | None = None
    roles: dict[str, Role] = field(default_factory=dict)

    @property
    def where(self) -> Location:
        """The line of its class."""
        return Location(self.file, self.line)


def scenario(cls: type[T]) -> type[T]:
    """Declares a scenario. Its annotated fields are shared memory, its methods the threads and what must hold.

    Classes may inherit fields and methods from each other. Plain methods are helpers: `self.helper(...)`.
    """
    frame = sys._getframe(1)
    if not isinstance(cls, type):
        message, remedy = "@scenario stands only before a class", "write @scenario, and class Name: below it"
        raise LanguageError(message, _caller(2), remedy)
    file = shown_path(frame.f_code.co_filename)
    names = ChainMap({cls.__name__: cls}, visible_names(1), frame.f_globals)
    info = ScenarioInfo(cls, names, active(), cls.__name__, file, frame.f_lineno, active_foreign())
    for base in reversed(cls.__mro__):
        for name, member in vars(base).items():
            role = vars(member).get(ROLE) if isinstance(member, FunctionType) else None
            if role is not None:
                info.roles[name] = role
            elif member is None:
                info.roles.pop(name, None)
    if not any(role.kind == "thread" for role in info.roles.values()):
        raise LanguageError(f"scenario {cls.__name__} has no thread", info.where, "mark a method with @thread")
    setattr(cls, SCENARIO, info)
    return cls


@overload
def thread(method: F, /) -> F: ...


@overload
def thread(*, count: int) -> Callable[[F], F]: ...


def thread(method: Any = None, /, *, count: int | None = None) -> Any:
    """Marks a method as a thread. `@thread(count=n)` makes n of them; a second parameter receives the index from 0."""
    if method is None:
        if not isinstance(count, int) or not 0 <= count <= MOST_THREADS:
            message = f"@thread(count={count!r}): the count must be a whole number from 0 to {MOST_THREADS}"
            raise LanguageError(message, _caller(2), "write @thread, or @thread(count=2)")
        number = count
        return lambda function: _mark(function, Role("thread", number))
    return _mark(method, Role("thread"))


def initial(method: F) -> F:
    """Marks a method that runs first, alone."""
    return _mark(method, Role("initial"))


def invariant(method: F) -> F:
    """Marks a method that must return True, or pass its asserts, in every state."""
    return _mark(method, Role("invariant"))


def at_end(method: F) -> F:
    """Marks a method that runs when all threads have ended, with asserts on what is left."""
    return _mark(method, Role("at_end"))


def operation(method: F) -> F:
    """Marks a method as an operation of an object. Its calls and results on every schedule must fit some order of the
    operations, one after the other, in which the scenario's `specification` gives the same."""
    return _mark(method, Role("operation"))


def _mark(method: F, role: Role) -> F:
    if not isinstance(method, FunctionType):
        remedy = "write def name(self): below it"
        if isinstance(method, int):
            remedy = f"write @{role.kind}(count={method})"
        raise LanguageError(f"@{role.kind} stands only before a method", _caller(3), remedy)
    marked = vars(method).get(ROLE)
    if marked is not None:
        message = f"{method.__name__} is marked @{role.kind} and @{marked.kind}"
        raise LanguageError(message, _caller(3), "write two methods; both may call a third")
    setattr(method, ROLE, role)
    return method


def _caller(depth: int) -> Location:
    """The line of the user's that is `depth` calls up."""
    frame = sys._getframe(depth)
    return Location(shown_path(frame.f_code.co_filename), frame.f_lineno)


def scenario_info(value: Any) -> ScenarioInfo | None:
    """The declaration of a scenario's class; None for anything else."""
    info = vars(value).get(SCENARIO) if isinstance(value, type) else None
    return info if isinstance(info, ScenarioInfo) else None
