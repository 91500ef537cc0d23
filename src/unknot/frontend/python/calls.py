"""Walks calls: functions, methods, function pointers, casts, atomics. One idea: what is called decides which road
is taken."""

from __future__ import annotations

import ast
import inspect
from types import FunctionType as PythonFunction
from typing import Any

from unknot.core.errors import LanguageError
from unknot.frontend.python import builtins as language_builtins
from unknot.frontend.python import notes
from unknot.frontend.python.conversions import Nothing, describe
from unknot.frontend.python.expressions import Expressions, is_cast, is_refused
from unknot.frontend.python.foreign import ForeignFunction, ForeignType
from unknot.frontend.python.foreign_calls import call_foreign
from unknot.frontend.python.forms import Here, IntName, is_type_name, struct_info
from unknot.frontend.python.language import Order
from unknot.frontend.python.names import classify, foreign_reason
from unknot.frontend.python.session import Param, Signature
from unknot.frontend.python.types import an, counted, spelled
from unknot.frontend.python.values import AtomicMethod, Literal, Method, Result, Static, Value
from unknot.ir.ops import Operand, const
from unknot.ir.types import DataType, FunctionType, PointerType, Scalar, VoidType, scalar_of, strip


class Calls(Expressions):
    """The walker of calls."""

    def call(self, node: ast.Call) -> Result:
        """A call of anything that can be called."""
        callee = self.thing(node.func)
        if isinstance(callee, Method):
            return self._method(callee, node)
        if isinstance(callee, AtomicMethod):
            return self._atomic(callee, node)
        if isinstance(callee, Static):
            return self._static_call(callee, node)
        with self.placed(node.func):
            value = self.mean.value(callee)
        if isinstance(value, Value) and isinstance(value.type, PointerType) and isinstance(value.type.to, FunctionType):
            return self._indirect(value, value.type.to, node)
        raise self.refuse(node, f"{self.text(node.func)} cannot be called", "only functions and function pointers can")

    def _declared(self, function: PythonFunction, node: ast.Call) -> Signature:
        """The signature of what is called; what is wrong with one of the kernel library's is told at the call."""
        try:
            return self.session.declare(function, self._takes_scenario(function, node))
        except LanguageError as error:
            if not function.__module__.startswith("unknot.kernel."):
                raise
            raise self.refuse(node, f"{function.__name__}: {error.message}", error.remedy) from None

    def _static_call(self, callee: Static, node: ast.Call) -> Result:
        value = callee.value
        if isinstance(value, ForeignFunction):
            return call_foreign(self, value, node)
        if isinstance(value, PythonFunction):
            lowering = language_builtins.TABLE.get(value) or notes.TABLE.get(value)
            if lowering is not None:
                return lowering(self, node)
            foreign = foreign_reason(value)
            if foreign:
                raise self.refuse(node, *foreign)
            return self._direct(self._declared(value, node), node, [])
        if isinstance(value, IntName) or is_cast(value):
            return self._cast(value, node)
        lowering = language_builtins.PYTHON.get(value) if callable(value) else None
        if lowering is not None:
            return lowering(self, node)
        if is_struct(value):
            name = getattr(value, "__name__", str(value))
            message = f"{name}() makes a local struct and stands alone: `x = {name}()`"
            raise self.refuse(node, message, f"for memory that outlives the function write alloc({name})")
        refused = is_refused(value)
        if refused is not None:
            raise self.refuse(node, *refused)
        if is_type_name(value):
            raise self.refuse(
                node,
                f"{value}(...) stands only as the first value of a variable",
                "annotate: `x: array[u32] = array(4)`",
            )
        raise self.refuse(
            node, f"{describe(callee)} cannot be called from compiled code", "write a function of the language"
        )

    def _takes_scenario(self, function: PythonFunction, node: ast.Call) -> bool:
        """True for `Base.method(self, ...)`: the first argument is the scenario."""
        if not node.args or not isinstance(node.args[0], ast.Name) or node.args[0].id != self.signature.receiver:
            return False
        return bool(self.signature.receiver)

    # -- arguments -------------------------------------------------------------------------------------------------

    def bind(self, signature: Signature, node: ast.Call, first: list[Value]) -> list[Operand]:
        """The arguments of a call in the order of the parameters; `first` are already given."""
        given: dict[str, ast.expr] = {}
        names = [p.name for p in signature.params]
        positional = node.args[1:] if signature.receiver and not self._by_method(node) else node.args
        if len(first) + len(positional) > len(names):
            raise self._wrong_count(signature, node, len(first) + len(positional))
        for name, argument in zip(names[len(first) :], positional, strict=False):
            given[name] = argument
        for keyword in node.keywords:
            if (
                keyword.arg is None
                or keyword.arg not in names
                or keyword.arg in given
                or keyword.arg in names[: len(first)]
            ):
                raise self.refuse(
                    node, f"{signature.symbol} cannot take the argument {keyword.arg or '**'}", self._shape(signature)
                )
            given[keyword.arg] = keyword.value
        operands: list[Operand] = [v.operand for v in first]
        values: dict[str, Operand] = {}
        for name, argument in given.items():
            kind = signature.params[names.index(name)].type
            values[name] = self.converted(argument, kind, f"argument {name} of {signature.symbol}").operand
        for param in signature.params[len(first) :]:
            if param.name not in values:
                if param.default is inspect.Parameter.empty:
                    raise self._wrong_count(signature, node, len(first) + len(given))
                values[param.name] = self._default(param, node)
            operands.append(values[param.name])
        return operands

    def _default(self, param: Param, node: ast.Call) -> Operand:
        """The default of a parameter that the call does not give."""
        if isinstance(param.default, Here):
            return const(self.session.place_number(self.where(node)), Scalar.I32)
        what = f"the default of {param.name}"
        default = classify(param.default, what, self.where(node))
        with self.placed(node):
            return self.mean.convert(self.mean.value(default), param.type, what).operand

    def _by_method(self, node: ast.Call) -> bool:
        """True for `self.helper(...)`, whose arguments do not start with the scenario."""
        return not (node.args and isinstance(node.args[0], ast.Name) and node.args[0].id == self.signature.receiver)

    def _wrong_count(self, signature: Signature, node: ast.Call, count: int) -> Exception:
        wanted = len(_written(signature))
        message = f"{signature.symbol} takes {counted(wanted)}, not {count}"
        return self.refuse(node, message, self._shape(signature))

    @staticmethod
    def _shape(signature: Signature) -> str:
        params = ", ".join(f"{p.name}: {spelled(p.type)}{_optional(p)}" for p in _written(signature))
        return f"it is {signature.symbol}({params}) -> {spelled(signature.result)}"

    # -- calls -----------------------------------------------------------------------------------------------------

    def _direct(self, signature: Signature, node: ast.Call, first: list[Value]) -> Result:
        operands = tuple(self.bind(signature, node, first))
        with self.placed(node):
            return self.emit_call("call", operands, signature.result, signature.symbol, symbol=signature.symbol)

    def emit_call(self, code: str, operands: tuple[Operand, ...], gives: DataType, name: str, **attrs: Any) -> Result:
        if isinstance(gives, VoidType):
            self.builder.emit(code, (), operands, **attrs)
            return Static(Nothing(name))
        register = self.builder.reg(scalar_of(gives))
        self.builder.emit(code, (register,), operands, **attrs)
        return Value(gives, register)

    def _indirect(self, pointer: Value, kind: FunctionType, node: ast.Call) -> Result:
        if node.keywords or len(node.args) != len(kind.params):
            count = len(node.args) + len(node.keywords)
            message = f"{self.text(node.func)} takes {counted(len(kind.params))}, not {count}"
            raise self.refuse(node, message, f"it is {an(PointerType(kind))}")
        operands = [
            self.converted(a, p, f"argument {i + 1}").operand
            for i, (a, p) in enumerate(zip(node.args, kind.params, strict=True))
        ]
        width = 0 if isinstance(kind.result, VoidType) else int(scalar_of(kind.result))
        with self.placed(node):
            name = self.text(node.func)
            return self.emit_call("call_indirect", (pointer.operand, *operands), kind.result, name, result=width)

    def _method(self, method: Method, node: ast.Call) -> Result:
        if isinstance(method.receiver, Static):
            return self._direct(self.session.declare(method.function, True), node, [])
        signature = self.session.declare(method.function)
        with self.placed(node.func):
            receiver = self.mean.address_of(method.receiver)
        if not signature.params or signature.params[0].type != receiver.type:
            raise self.refuse(
                node, f"{signature.symbol} is no method of {receiver.type}", "its first parameter is self"
            )
        return self._direct(signature, node, [receiver])

    def _cast(self, target: Any, node: ast.Call) -> Result:
        if len(node.args) != 1 or node.keywords:
            raise self.refuse(node, f"a cast takes one value: {self.text(node.func)}(x)")
        value = self.value(node.args[0])
        kind = self.session.types.resolve(target, self.scope, self.where(node))
        with self.placed(node):
            return self.mean.cast(value, kind)

    # -- atomics ---------------------------------------------------------------------------------------------------

    def _atomic(self, method: AtomicMethod, node: ast.Call) -> Result:
        name = method.name
        wanted = {"load": ["order"], "cas": ["expected", "new", "order", "fail"]}
        wanted |= {"compare_exchange": wanted["cas"]}
        names = wanted.get(name, ["value", "order"])
        given = dict(zip(names, node.args, strict=False))
        for keyword in node.keywords:
            if keyword.arg not in names or keyword.arg in given:
                raise self.refuse(
                    node, f"{name} cannot take the argument {keyword.arg or '**'}", f"it takes {', '.join(names)}"
                )
            given[keyword.arg] = keyword.value
        needed = [n for n in names if n not in ("order", "fail")]
        if len(node.args) > len(names) or any(n not in given for n in needed):
            raise self.refuse(
                node, f"{name} takes {', '.join(names)}", f"write {self.text(node.func)}({', '.join(needed)})"
            )
        order = self.order_of(given.get("order"))
        inner = strip(method.place.type)
        values = [self.value(given[n], inner) for n in needed]
        with self.placed(node):
            return self._atomic_op(method, values, order, self.order_of(given["fail"]) if "fail" in given else "")

    def _atomic_op(self, method: AtomicMethod, values: list[Literal | Value | Static], order: str, fail: str) -> Result:
        name, place = method.name, method.place
        if name == "load":
            return self.mean.atomic_load(place, order)
        if name == "store":
            self.mean.atomic_store(place, values[0], order)
            return Static(Nothing("store"))
        if name in ("cas", "compare_exchange"):
            weaker = {"acq_rel": "acquire", "release": "relaxed"}.get(order, order)
            succeeded, old = self.mean.compare_and_set(place, values[0], values[1], order, fail or weaker)
            return succeeded if name == "cas" else old
        return self.mean.atomic_update(place, "xchg" if name == "exchange" else name[6:], values[0], order)

    def order_of(self, node: ast.expr | None) -> str:
        """The memory order an argument names; seq_cst if there is none."""
        if node is None:
            return Order.seq_cst.value
        thing = self.thing(node)
        if isinstance(thing, Static) and isinstance(thing.value, Order):
            return thing.value.value
        raise self.refuse(
            node, f"{self.text(node)} is no memory order", "use relaxed, acquire, release, acq_rel or seq_cst"
        )

    # -- types in calls --------------------------------------------------------------------------------------------

    def type_of(self, node: ast.expr) -> DataType:
        """The type an argument names."""
        return self.session.types.resolve(self.static(node), self.scope, self.where(node))

    def initial_of(self, node: ast.expr | None) -> Any:
        """For `Node()`, `array(4)` and `atomic(0)`: what the class or maker gives; else None."""
        if not isinstance(node, ast.Call):
            return None
        callee = self._callee(node.func)
        if is_struct(callee):
            if node.args or node.keywords:
                raise self.refuse(node, f"{self.text(node.func)}() takes no arguments", "set the fields one by one")
            return callee
        return self.static(node) if is_type_name(callee) and not isinstance(callee, IntName) else None

    def _callee(self, node: ast.expr) -> Any:
        try:
            thing = self.lookup(node)
        except KeyError:
            return None
        return thing.value if isinstance(thing, Static) else None


def is_struct(value: Any) -> bool:
    """True for what makes a local struct when it is called."""
    return struct_info(value) is not None or (isinstance(value, ForeignType) and value.is_struct)


def _written(signature: Signature) -> list[Param]:
    """The parameters that a caller writes: the place of a call comes by itself."""
    return [p for p in signature.params if not isinstance(p.default, Here)]


def _optional(param: Param) -> str:
    return "" if param.default is inspect.Parameter.empty else f" = {param.default}"
