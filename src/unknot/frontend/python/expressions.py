"""Walks expressions. One idea: `thing` gives what an expression stands for, unloaded; `value` its value; `condition` jumps on it."""

from __future__ import annotations

import ast
import builtins
import enum
from abc import abstractmethod
from types import FunctionType, ModuleType
from typing import Any

from unknot.core.errors import LanguageError
from unknot.frontend.python.frame import Frame
from unknot.frontend.python.memory import ATOMIC_METHODS
from unknot.frontend.python.names import classify, home_of, static_member
from unknot.frontend.python.refusals import BUILTINS, EXPRESSIONS, OPERATORS
from unknot.frontend.python.session import Scenario
from unknot.frontend.python.types import BOOL
from unknot.frontend.python.values import AtomicMethod, Literal, Method, Place, Result, Static, Value
from unknot.ir.ops import Operand, Reg, const
from unknot.ir.types import AtomicType, DataType, PointerType, Scalar, StructType, scalar_of, strip

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


class Expressions(Frame):
    """The walker of expressions."""

    @abstractmethod
    def call(self, node: ast.Call) -> Result:
        """A call; see calls.py."""

    # -- entry points ----------------------------------------------------------------------------------------------

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

    # -- names and members -----------------------------------------------------------------------------------------

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
                remedy = f"give {name} a value on every path to here"
                raise self.refuse(node, f"{name} may be read before it is assigned", remedy)
            if variable.memory:
                return self.place_of(name, variable)
            return Value(variable.type, variable.register)
        if name in self.scope.cells:
            try:
                return classify(self.scope[name], name, self.where(node))
            except KeyError:
                raise self.refuse(node, f"{name} has no value yet when the program is built") from None
        return self.module_member(self.scope.globals, name, node)

    def module_member(self, namespace: dict[str, Any], name: str, node: ast.AST) -> Result:
        """A name of a module: a shared variable, a constant or a thing of compile time."""
        home, original = home_of(namespace, name)
        place = self.session.global_place(home, original, self.where(node))
        if place is not None:
            return place
        if name in namespace:
            return classify(namespace[name], name, self.where(node))
        if name in vars(builtins):
            return Static(vars(builtins)[name])
        raise self.refuse(node, f"the name {name} is not known here")

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
            raise self.refuse(node, f"{self.text(node.value)} is a {kind} and has no member {name}")
        if isinstance(owner.type, AtomicType):
            if name in ATOMIC_METHODS:
                return AtomicMethod(name, owner)
            raise self.refuse(node, f"an atomic has no member {name}", f"it has {', '.join(ATOMIC_METHODS)}")
        return self._struct_member(owner, name, node)

    def _struct_member(self, owner: Place, name: str, node: ast.Attribute) -> Result:
        kind = strip(owner.type)
        if not isinstance(kind, StructType):
            remedy = "declare it atomic[...]" if name in ATOMIC_METHODS else ""
            raise self.refuse(node, f"{self.text(node.value)} is a {kind} and has no member {name}", remedy)
        found = self.mean.field(owner, name)
        if found is not None:
            return found
        try:
            member = static_member(self.session.types.classes[kind.name], name)
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

    # -- operators -------------------------------------------------------------------------------------------------

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
        thing = self.value(node.operand, want)
        with self.placed(node):
            if isinstance(node.op, ast.Not):
                return self.mean.negate(thing)
            if isinstance(node.op, ast.USub):
                return self.mean.minus(thing)
            return thing if isinstance(node.op, ast.UAdd) else self.mean.invert(thing)

    def _pair(self, operator: ast.cmpop, left: Literal | Value | Static, right_node: ast.expr, node: ast.AST) -> Any:
        """One comparison of a chain: its result and the right side."""
        if type(operator) in OPERATORS:
            raise self.refuse(node, *OPERATORS[type(operator)])
        right = self.value(right_node, left.type if isinstance(left, Value) else None)
        if isinstance(operator, ast.Is | ast.IsNot) and not isinstance(right, Static):
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

    def _keep(self, register: Reg, result: Literal | Value, node: ast.AST) -> None:
        with self.placed(node):
            self.move(register, self.mean.convert(result, BOOL, "it"))

    def _bool_op(self, node: ast.BoolOp) -> Literal | Value:
        """`and` and `or` as a value: their operands must be bools, since Python gives back an operand."""
        conjunction = isinstance(node.op, ast.And)
        known = self.known_truth(node)
        if known is not None:
            return Literal(known)
        values = [v for v in node.values if self.known_truth(v) is not conjunction]
        first = self._bool(values[0])
        if all(self.is_pure(v) for v in values[1:]):
            for other in values[1:]:
                right = self._bool(other)
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
            self._keep(register, self._bool(other), node)
        self.builder.jump(end)
        self.builder.start(end)
        return Value(BOOL, register)

    def _bool(self, node: ast.expr) -> Value:
        value = self.value(node)
        with self.placed(node):
            kind = value.type if isinstance(value, Value) else BOOL
            if kind != BOOL or (isinstance(value, Literal) and not isinstance(value.value, bool)):
                shown = f"a {kind}" if isinstance(value, Value) else "a number"
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
        self.builder.start(then)
        one = self.value(node.body, want)
        kind = one.type if isinstance(one, Value) else want or self._type_ahead(node.orelse)
        with self.placed(node):
            value = self.mean.typed(one, kind)
            register = self.builder.reg(scalar_of(value.type))
            self.move(register, value)
            self.builder.jump(end)
            self.builder.start(otherwise)
        other = self.converted(node.orelse, value.type, "the other branch")
        with self.placed(node):
            self.move(register, other)
            self.builder.jump(end)
            self.builder.start(end)
        return Value(value.type, register)

    def _type_ahead(self, node: ast.expr) -> DataType | None:
        """The type of a local or constant, without emitting anything."""
        if isinstance(node, ast.Name) and node.id in self.variables:
            return self.variables[node.id].type
        return None

    def _same_type(self, node: ast.AST, a: Any, b: Any, want: DataType | None) -> tuple[Value, Value]:
        with self.placed(node):
            if not isinstance(a, Value) and isinstance(b, Value):
                return self.mean.convert(a, b.type, "the other branch"), b
            one = self.mean.typed(a, want)
            return one, self.mean.convert(b, one.type, "the other branch")

    # -- conditions ------------------------------------------------------------------------------------------------

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
            return True
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
        value = self.value(node)
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


def is_cast(value: Any) -> bool:
    """True for what can be called as a cast: integer types, bool and enums."""
    return value is bool or (isinstance(value, type) and issubclass(value, enum.IntEnum))


def is_refused(value: Any) -> tuple[str, str] | None:
    """Why a Python builtin is refused, or None if it is none."""
    name = getattr(value, "__name__", "")
    return BUILTINS.get(name) if vars(builtins).get(name) is value else None
