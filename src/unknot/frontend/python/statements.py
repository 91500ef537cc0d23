"""Walks statements: which walker takes which node, and return, assert and indivisible blocks."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from unknot.frontend.python.builtins import arguments, wait
from unknot.frontend.python.language import aside, indivisible
from unknot.frontend.python.loops import Loops
from unknot.frontend.python.refusals import STATEMENTS
from unknot.frontend.python.types import an
from unknot.frontend.python.values import Static
from unknot.ir.ops import Const
from unknot.ir.types import VoidType


class Statements(Loops):
    """The walker of statements."""

    def block(self, statements: list[ast.stmt]) -> None:
        """Statements in a row, as far as control comes."""
        for statement in statements:
            if self.builder.done:
                return
            self.at(statement)
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """One statement."""
        table: dict[type[ast.stmt], Callable[[Any], None]] = {
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.Expr: self._expression,
            ast.If: self._if,
            ast.While: self._while,
            ast.For: self._for,
            ast.Break: self._break,
            ast.Continue: self._continue,
            ast.Return: self._return,
            ast.Assert: self._assert,
            ast.With: self._with,
            ast.Pass: lambda _: None,
            ast.Global: lambda _: None,
        }
        walk = table.get(type(node))
        if walk is None:
            message, remedy = STATEMENTS.get(type(node), (f"{type(node).__name__} is not supported", ""))
            raise self.refuse(node, message, remedy)
        walk(node)

    def _expression(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return
        self.thing(node.value)
        if not isinstance(node.value, ast.Call):
            raise self.refuse(node, "this statement does nothing", "assign its value, or call something")

    def _return(self, node: ast.Return) -> None:
        result = self.signature.result
        if isinstance(result, VoidType):
            if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
                message = f"{self.signature.symbol} returns nothing"
                raise self.refuse(node, message, f"annotate it: def {self.node.name}(...) -> u32")
            self._close(0)
            self.builder.ret()
            return
        if node.value is None:
            raise self.refuse(node, f"{self.signature.symbol} must return {an(result)}")
        value = self.converted(node.value, result, "the result")
        self.at(node)
        self._close(0)
        self.builder.ret(value.operand)

    # -- assert and indivisible ------------------------------------------------------------------------------------

    def _assert(self, node: ast.Assert) -> None:
        message = self.text(node.test)
        if node.msg is not None:
            thing = self.thing(node.msg)
            if not isinstance(thing, Static) or not isinstance(thing.value, str):
                raise self.refuse(node.msg, "the message of an assert must be a plain string")
            message = thing.value
        truth = self.truth(node.test)
        self.at(node)
        if not (isinstance(truth, Const) and truth.value):
            self.builder.emit("assert", (), (truth,), message=message)

    def _with(self, node: ast.With) -> None:
        if len(node.items) != 1 or node.items[0].optional_vars is not None:
            raise self.refuse(node, "with takes one indivisible(...) and no name", "write with indivisible():")
        call = node.items[0].context_expr
        callee = self.thing(call.func) if isinstance(call, ast.Call) else None
        known = isinstance(callee, Static) and callee.value in (indivisible, aside)
        if not isinstance(callee, Static) or not known or not isinstance(call, ast.Call):
            raise self.refuse(
                call, "with stands only before indivisible(...)", "call the lock's functions: m.lock() ... m.unlock()"
            )
        silent = callee.value is aside
        if silent:
            self.builder.emit("atomic_begin", silent=True)
        else:
            self.builder.emit("atomic_begin")
        self.depth += 1
        if silent:
            arguments(self, call, 0)
        wait(self, call)
        self.block(node.body)
        self.depth -= 1
        if not self.builder.done:
            self.builder.loc = self.where(node.body[-1])
            self.builder.emit("atomic_end")
