"""Walks assignments. One idea: the first one fixes a local's type; structs, arrays and atomics become memory on the
stack."""

from __future__ import annotations

import ast
from typing import Any

from unknot.frontend.python.calls import Calls, is_struct
from unknot.frontend.python.forms import Initial
from unknot.frontend.python.types import an
from unknot.frontend.python.values import Literal, Place, Static, Value
from unknot.ir.ops import Reg
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    StructType,
    VoidType,
    strip,
)


class Assignments(Calls):
    """The walker of assignments."""

    def _assign(self, node: ast.Assign) -> None:
        if isinstance(node.value, ast.Tuple) or any(isinstance(t, ast.Tuple | ast.List) for t in node.targets):
            self._assign_many(node)
            return
        initial = self.initial_of(node.value)
        if initial is not None:
            self._assign_initial(node, initial)
            return
        value = self.value(node.value, self._type_of_target(node.targets[0]))
        if len(node.targets) > 1 and isinstance(value, Value):
            value = self.mean.copied(value)
            if isinstance(value.operand, Reg):
                self.kept.add(value.operand)
        for target in node.targets:
            self._store_to(target, value, node)

    def _assign_initial(self, node: ast.Assign, initial: Any) -> None:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Name) or target.id not in self.local_names:
            raise self.refuse(node, f"{self.text(node.value)} can only become a new local", "set the fields one by one")
        if isinstance(initial, Initial):
            example = f"{target.id}: {initial.maker}[u32] = {self.text(node.value)}"
            raise self.refuse(node, f"{target.id} needs a type", f"write {example}")
        self._local_in_memory(target.id, self.session.types.resolve(initial, self.scope, self.where(node)), None, node)

    def _local_in_memory(self, name: str, kind: DataType, default: Any, node: ast.stmt) -> None:
        """A local that is a struct, array or atomic, with its first value."""
        variable = self.declare(name, kind, node, True, zero=True)
        self.mean.initialise(self.place_of(name, variable), default, zeroed=not self.loops)
        self.assigned.add(name)

    def _assign_many(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Tuple) or not isinstance(node.value, ast.Tuple):
            raise self.refuse(node, "tuples are not values here", "write a, b = x, y, or assign one by one")
        if len(target.elts) != len(node.value.elts):
            raise self.refuse(node, f"{len(target.elts)} places and {len(node.value.elts)} values")
        assigned = {t.id for t in target.elts if isinstance(t, ast.Name)}
        values: list[Literal | Value | Static] = []
        for place, expression in zip(target.elts, node.value.elts, strict=True):
            value = self.value(expression, self._type_of_target(place))
            if isinstance(value, Value) and isinstance(expression, ast.Name) and expression.id in assigned:
                value = self.mean.copied(value)
            values.append(value)
        for place, value in zip(target.elts, values, strict=True):
            self._store_to(place, value, node)

    def _type_of_target(self, target: ast.expr) -> DataType | None:
        """The type of a local that is assigned to; None where it does not matter or is not known."""
        if isinstance(target, ast.Name) and target.id in self.variables:
            return self.variables[target.id].type
        return None

    def _store_to(self, target: ast.expr, value: Literal | Value | Static, node: ast.stmt) -> None:
        """Assigns to a name, field or element."""
        if isinstance(target, ast.Name) and target.id in self.local_names:
            self._store_local(target, value, node)
            return
        if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            raise self.refuse(target, f"cannot assign to {self.text(target)}", "assign to a name, field or element")
        place = self.thing(target)
        if not isinstance(place, Place):
            remedy = "annotate it with a type of the language" if isinstance(place, Literal) else ""
            raise self.refuse(target, f"cannot assign to {self.text(target)}: it is no variable", remedy)
        with self.placed(node):
            self.mean.write(place, value)

    def _store_local(self, target: ast.Name, value: Literal | Value | Static, node: ast.stmt) -> None:
        name = target.id
        if name == self.signature.receiver:
            raise self.refuse(target, f"cannot assign to {name}")
        if any(name == loop.counter for loop in self.loops):
            raise self.refuse(target, f"{name} is counted by a for loop", "use while, or another variable")
        with self.placed(node):
            variable = self.variables.get(name)
            if variable is None or (variable.memory and name not in self.assigned):
                kind = variable.type if variable else strip(self.mean.typed(value).type)
                variable = self.declare(name, kind, node, name in self.in_memory)
            self.set_local(name, variable, value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if not isinstance(node.target, ast.Name):
            raise self.refuse(node, "only names can be annotated here", "annotate the field in its struct")
        name = node.target.id
        initial = self.initial_of(node.value)
        default = initial if isinstance(initial, Initial) else None
        annotation = self.static(node.annotation)
        kind = self.session.types.variable(annotation, default, self.scope, self.where(node.annotation))
        if isinstance(kind, StructType | ArrayType | AtomicType):
            if initial is None:
                shown = {StructType: f"{kind}()", ArrayType: "array(n)", AtomicType: "atomic(0)"}[type(kind)]
                remedy = f"write {name}: {self.text(node.annotation)} = {shown}"
                raise self.refuse(node, f"{name} has no first value", remedy)
            if is_struct(initial) and initial != annotation:
                raise self.refuse(
                    node, f"{name} is {an(kind)}, and this is {an(getattr(initial, '__name__', initial))}"
                )
            self._local_in_memory(name, kind, default, node)
            return
        if isinstance(kind, VoidType):
            raise self.refuse(node, f"{name} cannot be None", "annotate it Ptr[T]")
        value = self.value(node.value, kind) if node.value is not None else None
        variable = self.declare(name, strip(kind), node, name in self.in_memory)
        if value is not None:
            with self.placed(node):
                self.set_local(name, variable, value)
        elif variable.memory:
            self.assigned.add(name)

    def _augmented(self, node: ast.AugAssign) -> None:
        operator = self.operator_name(node.op, node)
        target = self.thing(node.target)
        if isinstance(target, Place):
            with self.placed(node):
                self.mean.check_writable(target)
            target = self.mean.fixed(target)
            left: Literal | Value | Static = self.mean.read(target)
        elif isinstance(node.target, ast.Name) and node.target.id in self.local_names:
            left = self.mean.value(target)
        else:
            raise self.refuse(node, f"cannot assign to {self.text(node.target)}: it is no variable")
        right = self.value(node.value, left.type if isinstance(left, Value) else None)
        self.at(node)
        result = self.mean.binary(operator, left, right)
        if isinstance(target, Place):
            self.mean.write(target, result)
        else:
            self._store_to(node.target, result, node)
