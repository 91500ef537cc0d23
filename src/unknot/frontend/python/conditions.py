"""Walks conditions and choices. One idea: what is known when the program is built is decided then, and makes no
code."""

from __future__ import annotations

import ast
from typing import Any

from unknot.core.errors import LanguageError
from unknot.frontend.python.members import Members
from unknot.frontend.python.types import BOOL, an
from unknot.frontend.python.values import Literal, Result, Static, Value
from unknot.ir.ops import Operand, Reg, const
from unknot.ir.types import (
    DataType,
    Scalar,
    scalar_of,
)

_PURE = (
    ast.Name,
    ast.Constant,
    ast.Compare,
    ast.cmpop,
    ast.BoolOp,
    ast.boolop,
    ast.UnaryOp,
    ast.unaryop,
    ast.expr_context,
)
_PURE_OPERATORS = (ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr, ast.BitXor)


class Conditions(Members):
    """The walker of and, or, if-else, and of whatever decides a jump."""

    def _keep(self, register: Reg, result: Literal | Value, node: ast.AST) -> None:
        with self.placed(node):
            self.move(register, self.mean.convert(result, BOOL, "it"))

    def _bool_op(self, node: ast.BoolOp, truth: bool = False) -> Literal | Value:
        """`and` and `or`. As a value their operands must be bools, since Python gives back an operand; as a `truth`
        they may be numbers and pointers."""
        conjunction = isinstance(node.op, ast.And)
        known = self.known_truth(node)
        if not truth:
            for value in node.values:
                if self.known_truth(value) is not None:
                    self._bool(value)  # refuses constants that are no bools
        if known is not None:
            return Literal(known)
        values = [v for v in node.values if self.known_truth(v) is not conjunction]
        operand = self._truth_value if truth else self._bool
        first = operand(values[0])
        if all(self.is_pure(v) for v in values[1:]):
            for other in values[1:]:
                right = operand(other)
                with self.placed(node):
                    first = Value(
                        BOOL,
                        self.builder.value("and" if conjunction else "or", Scalar.I8, first.operand, right.operand),
                    )
            return first
        register, end = self.builder.reg(Scalar.I8), self.builder.block("bool")
        self._keep(register, first, node)
        for other in values[1:]:
            following = self.builder.block("bool")
            self.builder.branch(register, *((following, end) if conjunction else (end, following)))
            self.builder.start(following)
            self._keep(register, operand(other), node)
        self.builder.jump(end)
        self.builder.start(end)
        return Value(BOOL, register)

    def _truth_value(self, node: ast.expr) -> Value:
        return Value(BOOL, self.truth(node))

    def _bool(self, node: ast.expr) -> Value:
        value = self.value(node)
        with self.placed(node):
            kind = value.type if isinstance(value, Value) else BOOL
            if kind != BOOL or (isinstance(value, Literal) and not isinstance(value.value, bool)):
                shown = f"{an(kind)}" if isinstance(value, Value) else "a number"
                raise self.mean.error(
                    f"and, or of {shown}: Python would give the operand, not a bool", "compare it: ... != 0"
                )
            return self.mean.convert(value, BOOL, "it")

    def _choice(self, node: ast.IfExp, want: DataType | None) -> Result:
        known = self.known_truth(node.test)
        if known is not None:
            return self.value(node.body if known else node.orelse, want)
        if self.is_pure(node.body) and self.is_pure(node.orelse):
            truth = self.truth(node.test)
            one, other = self._same_type(node, self.value(node.body, want), self.value(node.orelse, want), want)
            with self.placed(node):
                chosen = self.builder.value("select", scalar_of(one.type), truth, one.operand, other.operand)
            return Value(one.type, chosen)
        return self._branching_choice(node, want)

    def _branching_choice(self, node: ast.IfExp, want: DataType | None) -> Value:
        then, otherwise, end = (self.builder.block(h) for h in ("then", "else", "end"))
        self.condition(node.test, then, otherwise)
        first, second = (then, node.body), (otherwise, node.orelse)
        if want is None and self._is_constant(node.body):
            first, second = second, first  # the other side has a type that the constant takes
        self.builder.start(first[0])
        value = self.typed(first[1], want)
        register = self.builder.reg(scalar_of(value.type))
        self._end_choice(node, register, value, end)
        self.builder.start(second[0])
        self._end_choice(node, register, self.converted(second[1], value.type, "the other branch"), end)
        self.builder.start(end)
        return Value(value.type, register)

    def _end_choice(self, node: ast.IfExp, register: Reg, value: Value, end: str) -> None:
        with self.placed(node):
            self.move(register, value)
            self.builder.jump(end)

    def _same_type(self, node: ast.AST, a: Any, b: Any, want: DataType | None) -> tuple[Value, Value]:
        with self.placed(node):
            if not isinstance(a, Value) and isinstance(b, Value):
                return self.mean.convert(a, b.type, "the other branch"), b
            one = self.mean.typed(a, want)
            return one, self.mean.convert(b, one.type, "the other branch")

    def is_pure(self, node: ast.expr) -> bool:
        """True if evaluating it touches registers only and cannot fail."""
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in self.in_memory:
                return False
            if isinstance(part, ast.Name) and part.id not in self.local_names and not self._is_constant(part):
                return False
            if not isinstance(part, _PURE + _PURE_OPERATORS):
                return False
        return True

    def _is_constant(self, node: ast.expr) -> bool:
        """True for literals and for names and members that are numbers, enums or None when the program is built."""
        if isinstance(node, ast.Constant):
            return not isinstance(node.value, str)
        if isinstance(node, ast.Name):
            if node.id in self.local_names and node.id != self.signature.receiver:
                return False
            found = self.lookup(node)
            return isinstance(found, Literal | Value) or (isinstance(found, Static) and found.value is None)
        if isinstance(node, ast.Attribute):
            root: ast.expr = node
            while isinstance(root, ast.Attribute):
                root = root.value
            if not isinstance(root, ast.Name) or (root.id in self.local_names and root.id != self.signature.receiver):
                return False
            found = self.lookup(node)
            return isinstance(found, Literal) or (isinstance(found, Value) and not isinstance(found.operand, Reg))
        return False

    def lookup(self, node: ast.expr) -> Result | None:
        """What a name or a chain of members of compile time stands for; None if it is not that."""
        try:
            if isinstance(node, ast.Name):
                return self._name(node)
            if isinstance(node, ast.Attribute) and isinstance(self.lookup(node.value), Static):
                return self._attribute(node)
        except LanguageError:
            return None
        return None

    def known_truth(self, node: ast.expr) -> bool | None:
        """The truth of a condition if it is known when the program is built."""
        if isinstance(node, ast.BoolOp):
            truths = [self.known_truth(v) for v in node.values]
            decisive = isinstance(node.op, ast.Or)
            if truths[0] is decisive:
                return decisive
            return None if None in truths else any(truths) if decisive else all(truths)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.known_truth(node.operand)
            return None if inner is None else not inner
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
            if not all(self._is_constant(p) for p in parts) or len(parts) > 2:
                return None
        elif not self._is_constant(node):
            return None
        truth = self.mean.truth(self.value(node))
        return truth if isinstance(truth, bool) else None

    def truth(self, node: ast.expr) -> Operand:
        """A condition as an operand of 0 or 1."""
        value = self._bool_op(node, True) if isinstance(node, ast.BoolOp) else self.value(node)
        with self.placed(node):
            truth = self.mean.truth(value)
        return const(truth, Scalar.I8) if isinstance(truth, bool) else truth

    def condition(self, node: ast.expr, then: str, otherwise: str) -> None:
        """Jumps to `then` or `otherwise`."""
        known = self.known_truth(node)
        if known is not None:
            self.builder.jump(then if known else otherwise)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.condition(node.operand, otherwise, then)
        elif isinstance(node, ast.BoolOp):
            for part in node.values[:-1]:
                following = self.builder.block("test")
                targets = (following, otherwise) if isinstance(node.op, ast.And) else (then, following)
                self.condition(part, *targets)
                self.builder.start(following)
            self.condition(node.values[-1], then, otherwise)
        else:
            truth = self.truth(node)
            with self.placed(node):
                self.builder.branch(truth, then, otherwise)
