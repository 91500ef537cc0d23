"""Parameters of scenarios. One idea: `param` is an ordinary call that gives a number while the user's file runs,
and notes that it was asked; whoever runs the file says which numbers to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from unknot.core.errors import TargetError

N = TypeVar("N", bound=int)


@dataclass(frozen=True)
class Parameter:
    """A parameter as declared, and the value it has in this run."""

    name: str
    default: int
    help: str
    value: int


@dataclass
class Parameters:
    """The values given from outside and the parameters declared so far."""

    given: Mapping[str, int] = field(default_factory=dict)
    declared: dict[str, Parameter] = field(default_factory=dict)

    def check_names(self, target: str) -> None:
        """Raises TargetError if a value was given for a parameter that nobody declared."""
        for name in self.given:
            if name not in self.declared:
                known = ", ".join(f"{p.name} ({int(p.default)})" for p in self.declared.values())
                remedy = f"its parameters and their defaults: {known}" if known else "it declares none with param(...)"
                raise TargetError(f"{target} has no parameter {name}", remedy=remedy)

    def values(self) -> dict[str, int]:
        """Name and value of every declared parameter."""
        return {p.name: int(p.value) for p in self.declared.values()}


_OUTSIDE = Parameters()
_active: ContextVar[Parameters] = ContextVar("parameters", default=_OUTSIDE)


def active() -> Parameters:
    """The parameters of the file that is running."""
    return _active.get()


@contextmanager
def parameters(given: Mapping[str, int]) -> Iterator[Parameters]:
    """For the body, `param` takes its values from `given`."""
    context = Parameters(given)
    token = _active.set(context)
    try:
        yield context
    finally:
        _active.reset(token)


def param(name: str, default: N, help: str = "") -> N:
    """A number that the command line can override: `size = param("size", 4, "slots in the ring")`, then `-p size=8`.

    The result is an ordinary Python constant: it may size arrays, count threads and choose code.
    """
    if not isinstance(name, str) or not name.isidentifier():
        raise TargetError(f"param({name!r}, ...): this is no name", remedy='write param("size", 4)')
    if not isinstance(default, int):
        raise TargetError(f"parameter {name} has the default {default!r}", remedy="give it a whole number or a bool")
    context = active()
    before = context.declared.get(name)
    if before is not None and before.default != default and context is not _OUTSIDE:
        remedy = "give both the same default, or different names"
        raise TargetError(f"parameter {name} has the defaults {before.default} and {default}", remedy=remedy)
    value = type(default)(context.given[name]) if name in context.given else default
    context.declared[name] = Parameter(name, default, help, value)
    return value
