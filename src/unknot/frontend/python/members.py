"""Walks names, members and elements. One idea: a name is a local, a shared variable, or a thing of compile time, as
Python's scopes say."""

from __future__ import annotations

import ast
import builtins
from types import FunctionType, ModuleType
from typing import Any

from unknot.core.errors import LanguageError
from unknot.frontend.python.foreign import MODULE, ForeignVariable
from unknot.frontend.python.memory import ATOMIC_METHODS
from unknot.frontend.python.names import classify, home_of, static_member
from unknot.frontend.python.session import Scenario
from unknot.frontend.python.types import an
from unknot.frontend.python.values import AtomicMethod, Literal, Method, Place, Result, Static, Value
from unknot.frontend.python.walker import Walker
from unknot.ir.types import (
    AtomicType,
    PointerType,
    StructType,
    strip,
)


class Members(Walker):
    """The walker of names, members and elements."""

    def _constant(self, node: ast.Constant) -> Result:
        value = node.value
        if value is None or isinstance(value, str):
            return Static(value)
        if isinstance(value, int):
            return Literal(value)
        if isinstance(value, float | complex):
            raise self.refuse(node, "floating point is not supported", "use a scaled integer")
        raise self.refuse(node, f"{self.text(node)} is not supported", "use a number")

    def _name(self, node: ast.Name) -> Result:
        name = node.id
        if name == self.signature.receiver and name not in self.variables:
            return Static(self.session.scenario)
        if name in self.local_names:
            variable = self.variables.get(name)
            if variable is None or name not in self.assigned:
                raise self._unassigned(name, node)
            if variable.memory:
                return self.place_of(name, variable)
            return Value(variable.type, variable.register)
        if name in self.scope.cells:
            try:
                return self.named(self.scope[name], name, node)
            except KeyError:
                raise self.refuse(node, f"{name} has no value yet when the program is built") from None
        return self.module_member(self.scope.globals, name, node)

    def _unassigned(self, name: str, node: ast.AST) -> LanguageError:
        if name in self.counted:
            message = f"{name} has no value after the for loop that counts it"
            return self.refuse(node, message, "copy it to another variable in the loop")
        remedy = f"give {name} a value on every path to here"
        if self.is_shared(name):
            remedy = f"to use the shared variable write `global {name}` before it"
        return self.refuse(node, f"{name} may be read before it is assigned", remedy)

    def module_member(self, namespace: dict[str, Any], name: str, node: ast.AST) -> Result:
        """A name of a module: a shared variable, a constant or a thing of compile time."""
        home, original = home_of(namespace, name)
        place = self.session.global_place(home, original, self.where(node))
        if place is not None:
            return place
        if name in namespace:
            return self.named(namespace[name], name, node)
        if namespace.get("__name__") == MODULE:
            with self.placed(node):
                return self.named(self.mean.foreign(name), name, node)
        if name in vars(builtins):
            return Static(vars(builtins)[name])
        raise self.refuse(node, f"the name {name} is not known here")

    def named(self, value: Any, name: str, node: ast.AST) -> Result:
        """What a Python object stands for that a name means."""
        if isinstance(value, ForeignVariable):
            return Place(value.type, self.session.mention(value), 0, value.name)
        return classify(value, name, self.where(node))

    def _attribute(self, node: ast.Attribute) -> Result:
        owner = self.thing(node.value)
        name = node.attr
        if isinstance(owner, Static):
            return self._static_member(owner, node)
        with self.placed(node):
            return self.member(owner, name, node)

    def _static_member(self, owner: Static, node: ast.Attribute) -> Result:
        value, name = owner.value, node.attr
        if isinstance(value, Scenario):
            return self._scenario_member(value, node)
        if isinstance(value, ModuleType):
            return self.module_member(vars(value), name, node)
        if value is None or isinstance(value, FunctionType):
            raise self.refuse(node, f"{self.text(node.value)} has no member {name}")
        try:
            return classify(static_member(value, name), self.text(node), self.where(node))
        except AttributeError:
            raise self.refuse(node, f"{self.text(node.value)} has no member {name}") from None

    def _scenario_member(self, scenario: Scenario, node: ast.Attribute) -> Result:
        name = node.attr
        if name in scenario.fields:
            return scenario.fields[name]
        try:
            found = static_member(scenario.cls, name)
        except AttributeError:
            known = ", ".join(scenario.fields) or "none"
            message = f"{scenario.cls.__name__} has no field or method {name}"
            raise self.refuse(node, message, f"its fields: {known}") from None
        if isinstance(found, FunctionType):
            return Method(found, Static(scenario))
        return classify(found, self.text(node), self.where(node))

    def member(self, owner: Result, name: str, node: ast.Attribute) -> Result:
        """`owner.name` where `owner` is memory or a value; pointers are followed."""
        if isinstance(owner, Place) and isinstance(strip(owner.type), PointerType):
            if isinstance(owner.type, AtomicType) and name in ATOMIC_METHODS:
                return AtomicMethod(name, owner)
            owner = self.mean.read(owner)
        if isinstance(owner, Value) and isinstance(owner.type, PointerType):
            owner = self.mean.pointee(owner, self.text(node.value))
        if not isinstance(owner, Place):
            kind = owner.type if isinstance(owner, Value) else "constant" if isinstance(owner, Literal) else "method"
            raise self.refuse(node, f"{self.text(node.value)} is {an(kind)} and has no member {name}")
        if isinstance(owner.type, AtomicType):
            if name in ATOMIC_METHODS:
                return AtomicMethod(name, owner)
            raise self.refuse(node, f"an atomic has no member {name}", f"it has {', '.join(ATOMIC_METHODS)}")
        return self._struct_member(owner, name, node)

    def _struct_member(self, owner: Place, name: str, node: ast.Attribute) -> Result:
        kind = strip(owner.type)
        if not isinstance(kind, StructType):
            remedy = "declare it atomic[...]" if name in ATOMIC_METHODS else ""
            raise self.refuse(node, f"{self.text(node.value)} is {an(kind)} and has no member {name}", remedy)
        found = self.mean.field(owner, name)
        if found is not None:
            return found
        try:
            member = static_member(self.session.types.class_of(kind), name)
        except AttributeError:
            remedy = f"its fields: {', '.join(f.name for f in kind.fields)}"
            raise self.refuse(node, f"{kind.name} has no field or method {name}", remedy) from None
        return Method(member, owner) if isinstance(member, FunctionType) else classify(member, name, self.where(node))

    def followed(self, thing: Result, node: ast.expr) -> Result:
        """What a pointer points at; anything else as it is."""
        with self.placed(node):
            if isinstance(thing, Place) and isinstance(strip(thing.type), PointerType):
                thing = self.mean.read(thing)
            if isinstance(thing, Value) and isinstance(thing.type, PointerType):
                return self.mean.pointee(thing, self.text(node))
        return thing

    def _subscript(self, node: ast.Subscript) -> Result:
        if isinstance(node.slice, ast.Slice | ast.Tuple):
            raise self.refuse(node, "slices are not supported", "index one element: a[i], a[i][j]")
        owner = self.followed(self.thing(node.value), node.value)
        if not isinstance(owner, Place):
            raise self.refuse(node, f"{self.text(node.value)} has no elements", "only arrays do")
        index = self.value(node.slice)
        with self.placed(node):
            return self.mean.element(owner, index)
