"""Loads the user's files and builds programs from what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

from unknot.core.errors import LanguageError
from unknot.frontend.python.session import Session
from unknot.frontend.python.syntax import compile_pending
from unknot.ir.program import Program


def build_functions(functions: Sequence[Callable[..., Any]], name: str = "functions") -> Program:
    """A program without threads: the given functions and all they call, under their own names."""
    session = Session(name)
    for function in functions:
        if not isinstance(function, FunctionType):
            raise LanguageError(f"{function!r} is no Python function")
        session.declare(function)
    compile_pending(session)
    return session.program
