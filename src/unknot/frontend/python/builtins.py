"""What the language's own functions mean, one function each. One idea: a table from the object users import to its
meaning."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unknot.frontend.python import language
from unknot.frontend.python.conversions import Nothing, base_of
from unknot.frontend.python.memory import ALL_ORDERS
from unknot.frontend.python.types import BOOL, U64, an, counted
from unknot.frontend.python.values import Literal, Place, Result, Static, Value
from unknot.ir.ops import NOBODY, Operand, const
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    FunctionType,
    IntType,
    PointerType,
    Scalar,
    StructType,
    scalar_of,
    strip,
)

if TYPE_CHECKING:
    from unknot.frontend.python.calls import Calls

Meaning = Callable[["Calls", ast.Call], Result]


def arguments(walker: Calls, node: ast.Call, least: int, most: int | None = None) -> list[ast.expr]:
    """The positional arguments of a builtin, counted."""
    name = walker.text(node.func)
    most = least if most is None else most
    if node.keywords:
        raise walker.refuse(node, f"{name} takes no argument by name", "give it by position")
    if not least <= len(node.args) <= most:
        count = str(least) if least == most else f"{least} to {most}"
        raise walker.refuse(node, f"{name} takes {count} argument{'' if count == '1' else 's'}, not {len(node.args)}")
    return node.args


def _addr(walker: Calls, node: ast.Call) -> Result:
    (target,) = arguments(walker, node, 1)
    thing = walker.thing(target)
    if not isinstance(thing, Place):
        remedy = "only variables, fields and elements have one"
        raise walker.refuse(node, f"{walker.text(target)} has no address", remedy)
    with walker.placed(node):
        return walker.mean.address_of(thing)


def _target(walker: Calls, node: ast.expr) -> Place:
    pointer = walker.pointer(node)
    with walker.placed(node):
        place = walker.mean.pointee(pointer, walker.text(node))
    return Place(place.type, place.base, place.offset, f"what {place.name} points at")


def _load(walker: Calls, node: ast.Call) -> Result:
    (pointer,) = arguments(walker, node, 1)
    place = _target(walker, pointer)
    with walker.placed(node):
        if isinstance(place.type, AtomicType):
            raise walker.mean.error(f"{place.name} is atomic", f"write {walker.text(pointer)}.load()")
        return walker.mean.read(place)


def _store(walker: Calls, node: ast.Call) -> Result:
    pointer, value = arguments(walker, node, 2)
    place = _target(walker, pointer)
    thing = walker.value(value, strip(place.type))
    with walker.placed(node):
        if isinstance(place.type, AtomicType):
            raise walker.mean.error(f"{place.name} is atomic", f"write {walker.text(pointer)}.store(...)")
        walker.mean.write(place, thing)
    return Static(Nothing("store"))


def _offset(walker: Calls, node: ast.Call) -> Result:
    pointer, count = arguments(walker, node, 2)
    moved, by = walker.pointer(pointer), walker.value(count)
    with walker.placed(node):
        return walker.mean.moved(moved, by)


def _cast(walker: Calls, node: ast.Call) -> Result:
    kind, value = arguments(walker, node, 2)
    to, thing = walker.type_of(kind), walker.value(value)
    with walker.placed(node):
        return walker.mean.cast(thing, to)


def _container(walker: Calls, node: ast.Call) -> Result:
    given, kind, name = arguments(walker, node, 3)
    pointer, to = walker.pointer(given), walker.type_of(kind)
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        raise walker.refuse(name, "the field must be a plain string", 'write container(p, Item, "link")')
    field = to.field(name.value) if isinstance(to, StructType) else None
    if field is None:
        raise walker.refuse(node, f"{walker.text(kind)} has no field {name.value}")
    wanted = walker.mean.pointer_type(field.type)
    if pointer.type != wanted:
        message = f"{walker.text(given)} is {an(pointer.type)}, and {to}.{name.value} is found by {an(wanted)}"
        raise walker.refuse(given, message)
    with walker.placed(node):
        start = walker.builder.value("add", Scalar.I64, pointer.operand, const(-field.offset))
        return Value(walker.mean.pointer_type(to), start)


def _size_of(walker: Calls, node: ast.Call) -> Result:
    (kind,) = arguments(walker, node, 1)
    return Literal(walker.type_of(kind).size)


def _aligned(walker: Calls, node: ast.Call) -> Result:
    pointer, given = arguments(walker, node, 2)
    address, size = walker.pointer(pointer), walker.value(given)
    with walker.placed(node):
        if not isinstance(size, Literal) or size.value < 1 or size.value & (size.value - 1):
            raise walker.mean.error(f"{walker.text(given)} is no constant power of two")
        low = walker.builder.value("and", Scalar.I64, address.operand, const(size.value - 1))
        return Value(BOOL, walker.builder.value("eq", Scalar.I8, low, const(0)))


def _alloc(walker: Calls, node: ast.Call) -> Result:
    kind, *counts = arguments(walker, node, 1, 2)
    to = walker.type_of(kind)
    size: Literal | Value = Literal(to.size)
    if counts:
        count = walker.value(counts[0])
        with walker.placed(counts[0]):
            if isinstance(count, Literal) and count.value < 1:
                raise walker.mean.error(f"memory for {count.value} objects", "the least count is 1")
            if isinstance(count, Value):
                signed = isinstance(base_of(count.type), IntType) and getattr(base_of(count.type), "signed", False)
                count = Value(U64, walker.mean.resize(count.operand, Scalar.I64, signed))
            size = walker.mean.binary("mul", count, size)
    with walker.placed(node):
        operand = walker.mean.convert(size, U64, "the size").operand
        pointer = walker.builder.value("alloc", Scalar.I64, operand, kind="heap", type=to)
        return Value(walker.mean.pointer_type(to), pointer)


def _extent(walker: Calls, node: ast.Call) -> Result:
    (argument,) = arguments(walker, node, 1)
    pointer = walker.pointer(argument)
    with walker.placed(node):
        return Value(U64, walker.builder.value("extent", Scalar.I64, pointer.operand))


def _free(walker: Calls, node: ast.Call) -> Result:
    (argument,) = arguments(walker, node, 1)
    pointer = walker.pointer(argument)
    with walker.placed(node):
        walker.builder.emit("free", (), (pointer.operand,))
    return Static(Nothing("free"))


def _fence(walker: Calls, node: ast.Call) -> Result:
    named = node.keywords[0] if len(node.keywords) == 1 and not node.args else None
    if named is not None and named.arg == "order":
        order = walker.order_of(named.value)
    else:
        given = arguments(walker, node, 0, 1)
        order = walker.order_of(given[0] if given else None)
    with walker.placed(node):
        walker.mean.order("a fence", order, tuple(o for o in ALL_ORDERS if o != "relaxed"))
        walker.builder.emit("fence", order=order)
    return Static(Nothing("fence"))


def _choose(walker: Calls, node: ast.Call) -> Result:
    (count,) = arguments(walker, node, 1)
    value = walker.value(count)
    with walker.placed(node):
        if isinstance(value, Literal) and value.value < 1:
            raise walker.mean.error(f"choose({value.value}) has nothing to choose from", "the least count is 1")
        operand = walker.mean.convert(value, U64, "the count").operand
        return Value(U64, walker.builder.value("choose", Scalar.I64, operand))


def _spawn(walker: Calls, node: ast.Call) -> Result:
    if not node.args or node.keywords:
        raise walker.refuse(node, "spawn takes a function and its arguments", "write spawn(f, a, b)")
    with walker.placed(node.args[0]):
        function = walker.mean.value(walker.thing(node.args[0]))
        kind = function.type.to if isinstance(function, Value) and isinstance(function.type, PointerType) else None
        if not isinstance(kind, FunctionType) or not isinstance(function, Value):
            raise walker.mean.error(f"{walker.text(node.args[0])} is no function", "write spawn(f, a, b)")
    given = node.args[1:]
    if len(given) != len(kind.params):
        message = f"{walker.text(node.args[0])} takes {counted(len(kind.params))}, not {len(given)}"
        raise walker.refuse(node, message)
    operands = [
        walker.converted(a, p, f"argument {i + 1}").operand
        for i, (a, p) in enumerate(zip(given, kind.params, strict=True))
    ]
    with walker.placed(node):
        return Value(U64, walker.builder.value("spawn", Scalar.I64, function.operand, *operands))


def _join(walker: Calls, node: ast.Call) -> Result:
    (thread,) = arguments(walker, node, 1)
    number = walker.converted(thread, U64, "a thread's number")
    with walker.placed(node):
        walker.builder.emit("join", (), (number.operand,))
    return Static(Nothing("join"))


def _thread_id(walker: Calls, node: ast.Call) -> Result:
    arguments(walker, node, 0)
    with walker.placed(node):
        return Value(U64, walker.builder.value("self", Scalar.I64))


def _pause(walker: Calls, node: ast.Call) -> Result:
    arguments(walker, node, 0)
    with walker.placed(node):
        walker.builder.emit("pause")
    return Static(Nothing("pause"))


def _prefetch(walker: Calls, node: ast.Call) -> Result:
    (argument,) = arguments(walker, node, 1)
    pointer = walker.pointer(argument)
    with walker.placed(node):
        walker.builder.emit("prefetch", (), (pointer.operand,))
    return Static(Nothing("prefetch"))


def _unreachable(walker: Calls, node: ast.Call) -> Result:
    (message,) = arguments(walker, node, 1)
    if not isinstance(message, ast.Constant) or not isinstance(message.value, str):
        raise walker.refuse(message, "the message must be a plain string")
    with walker.placed(node):
        walker.builder.emit("unreachable", message=message.value)
    return Static(Nothing("unreachable"))


def _end_thread(walker: Calls, node: ast.Call) -> Result:
    return _exit(walker, node, "thread")


def _end_program(walker: Calls, node: ast.Call) -> Result:
    return _exit(walker, node, "program")


def _exit(walker: Calls, node: ast.Call, kind: str) -> Result:
    arguments(walker, node, 0)
    with walker.placed(node):
        walker.builder.emit("exit", kind=kind)
    return Static(Nothing(f"end_{kind}"))


def _assume(walker: Calls, node: ast.Call) -> Result:
    (condition,) = arguments(walker, node, 1)
    truth = walker.truth(condition)
    with walker.placed(node):
        walker.builder.emit("assert", (), (truth,), message="assumed", kind="assume")
    return Static(Nothing("assume"))


def _peek(walker: Calls, node: ast.Call) -> Result:
    (pointer,) = arguments(walker, node, 1)
    place = _target(walker, pointer)
    with walker.placed(node):
        return walker.mean.read(place, unset=True)


def wait(walker: Calls, call: ast.Call) -> None:
    """The condition of an indivisible block, and the thread it waits for."""
    named = {k.arg: k.value for k in call.keywords}
    if len(call.args) > 1 or not set(named) <= {"when", "blocked_by"} or (call.args and "when" in named):
        name = walker.text(call.func)
        remedy = f"write {name}(condition, blocked_by=thread)"
        raise walker.refuse(call, f"{name} takes a condition and blocked_by", remedy)
    when = call.args[0] if call.args else named.get("when")
    if when is None:
        return
    truth = walker.truth(when)
    holder: Operand = const(NOBODY)
    if "blocked_by" in named:
        holder = _thread_number(walker, named["blocked_by"])
    walker.at(when)
    walker.builder.emit("await", (), (truth, holder))


def _thread_number(walker: Calls, node: ast.expr) -> Operand:
    value = walker.typed(node)
    if not isinstance(value.type, IntType):
        message = f"blocked_by is a thread's number, and this is {an(value.type)}"
        raise walker.refuse(node, message, "write -1 if nobody can be named")
    return walker.mean.resize(value.operand, Scalar.I64, value.type.signed)


def _wait_until(walker: Calls, node: ast.Call) -> Result:
    if walker.depth == 0:
        remedy = "write with indivisible(): above it, or with indivisible(condition):"
        raise walker.refuse(node, "wait_until stands only in an indivisible block", remedy)
    if not node.args and not node.keywords:
        raise walker.refuse(node, "wait_until takes a condition", "write wait_until(condition, blocked_by=thread)")
    wait(walker, node)
    return Static(Nothing("wait_until"))


def _indivisible(walker: Calls, node: ast.Call) -> Result:
    name = walker.text(node.func)
    raise walker.refuse(node, f"{name} stands only in a with statement", f"write with {name}():")


def _len(walker: Calls, node: ast.Call) -> Result:
    (target,) = arguments(walker, node, 1)
    thing = walker.followed(walker.thing(target), target)
    kind = strip(thing.type) if isinstance(thing, Place) else None
    if not isinstance(kind, ArrayType):
        raise walker.refuse(node, f"{walker.text(target)} is no array and has no length")
    return Literal(kind.count)


def _least_or_most(compared: str) -> Meaning:
    def meaning(walker: Calls, node: ast.Call) -> Result:
        first, second = arguments(walker, node, 2)
        a = walker.value(first)
        b = walker.value(second, a.type if isinstance(a, Value) else None)
        with walker.placed(node):
            truth = walker.mean.truth(walker.mean.compare(compared, a, b))
            if isinstance(truth, bool):
                return a if truth else b
            left, right = walker.mean.meet(a, b)
            chosen = walker.builder.value("select", scalar_of(left.type), truth, left.operand, right.operand)
            return Value(left.type, chosen)

    return meaning


TABLE: dict[Any, Meaning] = {
    language.addr: _addr,
    language.load: _load,
    language.store: _store,
    language.offset: _offset,
    language.cast: _cast,
    language.container: _container,
    language.size_of: _size_of,
    language.aligned: _aligned,
    language.alloc: _alloc,
    language.extent: _extent,
    language.free: _free,
    language.fence: _fence,
    language.choose: _choose,
    language.spawn: _spawn,
    language.join: _join,
    language.thread_id: _thread_id,
    language.pause: _pause,
    language.prefetch: _prefetch,
    language.unreachable: _unreachable,
    language.end_thread: _end_thread,
    language.end_program: _end_program,
    language.assume: _assume,
    language.peek: _peek,
    language.indivisible: _indivisible,
    language.aside: _indivisible,
    language.wait_until: _wait_until,
}
"""The language's functions."""

PYTHON: dict[Any, Meaning] = {
    builtins.len: _len,
    builtins.min: _least_or_most("le"),
    builtins.max: _least_or_most("ge"),
}
"""Python's functions that the language has too."""
