"""Walks branches and loops. One idea: what is assigned is known on every path, so a local is never read without a
value."""

from __future__ import annotations

import ast
from abc import abstractmethod
from typing import Any

from unknot.frontend.python.assignments import Assignments
from unknot.frontend.python.frame import Loop
from unknot.frontend.python.values import Literal, Static, Value
from unknot.ir.ops import Operand, Reg, const
from unknot.ir.types import (
    IntType,
    Scalar,
    scalar_of,
    strip,
)


class Loops(Assignments):
    """The walker of if, while and for."""

    @abstractmethod
    def block(self, statements: list[ast.stmt]) -> None:
        """Statements in a row; see statements.py."""

    def _if(self, node: ast.If) -> None:
        known = self.known_truth(node.test)
        if known is not None:
            self.block(node.body if known else node.orelse)
            return
        then, end = self.builder.block("then"), self.builder.block("end")
        otherwise = self.builder.block("else") if node.orelse else end
        self.condition(node.test, then, otherwise)
        before = set(self.assigned)
        exits = [] if node.orelse else [before]
        self.builder.start(then)
        self.block(node.body)
        self._leave(end, exits)
        if node.orelse:
            self.assigned = set(before)
            self.builder.start(otherwise)
            self.block(node.orelse)
            self._leave(end, exits)
        self._arrive(end, exits)

    def _leave(self, label: str, exits: list[set[str]]) -> None:
        """Goes to `label` if control comes here, and notes what is assigned then."""
        if not self.builder.done:
            self.builder.jump(label)
            exits.append(set(self.assigned))

    def _arrive(self, label: str, exits: list[set[str]]) -> None:
        """Begins `label` if anything goes there; assigned is what all who go there have assigned."""
        if exits:
            self.builder.start(label)
            self.assigned = set.intersection(*exits)

    def _while(self, node: ast.While) -> None:
        head, body, after = (self.builder.block(h) for h in ("while", "body", "after"))
        otherwise = self.builder.block("else") if node.orelse else after
        known = self.known_truth(node.test)
        self.builder.jump(head)
        self.builder.start(head)
        self.condition(node.test, body, otherwise)
        at_test = set(self.assigned)
        loop = Loop(after, head, self.depth, [])
        if known is not False:
            self.builder.start(body)
            self.loops.append(loop)
            self.block(node.body)
            self.loops.pop()
            self.builder.jump(head)
        self._end_loop(node.orelse, otherwise, loop, [] if known is True else [at_test])

    def _end_loop(self, orelse: list[ast.stmt], otherwise: str, loop: Loop, at_test: list[set[str]]) -> None:
        if orelse and at_test:
            self._arrive(otherwise, at_test)
            self.block(orelse)
            self._leave(loop.after, loop.exits)
        elif at_test:
            loop.exits += at_test
        self._arrive(loop.after, loop.exits)

    def _for(self, node: ast.For) -> None:
        if not isinstance(node.target, ast.Name):
            raise self.refuse(node.target, "a for loop counts one variable", "write for i in range(n)")
        name = node.target.id
        if any(name == loop.counter for loop in self.loops):
            raise self.refuse(node.target, f"{name} is counted by a for loop already", "count another variable")
        start, stop, step = self._range(node)
        counter = self.variables.get(name)
        wanted = counter.type if counter else None
        kind = self._counter_type(wanted, start, stop, step, node)
        with self.placed(node.iter):
            first = self.mean.convert(start, kind, f"{name}, which this range counts,")
            limit = self.mean.convert(stop, kind, f"{name}, which this range counts,")
            if isinstance(limit.operand, Reg) and limit.operand.name in assigned_names(node.body) | {name}:
                limit = self.mean.copied(limit)
        with self.placed(node.target):
            variable = self.declare(name, kind, node, False)
            self.set_local(name, variable, first)
        if name in self.in_memory:
            raise self.refuse(
                node.target, f"the address of {name}, which a for loop counts", "copy it to another variable"
            )
        self._count(node, variable.register, kind, limit.operand, step)
        self.counted.add(name)

    def _count(self, node: ast.For, counter: Reg, kind: IntType, limit: Operand, step: int) -> None:
        head, body, latch, after = (self.builder.block(h) for h in ("for", "body", "next", "after"))
        otherwise = self.builder.block("else") if node.orelse else after
        less = "slt" if kind.signed else "ult"
        with self.placed(node.iter):
            self.builder.jump(head)
            self.builder.start(head)
            sides = (counter, limit) if step > 0 else (limit, counter)
            self.builder.branch(self.builder.value(less, Scalar.I8, *sides), body, otherwise)
        at_test = set(self.assigned) - {counter.name}
        loop = Loop(after, latch, self.depth, [], counter.name)
        self.builder.start(body)
        self.loops.append(loop)
        self.block(node.body)
        self.loops.pop()
        self.builder.jump(latch)
        self.builder.start(latch)
        with self.placed(node.iter):
            if abs(step) > 1:
                self._last_round(counter, limit, step, otherwise)
            self.builder.emit("add", (counter,), (counter, const(step, scalar_of(kind))))
            self.builder.jump(head)
        self._end_loop(node.orelse, otherwise, loop, [at_test])

    def _last_round(self, counter: Reg, limit: Operand, step: int, otherwise: str) -> None:
        """Leaves before a step past the end could wrap around."""
        width = counter.type
        far, near = (limit, counter) if step > 0 else (counter, limit)
        left = self.builder.value("sub", width, far, near)
        last = self.builder.value("ule", Scalar.I8, left, const(abs(step), width))
        further = self.builder.block("step")
        self.builder.branch(last, otherwise, further)
        self.builder.start(further)

    def _range(self, node: ast.For) -> tuple[Literal | Value, Literal | Value, int]:
        call = node.iter
        if not (
            isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and self.scope.get(call.func.id) is range
        ):
            raise self.refuse(node.iter, "for loops over range(...) only", "write for i in range(n), and index with i")
        if call.keywords or not 1 <= len(call.args) <= 3:
            raise self.refuse(call, "range takes 1 to 3 numbers")
        values: list[Literal | Value] = []
        for argument in call.args:
            value = self.value(argument)
            if isinstance(value, Static):
                raise self.refuse(argument, "range takes numbers")
            values.append(value)
        step = values[2] if len(values) == 3 else Literal(1)
        if not isinstance(step, Literal) or step.value == 0:
            raise self.refuse(call.args[2], "the step of a range must be a constant other than 0")
        start, stop = (Literal(0), values[0]) if len(values) == 1 else (values[0], values[1])
        return start, stop, step.value

    def _counter_type(self, wanted: Any, start: Any, stop: Any, step: int, node: ast.For) -> IntType:
        """The bound's type; for constants u64, or i64 if the counter can go below 0."""
        typed = [v.type for v in (stop, start) if isinstance(v, Value)]
        if wanted is not None:
            kind = wanted
        elif typed:
            kind = max((strip(t) for t in typed), key=lambda t: t.size)
        else:
            kind = IntType(64, min(start.value, stop.value) < 0)
        if not isinstance(kind, IntType):
            raise self.refuse(node.iter, f"a range of {kind}", "count with an integer")
        if not kind.signed and any(isinstance(v, Literal) and v.value < 0 for v in (start, stop)):
            raise self.refuse(
                node.iter, f"a range of {kind} with a negative bound", "cast: range(i64(n), -1, -1) can pass 0"
            )
        return kind

    def _break(self, node: ast.Break) -> None:
        loop = self.loops[-1]
        self._close(loop.depth)
        loop.exits.append(set(self.assigned) - ({loop.counter} if loop.counter else set()))
        self.builder.jump(loop.after)

    def _continue(self, node: ast.Continue) -> None:
        self._close(self.loops[-1].depth)
        self.builder.jump(self.loops[-1].again)

    def _close(self, depth: int) -> None:
        """Leaves the indivisible blocks above `depth`."""
        for _ in range(self.depth - depth):
            self.builder.emit("atomic_end")


def assigned_names(statements: list[ast.stmt]) -> set[str]:
    """Every name that the statements assign."""
    parts = (part for statement in statements for part in ast.walk(statement))
    return {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
