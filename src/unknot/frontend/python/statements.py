"""Walks statements. One idea: blocks are made as control flows; what is assigned is known on every path, so a local is never
read before it has a value."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from unknot.frontend.python.calls import Calls
from unknot.frontend.python.forms import Initial, struct_info
from unknot.frontend.python.frame import Loop
from unknot.frontend.python.language import indivisible
from unknot.frontend.python.refusals import STATEMENTS
from unknot.frontend.python.values import Literal, Place, Static, Value
from unknot.ir.ops import Const, Operand, Reg, const
from unknot.ir.types import ArrayType, AtomicType, DataType, IntType, Scalar, StructType, VoidType, scalar_of, strip


class Statements(Calls):
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

    # -- assignment ------------------------------------------------------------------------------------------------

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
        variable = self.declare(name, kind, node, True)
        self.mean.initialise(self.place_of(name, variable), default, zeroed=not self.loops)
        self.assigned.add(name)

    def _assign_many(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Tuple) or not isinstance(node.value, ast.Tuple):
            raise self.refuse(node, "tuples are not values here", "write a, b = x, y, or assign one by one")
        if len(target.elts) != len(node.value.elts):
            raise self.refuse(node, f"{len(target.elts)} places and {len(node.value.elts)} values")
        values: list[Literal | Value | Static] = []
        for place, expression in zip(target.elts, node.value.elts, strict=True):
            value = self.value(expression, self._type_of_target(place))
            values.append(
                self.mean.copied(value) if isinstance(value, Value) and isinstance(expression, ast.Name) else value
            )
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
                remedy = (
                    f"write {name} = {kind}()"
                    if isinstance(kind, StructType)
                    else f"write {name}: {self.text(node.annotation)} = array(n)"
                )
                raise self.refuse(node, f"{name} has no first value", remedy)
            if struct_info(initial) is not None and initial is not annotation:
                raise self.refuse(node, f"{name} is a {kind}, and this is a {initial.__name__}")
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

    def _expression(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return
        thing = self.thing(node.value)
        if not isinstance(node.value, ast.Call) and not (isinstance(thing, Static) and thing.value is ...):
            raise self.refuse(node, "this statement does nothing", "assign its value, or call something")

    # -- branches and loops ----------------------------------------------------------------------------------------

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
        start, stop, step = self._range(node)
        known_name = name in self.assigned
        counter = self.variables.get(name)
        wanted = counter.type if counter else None
        kind = self._counter_type(wanted, start, stop, step, node)
        with self.placed(node.iter):
            limit = self.mean.convert(stop, kind, "the end of the range")
            first = self.mean.convert(start, kind, "the start of the range")
            if isinstance(limit.operand, Reg) and "." not in limit.operand.name:
                limit = self.mean.copied(limit)
        with self.placed(node.target):
            variable = self.declare(name, kind, node, False)
            self.set_local(name, variable, first)
        if name in self.in_memory:
            raise self.refuse(
                node.target, f"the address of {name}, which a for loop counts", "copy it to another variable"
            )
        self._count(node, variable.register, kind, limit.operand, step)
        if not known_name:
            self.assigned.discard(name)

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
            raise self.refuse(node, f"{self.signature.symbol} must return a {result}")
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
        if not isinstance(callee, Static) or callee.value is not indivisible or not isinstance(call, ast.Call):
            raise self.refuse(
                call, "with stands only before indivisible(...)", "call the lock's functions: m.lock() ... m.unlock()"
            )
        self.builder.emit("atomic_begin")
        self.depth += 1
        self._wait(call)
        self.block(node.body)
        self.depth -= 1
        if not self.builder.done:
            self.builder.loc = self.where(node.body[-1])
            self.builder.emit("atomic_end")

    def _wait(self, call: ast.Call) -> None:
        """The condition of an indivisible block and the thread it waits for."""
        named = {k.arg: k.value for k in call.keywords}
        if len(call.args) > 1 or not set(named) <= {"when", "blocked_by"} or (call.args and "when" in named):
            raise self.refuse(
                call, "indivisible takes a condition and blocked_by", "write indivisible(condition, blocked_by=thread)"
            )
        when = call.args[0] if call.args else named.get("when")
        if when is None:
            return
        truth = self.truth(when)
        holder: Operand = const(-1)
        if "blocked_by" in named:
            holder = self._thread_number(named["blocked_by"])
        self.at(call)
        self.builder.emit("await", (), (truth, holder))

    def _thread_number(self, node: ast.expr) -> Operand:
        value = self.typed(node)
        if not isinstance(value.type, IntType):
            raise self.refuse(
                node, f"blocked_by is a thread's number, and this is a {value.type}", "write -1 if nobody can be named"
            )
        return self.mean.resize(value.operand, Scalar.I64, value.type.signed)
