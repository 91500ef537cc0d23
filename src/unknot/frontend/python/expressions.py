"""Walks expressions: which walker takes which node, and the operators."""

from __future__ import annotations

import ast
import builtins
from typing import Any

from unknot.frontend.python.conditions import Conditions
from unknot.frontend.python.refusals import BUILTINS, EXPRESSIONS, OPERATORS
from unknot.frontend.python.types import BOOL, is_enum
from unknot.frontend.python.values import Literal, Result, Static, Value
from unknot.ir.types import (
    DataType,
    Scalar,
)

_BINARY: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.FloorDiv: "div",
    ast.Mod: "rem",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.LShift: "shl",
    ast.RShift: "shr",
}
_COMPARE: dict[type[ast.AST], str] = {
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Is: "eq",
    ast.IsNot: "ne",
}


class Expressions(Conditions):
    """The walker of expressions."""

    def thing(self, node: ast.expr, want: DataType | None = None) -> Result:
        """What an expression stands for."""
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.BinOp):
            return self._binary(node, want)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, want)
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.BoolOp):
            return self._bool_op(node)
        if isinstance(node, ast.IfExp):
            return self._choice(node, want)
        message, remedy = EXPRESSIONS.get(type(node), (f"{type(node).__name__} is not supported", ""))
        raise self.refuse(node, message, remedy)

    def operator_name(self, operator: ast.operator, node: ast.AST) -> str:
        """The name of a binary operator; refused if the language lacks it."""
        if type(operator) in OPERATORS:
            raise self.refuse(node, *OPERATORS[type(operator)])
        return _BINARY[type(operator)]

    def _binary(self, node: ast.BinOp, want: DataType | None) -> Result:
        name = self.operator_name(node.op, node)
        left = self.value(node.left, want)
        right = self.value(node.right, left.type if isinstance(left, Value) else want)
        with self.placed(node):
            return self.mean.binary(name, left, right)

    def _unary(self, node: ast.UnaryOp, want: DataType | None) -> Result:
        if isinstance(node.op, ast.Not):
            truth = Value(BOOL, self.truth(node.operand))
            with self.placed(node):
                return self.mean.negate(truth)
        thing = self.value(node.operand, want)
        with self.placed(node):
            if isinstance(node.op, ast.USub):
                return self.mean.minus(thing)
            return thing if isinstance(node.op, ast.UAdd) else self.mean.invert(thing)

    def _pair(self, operator: ast.cmpop, left: Literal | Value | Static, right_node: ast.expr, node: ast.AST) -> Any:
        """One comparison of a chain: its result and the right side."""
        if type(operator) in OPERATORS:
            raise self.refuse(node, *OPERATORS[type(operator)])
        right = self.value(right_node, left.type if isinstance(left, Value) else None)
        if isinstance(operator, ast.Is | ast.IsNot) and not isinstance(left, Static) and not isinstance(right, Static):
            raise self.refuse(node, "is compares with None only", "write ==")
        with self.placed(node):
            return self.mean.compare(_COMPARE[type(operator)], left, right), right

    def _compare(self, node: ast.Compare) -> Literal | Value:
        left = self.value(node.left)
        if len(node.ops) == 1:
            result: Literal | Value = self._pair(node.ops[0], left, node.comparators[0], node)[0]
            return result
        register, end = self.builder.reg(Scalar.I8), self.builder.block("chain")
        for index, (operator, comparator) in enumerate(zip(node.ops, node.comparators, strict=True)):
            result, left = self._pair(operator, left, comparator, node)
            self._keep(register, result, node)
            if index + 1 < len(node.ops):
                following = self.builder.block("chain")
                self.builder.branch(register, following, end)
                self.builder.start(following)
        self.builder.jump(end)
        self.builder.start(end)
        return Value(BOOL, register)


def is_cast(value: Any) -> bool:
    """True for what can be called as a cast: integer types, bool and enums."""
    return value is bool or is_enum(value)


def is_refused(value: Any) -> tuple[str, str] | None:
    """Why a Python builtin is refused, or None if it is none."""
    name = getattr(value, "__name__", "")
    return BUILTINS.get(name) if vars(builtins).get(name) is value else None
