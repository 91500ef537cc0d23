"""A specification, run. One idea: an object's states have numbers, equal ones the same, and what an operation does in a
state is asked once: many histories, few questions.
"""

from __future__ import annotations

import copy
import os
import pickle
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from unknot.checks.histories.history import Call, as_python, as_word
from unknot.core.errors import SpecificationError
from unknot.core.location import NOWHERE, Location
from unknot.frontend.python.source import shown_path
from unknot.ir.program import Operation
from unknot.ir.types import BoolType, VoidType, strip


@dataclass(frozen=True)
class Answer:
    """What an operation does in a state. `result` is as in memory, None if there is none or if the number does not fit
    the operation's type (`given` is the number); `state` is the next one. `waits`: it cannot happen in this state."""

    result: int | None
    state: int
    given: object = None
    waits: bool = False


class Specification:
    """A plain Python class as a machine with numbered states. `FIRST` is the state of a new object."""

    FIRST = 0

    def __init__(self, model: type) -> None:
        self._model = model
        self._states: list[Any] = []
        self._known: dict[bytes, int] = {}
        self._answers: dict[tuple[int, str, tuple[int, ...]], Answer] = {}
        self._add(self._guarded(model))

    def ask(self, state: int, call: Call) -> Answer:
        """What the call's operation does in that state. Raises SpecificationError if the user's code fails."""
        key = state, call.operation.name, call.arguments
        if key not in self._answers:
            self._answers[key] = self._run(state, call)
        return self._answers[key]

    def _run(self, state: int, call: Call) -> Answer:
        """Asks twice: what answers differently, or leaves its class changed, keeps something outside of itself."""
        shared = _shared_by(self._model)
        answer, again = self._asked(state, call), self._asked(state, call)
        if (answer.given, answer.waits) != (again.given, again.waits) or _shared_by(self._model) != shared:
            raise self._not_in_itself(call.operation)
        return answer

    def _asked(self, state: int, call: Call) -> Answer:
        model = self._guarded(copy.deepcopy, self._states[state])
        types = call.operation.type.params
        arguments = [as_python(kind, value) for kind, value in zip(types, call.arguments, strict=True)]
        given = self._guarded(getattr(model, call.operation.name), *arguments)
        if given is NotImplemented:
            return Answer(None, state, waits=True)
        result = None
        if not isinstance(call.operation.type.result, VoidType):
            result = as_word(call.operation.type.result, self._number(call.operation, given))
        return Answer(result, self._add(model), given)

    def _number(self, operation: Operation, given: object) -> int:
        if isinstance(given, int):
            return bool(given) if isinstance(strip(operation.type.result), BoolType) else given
        message = f"{self._model.__name__}.{operation.name} returned {given!r}, and the operation gives a number"
        remedy = f"return an int or a bool that stands for its {operation.type.result}"
        raise SpecificationError(message, self._place_of(operation), remedy)

    def _not_in_itself(self, operation: Operation) -> SpecificationError:
        message = (
            f"{self._model.__name__}.{operation.name} does not do the same each time it is asked in the same state:"
            " it changes something outside of the object"
        )
        remedy = "keep all of the state in the object: set it in __init__, not in the class or the module"
        return SpecificationError(message, self._place_of(operation), remedy)

    def _place_of(self, operation: Operation) -> Location:
        code = getattr(getattr(self._model, operation.name), "__code__", None)
        return Location(shown_path(code.co_filename), code.co_firstlineno) if code else NOWHERE

    def _add(self, model: Any) -> int:
        key = _bytes_of(model)
        if key is None:
            self._states.append(model)
            return len(self._states) - 1
        if key not in self._known:
            self._known[key] = len(self._states)
            self._states.append(model)
        return self._known[key]

    def _guarded(self, function: Any, *arguments: Any) -> Any:
        """Calls what the user wrote."""
        try:
            return function(*arguments)
        except Exception as error:
            shown = type(error).__name__ + (f": {error}" if str(error) else "")
            remedy = (
                "it is asked in every order: say what the operation gives then, or return NotImplemented if it waits"
            )
            message = f"the specification {self._model.__name__} raised {shown}"
            raise SpecificationError(message, self._blame(error), remedy) from error

    def _blame(self, error: BaseException) -> Location:
        """The innermost line in the specification's file."""
        module = sys.modules.get(self._model.__module__)
        file = os.path.abspath(getattr(module, "__file__", None) or "")
        frames = [f for f in traceback.extract_tb(error.__traceback__) if os.path.abspath(f.filename) == file]
        if not frames:
            return NOWHERE
        return Location(shown_path(frames[-1].filename), frames[-1].lineno or 1, (frames[-1].colno or 0) + 1)


def _bytes_of(model: Any) -> bytes | None:
    """What tells states apart, also where the model is a list or a dict itself or has slots; None if that cannot be
    said, and then each counts as another."""
    try:
        _, made_of, *more = model.__reduce_ex__(4)
        parts = [list(part) if isinstance(part, Iterator) else part for part in more]
        return pickle.dumps(([part for part in made_of if part is not type(model)], parts))
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return None


def _shared_by(model: type) -> bytes | None:
    """What all objects of the class have in common and could be changed."""
    attributes = [(name, value) for each in model.__mro__[:-1] for name, value in vars(each).items()]
    try:
        return pickle.dumps([(n, v) for n, v in attributes if not n.startswith("__") and not _is_code(v)])
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return None


def _is_code(value: object) -> bool:
    return callable(value) or hasattr(value, "__get__")
