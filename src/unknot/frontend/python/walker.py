"""What every walker of expressions may ask for. One idea: `thing` gives what an expression stands for, unloaded;
`value` loads it."""

from __future__ import annotations

import ast
from abc import abstractmethod
from typing import Any

from unknot.frontend.python.frame import Frame
from unknot.frontend.python.values import Literal, Place, Result, Static, Value
from unknot.ir.types import (
    DataType,
    PointerType,
)


class Walker(Frame):
    """Entry points; the walkers below fill in `thing` and `call`."""

    @abstractmethod
    def thing(self, node: ast.expr, want: DataType | None = None) -> Result:
        """What an expression stands for; `want` is the type a constant without one should take."""

    @abstractmethod
    def call(self, node: ast.Call) -> Result:
        """A call; see calls.py."""

    def value(self, node: ast.expr, want: DataType | None = None) -> Literal | Value | Static:
        """The value of an expression; `want` is the type a constant without one should take."""
        thing = self.thing(node, want)
        with self.placed(node):
            return self.mean.value(thing)

    def typed(self, node: ast.expr, want: DataType | None = None) -> Value:
        """The value with a type."""
        value = self.value(node, want)
        with self.placed(node):
            return self.mean.typed(value, want)

    def converted(self, node: ast.expr, to: DataType, what: str) -> Value:
        """The value as a `to`; `what` is what it is for."""
        value = self.value(node, to)
        with self.placed(node):
            return self.mean.convert(value, to, what)

    def place(self, node: ast.expr) -> Place:
        """The place in memory an expression names."""
        thing = self.thing(node)
        if not isinstance(thing, Place):
            raise self.refuse(node, f"{self.text(node)} is no place in memory", "name a variable, field or element")
        return thing

    def pointer(self, node: ast.expr) -> Value:
        """The value of an expression that must be a pointer."""
        value = self.value(node)
        if not isinstance(value, Value) or not isinstance(value.type, PointerType):
            raise self.refuse(node, f"{self.text(node)} is no pointer", "take an address: addr(...)")
        return value

    def text(self, node: ast.AST) -> str:
        """The source of a node, on one line."""
        return ast.unparse(node)

    def static(self, node: ast.expr) -> Any:
        """The Python value of an expression of compile time, such as a type."""
        code = compile(ast.Expression(node), self.source.shown, "eval")
        try:
            return eval(code, {"__builtins__": {}}, self.scope)
        except (NameError, AttributeError, TypeError, KeyError) as error:
            message = f"{self.text(node)} is not known when the program is built: {error}"
            raise self.refuse(node, message, "use types and constants only") from error
